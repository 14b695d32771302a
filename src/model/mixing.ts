// Mixing matrices: checks of shape, sign and reciprocity, and the Kronecker product of several.
import { formatNumber, quote } from "../base/text.ts";
import type { Formula, Mixing } from "./model.ts";
import { failure, ONE } from "./structure.ts";
import type { Report } from "./structure.ts";
import { product } from "./structure-rates.ts";
import { binary, constant } from "./formula.ts";

type Matrix = readonly (readonly number[])[];

/** Reports a matrix that is not square over the strata, or has an entry below zero. Rows: who is infected. */
export function checkMixing(mixing: Mixing, strata: readonly string[], path: string, report: Report): boolean {
  const matrices: readonly (readonly (readonly unknown[])[])[] =
    mixing.kind === "fixed"
      ? [mixing.matrix]
      : mixing.kind === "sum"
        ? mixing.terms.map(({ matrix }) => matrix)
        : [mixing.entries];
  let isSound = true;
  const refuse = (message: string, advice: string): void => {
    isSound = false;
    report(failure("E238", path, message, advice));
  };
  for (const matrix of matrices) {
    const wrong = matrix.find((row) => row.length !== strata.length);
    if (matrix.length !== strata.length || wrong !== undefined) {
      const shape = `${matrix.length} × ${(wrong ?? matrix[0])?.length ?? 0}`;
      refuse(
        `The matrix is ${shape}; there are ${strata.length} strata.`,
        "Write a row and a column for each stratum.",
      );
    }
    matrix.forEach((row, at) => {
      const column = row.findIndex((entry) => typeof entry === "number" && !(entry >= 0 && Number.isFinite(entry)));
      if (column < 0) return;
      const place = `${quote(strata[at] ?? "")} by ${quote(strata[column] ?? "")}`;
      refuse(`The contacts of ${place} are ${formatNumber(Number(row[column]))}.`, "Contacts are 0 or more.");
    });
  }
  return isSound;
}

/**
 * Largest relative difference between the contacts of one stratum with another, counted from both sides:
 * populations[i] · M[i][j] against populations[j] · M[j][i]. 0 for a reciprocal matrix.
 */
export function imbalance(
  matrix: Matrix,
  populations: readonly number[],
): { worst: number; row: number; column: number } {
  let found = { worst: 0, row: 0, column: 0 };
  matrix.forEach((entries, row) =>
    entries.forEach((entry, column) => {
      if (column <= row) return;
      const there = entry * (populations[row] ?? 0);
      const back = (matrix[column]?.[row] ?? 0) * (populations[column] ?? 0);
      const worst = there === back ? 0 : Math.abs(there - back) / Math.max(there, back);
      if (worst > found.worst) found = { worst, row, column };
    }),
  );
  return found;
}

/** The mixing of pairs of strata: M[(i, k)][(j, l)] = A[i][j] · B[k][l], k and l innermost. A sum stays a sum. */
export function kronecker(a: Mixing, b: Mixing): Mixing {
  if (a.kind === "entries" || b.kind === "entries")
    return { kind: "entries", entries: crossed(entriesOf(a), entriesOf(b), product) };
  const times = (left: number, right: number): number => left * right;
  if (a.kind === "fixed" && b.kind === "fixed") return { kind: "fixed", matrix: crossed(a.matrix, b.matrix, times) };
  const terms = termsOf(a).flatMap((left) =>
    termsOf(b).map((right) => ({
      matrix: crossed(left.matrix, right.matrix, times),
      scale: product(left.scale, right.scale),
    })),
  );
  return { kind: "sum", terms };
}

function crossed<T>(a: readonly (readonly T[])[], b: readonly (readonly T[])[], times: (a: T, b: T) => T): T[][] {
  return a.flatMap((outer) => b.map((inner) => outer.flatMap((left) => inner.map((right) => times(left, right)))));
}

function termsOf(mixing: Exclude<Mixing, { kind: "entries" }>): readonly { matrix: Matrix; scale: Formula }[] {
  return mixing.kind === "sum" ? mixing.terms : [{ matrix: mixing.matrix, scale: ONE }];
}

function entriesOf(mixing: Mixing): readonly (readonly Formula[])[] {
  if (mixing.kind === "entries") return mixing.entries;
  const [first, ...rest] = termsOf(mixing).map(({ matrix, scale }) =>
    matrix.map((row) => row.map((entry) => scaled(entry, scale))),
  );
  return rest.reduce(
    (sum, term) => sum.map((row, i) => row.map((entry, j) => added(entry, term[i]?.[j]))),
    first ?? [],
  );
}

function scaled(entry: number, scale: Formula): Formula {
  return entry === 0 ? constant(0) : product(constant(entry), scale);
}

function added(left: Formula, right: Formula | undefined): Formula {
  if (right === undefined || (right.kind === "constant" && right.value === 0)) return left;
  if (left.kind === "constant" && left.value === 0) return right;
  return binary("add", left, right);
}
