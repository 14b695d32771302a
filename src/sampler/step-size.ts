// The step of Hamiltonian moves: a first guess by doubling or halving, then dual averaging towards an acceptance.

import type { Numeric } from "./contract.ts";

/** Dual averaging (Nesterov 2009; Hoffman and Gelman 2014, section 3.2), as plain data. */
export interface StepSize {
  /** Logarithm of the step in use. */
  logStep: number;
  /** Towards which steps are drawn: log(10 × the first guess). */
  anchor: number;
  /** Moves since the first guess. */
  count: number;
  /** Mean shortfall of acceptance, recent moves counting more. */
  shortfall: number;
  /** Mean of the logarithms of the steps, recent ones counting more: what is kept after warm-up. */
  meanLogStep: number;
}

/** γ, t₀ and κ of Hoffman and Gelman. */
const SHRINKAGE = 0.05;
const DELAY = 10;
const FORGETTING = 0.75;
const LOG_10 = 2.302585092994046;
const LOG_2 = 0.6931471805599453;

/** Dual averaging from a first guess on. */
export function stepSizeFrom(logStep: number): StepSize {
  return { logStep, anchor: LOG_10 + logStep, count: 0, shortfall: 0, meanLogStep: 0 };
}

/** Learns from one trajectory (Hoffman and Gelman 2014, equation 6). `size` is overwritten. */
export function learnStep(size: StepSize, acceptance: number, target: number, numeric: Numeric): void {
  size.count += 1;
  const share = 1 / (size.count + DELAY);
  size.shortfall = (1 - share) * size.shortfall + share * (target - Math.min(1, acceptance));
  size.logStep = size.anchor - (size.shortfall * numeric.sqrt(size.count)) / SHRINKAGE;
  const weight = numeric.exp(-FORGETTING * numeric.log(size.count));
  size.meanLogStep = weight * size.logStep + (1 - weight) * size.meanLogStep;
}

/** A search for the first guess, as plain data. */
export interface StepSearch {
  /** 1 doubling, -1 halving, 0 before the first try. */
  direction: number;
  tries: number;
}

/** Doublings that go past any scale that a double can hold to use. */
const MOST_TRIES = 100;
/** log 0.8: one step is to be accepted about as often. */
const LOG_ACCEPTANCE = -0.2231435513142097;

export function beginSearch(): StepSearch {
  return { direction: 0, tries: 0 };
}

/**
 * Learns from one step (Hoffman and Gelman 2014, algorithm 4). `search` and `size` are overwritten.
 *
 * @param gain  H₀ − H of the step
 * @returns true once the step has crossed the acceptance aimed at
 */
export function searchStep(search: StepSearch, size: StepSize, gain: number): boolean {
  const direction = gain > LOG_ACCEPTANCE ? 1 : -1;
  search.tries += 1;
  if ((search.direction !== 0 && direction !== search.direction) || search.tries > MOST_TRIES) return true;
  search.direction = direction;
  size.logStep += direction * LOG_2;
  return false;
}
