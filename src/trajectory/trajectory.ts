// A trajectory: the outputs of one parameter vector at the output times.

import type { Issue } from "../base/issue.ts";

export interface RunOptions {
  /** Leaves the reproduction numbers NaN, which can cost more than the run. */
  readonly withoutReproduction?: boolean;
}

export interface Trajectory {
  /** [T], in the document's time unit. */
  readonly times: Float64Array;
  /** One [T] array per output, in the order of the model's outputs. */
  readonly outputs: readonly Float64Array[];
  /** Knots that were moved to the step grid, compartments that turned negative, a run that failed: all by name and time. */
  readonly issues: readonly Issue[];
}
