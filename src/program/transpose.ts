// The transposed matrix of the linear flows, as blocks of rows like those of the matrix itself.

import { OP_GATHER, OP_ZERO } from "../../assembly/layout.ts";
import type { Step } from "./activity.ts";
import { termsOf } from "./effects.ts";

/** A word of reversed code, with the kind of operand that operations.ts calls it; `i` for codes and plain numbers. */
export interface ReverseWord {
  readonly kind: string;
  readonly value: number;
}

interface Term {
  readonly row: number;
  readonly coefficient: number;
}

/**
 * state adjoint[r] = Σ coefficient · derivative adjoint[row], for all `nRows` rows; zero for a row that no flow leaves.
 * Rows that follow each other, with terms and coefficients that do so too, are one block.
 */
export function transposedGather(gathers: readonly Step[], nRows: number): ReverseWord[] {
  const columns: Term[][] = Array.from({ length: nRows }, () => []);
  for (const { decoded } of gathers) {
    const [rows = 0, dst = 0] = decoded.operands.map(({ value }) => value);
    for (const [source = 0, coefficient = 0] of termsOf(decoded.operands, 3, 2)) {
      for (let row = 0; row < rows; row += 1) {
        columns[source + row]?.push({ row: dst + row, coefficient: coefficient + row });
      }
    }
  }
  // Blocks end where the terms of one row stand in another order than those of the next, so they are put in order.
  columns.forEach((terms, row) => terms.sort((a, b) => order(a, row) - order(b, row)));
  const words: ReverseWord[] = [];
  for (let row = 0; row < nRows;) {
    const terms = columns[row] ?? [];
    let end = row + 1;
    while (end < nRows && continues(terms, columns[end] ?? [], end - row)) end += 1;
    const head = [
      { kind: "i", value: terms.length === 0 ? OP_ZERO : OP_GATHER },
      { kind: "r", value: end - row },
      { kind: "y", value: row },
    ];
    words.push(...head);
    if (terms.length > 0) words.push({ kind: "n", value: terms.length });
    for (const term of terms) words.push({ kind: "y", value: term.row }, { kind: "s", value: term.coefficient });
    row = end;
  }
  return words;
}

/** The row's own loss first, then the others from the first row on. */
function order(term: Term, row: number): number {
  return term.row === row ? -1 : term.row;
}

function continues(terms: readonly Term[], others: readonly Term[], offset: number): boolean {
  return (
    others.length === terms.length &&
    terms.every(
      ({ row, coefficient }, n) => others[n]?.row === row + offset && others[n].coefficient === coefficient + offset,
    )
  );
}
