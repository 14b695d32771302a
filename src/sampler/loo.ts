// How well a model predicts each observation from the others: leave-one-out cross-validation from one set of draws.
//
// Source: Vehtari, Gelman and Gabry, Practical Bayesian model evaluation using leave-one-out cross-validation and WAIC,
// Statistics and Computing 27 (2017), with the smoothing of Vehtari et al., JMLR 25 (2024).

import type { Numeric } from "./contract.ts";
import { paretoSmooth } from "./importance-weights.ts";

export interface Loo {
  /** Expected log predictive density, Σ over observations, and its standard error: √(n · variance over observations). */
  readonly elpd: number;
  readonly standardError: number;
  /** What the fit to the data gains over prediction: about the number of parameters that the data inform. */
  readonly effectiveParameters: number;
  /** [observation] log density of each, given all others. */
  readonly pointwise: Float64Array;
  /** [observation] shape of the tail of its importance weights; from PARETO_K_LIMIT on its term is not to be relied on. */
  readonly paretoK: Float64Array;
}

export interface LooDraws {
  /** [draw][observation] row-major: log likelihood of each observation at each draw. */
  readonly logLikelihoods: Float64Array;
  /** [draw] Logarithms of the draws' own weights; undefined where all count alike. */
  readonly logWeights?: Float64Array;
}

/** @param observations  columns of `logLikelihoods` */
export function looOf({ logLikelihoods, logWeights }: LooDraws, observations: number, numeric: Numeric): Loo {
  const draws = logLikelihoods.length / observations;
  const own = logWeights ?? new Float64Array(draws);
  const pointwise = new Float64Array(observations);
  const paretoK = new Float64Array(observations);
  let fitted = 0;
  for (let point = 0; point < observations; point += 1) {
    const logs = Float64Array.from({ length: draws }, (_, draw) => logLikelihoods[draw * observations + point] ?? NaN);
    // A draw stands for the posterior without the observation in inverse proportion to what it makes of it.
    const smoothed = paretoSmooth(
      own.map((weight, draw) => weight - (logs[draw] ?? NaN)),
      numeric,
    );
    pointwise[point] = weightedLogMean(logs, smoothed.logWeights, numeric);
    paretoK[point] = smoothed.paretoK;
    fitted += weightedLogMean(logs, own, numeric);
  }
  const elpd = pointwise.reduce((sum, value) => sum + value, 0);
  const standardError = errorOfSum(pointwise, numeric);
  return { elpd, standardError, effectiveParameters: fitted - elpd, pointwise, paretoK };
}

/**
 * How much better one model predicts than another, on the same observations, with the standard error of the pairs.
 *
 * @param one    [observation] log density of each, given all others
 * @param other  [observation]
 */
export function looDifference(
  one: Float64Array,
  other: Float64Array,
  numeric: Numeric,
): { readonly difference: number; readonly standardError: number } {
  const differences = one.map((value, point) => value - (other[point] ?? NaN));
  return {
    difference: differences.reduce((sum, value) => sum + value, 0),
    standardError: errorOfSum(differences, numeric),
  };
}

/** log (Σ w p / Σ w) of logarithms of both. */
function weightedLogMean(logs: Float64Array, logWeights: Float64Array, numeric: Numeric): number {
  return (
    logSumOf(
      logs.map((log, draw) => log + (logWeights[draw] ?? NaN)),
      numeric,
    ) - logSumOf(logWeights, numeric)
  );
}

function logSumOf(logs: Float64Array, numeric: Numeric): number {
  const largest = logs.reduce((most, each) => (each > most ? each : most), -Infinity);
  if (!Number.isFinite(largest)) return largest;
  return largest + numeric.log(logs.reduce((sum, each) => sum + numeric.exp(each - largest), 0));
}

function errorOfSum(values: Float64Array, numeric: Numeric): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return n < 2 ? NaN : numeric.sqrt((n * squares) / (n - 1));
}
