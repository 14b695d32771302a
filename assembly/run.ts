// What a host calls on a placed program, with the number of lanes chosen by a switch.

import { rightHandSide, vector } from "./frame";
import { evaluateGradient } from "./adjoint-posterior";
import { linearise } from "./jacobian";
import { L1, L2, L4, L8 } from "./lanes";
import { evaluatePosterior, setUnconstrained } from "./posterior";
import { advanceLanes, begin, simulateLanes } from "./simulate";

/** Integrates the parameter vectors in the slots and fills the trajectory, [time][output][lane]. */
export function simulate(frame: usize, lanes: i32): void {
  switch (lanes) {
    case 1:
      return simulateLanes<L1>(frame);
    case 2:
      return simulateLanes<L2>(frame);
    case 4:
      return simulateLanes<L4>(frame);
    case 8:
      return simulateLanes<L8>(frame);
    default:
      unreachable();
  }
}

/** Computes what depends on the parameters alone, and the state at the start, without a step: `advance` goes on from there. */
export function beginRun(frame: usize, lanes: i32): void {
  switch (lanes) {
    case 1:
      return begin<L1>(frame);
    case 2:
      return begin<L2>(frame);
    case 4:
      return begin<L4>(frame);
    case 8:
      return begin<L8>(frame);
    default:
      unreachable();
  }
}

/**
 * Integrates from the state at output time `first`, in vector 0, and writes the rows from `first` to before `last`; the
 * state at output time `last`, where there is one, is left in vector 0.
 */
export function advance(frame: usize, lanes: i32, first: i32, last: i32): void {
  switch (lanes) {
    case 1:
      return advanceLanes<L1>(frame, first, last);
    case 2:
      return advanceLanes<L2>(frame, first, last);
    case 4:
      return advanceLanes<L4>(frame, first, last);
    case 8:
      return advanceLanes<L8>(frame, first, last);
    default:
      unreachable();
  }
}

/** Log prior, log likelihood and log Jacobian of the unconstrained vectors, [3][lane]. */
export function logPosterior(frame: usize, lanes: i32): void {
  switch (lanes) {
    case 1:
      setUnconstrained<L1>(frame);
      break;
    case 2:
      setUnconstrained<L2>(frame);
      break;
    case 4:
      setUnconstrained<L4>(frame);
      break;
    case 8:
      setUnconstrained<L8>(frame);
      break;
    default:
      unreachable();
  }
  logPosteriorNatural(frame, lanes);
}

/** Log prior and log likelihood of the parameter vectors that are in their slots. */
export function logPosteriorNatural(frame: usize, lanes: i32): void {
  switch (lanes) {
    case 1:
      return evaluatePosterior<L1>(frame);
    case 2:
      return evaluatePosterior<L2>(frame);
    case 4:
      return evaluatePosterior<L4>(frame);
    case 8:
      return evaluatePosterior<L8>(frame);
    default:
      unreachable();
  }
}

/**
 * The same as `logPosterior`, and the gradient of the sum by the unconstrained vectors, in the record of a reverse pass.
 * Of a program with Euler's, Runge and Kutta's, or Dormand and Prince's method.
 */
export function logPosteriorGradient(frame: usize, lanes: i32, record: usize): void {
  evaluateGradient(frame, record, (<usize>lanes) << 3);
}

/**
 * Evaluates the right-hand side `times` times at the start of the run, into vector 1: for benchmarks and tests.
 * Time alternates between two moments, so that what depends on time is computed each time as in a run.
 */
export function evaluateRightHandSide(frame: usize, lanes: i32, t: f64, times: i32): void {
  switch (lanes) {
    case 1:
      return evaluateRepeatedly<L1>(frame, t, times);
    case 2:
      return evaluateRepeatedly<L2>(frame, t, times);
    case 4:
      return evaluateRepeatedly<L4>(frame, t, times);
    case 8:
      return evaluateRepeatedly<L8>(frame, t, times);
    default:
      unreachable();
  }
}

/**
 * Derivative (vector 1), Jacobian and slope in time at the start of the run, were it at time t; of a program placed for
 * rodas5p.
 */
export function evaluateJacobian(frame: usize, t: f64): void {
  begin<L1>(frame);
  linearise(frame, t);
}

function evaluateRepeatedly<T>(frame: usize, t: f64, times: i32): void {
  begin<T>(frame);
  for (let n = times - 1; n >= 0; --n) {
    rightHandSide<T>(frame, t + 0.25 * <f64>(n & 1), vector(frame, 0), vector(frame, 1));
  }
}
