// Points with weights: their place, spread and effective number.

import { cholesky } from "./cholesky.ts";
import type { Numeric } from "./contract.ts";

/** Points on the real line with weights of any sum; draws of a Markov chain have equal ones. */
export interface WeightedPoints {
  readonly dimension: number;
  /** [count][dimension] */
  readonly points: Float64Array;
  /** [count] not negative */
  readonly weights: Float64Array;
}

/** All points together. */
export interface Whole {
  /** [n] */
  readonly mean: Float64Array;
  /** [n, n] row-major, lower triangle, and its Cholesky factor. */
  readonly covariance: Float64Array;
  readonly factor: Float64Array;
  /** Sum of the weights, and Kish's effective number of points. */
  readonly total: number;
  readonly size: number;
}

/**
 * Mean and covariance of all points, the correlations shrunk as those of a short chain are (see covariance.ts).
 *
 * @returns null where they do not spread over all dimensions
 */
export function wholeOf(given: WeightedPoints, numeric: Numeric): Whole | null {
  const n = given.dimension;
  const { total, size } = sizeOf(given.weights);
  const { mean, products } = scatter(given, given.weights, null);
  const kept = size / (size + n);
  const covariance = products.map((product, entry) => {
    const value = product / total;
    return Math.floor(entry / n) === entry % n ? value : kept * value;
  });
  const factor = cholesky(covariance, n, numeric);
  return factor === null ? null : { mean, covariance, factor, total, size };
}

/** Sum of the weights, and the effective number of points (Kish 1965). */
export function sizeOf(weights: Float64Array): { total: number; size: number } {
  let total = 0;
  let squares = 0;
  for (const weight of weights) {
    total += weight;
    squares += weight * weight;
  }
  return { total, size: squares > 0 ? (total * total) / squares : 0 };
}

/** Weighted mean, and sum of mass × pull × products of deviations, lower triangle. */
export function scatter(
  { points, dimension: n }: WeightedPoints,
  mass: Float64Array,
  pull: Float64Array | null,
): { mean: Float64Array; products: Float64Array } {
  const mean = new Float64Array(n);
  let total = 0;
  for (let point = 0; point < mass.length; point += 1) {
    const weight = (mass[point] ?? NaN) * (pull === null ? 1 : (pull[point] ?? NaN));
    if (!(weight > 0)) continue;
    total += weight;
    for (let i = 0; i < n; i += 1) mean[i] = (mean[i] ?? NaN) + weight * (points[point * n + i] ?? NaN);
  }
  for (let i = 0; i < n; i += 1) mean[i] = (mean[i] ?? NaN) / total;
  const products = new Float64Array(n * n);
  const deviation = new Float64Array(n);
  for (let point = 0; point < mass.length; point += 1) {
    const weight = (mass[point] ?? NaN) * (pull === null ? 1 : (pull[point] ?? NaN));
    if (!(weight > 0)) continue;
    for (let row = 0; row < n; row += 1) {
      const one = (points[point * n + row] ?? NaN) - (mean[row] ?? NaN);
      deviation[row] = one;
      const scaled = weight * one;
      for (let column = 0; column <= row; column += 1) {
        products[row * n + column] = (products[row * n + column] ?? NaN) + scaled * (deviation[column] ?? NaN);
      }
    }
  }
  return { mean, products };
}

/** The direction of the largest spread, by the power method. @param covariance [n, n] lower triangle */
export function mainAxis(covariance: Float64Array, n: number, numeric: Numeric): Float64Array {
  let axis = Float64Array.from({ length: n }, (_, i) => numeric.sqrt(covariance[i * n + i] ?? 0));
  for (let round = 0; round < 50; round += 1) {
    const next = new Float64Array(n);
    for (let row = 0; row < n; row += 1) {
      for (let column = 0; column < n; column += 1) {
        const entry = row >= column ? row * n + column : column * n + row;
        next[row] = (next[row] ?? 0) + (covariance[entry] ?? 0) * (axis[column] ?? 0);
      }
    }
    let length = 0;
    for (const value of next) length += value * value;
    axis = next.map((value) => value / numeric.sqrt(length));
  }
  return axis;
}
