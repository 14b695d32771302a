// Log densities of many points, on lanes where the density has them.

import type { LogDensity } from "../sampler/contract.ts";

/** [count] −Infinity for what is no number. @param points  [count][dimension] */
export function densitiesOf(density: LogDensity, points: Float64Array): Float64Array {
  const n = density.dimension;
  const densities = new Float64Array(points.length / n);
  if (density.evaluateMany) density.evaluateMany(points, densities, new Float64Array(densities.length));
  else densities.forEach((_, k) => (densities[k] = density.evaluate(points.subarray(k * n, (k + 1) * n))));
  return densities.map((value) => (Number.isNaN(value) ? -Infinity : value));
}
