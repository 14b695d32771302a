// Cholesky factor of a covariance matrix, and its product with a vector.

import type { Numeric } from "./contract.ts";

/**
 * Lower triangular L with A = L Lᵀ (Golub and Van Loan, Matrix Computations, algorithm 4.2.1).
 *
 * @param matrix [n, n] row-major; the upper triangle is not read
 * @returns L [n, n] with zeros above the diagonal, or null where A is not positive definite to rounding
 */
export function cholesky(matrix: Float64Array, n: number, numeric: Numeric): Float64Array | null {
  const factor = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * n + column] ?? NaN;
      for (let k = 0; k < column; k += 1) sum -= (factor[row * n + k] ?? NaN) * (factor[column * n + k] ?? NaN);
      if (row !== column) {
        factor[row * n + column] = sum / (factor[column * n + column] ?? NaN);
      } else if (sum > 0 && sum < Infinity) {
        factor[row * n + row] = numeric.sqrt(sum);
      } else {
        return null;
      }
    }
  }
  return factor;
}

/**
 * out = start + scale · L v.
 *
 * @param out    [n] overwritten
 * @param factor [n, n] row-major, lower triangular
 */
export function addScaledProduct(
  out: Float64Array,
  start: Float64Array,
  scale: number,
  factor: Float64Array,
  vector: Float64Array,
): void {
  const n = out.length;
  for (let row = 0; row < n; row += 1) {
    let sum = 0;
    for (let column = 0; column <= row; column += 1) sum += (factor[row * n + column] ?? NaN) * (vector[column] ?? NaN);
    out[row] = (start[row] ?? NaN) + scale * sum;
  }
}
