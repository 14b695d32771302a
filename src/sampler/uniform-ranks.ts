// Are ranks uniform? What simulation-based calibration (Talts, Betancourt, Simpson, Vehtari and Gelman 2018) asks.

import type { Random } from "./contract.ts";

/** Ranks from 0 to `draws`, each the number of draws below the truth. */
export interface Ranks {
  readonly ranks: readonly number[];
  readonly draws: number;
}

/** Functions of the kernel. */
export interface RankNumbers {
  /** Probability that a chi-squared variate is larger than `x`. */
  chiSquaredTail(x: number, freedom: number): number;
  /** Probability of at most `k` successes in `n` trials. */
  binomialCdf(k: number, n: number, p: number): number;
}

/** Cells of the histogram, and points at which the distribution function is looked at. */
export const CELLS = 20;

/** [CELLS] How many ranks fall in each cell; `draws` + 1 is a multiple of CELLS, so that all are equally likely. */
export function histogram({ ranks, draws }: Ranks): number[] {
  const counts = new Array<number>(CELLS).fill(0);
  for (const rank of ranks) {
    const cell = Math.floor((rank * CELLS) / (draws + 1));
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

/** The chance of a histogram as uneven, by the chi-squared test. */
export function chiSquaredChance(given: Ranks, numbers: RankNumbers): number {
  const expected = given.ranks.length / CELLS;
  const statistic = histogram(given).reduce(
    (sum, count) => sum + ((count - expected) * (count - expected)) / expected,
    0,
  );
  return numbers.chiSquaredTail(statistic, CELLS - 1);
}

/** Sets of uniform ranks that the distribution function is compared with. */
const COMPARED = 1000;

/**
 * The chance of an empirical distribution function as far out of the band around the diagonal (Säilynoja, Bürkner and
 * Vehtari 2022, algorithm 1): of the two-sided binomial chances at all points the smallest, among those of simulated
 * uniform ranks.
 */
export function bandChance(given: Ranks, numbers: RankNumbers, random: Random): number {
  const count = given.ranks.length;
  const own = smallestChance(histogram(given), count, numbers);
  let asFar = 0;
  for (let set = 0; set < COMPARED; set += 1) {
    const counts = new Array<number>(CELLS).fill(0);
    for (let rank = 0; rank < count; rank += 1) {
      const cell = Math.floor(CELLS * random.uniform());
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    if (smallestChance(counts, count, numbers) <= own) asFar += 1;
  }
  return (asFar + 1) / (COMPARED + 1);
}

function smallestChance(counts: readonly number[], count: number, { binomialCdf }: RankNumbers): number {
  let below = 0;
  let smallest = 1;
  for (let cell = 1; cell < CELLS; cell += 1) {
    below += counts[cell - 1] ?? 0;
    const share = cell / CELLS;
    const chance =
      2 * Math.min(binomialCdf(below, count, share), 1 - (below === 0 ? 0 : binomialCdf(below - 1, count, share)));
    smallest = Math.min(smallest, chance);
  }
  return smallest;
}
