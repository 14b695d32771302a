// The reproduction number among groups that mix, against next-generation matrices written down by hand.

import { describe, expect, test } from "vitest";
import type { Force, Formula, Mixing, Model } from "../../src/model/model.ts";
import { reproductionNumbers, type ReproductionNumbers } from "../../src/trajectory/reproduction.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { constant, modelOf, op, parameter, seriesValue, time, times } from "../support/models.ts";
import { defaults, placed } from "../support/run.ts";

function numbers(model: Model): ReproductionNumbers {
  return reproductionNumbers(placed(model), defaults(model), simulate);
}

/** At the start. */
const initial = (model: Model): number => numbers(model).total[0] ?? NaN;

/** Sums and quotients of a handful of numbers. */
function expectNear(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * expected);
}

describe("the reproduction number among groups", () => {
  const contact = [
    [8, 2, 0.5],
    [3, 6, 1],
    [1, 2, 1.5],
  ];
  const recovery = [0.2, 0.25, 0.4];
  const sizes = [200, 500, 300];
  const grouped = (mixing: Mixing, changes: Partial<Model> = {}): Model => {
    const forces: Force[] = [
      {
        name: "contact",
        mode: "frequency",
        groups: [0, 1, 2].map((g) => ({
          population: [g, g + 3, g + 6],
          infectious: [{ compartment: g + 3, weight: constant(1) }],
        })),
        mixing,
      },
    ];
    const flows = [0, 1, 2].flatMap((g) => [
      { from: g, to: g + 3, rate: times(parameter(0), seasonal), force: [0, g] as const },
      { from: g + 3, to: g + 6, rate: recovery[g] ?? NaN },
    ]);
    return {
      ...modelOf({ parameters: { beta: 0.05 }, initial: [...sizes, 0, 0, 0, 0, 0, 0], forces, flows }),
      ...changes,
    };
  };
  const seasonal: Formula = op("add", constant(1), times(constant(0.1), time));
  /** The largest root of the characteristic polynomial of a 3 × 3 matrix, by Newton from above. */
  const largestRoot = (k: readonly (readonly number[])[]): number => {
    const at = (i: number, j: number): number => k[i]?.[j] ?? NaN;
    const trace = at(0, 0) + at(1, 1) + at(2, 2);
    const minor = (i: number, j: number): number => at(i, i) * at(j, j) - at(i, j) * at(j, i);
    const minors = minor(0, 1) + minor(0, 2) + minor(1, 2);
    const determinant =
      at(0, 0) * (at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1)) -
      at(0, 1) * (at(1, 0) * at(2, 2) - at(1, 2) * at(2, 0)) +
      at(0, 2) * (at(1, 0) * at(2, 1) - at(1, 1) * at(2, 0));
    let root = 1e3;
    for (let n = 0; n < 200; n += 1) {
      const value = ((root - trace) * root + minors) * root - determinant;
      root -= value / ((3 * root - 2 * trace) * root + minors);
    }
    return root;
  };
  /** Infections in group i by one infectious in group j: β · S_i · M_ij / (N_j · γ_j). */
  const generation = (matrix: readonly (readonly number[])[], scale: number): number[][] =>
    matrix.map((row, i) =>
      row.map((value, j) => (scale * 0.05 * value * (sizes[i] ?? NaN)) / ((sizes[j] ?? NaN) * (recovery[j] ?? NaN))),
    );

  test("is the spectral radius of the known next-generation matrix, as rates vary in time", () => {
    // Nobody is infectious, so that nothing changes but the rate.
    const { total } = numbers(grouped({ kind: "fixed", matrix: contact }));
    total.forEach((found, day) =>
      expect(Math.abs(found - largestRoot(generation(contact, 1 + 0.1 * day)))).toBeLessThan(1e-9),
    );
  });

  test("follows mixing that varies, as a sum of matrices or by entries", () => {
    const series = [{ name: "open", title: "", times: [0, 10], values: [1, 0], interpolation: "linear" }] as const;
    const school = [
      [5, 0, 0],
      [0, 2, 0],
      [0, 0, 0],
    ];
    const sum: Mixing = {
      kind: "sum",
      terms: [
        { matrix: contact, scale: constant(1) },
        { matrix: school, scale: seriesValue(0) },
      ],
    };
    const entries: Mixing = {
      kind: "entries",
      entries: contact.map((row, i) =>
        row.map((value, j) => op("add", constant(value), times(constant(school[i]?.[j] ?? NaN), seriesValue(0)))),
      ),
    };
    for (const mixing of [sum, entries]) {
      numbers(grouped(mixing, { series })).total.forEach((found, day) => {
        const matrix = contact.map((row, i) => row.map((value, j) => value + (school[i]?.[j] ?? NaN) * (1 - day / 10)));
        expect(Math.abs(found - largestRoot(generation(matrix, 1 + 0.1 * day)))).toBeLessThan(1e-9);
      });
    }
  });

  test("of host and vector is the geometric mean of the two steps of a cycle", () => {
    // Humans a, b; vectors c, d; each infects the other kind alone: the eigenvalues are ±√(R₁ R₂).
    const groups = [
      { population: [0, 1], infectious: [{ compartment: 1, weight: constant(1) }] },
      { population: [2, 3], infectious: [{ compartment: 3, weight: constant(1) }] },
    ];
    const model = modelOf({
      initial: [100, 0, 1000, 0],
      forces: [
        {
          name: "bites",
          mode: "density",
          groups,
          mixing: {
            kind: "fixed",
            matrix: [
              [0, 0.003],
              [0.004, 0],
            ],
          },
        },
      ],
      flows: [
        { from: 0, to: 1, rate: 1, force: [0, 0] },
        { from: 1, rate: 0.5 },
        { from: 2, to: 3, rate: 1, force: [0, 1] },
        { from: 3, rate: 0.25 },
      ],
    });
    expectNear(initial(model), Math.sqrt(((0.003 * 100) / 0.25) * ((0.004 * 1000) / 0.5)));
  });

  test("takes an empty group to infect nobody", () => {
    const model = grouped({ kind: "fixed", matrix: contact });
    const empty = { ...model, initial: [200, 0, 0, 0, 0, 0, 0, 0, 0].map(constant) };
    expectNear(initial(empty), (0.05 * 8) / 0.2);
  });
});
