// The table of Rodas5P fulfils the conditions of its order, of its dense output and of stiff accuracy.

import { describe, expect, test } from "vitest";
import * as table from "../../assembly/rodas5p-table.ts";

type Matrix = readonly (readonly number[])[];
const STAGES = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const named = (name: string): number => (table as Readonly<Record<string, number>>)[name] ?? 0;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => STAGES.map((_, j) => sum(row.map((value, k) => value * (b[k]?.[j] ?? NaN)))));

/** Row i of the coefficients of earlier stages; stages 7 and 8 and the end go on from stage 6. */
function stateRow(i: number): number[] {
  return STAGES.map((j) => (j >= i ? 0 : j > 5 ? 1 : named(`A${Math.min(i, 6)}${j}`)));
}

/** Inverse of a lower triangular matrix. */
function inverse(lower: Matrix): Matrix {
  const columns = STAGES.map((_, column) => {
    const x: number[] = [];
    STAGES.forEach((_, i) => {
      const rest = sum(x.map((value, j) => value * (lower[i]?.[j] ?? NaN)));
      x.push(((i === column ? 1 : 0) - rest) / (lower[i]?.[i] ?? NaN));
    });
    return x;
  });
  return STAGES.map((_, i) => columns.map((column) => column[i] ?? NaN));
}

// Back from the form of the program to that of the theory: Hairer and Wanner II, IV.7, formulas (7.23) to (7.26).
const gamma = inverse(
  STAGES.map((i) => STAGES.map((j) => (i === j ? 1 / table.GAMMA : j < i ? -named(`C${i}${j}`) : 0))),
);
const alpha = product(STAGES.map(stateRow), gamma);
const beta = alpha.map((row, i) => row.map((value, j) => value + (gamma[i]?.[j] ?? NaN)));
const weightsOf = (row: readonly number[]): readonly number[] => product([row], gamma)[0] ?? [];
const weights = weightsOf(stateRow(9));

/** A rooted tree: the trees that hang on its root. */
type Tree = readonly Tree[];
const orderOf = (tree: Tree): number => 1 + sum(tree.map(orderOf));
const densityOf = (tree: Tree): number => tree.reduce((total, child) => total * densityOf(child), orderOf(tree));

/** All ways to hang trees of `order` vertices in all on one root, none after a larger one. */
function forests(order: number, largest: readonly Tree[]): Tree[] {
  if (order === 0) return [[]];
  return largest.flatMap((tree, index) =>
    orderOf(tree) > order ? [] : forests(order - orderOf(tree), largest.slice(index)).map((rest) => [tree, ...rest]),
  );
}

function treesUpTo(order: number): Tree[] {
  const trees: Tree[] = [];
  for (let n = 1; n <= order; n += 1) trees.push(...forests(n - 1, [...trees]));
  return trees;
}

/** A vertex with one branch goes on by β, one with several by α: Hairer and Wanner II, IV.7, theorem 7.4. */
function elementary(tree: Tree): number[] {
  const along = tree.length === 1 ? beta : alpha;
  const branches = tree.map((child) => {
    const values = elementary(child);
    return along.map((row) => sum(row.map((value, j) => value * (values[j] ?? NaN))));
  });
  return STAGES.map((_, i) => branches.reduce((total, branch) => total * (branch[i] ?? NaN), 1));
}

/** Largest violation of the conditions of an order, at a share of the step. */
function violation(row: readonly number[], order: number, share = 1): number {
  const errors = treesUpTo(order).map((tree) => {
    const found = sum(elementary(tree).map((value, i) => value * (row[i] ?? NaN)));
    return Math.abs(found - share ** orderOf(tree) / densityOf(tree));
  });
  return Math.max(...errors);
}

describe("the table of Rodas5P", () => {
  // Coefficients have 16 digits and sizes up to 150; products of up to four of them are summed.
  const ROUNDING = 1e-12;

  test("fulfils the 17 conditions of order 5, and no sixth order", () => {
    expect(treesUpTo(5).length).toBe(17);
    expect(violation(weights, 5)).toBeLessThan(ROUNDING);
    expect(violation(weights, 6)).toBeGreaterThan(1e-6);
  });

  test("has an embedded result of order 4 and no more, which is the one before the last stage is added", () => {
    const embedded = weightsOf(stateRow(8));
    expect(violation(embedded, 4)).toBeLessThan(ROUNDING);
    expect(violation(embedded, 5)).toBeGreaterThan(1e-6);
  });

  test("has a dense output of order 4 anywhere in the step", () => {
    for (const share of [0.1, 0.25, 0.5, 0.8, 1]) {
      const row = STAGES.map((j) => {
        const inner = named(`H2${j}`) + share * (named(`H3${j}`) + share * named(`H4${j}`));
        return share * ((stateRow(9)[j - 1] ?? NaN) + (1 - share) * inner);
      });
      expect(violation(weightsOf(row), 4, share)).toBeLessThan(ROUNDING);
    }
  });

  test("gives each stage the time and the slope in time that belong to it", () => {
    const stageTimes = STAGES.map((i) => (i > 5 ? 1 : named(`T${i}`)));
    STAGES.forEach((i) => {
      expect(Math.abs(sum(alpha[i - 1] ?? []) - (stageTimes[i - 1] ?? NaN))).toBeLessThan(ROUNDING);
      expect(Math.abs(sum(gamma[i - 1] ?? []) - named(`D${i}`))).toBeLessThan(ROUNDING);
    });
  });

  test("is stiffly accurate: the end of the step is the last stage", () => {
    weights.forEach((weight, j) => expect(Math.abs(weight - (beta[7]?.[j] ?? NaN))).toBeLessThan(ROUNDING));
  });
});
