// What a host calls on a placed program, with the number of lanes chosen by a switch.

import { rightHandSide, vector } from "./frame";
import { L1, L2, L4, L8 } from "./lanes";
import { evaluatePosterior, setUnconstrained } from "./posterior";
import { begin, simulateLanes } from "./simulate";

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

function evaluateRepeatedly<T>(frame: usize, t: f64, times: i32): void {
  begin<T>(frame);
  for (let n = times - 1; n >= 0; --n) {
    rightHandSide<T>(frame, t + 0.25 * <f64>(n & 1), vector(frame, 0), vector(frame, 1));
  }
}
