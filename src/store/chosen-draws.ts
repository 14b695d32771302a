// Some draws of a run's chains that stand for all of them, each as often as its weight says.

import { exponentialOf } from "../base/exponential.ts";
import type { ChainDraws } from "./record.ts";

/**
 * Draws evenly spaced over all chains' draws, one chain behind the other; all of them where there are no more. Where
 * draws have weights, evenly spaced over their weight instead (systematic resampling: Kitagawa 1996), so that a draw
 * may come more than once.
 *
 * @returns [run][parameter], copies
 */
export function chosenDraws(chains: readonly ChainDraws[], runs: number): Float64Array[] {
  const all = chains.flatMap(({ values, logPosterior: { length } }) =>
    // Copies: a view would take all draws with it through a worker's boundary.
    Array.from(
      { length },
      (_, draw) => () => values.slice((draw * values.length) / length, ((draw + 1) * values.length) / length),
    ),
  );
  const number = Math.min(runs, all.length);
  const places = chains.some(({ logWeights }) => logWeights !== undefined)
    ? placesByWeight(chains, number)
    : Array.from({ length: number }, (_, run) => Math.floor(((run + 0.5) * all.length) / number));
  return places.flatMap((place) => all[place]?.() ?? []);
}

/** Positions among all draws, one chain behind the other. */
function placesByWeight(chains: readonly ChainDraws[], number: number): number[] {
  const logs = chains.flatMap(({ logWeights, logPosterior }) => [
    ...(logWeights ?? new Float64Array(logPosterior.length)),
  ]);
  const greatest = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  const weights = logs.map((log) => exponentialOf(log - greatest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let place = 0;
  let reached = weights[0] ?? 0;
  return Array.from({ length: number }, (_, run) => {
    const wanted = ((run + 0.5) * total) / number;
    while (reached < wanted && place < weights.length - 1) {
      place += 1;
      reached += weights[place] ?? 0;
    }
    return place;
  });
}
