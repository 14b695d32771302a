// The log posterior of a parameter vector: transforms, priors, one simulation, and the likelihood of each target.

import { logDensity } from "./distribution/density";
import {
  FRAME_LOG_DENSITY,
  FRAME_PRIORS,
  FRAME_PRIOR_TABLE,
  FRAME_TARGETS,
  FRAME_TARGET_TERMS,
  FRAME_Z,
  PRIOR_STRIDE,
} from "./layout";
import { isSimulated, targetRow, targetTerm } from "./likelihood";
import { simulateLanes } from "./simulate";
import { logJacobian, toNatural } from "./transform";

/** Puts the unconstrained vector of each lane into the parameters' slots and sums the log Jacobians. */
export function setUnconstrained(width: usize, frame: usize): void {
  const nPriors = load<i32>(frame, FRAME_PRIORS);
  const z = <usize>load<i32>(frame, FRAME_Z);
  const density = <usize>load<i32>(frame, FRAME_LOG_DENSITY);
  for (let lane: usize = 0; lane < width; lane += 8) {
    let sum = 0.0;
    for (let n = 0; n < nPriors; ++n) {
      const row = priorRow(frame, n);
      const kind = load<i32>(row, 24);
      const lower = load<f64>(<usize>load<i32>(row, 28));
      const upper = load<f64>(<usize>load<i32>(row, 32));
      const value = load<f64>(z + <usize>n * width + lane);
      store<f64>(<usize>load<i32>(row) + lane, toNatural(kind, value, lower, upper));
      sum += logJacobian(kind, value, lower, upper);
    }
    store<f64>(density + 2 * width + lane, sum);
  }
}

/**
 * Log prior and log likelihood of the parameters in their slots, every normalising constant counted; no Jacobian.
 * A lane without a finite answer gets a log likelihood of −∞ and keeps its status.
 */
export function evaluatePosterior(width: usize, frame: usize): void {
  simulateLanes(width, frame);
  sumLogDensities(width, frame);
}

/** The same of a run that has been made. */
export function sumLogDensities(width: usize, frame: usize): void {
  const density = <usize>load<i32>(frame, FRAME_LOG_DENSITY);
  for (let lane: usize = 0; lane < width; lane += 8) {
    store<f64>(density + lane, logPrior(frame, lane));
    store<f64>(density + width + lane, logLikelihood(width, frame, lane));
  }
}

// @ts-ignore: decorator
@inline
export function priorRow(frame: usize, n: i32): usize {
  return <usize>load<i32>(frame, FRAME_PRIOR_TABLE) + ((<usize>(n * PRIOR_STRIDE)) << 2);
}

/** One of the four arguments of a prior in the first lane, after `beginRun` or any run of its parameters. */
export function priorArgument(frame: usize, prior: i32, which: i32): f64 {
  return load<f64>(<usize>load<i32>(priorRow(frame, prior) + ((<usize>which) << 2), 8));
}

function logPrior(frame: usize, lane: usize): f64 {
  const nPriors = load<i32>(frame, FRAME_PRIORS);
  let sum = 0.0;
  for (let n = 0; n < nPriors; ++n) {
    const row = priorRow(frame, n);
    sum += logDensity(
      load<i32>(row, 4),
      load<f64>(<usize>load<i32>(row) + lane),
      load<f64>(<usize>load<i32>(row, 8) + lane),
      load<f64>(<usize>load<i32>(row, 12) + lane),
      load<f64>(<usize>load<i32>(row, 16) + lane),
      load<f64>(<usize>load<i32>(row, 20) + lane),
    );
  }
  return sum;
}

/** Sum over targets; each target's own term is kept in FRAME_TARGET_TERMS, [target][lane]. */
function logLikelihood(width: usize, frame: usize, lane: usize): f64 {
  const simulated = isSimulated(frame, lane);
  const nTargets = load<i32>(frame, FRAME_TARGETS);
  let sum = 0.0;
  for (let n = 0; n < nTargets; ++n) {
    let term = simulated ? targetTerm(frame, targetRow(frame, n), lane, width) : -Infinity;
    if (isNaN(term)) term = -Infinity;
    store<f64>(<usize>load<i32>(frame, FRAME_TARGET_TERMS) + <usize>n * width + lane, term);
    sum += term;
  }
  return sum;
}
