// Matrices that vary: sums of fixed ones, entries that are formulas.

import { describe, expect, test } from "vitest";
import type { Force, Formula, Mixing, Model } from "../../src/model/model.ts";
import { constant, modelOf, op, parameter, size, time, times, wholePopulation } from "../support/models.ts";
import { derivative, lowered, run } from "../support/run.ts";

/** Compares row by row; sums of a few products in some order, so a few units in the last place. */
function expectRows(found: Float64Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, row) =>
    expect(Math.abs((found[row] ?? NaN) - value)).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(value))),
  );
}

describe("mixing", () => {
  const groups = [0, 1, 2].map((group) => ({
    population: [group, group + 3],
    infectious: [{ compartment: group + 3, weight: constant(1) }],
  }));
  const flows = [0, 1, 2].map((group) => ({ from: group, to: group + 3, rate: 1, force: [0, group] as const }));
  const home = [
    [4, 1, 0],
    [1, 3, 0.5],
    [0, 0.5, 2],
  ];
  const school = [
    [6, 0.5, 0],
    [0.5, 1, 0],
    [0, 0, 0],
  ];
  const mixed = (mixing: Mixing, changes: Partial<Model> = {}): Model => ({
    ...modelOf({
      parameters: { open: 0.5 },
      initial: [30, 60, 90, 10, 20, 10],
      forces: [{ name: "contact", mode: "frequency", groups, mixing }],
      flows,
    }),
    ...changes,
  });
  /** Infections in each group by hand: prevalence is 1/4, 1/4 and 1/10. */
  const infections = (matrix: readonly (readonly number[])[]): number[] =>
    matrix.map(
      (row, group) => ((row[0] ?? 0) / 4 + (row[1] ?? 0) / 4 + (row[2] ?? 0) / 10) * ([30, 60, 90][group] ?? NaN),
    );
  const plus = (share: number): number[][] =>
    home.map((row, i) => row.map((value, j) => value + share * (school[i]?.[j] ?? NaN)));
  const expectInfections = (model: Model, t: number, matrix: readonly (readonly number[])[]): void => {
    const expected = infections(matrix);
    expectRows(derivative(model, t), [...expected.map((persons) => -persons), ...expected]);
  };

  test.each([
    ["a parameter", parameter(0), 0.5],
    ["time", times(constant(0.125), time), 0.25],
    ["sizes", op("divide", size(3, 4), constant(40)), 0.75],
  ] as const)("is a sum of matrices, one scaled by %s", (_name, scale, share) => {
    const mixing: Mixing = {
      kind: "sum",
      terms: [
        { matrix: home, scale: constant(1) },
        { matrix: school, scale },
      ],
    };
    expectInfections(mixed(mixing), 2, plus(share));
  });

  test("is blended once for each moment where its scales vary in time alone, before the run where they do not", () => {
    const program = (scale: Formula): Model => mixed({ kind: "sum", terms: [{ matrix: home, scale }] });
    const sections = (model: Model): number[] => {
      const words = new Int32Array(lowered(model).buffer);
      return [24, 26, 28].map((section) => words[section + 1] ?? NaN);
    };
    const [byParameter = [], byTime = [], bySize = []] = [parameter(0), time, size(0)].map((scale) =>
      sections(program(scale)),
    );
    // The words of the blend move from setup to the section of time, then to that of the rates.
    expect(byTime[0]).toBeLessThan(byParameter[0] ?? NaN);
    expect(byTime[1]).toBeGreaterThan(byParameter[1] ?? NaN);
    expect(bySize[2]).toBeGreaterThan(byTime[2] ?? NaN);
  });

  test("by entries is what each formula says, rows being infected and columns infecting", () => {
    const entry = (i: number, j: number): Formula =>
      i === 0 && j === 1 ? times(parameter(0), time) : constant(home[i]?.[j] ?? NaN);
    const entries = [0, 1, 2].map((i) => [0, 1, 2].map((j) => entry(i, j)));
    const expected = home.map((row, i) => row.map((value, j) => (i === 0 && j === 1 ? 1.5 : value)));
    expectInfections(mixed({ kind: "entries", entries }), 3, expected);
  });

  test("has the same bits however a fixed matrix is written", () => {
    const fixed = run(mixed({ kind: "fixed", matrix: home })).outputs;
    expect(run(mixed({ kind: "sum", terms: [{ matrix: home, scale: constant(1) }] })).outputs).toEqual(fixed);
    expect(run(mixed({ kind: "entries", entries: home.map((row) => row.map(constant)) })).outputs).toEqual(fixed);
  });

  test("that several forces share is stored and blended once", () => {
    const mixing: Mixing = { kind: "sum", terms: [{ matrix: home, scale: parameter(0) }] };
    const force: Force = { name: "contact", mode: "frequency", groups, mixing };
    const twice = (second: Mixing): Model => {
      const more = flows.map((flow) => ({ ...flow, force: [1, flow.force[1]] as const }));
      return modelOf({
        parameters: { open: 0.5 },
        initial: [30, 60, 90, 10, 20, 10],
        forces: [force, { ...force, mixing: second }],
        flows: [...flows, ...more],
      });
    };
    const [shared, apart] = [
      twice(mixing),
      twice({ kind: "sum", terms: [{ matrix: [...home], scale: parameter(0) }] }),
    ];
    expect(derivative(shared, 0)).toEqual(derivative(apart, 0));
    expect(lowered(shared).buffer.byteLength).toBeLessThan(lowered(apart).buffer.byteLength);
  });

  test("of one group may be scaled in time", () => {
    const force: Force = {
      ...wholePopulation([0, 1], 1),
      mixing: { kind: "sum", terms: [{ matrix: [[2]], scale: time }] },
    };
    // 2 · 3 · 0.25 · 75
    expectRows(
      derivative(
        modelOf({ initial: [75, 25], forces: [force], flows: [{ from: 0, to: 1, rate: 1, force: [0, 0] }] }),
        3,
      ),
      [-112.5, 112.5],
    );
  });
});
