// Compares runs with recorded numbers: relative error with a floor, and where it is worst.

import { worstOf } from "../row.ts";

export interface Comparison {
  readonly worst: number;
  readonly limit: number;
  readonly note: string;
}

/** Relative error allowed, in sizes and derived outputs. */
export const LIMIT = 1e-6;
/** Differences below this share of the total population do not count. */
const FLOOR = 1e-9;

/** The worst of a series; `total` is the population. Where no value of a small series reaches the floor, it shrinks with it. */
export function compareSeries(
  what: string,
  found: ArrayLike<number>,
  expected: readonly number[],
  at: ArrayLike<number | string>,
  total: number,
): Comparison {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const floor = Math.min(FLOOR * total, largest === 0 ? Infinity : LIMIT * largest);
  if (found.length < expected.length) return { worst: Infinity, limit: LIMIT, note: `${what} has too few values` };
  const errors = expected.map((value, index) => ({
    worst: (LIMIT * Math.abs((found[index] ?? NaN) - value)) / Math.max(LIMIT * Math.abs(value), floor),
    limit: LIMIT,
    note: `${what} at ${at[index] ?? ""}`,
  }));
  return worstOf(errors);
}

/** A thing that must be the same to the last letter. */
export function compareExactly(what: string, found: unknown, expected: unknown): Comparison {
  if (found === expected) return { worst: 0, limit: 0, note: what };
  return { worst: Infinity, limit: 0, note: `${what}: ${String(found)} instead of ${String(expected)}` };
}
