// Points that spread evenly over the unit cube in every coordinate: a Latin hypercube.

import type { Random } from "./contract.ts";

/**
 * `count` points, one in each of `count` slices of every coordinate, slices paired at random (McKay, Beckman and Conover,
 * Technometrics 21, 1979). It takes 2 count − 1 numbers of the stream for each coordinate.
 *
 * @returns [count][dimension] in (0, 1)
 */
export function latinHypercube(count: number, dimension: number, random: Random): Float64Array {
  const points = new Float64Array(count * dimension);
  for (let coordinate = 0; coordinate < dimension; coordinate += 1) {
    const slices = Array.from({ length: count }, (_, slice) => slice);
    for (let last = count - 1; last > 0; last -= 1) {
      const other = Math.floor(random.uniform() * (last + 1));
      [slices[last], slices[other]] = [slices[other] ?? 0, slices[last] ?? 0];
    }
    slices.forEach((slice, point) => (points[point * dimension + coordinate] = (slice + random.uniform()) / count));
  }
  return points;
}
