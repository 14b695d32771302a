// Quantiles of an output over the draws, as a fan chart shows them.

/** Limits of the central 50 and 95 % of the draws, each [T]. */
export interface Limits {
  readonly lower50: Float64Array;
  readonly upper50: Float64Array;
  readonly lower95: Float64Array;
  readonly upper95: Float64Array;
}

/** One output over all draws, without observation noise; `noise` are the limits with it, where a target says what it is. */
export interface Fan extends Limits {
  /** Position among the model's outputs. */
  readonly output: number;
  readonly times: Float64Array;
  readonly median: Float64Array;
  readonly noise: Limits | null;
  /** Of a scenario: what it averts, each draw beside its own baseline; `total` over its period where persons are counted. */
  readonly averted?: Averted;
}

interface Middle extends Limits {
  readonly median: Float64Array;
}

/** [T]; `total` [1]. */
export interface Averted extends Middle {
  readonly total: Middle | null;
}
