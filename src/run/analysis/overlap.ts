// How much of a prior a posterior leaves: the area that lies under both densities.

import type { Numeric } from "../../base/numeric.ts";
import type { Overlap } from "./predict-api.ts";

/** Stretches of equal prior mass; finer ones would count the chance of few draws as a difference. */
const STRETCHES = 20;

/**
 * The overlap by stretches that each hold as much of the prior: Σ min(1 / STRETCHES, share of the posterior). It does not
 * depend on the scale of the parameter.
 *
 * @param prior      draws
 * @param posterior  draws, each counting alike
 */
export function overlapOf(name: string, prior: Float64Array, posterior: Float64Array, numeric: Numeric): Overlap {
  const sorted = prior.toSorted();
  const counts = new Float64Array(STRETCHES);
  for (const value of posterior) {
    const stretch = Math.min(STRETCHES - 1, Math.floor(placeIn(sorted, value) * STRETCHES));
    counts[stretch] = (counts[stretch] ?? 0) + 1;
  }
  const share = counts.reduce((sum, count) => sum + Math.min(1 / STRETCHES, count / posterior.length), 0);
  const median = posterior.toSorted()[Math.floor(posterior.length / 2)] ?? NaN;
  const width = spreadOf(posterior, numeric) / spreadOf(prior, numeric);
  return { name, share, width, place: placeIn(sorted, median) };
}

/** Share of sorted numbers that are below a value. */
function placeIn(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? NaN) < value) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}

function spreadOf(values: Float64Array, numeric: Numeric): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return numeric.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1));
}
