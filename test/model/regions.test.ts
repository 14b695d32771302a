// Every document of the project is good, and the recorded problems say what their files say.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { read } from "../../src/model/build.ts";
import type { Model } from "../../src/model/model.ts";
import type { Answer } from "../../src/base/issue.ts";
import { integrate } from "../support/integrate.ts";
import { modelOf } from "../support/document.ts";
import { run } from "../support/run.ts";

const regions = readdirSync("regions", { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".yaml"));

/** A document of the project with the files beside it, or one of its scenarios. */
function readRegion(path: string, scenario?: string): Answer<{ readonly model: Model }> {
  const folder = dirname(join("regions", path));
  const files = (name: string): string => readFileSync(join(folder, name), "utf8");
  const options = scenario === undefined ? { files } : { files, scenario };
  return read(readFileSync(join("regions", path), "utf8"), options);
}

describe("the documents of this project", () => {
  test("are looked for where they are", () => expect(regions.length).toBeGreaterThanOrEqual(3));

  test.each(regions)("%s builds without an error, a warning or a notice", (path) => {
    expect(readRegion(path).issues).toEqual([]);
  });

  test.each(regions)(
    "%s runs, in each of its scenarios, to numbers that are finite and no negative persons",
    (path) => {
      const answer = readRegion(path);
      const scenarios = answer.ok ? (answer.value.model.scenarios ?? []).map(({ name }) => name) : [];
      for (const scenario of [undefined, ...scenarios]) {
        const opened = readRegion(path, scenario);
        if (!opened.ok) throw new Error(`${path}, ${scenario ?? "baseline"}: ${JSON.stringify(opened.issues)}`);
        const { outputs, issues } = run(opened.value.model);
        expect(issues).toEqual([]);
        const { model } = opened.value;
        const broken = outputs.flatMap((values, output) =>
          values.every(Number.isFinite) ? [] : [model.outputs[output]?.name],
        );
        expect(broken).toEqual([]);
        // Interpolation between steps may fall below 0 by its tolerance.
        const negative = outputs.flatMap((values, output) =>
          model.outputs[output]?.unit === "persons" && values.some((value) => value < -1e-3)
            ? [model.outputs[output].name]
            : [],
        );
        expect(negative).toEqual([]);
      }
    },
  );

  test("include the example of the language in regions/README.md", () => {
    const example = /```yaml\n(.*?)```/s.exec(readFileSync("regions/README.md", "utf8"))?.[1] ?? "";
    const answer = read(example);
    expect(answer.issues.filter(({ severity }) => severity === "error")).toEqual([]);
    // A missing value, as the example shows.
    expect(answer.issues.map(({ code }) => code)).toEqual(["E223"]);
  });

  test("give the influenza of 1978 the numbers of the recorded problem", () => {
    const influenza = modelOf(readFileSync("regions/england-1978/influenza.yaml", "utf8"));
    const recorded = modelOf(readFileSync("test/reference/posteriors/boarding_school_sir.yaml", "utf8"));
    const meaning = ({ flows, forces, initial, priors, targets }: typeof influenza): unknown => [
      flows.map(({ from, to, rate, force }) => ({ from, to, rate, force })),
      forces,
      initial,
      priors,
      targets.map(({ timeIndices, values, likelihood, argument }) => ({ timeIndices, values, likelihood, argument })),
    ];
    expect(meaning(influenza)).toEqual(meaning(recorded));
    expect(influenza.time).toMatchObject({ unit: "day", epoch: "1978-01-21", count: 15 });
  });
});

/** The part of a recorded problem that is used here; see test/reference/posteriors/README.md. */
interface Problem {
  readonly data: Readonly<Record<string, number[]>>;
  readonly log_posterior_at: readonly { theta: Record<string, number>; expectations: Record<string, number[]> }[];
}

// Outputs by the names that the recorded file has for them; data of the targets by theirs. Runge–Kutta steps per interval
// such that halving them moves no expectation by more than 1e-8 of itself.
const problems = [
  { name: "boarding_school_sir", outputs: { mu: "cases" }, times: { mu: "ts" }, substeps: 100 },
  { name: "seir_switch_weekly", outputs: { mu: "cases" }, times: { mu: "ts" }, substeps: 100 },
  {
    name: "tb_like_longrun",
    outputs: { notif: "notif", prev: "prev" },
    times: { notif: "notif_year", prev: "prev_year" },
    substeps: 100,
  },
];

describe.each(problems)("the document of $name", ({ name, outputs, times, substeps }) => {
  const problem = JSON.parse(readFileSync(`test/reference/posteriors/${name}.json`, "utf8")) as Problem; // as its README says
  const model = modelOf(readFileSync(`test/reference/posteriors/${name}.yaml`, "utf8"));

  test("has the recorded parameters, observations and times", () => {
    const [first] = problem.log_posterior_at;
    expect(model.parameters.map((parameter) => parameter.name)).toEqual(Object.keys(first?.theta ?? {}));
    expect(model.priors.map(({ parameter }) => parameter)).toEqual(model.parameters.map((_, position) => position));
    for (const [output, target] of Object.entries(outputs)) {
      const found = model.targets.find((one) => one.name === target);
      expect(found?.values).toEqual(problem.data[target]);
      const years = found?.timeIndices.map((index) => model.time.start + index * model.time.step);
      expect(years).toEqual(problem.data[Object.entries(times).find(([key]) => key === output)?.[1] ?? ""]);
    }
  });

  test("has the recorded expectations at all five points", () => {
    for (const { theta, expectations } of problem.log_posterior_at) {
      const rows = integrate(model, Object.values(theta), substeps);
      for (const [output, target] of Object.entries(outputs)) {
        const found = model.targets.find((one) => one.name === target);
        const mine = found?.timeIndices.map((index) => rows[index]?.[found.output] ?? NaN) ?? [];
        const wanted = expectations[output] ?? [];
        const worst = Math.max(...mine.map((value, index) => Math.abs(value / (wanted[index] ?? NaN) - 1)));
        // Recorded to twelve digits with solvers at 1e-11; Runge–Kutta of this step is good to about 1e-9.
        expect(worst).toBeLessThan(1e-7);
      }
    }
  });
});
