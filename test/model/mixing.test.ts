// Mixing matrices: the Kronecker product in all forms, and how far a matrix is from reciprocal.

import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/model/formula.ts";
import { imbalance, kronecker } from "../../src/model/mixing.ts";
import type { Formula, Mixing } from "../../src/model/model.ts";
import { constant } from "../support/models.ts";

const A = [
  [1, 2],
  [3, 4],
];
const B = [
  [0, 5],
  [6, 7],
];
/** A ⊗ B as in the definition: block (i, j) is A[i][j] · B. */
const AB = [
  [0, 5, 0, 10],
  [6, 7, 12, 14],
  [0, 15, 0, 20],
  [18, 21, 24, 28],
];
const fixed = (matrix: number[][]): Mixing => ({ kind: "fixed", matrix });
const parameter = (index: number): Formula => ({ kind: "parameter", parameter: index });

/** The matrix that a mixing stands for, at parameters 2 and 10. */
function valueOf(mixing: Mixing): number[][] {
  const at = (formula: Formula): number => evaluate(formula, [2, 10]) ?? NaN;
  if (mixing.kind === "fixed") return mixing.matrix.map((row) => [...row]);
  if (mixing.kind === "entries") return mixing.entries.map((row) => row.map(at));
  const [first] = mixing.terms;
  return (first?.matrix ?? []).map((row, i) =>
    row.map((_, j) => mixing.terms.reduce((sum, { matrix, scale }) => sum + at(scale) * (matrix[i]?.[j] ?? NaN), 0)),
  );
}

const scaled = (matrix: number[][], by: number): number[][] => matrix.map((row) => row.map((entry) => by * entry));

describe("the Kronecker product", () => {
  test("of two matrices has the second within the first", () => {
    expect(kronecker(fixed(A), fixed(B))).toEqual(fixed(AB));
  });

  test("of sums stays a sum, each matrix with each", () => {
    const sum: Mixing = {
      kind: "sum",
      terms: [
        { matrix: A, scale: parameter(0) },
        { matrix: A, scale: constant(1) },
      ],
    };
    const mixed = kronecker(sum, { kind: "sum", terms: [{ matrix: B, scale: parameter(1) }] });
    expect(mixed.kind).toBe("sum");
    // (2 + 1) A ⊗ 10 B
    expect(valueOf(mixed)).toEqual(scaled(AB, 30));
    expect(valueOf(kronecker(sum, fixed(B)))).toEqual(scaled(AB, 3));
  });

  test("with entries that are formulas has entries, whatever the other is", () => {
    const entries: Mixing = {
      kind: "entries",
      entries: A.map((row) =>
        row.map((entry) => ({ kind: "binary", operator: "multiply", left: constant(entry), right: parameter(0) })),
      ),
    };
    const sum: Mixing = {
      kind: "sum",
      terms: [
        { matrix: B, scale: parameter(1) },
        { matrix: B, scale: constant(1) },
      ],
    };
    expect(valueOf(kronecker(entries, fixed(B)))).toEqual(scaled(AB, 2));
    expect(valueOf(kronecker(entries, sum))).toEqual(scaled(AB, 22));
    expect(valueOf(kronecker(fixed(A), kronecker(entries, fixed([[1]]))))).toEqual(
      valueOf(kronecker(fixed(A), fixed(scaled(A, 2)))),
    );
  });
});

describe("the imbalance of a matrix", () => {
  test("is zero where contacts counted from both sides agree, and says where they differ most", () => {
    // 100 persons with 2 contacts each with the others, 50 with 4 contacts back.
    expect(
      imbalance(
        [
          [1, 2],
          [4, 1],
        ],
        [100, 50],
      ).worst,
    ).toBe(0);
    expect(
      imbalance(
        [
          [1, 2],
          [3, 1],
        ],
        [100, 50],
      ),
    ).toEqual({ worst: 0.25, row: 0, column: 1 });
  });
});
