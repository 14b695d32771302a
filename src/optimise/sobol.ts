// Sobol's sequence: points that fill the unit cube more evenly than random ones, always the same.

import { DIRECTIONS } from "./sobol-directions.ts";

/** Binary digits of a coordinate: as many as stay positive in 32-bit arithmetic. */
const DIGITS = 30;
const ONE = 1 << DIGITS;

/** Coordinates that there are direction numbers for. */
export const MOST_COORDINATES = DIRECTIONS.length + 1;

/**
 * Points 1 to `count` of the sequence; point 0, the origin, is left out. In the order of the Gray code (Antonov and
 * Saleev 1979), so that each point costs one exclusive or for each coordinate.
 *
 * @returns [count][dimension] in (0, 1)
 * Errors: a RangeError for more than MOST_COORDINATES dimensions, or 2³⁰ points.
 */
export function sobolPoints(count: number, dimension: number): Float64Array {
  if (dimension > MOST_COORDINATES)
    throw new RangeError(`there are ${MOST_COORDINATES} coordinates of Sobol's sequence`);
  if (count >= ONE) throw new RangeError("Sobol's sequence ends after 2³⁰ points");
  const directions = Array.from({ length: dimension }, (_, coordinate) => directionsOf(coordinate));
  const latest = new Int32Array(dimension);
  const points = new Float64Array(count * dimension);
  for (let point = 0; point < count; point += 1) {
    // The place of the lowest zero of the number of the point before.
    const place = 31 - Math.clz32(~point & (point + 1));
    directions.forEach((own, coordinate) => {
      latest[coordinate] = (latest[coordinate] ?? 0) ^ (own[place] ?? 0);
      points[point * dimension + coordinate] = (latest[coordinate] ?? 0) / ONE;
    });
  }
  return points;
}

/** [DIGITS] v₁, v₂, … of one coordinate, as integers: v times 2^DIGITS. */
function directionsOf(coordinate: number): Int32Array {
  const v = new Int32Array(DIGITS);
  const own = DIRECTIONS[coordinate - 1];
  if (own === undefined) return v.map((_, k) => 1 << (DIGITS - 1 - k));
  const degree = own.first.length;
  for (let k = 0; k < DIGITS; k += 1) {
    if (k < degree) {
      v[k] = (own.first[k] ?? 0) << (DIGITS - 1 - k);
      continue;
    }
    let number = (v[k - degree] ?? 0) ^ ((v[k - degree] ?? 0) >> degree);
    for (let j = 1; j < degree; j += 1) {
      if (((own.coefficients >> (degree - 1 - j)) & 1) === 1) number ^= v[k - j] ?? 0;
    }
    v[k] = number;
  }
  return v;
}
