// The next-generation matrix and its spectral radius, against matrices filled and solved in another way.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reproductionPlan } from "../../src/model/reproduction.ts";
import { spectralRadius } from "../../src/model/spectral-radius.ts";
import { initialSizes, valueOf } from "../support/interpret.ts";
import { constant, modelOf } from "../support/models.ts";

describe("the next-generation matrix", () => {
  /** Eigenvalue of largest modulus of F V⁻¹, all of whose entries are positive: by Gauss–Jordan elimination and a thousand products. */
  const radius = (f: readonly number[][], v: readonly number[][]): number => {
    const n = f.length;
    const rows = v.map((row, i) => [...row, ...f.map((_, j) => Number(i === j))]);
    for (let k = 0; k < n; k += 1) {
      const lead = (rows[k] ?? []).map((value) => value / (rows[k]?.[k] ?? NaN));
      rows.forEach((row, i) => {
        rows[i] = i === k ? lead : row.map((value, j) => value - (row[k] ?? NaN) * (lead[j] ?? NaN));
      });
    }
    const next = f.map((row) =>
      row.map((_, j) => row.reduce((sum, value, k) => sum + value * (rows[k]?.[n + j] ?? NaN), 0)),
    );
    let vector = next.map(() => 1);
    let largest = NaN;
    for (let step = 0; step < 1000; step += 1) {
      const image = next.map((row) => row.reduce((sum, value, j) => sum + value * (vector[j] ?? NaN), 0));
      largest = Math.max(...image);
      vector = image.map((value) => value / largest);
    }
    return largest;
  };

  test("of a random graph of infected compartments is that of matrices filled by hand", () => {
    const number = fc.double({ min: 0.05, max: 2, noNaN: true });
    const square = (n: number) =>
      fc.array(fc.array(number, { minLength: n, maxLength: n }), { minLength: n, maxLength: n });
    const anyGraph = fc
      .integer({ min: 1, max: 6 })
      .chain((n) => fc.record({ n: fc.constant(n), onward: square(n), contacts: square(n), more: square(4) }));
    fc.assert(
      fc.property(anyGraph, ({ n, onward, contacts, more }) => {
        // Compartments: a susceptible group for each infected compartment, then the infected. Some transitions are missing.
        const all = Array.from({ length: n }, (_, at) => at);
        const [weight, leave, share, sizes] = more.map((row) => all.map((at) => row[at % 4] ?? NaN));
        const rate = (i: number, j: number): number => (i !== j && (i + 2 * j) % 3 > 0 ? (onward[i]?.[j] ?? NaN) : 0);
        const model = modelOf({
          initial: [...all.map((at) => 100 * (sizes?.[at] ?? NaN)), ...all.map(() => 0)],
          forces: [
            {
              name: "contact",
              mode: "frequency",
              groups: all.map((at) => ({
                population: [at, at + n],
                infectious: [{ compartment: at + n, weight: constant(weight?.[at] ?? NaN) }],
              })),
              mixing: { kind: "fixed", matrix: contacts },
            },
          ],
          flows: [
            ...all.map((at) => ({ from: at, to: at + n, rate: share?.[at] ?? NaN, force: [0, at] as const })),
            ...all.map((at) => ({ from: at + n, rate: leave?.[at] ?? NaN })),
            ...all.flatMap((i) => all.map((j) => ({ from: i + n, to: j + n, rate: rate(i, j) }))),
          ],
        });
        const f = all.map((i) =>
          all.map(
            (j) =>
              ((share?.[i] ?? NaN) * (sizes?.[i] ?? NaN) * (contacts[i]?.[j] ?? NaN) * (weight?.[j] ?? NaN)) /
              (sizes?.[j] ?? NaN),
          ),
        );
        const out = all.map((i) => all.reduce((sum, j) => sum + rate(i, j), leave?.[i] ?? NaN));
        const v = all.map((i) => all.map((j) => (i === j ? (out[i] ?? NaN) : -rate(j, i))));
        const expected = radius(f, v);
        const now = { time: 0, sizes: initialSizes(model, []), parameters: [], outputs: [], series: [] };
        const plan = reproductionPlan(model);
        const { total } = plan.at(plan.measures.map((formula) => valueOf(formula, now)));
        expect(Math.abs(total - expected)).toBeLessThanOrEqual(1e-9 * expected);
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

describe("splitting a population into groups that are alike", () => {
  test("leaves the reproduction number as it is", () => {
    const size = fc.double({ min: 1, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 7 }), size, size, (sizes, contact, recovery) => {
        const people = sizes.reduce((sum, own) => sum + own, 0);
        const model = modelOf({
          initial: [...sizes, ...sizes.map(() => 0)],
          forces: [
            {
              name: "contact",
              mode: "frequency",
              groups: sizes.map((_, at) => ({
                population: [at, at + sizes.length],
                infectious: [{ compartment: at + sizes.length, weight: constant(1) }],
              })),
              // Everybody meets everybody: a group in proportion to its share of the people.
              mixing: { kind: "fixed", matrix: sizes.map(() => sizes.map((own) => own / people)) },
            },
          ],
          flows: sizes.flatMap((_, at) => [
            { from: at, to: at + sizes.length, rate: contact, force: [0, at] as const },
            { from: at + sizes.length, rate: recovery },
          ]),
        });
        const now = { time: 0, sizes: initialSizes(model, []), parameters: [], outputs: [], series: [] };
        const plan = reproductionPlan(model);
        const { total } = plan.at(plan.measures.map((formula) => valueOf(formula, now)));
        expect(Math.abs(total - contact / recovery)).toBeLessThanOrEqual((1e-12 * contact) / recovery);
      }),
      { numRuns: 100, seed: 13 },
    );
  });
});

describe("the spectral radius", () => {
  test.each([
    ["an empty matrix", [], 0],
    [
      "a nilpotent one",
      [
        [0, 5],
        [0, 0],
      ],
      0,
    ],
    [
      "a triangular one",
      [
        [2, 9],
        [0, 3],
      ],
      3,
    ],
    [
      "a cycle",
      [
        [0, 8, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
      2,
    ],
    [
      "one with infinite entries",
      [
        [0, Infinity],
        [0, 0],
      ],
      Infinity,
    ],
    [
      "one with tiny entries",
      [
        [0, 4e-200],
        [1e-200, 0],
      ],
      2e-200,
    ],
    [
      "one with eigenvalues side by side",
      [
        [1, 1e-9],
        [1e-9, 1],
      ],
      1 + 1e-9,
    ],
    [
      "blocks of two sizes",
      [
        [1e-8, 0, 0],
        [0, 0, 3],
        [0, 3, 0],
      ],
      3,
    ],
  ])("of %s is known", (_name, matrix, expected) => {
    const found = spectralRadius(matrix);
    if (Number.isFinite(expected)) expect(Math.abs(found - expected)).toBeLessThanOrEqual(4e-14 * expected);
    else expect(found).toBe(expected);
  });

  test("of a product of a column and a row is their scalar product", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: 0.001, max: 1e3, noNaN: true }), fc.double({ min: 0.001, max: 1e3, noNaN: true })),
          { minLength: 1, maxLength: 9 },
        ),
        (pairs) => {
          const matrix = pairs.map(([a]) => pairs.map(([, b]) => a * b));
          const expected = pairs.reduce((sum, [a, b]) => sum + a * b, 0);
          expect(Math.abs(spectralRadius(matrix) - expected)).toBeLessThanOrEqual(1e-13 * expected);
        },
      ),
      { numRuns: 200, seed: 12 },
    );
  });

  test("is not a number where an entry is none", () => {
    expect(spectralRadius([[NaN]])).toBeNaN();
  });
});
