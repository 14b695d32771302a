// The metric of Hamiltonian moves: the shape of the target as a factor L, so that momenta are standard normal.

import { cholesky } from "./cholesky.ts";
import type { Numeric } from "./contract.ts";
import type { Moments } from "./covariance.ts";

export type MetricKind = "dense" | "diagonal";

/** The identity. @returns L [n, n] row-major, lower triangular */
export function identityFactor(n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) factor[i * n + i] = 1;
  return factor;
}

/** z + step · L p, in memory of its own. */
export function moved(z: Float64Array, step: number, factor: Float64Array, p: Float64Array): Float64Array {
  const n = z.length;
  return z.map((start, row) => {
    let sum = 0;
    for (let column = 0; column <= row; column += 1) sum += (factor[row * n + column] ?? NaN) * (p[column] ?? NaN);
    return start + step * sum;
  });
}

/** p + step · Lᵀ g, in memory of its own: `g` is a gradient on the scale of z. */
export function pushed(p: Float64Array, step: number, factor: Float64Array, g: Float64Array): Float64Array {
  const n = p.length;
  return p.map((start, column) => {
    let sum = 0;
    for (let row = column; row < n; row += 1) sum += (factor[row * n + column] ?? NaN) * (g[row] ?? NaN);
    return start + step * sum;
  });
}

/**
 * Of the points of a window of warm-up. Covariances count for count / (count + 5) of what the window shows, variances in
 * full: few points in many dimensions give a singular matrix otherwise (Stan Reference Manual, 15.2, shrinks likewise).
 *
 * @returns L [n, n], or null where the points do not tell: too few, or a coordinate that never moved
 */
export function learntFactor(moments: Moments, kind: MetricKind, numeric: Numeric): Float64Array | null {
  const { count, products, mean } = moments;
  if (count < 3) return null;
  const n = mean.length;
  const share = kind === "diagonal" ? 0 : count / (count + 5);
  const covariance = products.map((product, position) => {
    const isVariance = Math.floor(position / n) === position % n;
    return (isVariance ? product : share * product) / (count - 1);
  });
  return cholesky(covariance, n, numeric);
}
