// What is asked of a worker for a best fit, and what it answers: the types that cross its boundary.

export type OptimiserName = "lbfgs" | "cma_es" | "nelder_mead";

export interface StartsRequest {
  readonly text: string;
  readonly seed: number;
  /** Points, at most. */
  readonly count: number;
  /** Without it, the one that suits the model. */
  readonly optimiser?: OptimiserName;
}

export interface ClimbRequest {
  readonly text: string;
  readonly seed: number;
  /** Number of the climb, from 0: its randomness depends on it and the seed alone. */
  readonly number: number;
  /** [prior] on the real line. */
  readonly start: Float64Array;
  readonly optimiser?: OptimiserName;
}

export interface ClimbProgress {
  readonly number: number;
  readonly evaluations: number;
  readonly logDensity: number;
}

/** Where a climb has come to. */
export interface Climb {
  /** [prior] on the real line. */
  readonly z: Float64Array;
  /** With the Jacobian. */
  readonly logDensity: number;
  readonly optimiser: OptimiserName;
  readonly evaluations: number;
  readonly converged: boolean;
}

/** What the posterior is like at a best fit. */
export interface Survey {
  /** In the order of the priors. */
  readonly parameters: readonly FittedParameter[];
  readonly logPrior: number;
  readonly logLikelihood: number;
  /** By Laplace's approximation; null where the fit is no top of its own. */
  readonly logEvidence: number | null;
  /** [prior] Information of the data beside the prior's, along directions that are independent of one another, ascending. */
  readonly ratios: Float64Array | null;
}

export interface FittedParameter {
  readonly name: string;
  readonly title: string;
  /** Natural scale; lower and upper: the ends of a 95 % interval by Laplace's approximation. */
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** Width of the posterior that is to be expected, as a share of the prior's. */
  readonly narrowing: number;
}
