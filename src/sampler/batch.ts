// Evaluates many points of a log density, on lanes where it has them, one after the other where it has not.

import type { LogDensity } from "./contract.ts";

/** Points that are evaluated together: as many as the kernel has lanes at most. */
export const BATCH = 8;

export interface Batch {
  /** [count] −Infinity where the log density is no finite number: neither NaN nor +Infinity is a density. */
  readonly densities: Float64Array;
  /** [count] */
  readonly remarks: Float64Array;
  /** How many have no finite log density. */
  readonly failures: number;
}

/** @param points [count][dimension] */
export function evaluateBatch(density: LogDensity, points: Float64Array): Batch {
  const n = density.dimension;
  const count = points.length / n;
  const densities = new Float64Array(count);
  const remarks = new Float64Array(count);
  if (density.evaluateMany !== undefined) {
    density.evaluateMany(points, densities, remarks);
  } else {
    for (let point = 0; point < count; point += 1) {
      const value = density.evaluate(points.subarray(point * n, (point + 1) * n));
      densities[point] = value;
      remarks[point] = density.remark?.() ?? value;
    }
  }
  let failures = 0;
  for (let point = 0; point < count; point += 1) {
    if (Number.isFinite(densities[point])) continue;
    densities[point] = -Infinity;
    failures += 1;
  }
  return { densities, remarks, failures };
}
