// The points of a trajectory as a balanced tree: which of them is the next draw, and whether the trajectory turns back.

import type { Numeric } from "./contract.ts";
import { dot, type PhasePoint, type Place } from "./leapfrog.ts";

/** A stretch of 2^depth points that follow one another. Never overwritten. */
export interface Tree {
  readonly depth: number;
  /** Logarithm of the sum of the points' weights exp(H₀ − H). */
  readonly logWeight: number;
  /** Sum of the points' momenta. */
  readonly sum: Float64Array;
  /** Momenta at the two ends, in the order in which the points were made. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** One of the points, each with a probability in proportion to its weight. */
  readonly chosen: Place;
  /** Energy at the chosen point. */
  readonly energy: number;
}

export function leaf({ place, p }: PhasePoint, logWeight: number, energy: number): Tree {
  return { depth: 0, logWeight, sum: p, first: p, last: p, chosen: place, energy };
}

/**
 * Two stretches as one, b following a. One of the two chosen points is kept: b's with the probability that `weigh` gives
 * from the logarithms of the weights.
 */
export function joined(a: Tree, b: Tree, keepsSecond: boolean, numeric: Numeric): Tree {
  const { chosen, energy } = keepsSecond ? b : a;
  return {
    depth: a.depth + 1,
    logWeight: logSum(a.logWeight, b.logWeight, numeric),
    sum: total(a.sum, b.sum),
    first: a.first,
    last: b.last,
    chosen,
    energy,
  };
}

/** The same stretch seen from its other end. */
export function reversed(tree: Tree): Tree {
  return { ...tree, first: tree.last, last: tree.first };
}

/**
 * Whether two stretches, b following a, turn back: the generalised criterion of Betancourt (2016, arXiv 1601.00225) over
 * both, and from either stretch to the nearest point of the other, which sees turns that fall between them (Stan 2.21).
 */
export function turnsBack(a: Tree, b: Tree): boolean {
  return (
    turns(total(a.sum, b.sum), a.first, b.last) ||
    turns(total(a.sum, b.first), a.first, b.first) ||
    turns(total(a.last, b.sum), a.last, b.last)
  );
}

/** True unless both ends still move along the way that was made. */
function turns(way: Float64Array, first: Float64Array, last: Float64Array): boolean {
  return !(dot(first, way) > 0 && dot(last, way) > 0);
}

function total(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + (b[i] ?? NaN));
}

/** log(exp(a) + exp(b)). */
export function logSum(a: number, b: number, numeric: Numeric): number {
  const larger = Math.max(a, b);
  return larger === -Infinity ? larger : larger + numeric.log(numeric.exp(a - larger) + numeric.exp(b - larger));
}
