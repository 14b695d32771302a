// The present flow of some flows as one slot: shares of sources, grouped by what they share, and absolute rates.

import { OP_ADD, OP_MULTIPLY } from "../../assembly/layout.ts";
import type { Formulas } from "./formulas.ts";
import type { Slot, Tables } from "./tables.ts";

/** One flow: coefficient × factor × size of a compartment, or persons per time unit. */
export type FlowTerm =
  { readonly row: number; readonly coefficient: Slot; readonly factor: Slot | undefined } | { readonly rate: Slot };

/** Where sizes of compartments come from: their sum, and their sum weighed by slots known before the run. */
export interface Sizes {
  sum(rows: readonly number[]): Slot;
  weigh(rows: readonly number[], weights: readonly Slot[]): Slot;
}

/** Σ of the terms, persons per time unit: flows with the same factor are summed before it multiplies them. */
export function flowSum(terms: readonly FlowTerm[], sizes: Sizes, formulas: Formulas, tables: Tables): Slot {
  const groups = new Map<Slot | undefined, { rows: number[]; coefficients: Slot[] }>();
  const parts: Slot[] = [];
  for (const term of terms) {
    if ("rate" in term) {
      parts.push(term.rate);
      continue;
    }
    const group = groups.get(term.factor) ?? { rows: [], coefficients: [] };
    group.rows.push(term.row);
    group.coefficients.push(term.coefficient);
    groups.set(term.factor, group);
  }
  for (const [factor, { rows, coefficients }] of groups) {
    const moved = weighed(rows, coefficients, sizes, formulas);
    parts.push(factor === undefined ? moved : formulas.compute(OP_MULTIPLY, [moved, factor]));
  }
  const [first, ...rest] = parts;
  return rest.reduce((sum, part) => formulas.compute(OP_ADD, [sum, part]), first ?? tables.constant(0));
}

function weighed(rows: readonly number[], coefficients: readonly Slot[], sizes: Sizes, formulas: Formulas): Slot {
  const [common] = coefficients;
  if (common === undefined || !coefficients.every((slot) => slot === common)) return sizes.weigh(rows, coefficients);
  const sum = sizes.sum(rows);
  return common.value === 1 ? sum : formulas.compute(OP_MULTIPLY, [common, sum]);
}
