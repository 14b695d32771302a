// Order statistics: sorted draws, quantiles, and ranks turned into normal scores.

import type { Numeric } from "./contract.ts";

/** All chains' draws, sorted. */
export function sorted(chains: readonly Float64Array[]): Float64Array {
  return pooled(chains).sort();
}

/** All chains' draws, one chain behind the other. */
export function pooled(chains: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(chains.reduce((sum, chain) => sum + chain.length, 0));
  let offset = 0;
  for (const chain of chains) {
    all.set(chain, offset);
    offset += chain.length;
  }
  return all;
}

/** Quantile of sorted numbers, linear between order statistics (type 7 of Hyndman and Fan, 1996). */
export function quantile(ordered: Float64Array, probability: number): number {
  const position = probability * (ordered.length - 1);
  const below = Math.floor(position);
  const low = ordered[below] ?? NaN;
  const high = ordered[Math.min(below + 1, ordered.length - 1)] ?? NaN;
  return low === high || position === below ? low : low + (position - below) * (high - low);
}

/**
 * Normal scores of the draws: z = Φ⁻¹((r − 3/8) / (S + 1/4)), with r the rank over all chains pooled, averaged over
 * ties (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021, equation 14).
 */
export function normalScores(chains: readonly Float64Array[], numeric: Numeric): Float64Array[] {
  const ordered = sorted(chains);
  const score = new Map<number, number>();
  for (let first = 0; first < ordered.length;) {
    const value = ordered[first] ?? NaN;
    let end = first + 1;
    while (end < ordered.length && ordered[end] === value) end += 1;
    const rank = (first + 1 + end) / 2;
    score.set(value, numeric.normalQuantile((rank - 3 / 8) / (ordered.length + 1 / 4)));
    first = end;
  }
  return chains.map((chain) => chain.map((value) => score.get(value) ?? NaN));
}
