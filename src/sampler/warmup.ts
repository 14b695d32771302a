// Warm-up: learns the shape and the scale of the proposal in windows that grow; after it, both are frozen.

import { cholesky } from "./cholesky.ts";
import type { Numeric } from "./contract.ts";
import { addPoint, clearMoments, emptyMoments, shrunkCovariance, type Moments } from "./covariance.ts";
import type { Proposal } from "./metropolis.ts";

/** What warm-up knows, as plain data. */
export interface Adaptation {
  /** Moves made in warm-up so far. */
  moves: number;
  /** Windows that are complete. */
  window: number;
  /** Moves since the proposal's shape last changed. */
  sinceChange: number;
  readonly moments: Moments;
  /** Sum and number of log scales in the last window, whose mean is kept. */
  scaleSum: number;
  scaleCount: number;
}

/**
 * Ends of the windows, as shares of warm-up. Each learns the covariance from its own points alone, so what was seen on
 * the way to the target is forgotten. The last window leaves the shape as it is and settles the scale.
 */
const WINDOW_ENDS = [0.02, 0.05, 0.1, 0.2, 0.35, 0.55, 0.9, 1];

/** The scale answers to the k-th move since the last change of shape with gain k^-0.6: Robbins and Monro (1951). */
const GAIN_EXPONENT = -0.6;

export function beginAdaptation(dimension: number): Adaptation {
  return { moves: 0, window: 0, sinceChange: 0, moments: emptyMoments(dimension), scaleSum: 0, scaleCount: 0 };
}

/** Share of proposals to accept: 0.44 in one dimension, towards 0.234 in many (Gelman, Roberts and Gilks 1996). */
export function acceptanceTarget(dimension: number): number {
  return 0.234 + 0.206 / dimension;
}

/** One move of warm-up, as adaptation sees it. */
export interface Lesson {
  /** Where the chain stands after the move. */
  readonly z: Float64Array;
  /** With which the proposal was to be accepted. */
  readonly probability: number;
  /** Moves of the whole warm-up. */
  readonly total: number;
}

/** Learns from one move of warm-up. `proposal` and `adaptation` are overwritten. */
export function adapt(adaptation: Adaptation, proposal: Proposal, lesson: Lesson, numeric: Numeric): void {
  const { z, probability, total } = lesson;
  adaptation.moves += 1;
  adaptation.sinceChange += 1;
  addPoint(adaptation.moments, z);
  const gain = numeric.exp(GAIN_EXPONENT * numeric.log(adaptation.sinceChange));
  proposal.logScale += gain * (probability - acceptanceTarget(z.length));
  const last = WINDOW_ENDS.length - 1;
  if (adaptation.window === last) {
    adaptation.scaleSum += proposal.logScale;
    adaptation.scaleCount += 1;
  }
  const end = Math.floor((WINDOW_ENDS[adaptation.window] ?? 1) * total);
  if (adaptation.moves < end) return;
  if (adaptation.window < last) learnShape(adaptation, proposal, numeric);
  adaptation.window += 1;
  if (adaptation.moves === total && adaptation.scaleCount > 0) {
    proposal.logScale = adaptation.scaleSum / adaptation.scaleCount;
  }
}

/** Takes the covariance of the window that ends; a window too short or too still to tell keeps the old one. */
function learnShape(adaptation: Adaptation, proposal: Proposal, numeric: Numeric): void {
  const n = adaptation.moments.mean.length;
  if (adaptation.moments.count >= 10 * n) {
    const factor = cholesky(shrunkCovariance(adaptation.moments), n, numeric);
    if (factor !== null) {
      proposal.factor = factor;
      proposal.logScale = 0;
      adaptation.sinceChange = 0;
    }
  }
  clearMoments(adaptation.moments);
}
