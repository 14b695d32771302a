// Monte Carlo standard errors: how far a summary of the draws may be from that of the posterior.

import type { Numeric } from "./contract.ts";
import { effectiveSize, meanSize, quantileSize } from "./effective-size.ts";
import { mean, split, variance } from "./moments.ts";
import { pooled, sorted } from "./order.ts";

/** Of the mean: sd / √ESS. */
export function meanError(chains: readonly Float64Array[], numeric: Numeric): number | null {
  const size = meanSize(chains, numeric);
  return size === null ? null : numeric.sqrt(variance(pooled(chains)) / size);
}

/** Of the standard deviation, by the delta method from the error of the mean square deviation. */
export function sdError(chains: readonly Float64Array[], numeric: Numeric): number | null {
  const centre = mean(pooled(chains));
  const squares = chains.map((chain) => chain.map((value) => (value - centre) * (value - centre)));
  const size = effectiveSize(split(squares), numeric);
  if (size === null) return null;
  const second = mean(pooled(squares));
  const fourth = mean(pooled(squares).map((square) => square * square));
  return numeric.sqrt((fourth - second * second) / size / second / 4);
}

/** Φ(−1) and Φ(1): one standard error to either side. */
const ONE_BELOW = 0.1586553;
const ONE_ABOVE = 0.8413447;

/**
 * Of a quantile: half the distance between the order statistics that bound it by one standard error, from the Beta
 * distribution of its rank (Vehtari et al. 2021, section 4.4).
 */
export function quantileError(chains: readonly Float64Array[], probability: number, numeric: Numeric): number | null {
  const size = quantileSize(chains, probability, numeric);
  if (size === null) return null;
  const ordered = sorted(chains);
  const first = size * probability + 1;
  const second = size * (1 - probability) + 1;
  const low = Math.floor(numeric.betaQuantile(ONE_BELOW, first, second) * ordered.length);
  const high = Math.ceil(numeric.betaQuantile(ONE_ABOVE, first, second) * ordered.length);
  const lower = ordered[Math.max(low, 1) - 1] ?? NaN;
  const upper = ordered[Math.min(high, ordered.length) - 1] ?? NaN;
  return (upper - lower) / 2;
}
