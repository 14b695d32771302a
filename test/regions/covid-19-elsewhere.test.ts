// COVID-19 in the Philippines, Sri Lanka and Italy: the same model as Malaysia's core variant, with other places' figures.

import { describe, expect, test } from "vitest";
import { RegionRun, regionModel, tightened } from "./flagship.ts";
import { withExpressions } from "./malaysia.ts";

const places = [
  {
    path: "philippines/covid-19.yaml",
    persons: 109_581_085,
    worse: ["no_vaccination", "no_september_restrictions"],
    better: ["faster_vaccination"],
  },
  {
    path: "sri-lanka/covid-19.yaml",
    persons: 21_413_250,
    worse: ["no_vaccination", "slow_vaccination", "no_august_lockdown"],
    better: [],
  },
  {
    path: "italy-2020/covid-19.yaml",
    persons: 60_461_826,
    worse: ["lockdown_later", "no_autumn_measures"],
    better: ["lockdown_earlier"],
  },
];

describe.each(places)("$path", ({ path, persons, worse, better }) => {
  const model = withExpressions(path, { everybody: "population" });
  const run = new RegionRun(tightened(model));
  const deaths = (one: RegionRun): number => one.values("accum_deaths").at(-1) ?? NaN;

  test("has the compartments and flows of Malaysia's core variant", () => {
    expect(model.compartments.length).toBe(576);
    expect(model.flows.length).toBe(860);
    expect(model.compartments.map(({ name }) => name)).toEqual(
      regionModel("malaysia/covid-19-core.yaml").compartments.map(({ name }) => name),
    );
  });

  test("begins with its population and loses nobody but those who die", () => {
    const everybody = run.values("everybody");
    // Sums of up to 110 million persons in double precision, over thousands of steps.
    expect(Math.abs((everybody[0] ?? NaN) - persons)).toBeLessThan(1e-6 * persons);
    expect(Math.abs((everybody[0] ?? NaN) - (everybody.at(-1) ?? NaN) - deaths(run))).toBeLessThan(1e-3);
  });

  test("follows the reported cases within the scatter that it states", () => {
    const target = model.targets.find(({ name }) => name === "weekly_notifications");
    const scatter = model.parameters.find(({ name }) => name === "cases_scatter")?.value ?? NaN;
    const logs = (target?.timeIndices ?? []).map((index, point) =>
      Math.log((run.values("weekly_notifications")[index] ?? NaN) / (target?.values[point] ?? NaN)),
    );
    expect(logs.length).toBeGreaterThan(40);
    const spread = Math.sqrt(logs.reduce((sum, log) => sum + log * log, 0) / logs.length);
    // Values in the document are rounded to two or three digits after the fit.
    expect(spread).toBeLessThan(1.1 * scatter);
  });

  test.each(worse)("has more deaths in the scenario %s", (scenario) => {
    expect(deaths(new RegionRun(regionModel(path, scenario)))).toBeGreaterThan(deaths(run));
  });

  test.each(better)("has fewer deaths in the scenario %s", (scenario) => {
    expect(deaths(new RegionRun(regionModel(path, scenario)))).toBeLessThan(deaths(run));
  });
});
