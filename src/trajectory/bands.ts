// Bands of a fan chart: quantiles over many runs at each time.

import { quantile } from "../base/quantile.ts";

/** [T] each: at every time half, or 95 per cent, of the runs lie between the bounds. */
export interface Bands {
  readonly median: Float64Array;
  readonly lower50: Float64Array;
  readonly upper50: Float64Array;
  readonly lower95: Float64Array;
  readonly upper95: Float64Array;
}

/**
 * Quantiles of type 7 over the runs at each time. Runs without a finite answer at a time are left out there.
 *
 * @param runs   [T] values of one output in each run
 * @param count  T
 */
export function bandsOf(runs: readonly Float64Array[], count: number): Bands {
  const bands = {
    median: new Float64Array(count),
    lower50: new Float64Array(count),
    upper50: new Float64Array(count),
    lower95: new Float64Array(count),
    upper95: new Float64Array(count),
  };
  for (let time = 0; time < count; time += 1) {
    const ordered = Float64Array.from(runs, (values) => values[time] ?? NaN)
      .filter((value) => Number.isFinite(value))
      .sort();
    bands.median[time] = quantile(ordered, 0.5);
    bands.lower50[time] = quantile(ordered, 0.25);
    bands.upper50[time] = quantile(ordered, 0.75);
    bands.lower95[time] = quantile(ordered, 0.025);
    bands.upper95[time] = quantile(ordered, 0.975);
  }
  return bands;
}
