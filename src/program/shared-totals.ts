// Sums over many compartments that overlap, such as a population and its parts: each row is added up once.

import { OP_ADD, OP_TOTAL } from "../../assembly/layout.ts";
import { operationsOf, type Operation } from "./clock.ts";
import type { Slot, Tables, Word } from "./tables.ts";

/** Fewer rows saved than this are not worth slots of their own. */
const LEAST_SAVED = 1000;

interface Rows {
  readonly first: number;
  readonly count: number;
}

/**
 * Rewrites the totals of the rate section where they add up the same rows over and over: the pieces between all their
 * ends become totals, and the totals sums of pieces.
 *
 * @param least  rows that must be saved for it
 */
export function shareTotals(tables: Tables, least = LEAST_SAVED): void {
  const operations = operationsOf(tables.sections.rate);
  const totals = operations.filter(({ words }) => words[0] === OP_TOTAL);
  const all = totals.flatMap(runsOf);
  const ends = [...new Set(all.flatMap(({ first, count }) => [first, first + count]))].sort((a, b) => a - b);
  const pieces = ends.flatMap((first, n): Rows[] => {
    const count = (ends[n + 1] ?? first) - first;
    return all.some((run) => run.first <= first && first < run.first + run.count) ? [{ first, count }] : [];
  });
  if (rowsIn(all) - rowsIn(pieces) < least) return;
  const slots = tables.allocate(pieces.length, "rate");
  tables.sections.rate.length = 0;
  pieces.forEach(({ first, count }, n) => tables.emit("rate", OP_TOTAL, slots[n] as Slot, 1, count, first)); // as many
  for (const operation of operations) {
    if (!totals.includes(operation))
      tables.emit("rate", ...(operation.words as [number, ...Word[]])); // its code first
    else {
      const parts = runsOf(operation).flatMap((run) => slots.filter((_, n) => contains(run, pieces[n])));
      emitSum(tables, operation.results[0] as Slot, parts); // a total has one result
    }
  }
}

function runsOf({ words }: Operation): Rows[] {
  const numbers = words.slice(3) as number[]; // pairs of a number of rows and a row
  return numbers.flatMap((count, n) => (n % 2 === 0 ? [{ count, first: numbers[n + 1] ?? 0 }] : []));
}

function rowsIn(runs: readonly Rows[]): number {
  return runs.reduce((sum, { count }) => sum + count, 0);
}

function contains(run: Rows, piece: Rows | undefined): boolean {
  return piece !== undefined && run.first <= piece.first && piece.first < run.first + run.count;
}

/** One slot = the sum of others, in their order. */
function emitSum(tables: Tables, result: Slot, parts: readonly Slot[]): void {
  let sum = parts[0] as Slot; // no total is of nothing
  if (parts.length === 1) tables.emitCopies("rate", [result], [sum]);
  parts.slice(1).forEach((part, n) => {
    const next = n === parts.length - 2 ? result : tables.one("rate");
    tables.emit("rate", OP_ADD, next, sum, part);
    sum = next;
  });
}
