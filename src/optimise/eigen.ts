// Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.

import type { Numeric } from "../sampler/contract.ts";

export interface Eigen {
  /** [n] Ascending. */
  readonly values: Float64Array;
  /** [n][n] The vector of each value, of length one; its largest component is positive. */
  readonly vectors: readonly Float64Array[];
}

/** Rotations end after so many sweeps; six to ten do for any matrix of this size. */
const MOST_SWEEPS = 50;

/**
 * Cyclic Jacobi (Golub and Van Loan, Matrix Computations, section 8.5): accurate for small eigenvalues beside large ones,
 * which is what they are wanted for.
 *
 * @param matrix  [n, n] row-major; the lower triangle is read
 */
export function eigenOf(matrix: Float64Array, n: number, numeric: Pick<Numeric, "sqrt">): Eigen {
  const a = Float64Array.from(matrix, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n];
    return matrix[Math.max(row, column) * n + Math.min(row, column)] ?? NaN;
  });
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) v[i * n + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let turned = false;
    for (let p = 0; p < n; p += 1) {
      for (let q = p + 1; q < n; q += 1) turned = rotate(a, v, n, [p, q], numeric) || turned;
    }
    if (!turned) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => (a[i * n + i] ?? NaN) - (a[j * n + j] ?? NaN));
  return {
    values: Float64Array.from(order, (i) => a[i * n + i] ?? NaN),
    vectors: order.map((i) => upright(Float64Array.from({ length: n }, (_, row) => v[row * n + i] ?? NaN))),
  };
}

/** Makes a[p, q] zero. @returns false where it is zero to rounding already */
function rotate(
  a: Float64Array,
  v: Float64Array,
  n: number,
  [p, q]: readonly [number, number],
  numeric: Pick<Numeric, "sqrt">,
): boolean {
  const [app, aqq, apq] = [a[p * n + p] ?? NaN, a[q * n + q] ?? NaN, a[p * n + q] ?? NaN];
  // Small beside the geometric mean of its diagonal: a bound on the relative error of small eigenvalues too.
  if (!(Math.abs(apq) > 1e-16 * numeric.sqrt(Math.abs(app * aqq))) || apq === 0) return false;
  const theta = (aqq - app) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + numeric.sqrt(theta * theta + 1));
  const c = 1 / numeric.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k += 1) turnPair(a, k * n + p, k * n + q, c, s);
  for (let k = 0; k < n; k += 1) turnPair(a, p * n + k, q * n + k, c, s);
  for (let k = 0; k < n; k += 1) turnPair(v, k * n + p, k * n + q, c, s);
  a[p * n + q] = 0;
  a[q * n + p] = 0;
  return true;
}

function turnPair(of: Float64Array, first: number, second: number, c: number, s: number): void {
  const [x, y] = [of[first] ?? NaN, of[second] ?? NaN];
  of[first] = c * x - s * y;
  of[second] = s * x + c * y;
}

function upright(vector: Float64Array): Float64Array {
  const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}
