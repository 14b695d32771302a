// What a host calls on a placed program. Within the kernel the number of lanes is the width of a slot, 8 × lanes bytes.

import { evaluateGradient } from "./adjoint-posterior";
import { rightHandSide, vector } from "./frame";
import { linearise } from "./jacobian";
import { evaluatePosterior, setUnconstrained } from "./posterior";
import { advanceLanes, begin, simulateLanes } from "./simulate";

// @ts-ignore: decorator
@inline
function widthOf(lanes: i32): usize {
  return (<usize>lanes) << 3;
}

/** Integrates the parameter vectors in the slots and fills the trajectory, [time][output][lane]. */
export function simulate(frame: usize, lanes: i32): void {
  simulateLanes(widthOf(lanes), frame);
}

/** Computes what depends on the parameters alone, and the state at the start, without a step: `advance` goes on from there. */
export function beginRun(frame: usize, lanes: i32): void {
  begin(widthOf(lanes), frame);
}

/**
 * Integrates from the state at output time `first`, in vector 0, and writes the rows from `first` to before `last`; the
 * state at output time `last`, where there is one, is left in vector 0.
 */
export function advance(frame: usize, lanes: i32, first: i32, last: i32): void {
  advanceLanes(widthOf(lanes), frame, first, last);
}

/** Log prior, log likelihood and log Jacobian of the unconstrained vectors, [3][lane]. */
export function logPosterior(frame: usize, lanes: i32): void {
  setUnconstrained(widthOf(lanes), frame);
  evaluatePosterior(widthOf(lanes), frame);
}

/** Log prior and log likelihood of the parameter vectors that are in their slots. */
export function logPosteriorNatural(frame: usize, lanes: i32): void {
  evaluatePosterior(widthOf(lanes), frame);
}

/**
 * The same as `logPosterior`, and the gradient of the sum by the unconstrained vectors, in the record of a reverse pass.
 * Of a program with Euler's, Runge and Kutta's, or Dormand and Prince's method.
 */
export function logPosteriorGradient(frame: usize, lanes: i32, record: usize): void {
  evaluateGradient(frame, record, widthOf(lanes));
}

/**
 * Evaluates the right-hand side `times` times at the start of the run, into vector 1: for benchmarks and tests.
 * Time alternates between two moments, so that what depends on time is computed each time as in a run.
 */
export function evaluateRightHandSide(frame: usize, lanes: i32, t: f64, times: i32): void {
  const width = widthOf(lanes);
  begin(width, frame);
  for (let n = times - 1; n >= 0; --n) {
    rightHandSide(width, frame, t + 0.25 * <f64>(n & 1), vector(frame, 0), vector(frame, 1));
  }
}

/**
 * Derivative (vector 1), Jacobian and slope in time at the start of the run, were it at time t; of a program placed for
 * rodas5p.
 */
export function evaluateJacobian(frame: usize, t: f64): void {
  begin(8, frame);
  linearise(frame, t);
}
