// R̂: do the chains agree, in place and in spread?

import { quantile } from "../base/quantile.ts";
import type { Numeric } from "./contract.ts";
import { isTelling, mean, split, variance } from "./moments.ts";
import { normalScores, sorted } from "./order.ts";

/**
 * Classic R̂ of chains of equal length, √((W (n − 1)/n + B/n) / W), with W the mean of the variances within chains and
 * B/n the variance of their means (Gelman et al., Bayesian Data Analysis, 3rd edition, equation 11.4).
 *
 * @returns null for fewer than two chains or draws, and where the draws are constant or not finite
 */
export function basicRhat(chains: readonly Float64Array[], numeric: Numeric): number | null {
  const n = chains[0]?.length ?? 0;
  if (chains.length < 2 || n < 2 || !isTelling(chains)) return null;
  const between = variance(Float64Array.from(chains, mean));
  const within = mean(Float64Array.from(chains, variance));
  return numeric.sqrt((between + ((n - 1) / n) * within) / within);
}

/** Rank-normalised split R̂: the larger of that of the draws and that of their distances from the median. */
export function rhat(chains: readonly Float64Array[], numeric: Numeric): number | null {
  if (!isTelling(chains)) return null;
  const median = quantile(sorted(chains), 0.5);
  const folded = chains.map((chain) => chain.map((value) => Math.abs(value - median)));
  // Halved first: the middle draw of an odd number has no rank.
  const bulk = basicRhat(normalScores(split(chains), numeric), numeric);
  const tail = basicRhat(normalScores(split(folded), numeric), numeric);
  if (bulk === null || tail === null) return bulk ?? tail;
  return Math.max(bulk, tail);
}
