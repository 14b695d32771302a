// What a scenario changes, output by output.
import { describe, expect, test } from "vitest";
import type { Output } from "../../src/model/model.ts";
import { differencesOf } from "../../src/trajectory/scenario.ts";

const CASES: Output = { name: "cases", title: "Cases", measure: "incidence", kind: "count", flows: [0] };
const ILL: Output = {
  name: "ill",
  title: "Ill",
  measure: "prevalence",
  kind: "formula",
  formula: { kind: "sum", compartments: [1] },
};
const WEEKLY: Output = { ...CASES, name: "weekly", kind: "rolling", of: { output: 0 }, width: 7, statistic: "sum" };
const numbers = (...values: number[]) => Float64Array.from(values);

describe("the differences of a scenario", () => {
  const baseline = [numbers(0, 10, 20, 40), numbers(1, 0, 4, 0)];
  const scenario = [numbers(0, 10, 15, 10), numbers(1, 0, 1, 2)];
  const [cases, ill] = differencesOf([CASES, ILL], baseline, scenario, 1);

  test("are absolute, relative to the baseline, and averted, at each output time", () => {
    expect(cases?.absolute).toEqual(numbers(0, 0, -5, -30));
    expect(cases?.relative).toEqual(numbers(0, 0, -0.25, -0.75));
    expect(cases?.averted).toEqual(numbers(0, 0, 5, 30));
  });

  test("relative to nothing are 0 where nothing came of it, and unknown elsewhere", () => {
    expect(ill?.relative).toEqual(numbers(0, 0, -0.75, NaN));
  });

  test("are added up for counts, over the intervals after the scenario begins", () => {
    expect(cases?.total).toEqual({ baseline: 60, scenario: 25, averted: 35, relative: -35 / 60 });
  });

  test("are not added up for sizes, nor for windows that hold each day several times", () => {
    expect(ill?.total).toBeNull();
    expect(differencesOf([WEEKLY], [numbers(1)], [numbers(2)], 0)[0]?.total).toBeNull();
  });
});
