// Scenarios beside a baseline, as data: where they begin, their colours, their differences.
import { describe, expect, test } from "vitest";
import type { Model, Output } from "../../src/model/model.ts";
import { chartSvg } from "../../src/views/chart-svg.ts";
import { yRange } from "../../src/views/chart-spec.ts";
import { differenceSpec } from "../../src/views/difference-spec.ts";
import { familySpec } from "../../src/views/family-spec.ts";
import { groupOutputs } from "../../src/views/output-groups.ts";
import { outputSpec } from "../../src/views/output-spec.ts";
import { styleOf } from "../../src/views/scenario.ts";

const SUM = { kind: "formula", formula: { kind: "sum", compartments: [0] } } as const;

function sized(name: string, more: Partial<Pick<Output, "family" | "intermediate">> = {}): Output {
  return { name, title: name, measure: "prevalence", ...SUM, ...more };
}

function byAge(stratum: string): Output {
  return sized(`persons_${stratum}`, { family: { name: "persons", title: "Persons", stratum: `aged ${stratum}` } });
}

function model(outputs: readonly Output[], observed: readonly number[] = []): Model {
  return {
    title: "",
    summary: "",
    time: { unit: "day", start: 0, end: 3, step: 1, count: 4, epoch: "2020-03-01" },
    integrator: { method: "rk4", substeps: 1 },
    compartments: [],
    initial: [],
    parameters: [],
    series: [],
    forces: [],
    flows: [],
    outputs,
    priors: [],
    targets: observed.map((output) => {
      return { name: "", title: "", output, timeIndices: [0], values: [1], likelihood: "poisson" } as const;
    }),
    calibration: { sampler: "adaptive_metropolis", chains: 4, warmup: 1, draws: 1, seed: 1 },
    scenarios: [
      { name: "closed", title: "Schools stay closed", from: 2 },
      { name: "open", title: "All opens", from: 2 },
      { name: "early", title: "Earlier", from: 1 },
    ],
  };
}

const TIMES = Float64Array.of(0, 1, 2, 3);
const ONE = model([sized("ill")]);

function curve(name: string, ...values: readonly number[]) {
  const { title = "", from = 0 } = ONE.scenarios?.find((scenario) => scenario.name === name) ?? {};
  return { title, from, style: styleOf(ONE, name), values: Float64Array.from(values) };
}

function specWith(...scenarios: ReturnType<typeof curve>[]) {
  const current = Float64Array.of(1, 2, 4, 8);
  const shown = { fan: null, fanOf: "draws", faded: false, log: false, asDates: true, withNoise: true } as const;
  return outputSpec({ kind: "output", model: ONE, output: 0, times: TIMES, current, scenarios, ...shown });
}

describe("a scenario in the chart of an output", () => {
  test("is drawn from where it begins, over a baseline that turns grey", () => {
    const { lines } = specWith(curve("closed", 1, 2, 4, 6));
    expect(lines.map(({ label, style }) => [label, style])).toEqual([
      ["Baseline", "baseline"],
      ["Schools stay closed", 0],
    ]);
    expect(lines[1]?.values).toEqual([null, null, 4, 6]);
  });

  test("has a rule where it begins, which scenarios of the same day share", () => {
    const { rules } = specWith(curve("closed", 0, 0, 0, 0), curve("open", 0, 0, 0, 0), curve("early", 0, 0, 0, 0));
    expect(rules).toEqual([
      { axis: "x", at: 2, label: "2 scenarios begin" },
      { axis: "x", at: 1, label: "Earlier", style: 2 },
    ]);
  });

  test("stands in the saved picture with its name", () => {
    const picture = chartSvg(specWith(curve("early", 1, 2, 3, 4)), { subtitle: "", source: "" });
    expect(picture.match(/>Earlier</g)).toHaveLength(2); // in the legend, and at the rule
  });
});

describe("the chart of differences", () => {
  test("holds zero, also where every difference is far from it", () => {
    const scenarios = [curve("early", 0, 50, 60, 70)];
    const spec = differenceSpec({ kind: "difference", model: ONE, output: 0, times: TIMES, scenarios, asDates: true });
    const [low, high] = yRange(spec, 2, 3);
    expect(low).toBeLessThanOrEqual(0);
    expect(high).toBeGreaterThanOrEqual(70);
    expect(spec.rules).toContainEqual({ axis: "y", at: 0, label: "" });
  });
});

describe("the outputs of a page", () => {
  const many = ["a", "b", "c", "d", "e", "f"].map((name) => sized(name));

  test("all stand open where they are few, and those that only others use nowhere", () => {
    const { first, more } = groupOutputs(model([sized("ill"), sized("helper", { intermediate: true }), sized("well")]));
    expect(first.map(({ name }) => name)).toEqual(["ill", "well"]);
    expect(more).toEqual([]);
  });

  test("are folded away but for the observed ones where they are many", () => {
    const { first, more } = groupOutputs(model([...many, sized("seen")], [6]));
    expect(first.map(({ name }) => name)).toEqual(["seen"]);
    expect(more.map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e", "f"]);
  });

  test("stand in the order of the targets where they are observed", () => {
    const { first } = groupOutputs(model([...many, sized("beds"), sized("cases")], [7, 6]));
    expect(first.map(({ name }) => name)).toEqual(["cases", "beds"]);
  });

  test("put a reproduction number below the first observed one", () => {
    const r: Output = { name: "r", title: "R", measure: "expression", kind: "reproduction" };
    const { first } = groupOutputs(model([r, ...many, sized("seen"), sized("seen_too")], [7, 8]));
    expect(first.map(({ name }) => name)).toEqual(["seen", "r", "seen_too"]);
  });

  test("are one chart for the strata of a family, except for a stratum with data of its own", () => {
    const { first, more } = groupOutputs(model([byAge("0"), byAge("5"), byAge("15"), ...many], [1]));
    expect(first.map(({ members }) => members)).toEqual([[1]]);
    expect(more[0]).toEqual({ name: "persons[]", members: [0, 2] });
  });
});

describe("the chart of a family", () => {
  test("has a line for each stratum, by the stratum's name", () => {
    const curves = [TIMES, TIMES];
    const strata = model([byAge("0"), byAge("5")]);
    const choices = { log: false, asDates: true };
    const spec = familySpec({ kind: "family", model: strata, members: [0, 1], times: TIMES, curves, ...choices });
    expect(spec.title).toBe("Persons");
    expect(spec.lines.map(({ label }) => label)).toEqual(["Aged 0", "Aged 5"]);
  });
});
