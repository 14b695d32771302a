// Many points of a log posterior at once, on lanes, with the bits of one after the other.

import type { Placed } from "../kernel/placed.ts";

/**
 * Puts point `first + lane` into each lane's unconstrained vector; lanes without a point of their own repeat the last.
 *
 * @param points  [count][dimension]
 */
export function setPoints(placed: Placed, points: Float64Array, first: number, count: number): void {
  const { frame, lanes } = placed;
  const z = frame.unconstrained;
  const dimension = z.length / lanes;
  for (let lane = 0; lane < lanes; lane += 1) {
    const point = (first + Math.min(lane, count - 1)) * dimension;
    for (let n = 0; n < dimension; n += 1) z[n * lanes + lane] = points[point + n] ?? NaN;
  }
}
