// What every optimiser is to those who run it: a search for the greatest log density, in small moves.

import type { LogDensity, Numeric, Random } from "../sampler/contract.ts";

/** What a search is made with. */
export interface SearchTools {
  readonly density: LogDensity;
  readonly numeric: Numeric;
  /** Of this search's seed and number alone; only CMA-ES draws from it. */
  readonly random: Random;
}

/** When a search ends. */
export interface SearchPlan {
  /** The most evaluations of the log density or of its gradient; the last move may go past it. */
  readonly evaluations: number;
  /** It has converged where no more than this is to be gained, in units of the log density. */
  readonly gain: number;
}

/** The best point of a search so far. */
export interface Found {
  /** [n] On the real line; a copy. */
  readonly z: Float64Array;
  /** −Infinity where no point with a density was found. */
  readonly logDensity: number;
}

/** A search under way. Each move is a small piece of work, so that whoever runs it can listen in between. */
export interface Search {
  readonly best: Found;
  /** Evaluations so far, of the log density or of its gradient. */
  readonly evaluations: number;
  readonly finished: boolean;
  /** True where it ended because nothing more is to be gained, not because it ran out of evaluations. */
  readonly converged: boolean;
  /** Nothing happens in a search that is finished. */
  move(): void;
}

/** A way to climb a log density. */
export interface Optimiser {
  readonly name: string;
  readonly needsGradient: boolean;
  start(tools: SearchTools, plan: SearchPlan, start: Float64Array): Search;
}

/** What `gain` is without a reason for another: far below anything that a likelihood can tell apart. */
export const USUAL_GAIN = 1e-8;

/** Makes moves until the search is finished. */
export function searched(search: Search): Search {
  while (!search.finished) search.move();
  return search;
}
