// The generalised Pareto distribution of the largest importance weights: its shape says whether they can be believed.

import type { Numeric } from "./contract.ts";

/** Excesses over a threshold: P(X > x) = (1 + shape · x / scale)^(−1 / shape). */
export interface ParetoTail {
  readonly shape: number;
  readonly scale: number;
}

/** The prior of Zhang and Stephens: the quartile of the excesses over three. */
const PRIOR = 3;
const FEWEST_GRID_POINTS = 30;
/** The shape is drawn towards 0.5 as if ten more excesses spoke for it (Vehtari et al. 2024, appendix C). */
const PRIOR_SHAPE = 0.5;
const PRIOR_COUNT = 10;

/**
 * Fits the distribution by the empirical Bayes estimate of Zhang and Stephens (Technometrics 51, 2009): the profile
 * likelihood averaged over a grid, here 30 + √n points as in Vehtari et al. (2024).
 *
 * @param excesses  sorted, positive, at least five of them, not all alike
 */
export function fitPareto(excesses: Float64Array, numeric: Numeric): ParetoTail {
  const n = excesses.length;
  const quartile = excesses[Math.floor(n / 4 + 0.5) - 1] ?? NaN;
  const largest = excesses[n - 1] ?? NaN;
  const size = FEWEST_GRID_POINTS + Math.floor(numeric.sqrt(n));
  const grid = Float64Array.from(
    { length: size },
    (_, j) => 1 / largest + (1 - numeric.sqrt(size / (j + 0.5))) / (PRIOR * quartile),
  );
  const profile = grid.map((theta) => {
    const shape = meanLog1p(excesses, -theta, numeric);
    return n * (numeric.log(-theta / shape) - shape - 1);
  });
  let theta = 0;
  profile.forEach((mine, j) => {
    let sum = 0;
    for (const other of profile) sum += numeric.exp(other - mine);
    theta += (grid[j] ?? NaN) / sum;
  });
  const raw = meanLog1p(excesses, -theta, numeric);
  const shape = (n * raw + PRIOR_COUNT * PRIOR_SHAPE) / (n + PRIOR_COUNT);
  return { shape, scale: -raw / theta };
}

/** The value that an excess stays below with probability `p`. */
export function paretoQuantile({ shape, scale }: ParetoTail, p: number, numeric: Numeric): number {
  const logTail = numeric.log1p(-p);
  return shape === 0 ? -scale * logTail : (scale * numeric.expm1(-shape * logTail)) / shape;
}

function meanLog1p(values: Float64Array, factor: number, numeric: Numeric): number {
  let sum = 0;
  for (const value of values) sum += numeric.log1p(factor * value);
  return sum / values.length;
}
