// All that a sampler knows: a log density of a vector, random numbers, and the arithmetic that must not be the host's;
// and what every sampler is to those who run it.

import type { Answer, Issue } from "../base/issue.ts";
import type { Numeric, Random } from "../base/numeric.ts";
import type { SamplerName } from "../base/sampler-name.ts";

export type { Numeric, Random } from "../base/numeric.ts";

/** A log density over the real line, up to no constant: every one is counted. */
export interface LogDensity {
  readonly dimension: number;
  /** Log density at `z`; -Infinity where it is zero or the model has no finite answer. */
  evaluate(z: Float64Array): number;
  /** A number of the latest evaluation that is to be kept with a draw, such as the log density without Jacobian. */
  remark?(): number;
  /**
   * Log density at `z` and its gradient, the same number to the bit as `evaluate`. Absent where there is no gradient.
   *
   * @param gradient  [dimension] overwritten; NaN where the log density is not finite
   */
  gradient?(z: Float64Array, gradient: Float64Array): number;
  /** Why the gradient is not to be trusted, place by place; empty or absent where it is. */
  readonly gradientIssues?: readonly Issue[];
  /**
   * Log densities of many points at once, on lanes where there are any: the same numbers to the bit as `evaluate`.
   *
   * @param points     [count][dimension]
   * @param densities  [count] overwritten
   * @param remarks    [count] overwritten
   */
  evaluateMany?(points: Float64Array, densities: Float64Array, remarks: Float64Array): void;
}

/** What can be written down and read back to the same bits. */
export type Plain =
  number | string | boolean | null | Float64Array | readonly Plain[] | { readonly [key: string]: Plain };

/** What a chain is made with. */
export interface ChainTools {
  readonly density: LogDensity;
  readonly numeric: Numeric;
  /** Of this chain's seed and number alone. */
  readonly random: Random;
  /** Of the seed alone, the same for all chains of a run, which decide by it what they must decide alike. */
  readonly shared?: Random;
  /**
   * A point of the prior: uniform numbers become independent draws from it. Absent where there is no prior to draw from;
   * a sampler that looks far afield for its beginning then looks around `start` alone.
   *
   * @param unit  [dimension] in (0, 1)
   * @param z     [dimension] overwritten
   */
  fromUnit?(unit: Float64Array, z: Float64Array): void;
}

export interface ChainPlan {
  /** Rows that only tune the sampler. */
  readonly warmup: number;
  /** Rows that are kept. A chain whose draws are complete goes on, to the same digits, with a plan of more. */
  readonly draws: number;
}

/** One row of a chain. */
export interface Row {
  /** [dimension] On the real line; valid until the next move. */
  readonly z: Float64Array;
  readonly isWarmup: boolean;
  /** The log density's remark at this point. */
  readonly remark: number;
  /** Logarithm of the draw's importance weight; 0 for the draws of a Markov chain. */
  readonly logWeight: number;
}

/** A sampler that was chosen for the user, as plain data. */
export type Choice = {
  readonly sampler: SamplerName;
  /** A sentence without its full stop: "IMIS, because …" */
  readonly reason: string;
};

/** What a chain has to say of itself after warm-up. What a sampler has no notion of is absent. */
export interface ChainReport {
  /** Share of proposals accepted, or their mean probability to be. */
  readonly acceptance: number;
  /** Evaluations, warm-up included, that had no finite answer. */
  readonly failures: number;
  /** The draws take turns over so many walkers that know nothing of one another: each is a chain in its own right. */
  readonly walkers?: number;
  /** Evaluations of the log density, and of its gradient, warm-up included. */
  readonly evaluations: number;
  readonly gradients?: number;
  /** Trajectories whose energy went astray. */
  readonly divergences?: number;
  /** Energy fraction of missing information, E-BFMI (Betancourt 2016). */
  readonly energy?: number;
  readonly meanTreeDepth?: number;
  /** Trajectories that ended at the greatest depth. */
  readonly deepest?: number;
  /** Shape of the tail of the importance weights (Vehtari et al. 2024). */
  readonly paretoK?: number;
  /** What was chosen for the user, and why. */
  readonly chosen?: Choice;
  /** Logarithm of the integral of the density, with its standard error. */
  readonly logEvidence?: { readonly value: number; readonly standardError: number };
}

/** A chain under way. Each move is a small piece of work, so that whoever runs it can listen in between. */
export interface Chain {
  /** All that the chain is, as of the last move. Copied: later moves leave it as it is. */
  save(): Plain;
  readonly finished: boolean;
  /** Rows so far and in all, warm-up included. */
  readonly rows: number;
  readonly total: number;
  /** Makes one move; the row that it completed, or null. Nothing happens on a finished chain. */
  move(): Row | null;
  readonly report: ChainReport;
}

/** A way to draw from a log density. */
export interface Sampler {
  readonly name: string;
  readonly needsGradient: boolean;
  /**
   * A chain at its own beginning, drawn around `start` from its own stream. Errors: S101 where no point with a finite
   * log density is found.
   */
  start(tools: ChainTools, plan: ChainPlan, start: Float64Array): Answer<Chain>;
  /** A chain that goes on from what `save` gave, to the same digits as if it had never stopped. */
  resume(tools: ChainTools, plan: ChainPlan, saved: Plain): Chain;
}
