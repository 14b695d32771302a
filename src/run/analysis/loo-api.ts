// What is asked of a worker for cross-validation, and what it answers: the types that cross its boundary.

/** Draws of one run. */
export interface LooRequest {
  readonly text: string;
  /** [draw][prior] natural scale. */
  readonly draws: readonly Float64Array[];
  /** [draw]; absent where all count alike. */
  readonly logWeights?: Float64Array;
}

/** Cross-validation of one model. */
export interface ModelLoo {
  readonly elpd: number;
  readonly standardError: number;
  readonly effectiveParameters: number;
  readonly points: readonly LooPoint[];
  /** SHA-256 of the observations, their times and weights: models can be compared where it is the same. */
  readonly dataDigest: string;
  /** Titles of targets whose likelihood is a mean over points, and so none of the data. */
  readonly averaged: readonly string[];
}

/** One observation. */
export interface LooPoint {
  /** Title of its target. */
  readonly target: string;
  /** As a person reads it. */
  readonly time: string;
  readonly observed: number;
  readonly logDensity: number;
  readonly paretoK: number;
}

type Evidence = { readonly value: number; readonly standardError: number };

/** A model to be ranked. */
export interface RankEntry {
  readonly loo: ModelLoo;
  /** Of each chain, by importance sampling; null where its sampler has none. */
  readonly evidences: readonly (Evidence | null)[];
}

/** A model beside the best of those on the same data. */
export interface RankedModel {
  readonly elpd: number;
  readonly standardError: number;
  readonly effectiveParameters: number;
  /** elpd less that of the best, at most 0, with the standard error of the paired differences; 0 for the best itself. */
  readonly difference: number;
  readonly differenceError: number;
  /** Observations whose terms are not to be relied on, k ≥ 0.7. */
  readonly unreliable: readonly LooPoint[];
  readonly observations: number;
  /** Logarithm of the evidence by importance sampling; null where not every chain has one. */
  readonly logEvidence: Evidence | null;
}
