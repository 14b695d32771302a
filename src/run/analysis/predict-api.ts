// What is asked of a worker to check predictions, and what it answers: the types that cross its boundary.

import type { Bands } from "../../trajectory/bands.ts";

export interface PredictRequest {
  readonly text: string;
  /** [draw][prior] natural scale, each counting alike; null for draws from the priors. */
  readonly draws: readonly Float64Array[] | null;
  readonly seed: number;
  /** Draws from the priors. */
  readonly count: number;
}

export interface Prediction {
  /** Of each target whose observations have a distribution. */
  readonly targets: readonly TargetPrediction[];
  /** Of each calibrated parameter; empty for draws from the priors. */
  readonly overlaps: readonly Overlap[];
  /** Draws at which the model did not run. */
  readonly failures: number;
}

/** What might have been observed, beside what was. */
export interface TargetPrediction extends Bands {
  readonly title: string;
  /** Position of its output in the model. */
  readonly output: number;
  /** [point] in the document's unit; the middle of a period. */
  readonly times: Float64Array;
  readonly observed: Float64Array;
  /** [point] Share of the simulated observations below the observed one, and half of those that equal it. */
  readonly below: Float64Array;
  readonly within50: number;
  readonly within95: number;
  /** The chance that so few points, or fewer, lie in the 95 % band where the model is right. */
  readonly chance: number;
}

/** How much of a parameter's prior its posterior leaves. */
export interface Overlap {
  readonly name: string;
  /** Area under both densities: 1 where the data changed nothing. */
  readonly share: number;
  /** Standard deviation of the posterior as a share of the prior's; NaN where the prior has none. */
  readonly width: number;
  /** Share of the prior below the posterior's median. */
  readonly place: number;
}
