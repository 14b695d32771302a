// Random-walk Metropolis: a proposal from a normal distribution around the present point, accepted or not.

import { addScaledProduct } from "./cholesky.ts";
import type { LogDensity, Numeric, Random } from "./contract.ts";
import { remarkOf, type Position } from "./position.ts";

/** The shape of the proposal: z' = z + exp(logScale) · (2.38 / √n) · L v, with v standard normal. */
export interface Proposal {
  /** [n, n] row-major, lower triangular: Cholesky factor of the target's covariance, as far as it is known. */
  factor: Float64Array;
  /** 0 where the covariance is that of a normal target (Gelman, Roberts and Gilks, Bayesian Statistics 5, 1996). */
  logScale: number;
}

export interface MoveResult {
  /** min(1, ratio of the densities): what adaptation learns from. */
  readonly probability: number;
  readonly accepted: boolean;
  /** The log density at the proposed point was not finite; such a point is rejected. */
  readonly failed: boolean;
}

/** What a chain is made with, and room for one proposal, so that a move allocates nothing. */
export interface Walk {
  readonly density: LogDensity;
  readonly numeric: Numeric;
  readonly random: Random;
  readonly normal: Float64Array;
  readonly proposed: Float64Array;
}

/** Makes one move. It draws n normal numbers and one uniform number, whatever comes of it. `position` is overwritten. */
export function move(walk: Walk, proposal: Proposal, position: Position): MoveResult {
  const { density, numeric, random, normal, proposed } = walk;
  const n = density.dimension;
  for (let i = 0; i < n; i += 1) normal[i] = random.normal();
  const threshold = random.uniform();
  const scale = numeric.exp(proposal.logScale) * (2.38 / numeric.sqrt(n));
  addScaledProduct(proposed, position.z, scale, proposal.factor, normal);
  const logDensity = density.evaluate(proposed);
  // NaN and +Infinity would hold the chain for ever; neither is a density.
  if (!Number.isFinite(logDensity)) return { probability: 0, accepted: false, failed: true };
  const difference = logDensity - position.logDensity;
  const probability = difference >= 0 ? 1 : numeric.exp(difference);
  if (threshold > probability) return { probability, accepted: false, failed: false };
  position.z.set(proposed);
  position.logDensity = logDensity;
  position.remark = remarkOf(density, logDensity);
  return { probability, accepted: true, failed: false };
}
