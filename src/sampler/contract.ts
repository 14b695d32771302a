// All that a sampler knows: a log density of a vector, random numbers, and the arithmetic that must not be the host's.

export type { Numeric, Random } from "../base/numeric.ts";

/** A log density over the real line, up to no constant: every one is counted. */
export interface LogDensity {
  readonly dimension: number;
  /** Log density at `z`; -Infinity where it is zero or the model has no finite answer. */
  evaluate(z: Float64Array): number;
  /** A number of the latest evaluation that is to be kept with a draw, such as the log density without Jacobian. */
  remark?(): number;
}
