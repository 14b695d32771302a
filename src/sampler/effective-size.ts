// Effective sample size: how many independent draws would tell as much.

import { quantile } from "../base/quantile.ts";
import type { Numeric } from "./contract.ts";
import { isTelling, mean, split, variance } from "./moments.ts";
import { normalScores, sorted } from "./order.ts";

/**
 * Effective sample size of chains of equal length, by Geyer's initial positive, then monotone, sequence of the
 * autocorrelations (Geyer 1992; Vehtari et al. 2021, section 3.2), as the R package posterior 1.4 counts it:
 * τ = −1 + 2 Σ ρ(0 … m − 1) + ρ(m), floored at 1 / log10 S.
 *
 * @returns null for fewer than three draws in a chain, and where the draws are constant or not finite
 */
export function effectiveSize(chains: readonly Float64Array[], numeric: Numeric): number | null {
  const n = chains[0]?.length ?? 0;
  if (n < 3 || !isTelling(chains)) return null;
  const total = chains.length * n;
  const { rho, last } = positiveSequence(chains, n);
  makeMonotone(rho, last);
  let tau = -1 + (rho[last] ?? 0);
  // With no pair beyond the first the reference still counts ρ(0).
  for (let lag = 0; lag < Math.max(last, 1); lag += 1) tau += 2 * (rho[lag] ?? 0);
  return total / Math.max(tau, numeric.log(10) / numeric.log(total));
}

/** Autocorrelations while their pairs add up to something positive; `last` is the lag at which they stopped. */
function positiveSequence(chains: readonly Float64Array[], n: number): { rho: number[]; last: number } {
  const centred = chains.map((chain) => {
    const centre = mean(chain);
    return chain.map((value) => value - centre);
  });
  const within = mean(Float64Array.from(chains, variance));
  const between = chains.length > 1 ? variance(Float64Array.from(chains, mean)) : 0;
  const plus = (within * (n - 1)) / n + between;
  const correlation = (lag: number) => 1 - (within - meanAutocovariance(centred, lag)) / plus;
  const rho = [1, correlation(1)];
  let even = 1;
  let odd = rho[1] ?? 0;
  let lag = 0;
  while (lag < n - 5 && even + odd > 0) {
    lag += 2;
    even = correlation(lag);
    odd = correlation(lag + 1);
    if (even + odd >= 0) rho.push(even, odd);
  }
  if (even > 0) rho[lag] = even;
  return { rho, last: lag };
}

/** Lowers each pair of autocorrelations to the pair before it where it is larger. `rho` is overwritten. */
function makeMonotone(rho: number[], last: number): void {
  for (let lag = 2; lag <= last - 2; lag += 2) {
    const before = (rho[lag - 2] ?? 0) + (rho[lag - 1] ?? 0);
    if ((rho[lag] ?? 0) + (rho[lag + 1] ?? 0) > before) {
      rho[lag] = before / 2;
      rho[lag + 1] = before / 2;
    }
  }
}

/** Mean over chains of Σ x[i] x[i + lag] / n, for chains with mean 0. */
function meanAutocovariance(centred: readonly Float64Array[], lag: number): number {
  let total = 0;
  for (const chain of centred) {
    let sum = 0;
    for (let i = 0; i + lag < chain.length; i += 1) sum += (chain[i] ?? NaN) * (chain[i + lag] ?? NaN);
    total += sum / chain.length;
  }
  return total / centred.length;
}

/** For the middle of the distribution: of the rank-normalised draws. */
export function bulkSize(chains: readonly Float64Array[], numeric: Numeric): number | null {
  if (!isTelling(chains)) return null;
  return effectiveSize(normalScores(split(chains), numeric), numeric);
}

/** For the tails: the smaller of those of the 5 and 95 per cent quantiles. */
export function tailSize(chains: readonly Float64Array[], numeric: Numeric): number | null {
  const lower = quantileSize(chains, 0.05, numeric);
  const upper = quantileSize(chains, 0.95, numeric);
  return lower === null || upper === null ? null : Math.min(lower, upper);
}

export function meanSize(chains: readonly Float64Array[], numeric: Numeric): number | null {
  return effectiveSize(split(chains), numeric);
}

/** For the standard deviation: of the distances from the mean. */
export function sdSize(chains: readonly Float64Array[], centre: number, numeric: Numeric): number | null {
  return effectiveSize(split(chains.map((chain) => chain.map((value) => Math.abs(value - centre)))), numeric);
}

/** For a quantile: of the indicator of the draws that do not exceed it. */
export function quantileSize(chains: readonly Float64Array[], probability: number, numeric: Numeric): number | null {
  if (!isTelling(chains)) return null;
  const level = quantile(sorted(chains), probability);
  return effectiveSize(split(chains.map((chain) => chain.map((value) => (value <= level ? 1 : 0)))), numeric);
}
