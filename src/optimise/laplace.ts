// Laplace's approximation: the normal distribution that touches a log density at its top, and the evidence by it.
//
// Source: Tierney and Kadane, Accurate approximations for posterior moments and marginal densities, JASA 81 (1986).

import { cholesky } from "../sampler/cholesky.ts";
import type { LogDensity, Numeric } from "../sampler/contract.ts";
import { precisionAt } from "./precision.ts";

export interface Laplace {
  /** [n] The top, on the real line. */
  readonly mean: Float64Array;
  readonly logDensity: number;
  /** [n, n] row-major: minus the second derivatives. */
  readonly precision: Float64Array;
  /** [n, n] row-major; null where the precision is not positive definite: the point is no top, or a ridge runs through it. */
  readonly covariance: Float64Array | null;
  /** Logarithm of the integral of the density, by the normal distribution; null as above. */
  readonly logEvidence: number | null;
}

const LOG_TWO_PI = 1.8378770664093453;
/** What is left of a curvature beside the others, as a share of it: less than this is the error of differences. */
const SMALLEST_SHARE = 1e-8;

/** Takes 4 n gradients, or 2 n² + 2 n log densities where there are none. @param top  [n] where the gradient is zero */
export function laplaceAt(density: LogDensity, top: Float64Array, numeric: Numeric): Laplace {
  const n = top.length;
  const precision = precisionAt(density, top, numeric);
  const logDensity = density.evaluate(top);
  const factor = cholesky(precision, n, numeric);
  if (factor === null || isRidge(factor, precision, n))
    return { mean: top.slice(), logDensity, precision, covariance: null, logEvidence: null };
  let logRoot = 0;
  for (let i = 0; i < n; i += 1) logRoot += numeric.log(factor[i * n + i] ?? NaN);
  return {
    mean: top.slice(),
    logDensity,
    precision,
    covariance: inverseOf(factor, n),
    logEvidence: logDensity + 0.5 * n * LOG_TWO_PI - logRoot,
  };
}

/** True where some coordinate's curvature is all but explained by those before it. */
function isRidge(factor: Float64Array, precision: Float64Array, n: number): boolean {
  return factor.some((root, at) => at % (n + 1) === 0 && root * root < SMALLEST_SHARE * (precision[at] ?? NaN));
}

/** (L Lᵀ)⁻¹ by forward and back substitution of each unit vector. @param factor  [n, n] row-major, lower triangular */
export function inverseOf(factor: Float64Array, n: number): Float64Array {
  const at = (row: number, column: number): number => factor[row * n + column] ?? NaN;
  const inverse = new Float64Array(n * n);
  for (let unit = 0; unit < n; unit += 1) {
    const x = new Float64Array(n);
    for (let row = 0; row < n; row += 1) {
      let sum = row === unit ? 1 : 0;
      for (let k = 0; k < row; k += 1) sum -= at(row, k) * (x[k] ?? NaN);
      x[row] = sum / at(row, row);
    }
    for (let row = n - 1; row >= 0; row -= 1) {
      let sum = x[row] ?? NaN;
      for (let k = row + 1; k < n; k += 1) sum -= at(k, row) * (x[k] ?? NaN);
      x[row] = sum / at(row, row);
    }
    inverse.set(x, unit * n);
  }
  return inverse;
}
