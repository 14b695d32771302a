// Which directions of the parameters the data tell little about, beside what was known beforehand.
//
// With F the information of the data and P the precision of the prior, both [n, n] on the real line: along v the data
// bring vᵀ F v, the prior vᵀ P v. The directions that solve F v = λ P v are independent of one another under both;
// along such a one the posterior is 1/√(1 + λ) as wide as the prior.

import { cholesky } from "../sampler/cholesky.ts";
import type { Numeric } from "../sampler/contract.ts";
import { eigenOf } from "./eigen.ts";
import { inverseOf } from "./laplace.ts";

export interface Balance {
  /** [n] λ of each direction, ascending. */
  readonly ratios: Float64Array;
  /** Directions with λ < 1, of which the data say less than the prior: [direction][n]. */
  readonly weak: readonly Float64Array[];
  /** [n] Standard deviations of the prior. */
  readonly sd: Float64Array;
  /** [n] Width of each parameter's posterior as a share of its prior's, both as normal distributions. */
  readonly narrowing: Float64Array;
}

/** Directions on which the data say less than the prior did. */
const WEAK = 1;

/**
 * @param information  [n, n] row-major, of the data
 * @param spread       [n, n] row-major, covariance of the prior
 * @returns null where the prior's covariance is singular, or something is not a number
 */
export function balanceOf(information: Float64Array, spread: Float64Array, numeric: Numeric): Balance | null {
  const n = numeric.sqrt(spread.length);
  const root = cholesky(spread, n, numeric);
  if (root === null || !information.every(Number.isFinite)) return null;
  // With P = (L Lᵀ)⁻¹ and v = L w: Lᵀ F L w = λ w.
  const whitened = product(transposed(root, n), product(information, root, n), n);
  const { values, vectors } = eigenOf(whitened, n, numeric);
  const ratios = values.map((value) => Math.max(0, value));
  const sd = Float64Array.from({ length: n }, (_, i) => numeric.sqrt(spread[i * (n + 1)] ?? NaN));
  const weak = vectors
    .filter((_, k) => (ratios[k] ?? NaN) < WEAK)
    .map((w) => Float64Array.from(sd, (width, row) => dotRow(root, w, row) / width));
  const posterior = cholesky(plusIdentity(whitened, n), n, numeric);
  const share = posterior === null ? null : product(product(root, inverseOf(posterior, n), n), transposed(root, n), n);
  const narrowing = sd.map((width, i) => numeric.sqrt(share?.[i * (n + 1)] ?? NaN) / width);
  return { ratios, weak: plainest(weak, n).map((v) => v.map((share, i) => share * (sd[i] ?? NaN))), sd, narrowing };
}

/**
 * Directions, in standard deviations of the prior, that span the same space, each about as few parameters as may be: Gauss–Jordan elimination with the largest
 * entry as pivot. Two parameters of which the data say nothing would come mixed otherwise.
 */
function plainest(directions: readonly Float64Array[], n: number): Float64Array[] {
  const rows = directions.map((row) => row.slice());
  const pivots = new Set<number>();
  for (const [number, row] of rows.entries()) {
    let pivot = -1;
    for (let i = 0; i < n; i += 1) {
      if (pivots.has(i)) continue;
      if (pivot < 0 || Math.abs(row[i] ?? 0) > Math.abs(row[pivot] ?? 0)) pivot = i;
    }
    const size = row[pivot] ?? 0;
    if (size === 0) continue;
    pivots.add(pivot);
    row.forEach((value, i) => (row[i] = value / size));
    rows.forEach((other, k) => {
      const share = other[pivot] ?? 0;
      if (k !== number) other.forEach((value, i) => (other[i] = value - share * (row[i] ?? 0)));
    });
  }
  return rows;
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < n; k += 1) sum += (a[row * n + k] ?? NaN) * (b[k * n + column] ?? NaN);
    return sum;
  });
}

function transposed(a: Float64Array, n: number): Float64Array {
  return a.map((_, at) => a[(at % n) * n + Math.floor(at / n)] ?? NaN);
}

function plusIdentity(a: Float64Array, n: number): Float64Array {
  return a.map((value, at) => (at % (n + 1) === 0 ? value + 1 : value));
}

function dotRow(matrix: Float64Array, vector: Float64Array, row: number): number {
  return vector.reduce((sum, value, k) => sum + (matrix[row * vector.length + k] ?? NaN) * value, 0);
}
