// How far the priors spread the parameters on the real line, before any data.

import type { Placed } from "../kernel/placed.ts";
import { posterior } from "./posterior.ts";
import { priorDraws } from "./prior-draws.ts";

/** Enough for a variance to a tenth of itself. */
const DRAWS = 1000;
/** A stream of seed 0 that nothing else uses: the spread of a prior is not a matter of a run's seed. */
const STREAM = 6;

/** [n, n] row-major: covariance of draws from the priors, hierarchical ones in order, on the real line. */
export function priorSpread(placed: Placed): Float64Array {
  const { toReal, dimension: n } = posterior(placed);
  const draws = priorDraws(placed, placed.kernel.random(0, 0, STREAM), DRAWS)
    .map(toReal)
    .filter((z) => z.every(Number.isFinite));
  const mean = Float64Array.from(
    { length: n },
    (_, i) => draws.reduce((sum, z) => sum + (z[i] ?? NaN), 0) / draws.length,
  );
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    const products = draws.reduce(
      (sum, z) => sum + ((z[i] ?? NaN) - (mean[i] ?? NaN)) * ((z[j] ?? NaN) - (mean[j] ?? NaN)),
      0,
    );
    return products / (draws.length - 1);
  });
}
