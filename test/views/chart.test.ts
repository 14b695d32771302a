// Charts as data: what an output shows, and the picture that is saved of it.
import { describe, expect, test } from "vitest";
import type { Model, Output } from "../../src/model/model.ts";
import { printedSpec } from "../../src/views/chart-spec.ts";
import { chartSvg } from "../../src/views/chart-svg.ts";
import { countedWords, isConstant, outputOrder, outputSpec } from "../../src/views/output-spec.ts";

const INFECTIOUS: Output = {
  name: "in_bed",
  title: "Confined <to> bed & more",
  unit: "boys",
  measure: "prevalence",
  kind: "formula",
  formula: { kind: "sum", compartments: [1] },
};
const RATIO: Output = {
  name: "ratio",
  title: "Reproduction number",
  measure: "expression",
  kind: "formula",
  formula: {
    kind: "binary",
    operator: "divide",
    left: { kind: "parameter", parameter: 0 },
    right: { kind: "constant", value: 2 },
  },
};

function model(priors: Model["priors"] = []): Model {
  return {
    title: "School",
    summary: "",
    time: { unit: "day", start: 0, end: 3, step: 1, count: 4 },
    integrator: { method: "rk4", substeps: 1 },
    compartments: [],
    initial: [],
    parameters: [{ name: "rate", title: "Rate", value: 1, min: 0, max: 2 }],
    series: [],
    forces: [],
    flows: [],
    outputs: [RATIO, INFECTIOUS],
    priors,
    targets: [
      { name: "in_bed", title: "In bed", output: 1, timeIndices: [1, 3], values: [8, 26], likelihood: "poisson" },
    ],
    calibration: { sampler: "adaptive_metropolis", chains: 4, warmup: 1000, draws: 2000, seed: 1 },
  };
}

const CHOICES = { log: false, asDates: true, withNoise: true };

function figure(of: Model) {
  const times = Float64Array.of(0, 1, 2, 3);
  const current = Float64Array.of(1, 7, 15, 30);
  const shown = { fan: null, fanOf: "draws", scenarios: [], faded: false } as const;
  return { kind: "output", model: of, output: 1, times, current, ...shown, ...CHOICES } as const;
}

describe("the chart of a run that begins long before it is of interest", () => {
  const plain = model();
  const spec = outputSpec(figure({ ...plain, time: { ...plain.time, showFrom: 2 } }));

  test("says from when on it is shown, and keeps the whole", () => {
    expect(spec.showFrom).toBe(2);
    expect(Array.from(spec.x)).toEqual([0, 1, 2, 3]);
    expect(outputSpec(figure(plain))).not.toHaveProperty("showFrom");
  });

  test("is printed from then on, with the observations and rules that lie there", () => {
    const rules = [1, 2].map((at) => ({ axis: "x", at, label: "begins" }) as const);
    const printed = printedSpec({ ...spec, rules });
    expect(Array.from(printed.x)).toEqual([2, 3]);
    expect(printed.lines[0]?.values).toEqual([15, 30]);
    expect(printed.dots[0]?.values).toEqual([null, 26]);
    expect(printed.rules.map(({ at }) => at)).toEqual([2]);
    expect(printedSpec(outputSpec(figure(plain))).x).toHaveLength(4);
  });
});

describe("the chart of an output", () => {
  test("has observations where they were made and nowhere else", () => {
    expect(outputSpec(figure(model())).dots[0]?.values).toEqual([null, 8, null, 26]);
  });

  test("marks observations as fitted only where the model has something to fit", () => {
    expect(outputSpec(figure(model())).dots[0]?.fitted).toBe(false);
    const prior = { parameter: 0, family: "uniform", arguments: [0, 2], lower: 0, upper: 2 } as const;
    expect(outputSpec(figure(model([prior]))).dots[0]?.fitted).toBe(true);
  });

  test("says what is counted and how, but not the span twice", () => {
    const time = model().time;
    const count = { name: "new", title: "New", measure: "incidence", kind: "count", flows: [0] } as const;
    expect(countedWords(INFECTIOUS, time)).toBe("Prevalence · boys");
    expect(countedWords({ ...count, unit: "boys" }, time)).toBe("Incidence per day · boys");
    expect(countedWords({ ...count, unit: "boys per day" }, time)).toBe("Incidence · boys per day");
    expect(countedWords({ ...count, unit: "boys" }, { ...time, step: 7 })).toBe("Incidence per 7 days · boys");
  });

  test("comes first where it has observations; one of parameters alone is a figure", () => {
    expect(outputOrder(model())).toEqual([1, 0]);
    expect(isConstant(model(), 0)).toBe(true);
    expect(isConstant(model(), 1)).toBe(false);
  });
});

describe("a saved chart", () => {
  const notes = { subtitle: "School · Prevalence", source: "Data: BMJ 1978" };

  test("is well-formed and holds title, source and every observation", () => {
    const text = chartSvg(outputSpec(figure(model())), notes);
    expect(text).toContain("Confined &lt;to&gt; bed &amp; more");
    expect(text).toContain("Data: BMJ 1978");
    // One in the legend and one for each observation.
    expect(text.match(/<circle /g)).toHaveLength(3);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("draws zero at the floor of a logarithmic axis", () => {
    const zero = { ...figure(model()), current: Float64Array.of(0, 7, 15, 30), log: true };
    const text = chartSvg(outputSpec(zero), notes);
    const points = /<polyline points="([^"]+)"/
      .exec(text)?.[1]
      ?.split(" ")
      .map((point) => Number(point.split(",")[1]));
    expect(points?.every(Number.isFinite)).toBe(true);
    expect(points?.[0]).toBe(Math.max(...(points ?? [])));
  });
});
