// What a set of importance weights says: how many draws they are worth, whether to believe it, and the evidence.

import type { Numeric } from "./contract.ts";
import { fitPareto, paretoQuantile } from "./pareto.ts";

/** From here on a sum over the weighted draws converges too slowly to be used (Vehtari et al. 2024, section 3.2). */
export const PARETO_K_LIMIT = 0.7;
/** Fewer weights than this in the tail have no shape. */
const FEWEST_IN_TAIL = 5;

export interface SmoothedWeights {
  /** [draw] Logarithms of the weights, the largest of them in place of a quantile each of the fitted tail. */
  readonly logWeights: Float64Array;
  /** Shape of the tail: −Infinity where all weights are alike, Infinity where there are too few to tell. */
  readonly paretoK: number;
}

/**
 * Pareto-smoothed weights (Vehtari, Simpson, Gelman, Yao and Gabry, JMLR 25, 2024, algorithm 1) of independent draws:
 * the M = min(S/5, 3√S) largest are replaced by quantiles of the generalised Pareto distribution fitted to them, none
 * above the largest weight. Their common factor is as it was.
 *
 * @param logWeights  [draw] −Infinity where a weight is zero
 */
export function paretoSmooth(logWeights: Float64Array, numeric: Numeric): SmoothedWeights {
  const smoothed = logWeights.slice();
  const count = logWeights.length;
  const tail = Math.ceil(Math.min(count / 5, 3 * numeric.sqrt(count)));
  const order = Array.from(logWeights, (_, draw) => draw);
  order.sort((a, b) => (logWeights[a] ?? NaN) - (logWeights[b] ?? NaN) || a - b);
  const largest = logWeights[order[count - 1] ?? 0] ?? NaN;
  const cutoff = logWeights[order[count - tail - 1] ?? 0] ?? NaN;
  if (largest === -Infinity || !Number.isFinite(largest)) return { logWeights: smoothed, paretoK: Infinity };
  if (tail < FEWEST_IN_TAIL) return { logWeights: smoothed, paretoK: Infinity };
  const threshold = numeric.exp(cutoff - largest);
  const members = order.slice(count - tail);
  const excesses = Float64Array.from(members, (draw) => numeric.exp((logWeights[draw] ?? NaN) - largest) - threshold);
  const positive = excesses.filter((excess) => excess > 0);
  if (positive.length === 0) return { logWeights: smoothed, paretoK: -Infinity };
  if (positive.length < FEWEST_IN_TAIL) return { logWeights: smoothed, paretoK: Infinity };
  const fitted = fitPareto(positive, numeric);
  members.forEach((draw, rank) => {
    const value = paretoQuantile(fitted, (rank + 0.5) / tail, numeric) + threshold;
    smoothed[draw] = largest + Math.min(0, numeric.log(value));
  });
  return { logWeights: smoothed, paretoK: fitted.shape };
}

/** Kish's effective number of draws, (Σ w)² / Σ w²; 0 where all weights are zero. */
export function kishSize(logWeights: Float64Array, numeric: Numeric): number {
  const weights = relativeWeights(logWeights, numeric);
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares > 0 ? (sum * sum) / squares : 0;
}

/** Weights as shares of the largest. [draw] 0 where a weight is zero, and all where none is positive. */
export function relativeWeights(logWeights: Float64Array, numeric: Numeric): Float64Array {
  const largest = logWeights.reduce((most, each) => (each > most ? each : most), -Infinity);
  return logWeights.map((each) => (each === -Infinity ? 0 : numeric.exp(each - largest)));
}

/**
 * Logarithm of the mean weight, which for independent draws from a normalised density estimates the integral of the
 * target; the standard error is that of the logarithm, √(var w / S) / mean w.
 */
export function logEvidence(
  logWeights: Float64Array,
  numeric: Numeric,
): { readonly value: number; readonly standardError: number } {
  const count = logWeights.length;
  const largest = logWeights.reduce((most, each) => (each > most ? each : most), -Infinity);
  if (count < 2 || !Number.isFinite(largest)) return { value: -Infinity, standardError: NaN };
  const weights = relativeWeights(logWeights, numeric);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const squares = weights.reduce((sum, weight) => sum + (weight - mean) * (weight - mean), 0);
  const error = numeric.sqrt(squares / (count - 1) / count) / mean;
  return { value: largest + numeric.log(mean), standardError: error };
}
