// The log posterior of a parameter vector: transforms, priors, one simulation, and the likelihood of each target.

import { logDensity } from "./distribution/density";
import {
  FRAME_LOG_DENSITY,
  FRAME_OUTPUTS,
  FRAME_PRIORS,
  FRAME_PRIOR_TABLE,
  FRAME_STATUS,
  FRAME_TARGETS,
  FRAME_TARGET_TABLE,
  FRAME_TARGET_TERMS,
  FRAME_TRAJECTORY,
  FRAME_Z,
  PRIOR_STRIDE,
  SOURCE_DATA,
  SOURCE_LOG_OUTPUT,
  SOURCE_OUTPUT,
  SOURCE_SLOT,
  STATUS_OK,
  STATUS_OUTPUT_NOT_FINITE,
  TARGET_STRIDE,
} from "./layout";
import { simulateLanes } from "./simulate";
import { logJacobian, toNatural } from "./transform";

/** Puts the unconstrained vector of each lane into the parameters' slots and sums the log Jacobians. */
export function setUnconstrained<T>(frame: usize): void {
  const nPriors = load<i32>(frame, FRAME_PRIORS);
  const z = <usize>load<i32>(frame, FRAME_Z);
  const density = <usize>load<i32>(frame, FRAME_LOG_DENSITY);
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    let sum = 0.0;
    for (let n = 0; n < nPriors; ++n) {
      const row = priorRow(frame, n);
      const kind = load<i32>(row, 24);
      const lower = load<f64>(<usize>load<i32>(row, 28));
      const upper = load<f64>(<usize>load<i32>(row, 32));
      const value = load<f64>(z + <usize>n * offsetof<T>() + lane);
      store<f64>(<usize>load<i32>(row) + lane, toNatural(kind, value, lower, upper));
      sum += logJacobian(kind, value, lower, upper);
    }
    store<f64>(density + 2 * offsetof<T>() + lane, sum);
  }
}

/**
 * Log prior and log likelihood of the parameters in their slots, every normalising constant counted; no Jacobian.
 * A lane without a finite answer gets a log likelihood of −∞ and keeps its status.
 */
export function evaluatePosterior<T>(frame: usize): void {
  simulateLanes<T>(frame);
  const density = <usize>load<i32>(frame, FRAME_LOG_DENSITY);
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    store<f64>(density + lane, logPrior(frame, lane));
    store<f64>(density + offsetof<T>() + lane, logLikelihood<T>(frame, lane));
  }
}

// @ts-ignore: decorator
@inline
function priorRow(frame: usize, n: i32): usize {
  return <usize>load<i32>(frame, FRAME_PRIOR_TABLE) + ((<usize>(n * PRIOR_STRIDE)) << 2);
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
function logLikelihood<T>(frame: usize, lane: usize): f64 {
  const status = load<i32>(<usize>load<i32>(frame, FRAME_STATUS) + (lane >> 1));
  // An output that is not finite matters only to a target that uses it, where it shows as NaN below.
  const simulated = status == STATUS_OK || status == STATUS_OUTPUT_NOT_FINITE;
  const nTargets = load<i32>(frame, FRAME_TARGETS);
  let sum = 0.0;
  for (let n = 0; n < nTargets; ++n) {
    const row = <usize>load<i32>(frame, FRAME_TARGET_TABLE) + ((<usize>(n * TARGET_STRIDE)) << 2);
    let term = simulated ? targetTerm<T>(frame, row, lane) : -Infinity;
    if (isNaN(term)) term = -Infinity;
    store<f64>(<usize>load<i32>(frame, FRAME_TARGET_TERMS) + <usize>n * offsetof<T>() + lane, term);
    sum += term;
  }
  return sum;
}

/** Weight × sum over the target's points of the log density of the observation. */
function targetTerm<T>(frame: usize, row: usize, lane: usize): f64 {
  const family = load<i32>(row);
  const output = <usize>load<i32>(row, 4);
  const nPoints = load<i32>(row, 8);
  const indices = <usize>load<i32>(row, 12);
  const values = <usize>load<i32>(row, 16);
  const nOutputs = <usize>load<i32>(frame, FRAME_OUTPUTS);
  const trajectory = <usize>load<i32>(frame, FRAME_TRAJECTORY) + lane;
  let sum = 0.0;
  for (let point = 0; point < nPoints; ++point) {
    const time = <usize>load<i32>(indices + ((<usize>point) << 2));
    const modelled = load<f64>(trajectory + (time * nOutputs + output) * offsetof<T>());
    sum += logDensity(
      family,
      load<f64>(values + ((<usize>point) << 3)),
      argument(row + 24, point, modelled, lane),
      argument(row + 32, point, modelled, lane),
      argument(row + 40, point, modelled, lane),
      argument(row + 48, point, modelled, lane),
    );
  }
  return sum * load<f64>(<usize>load<i32>(row, 20));
}

function argument(at: usize, point: i32, modelled: f64, lane: usize): f64 {
  const operand = <usize>load<i32>(at, 4);
  switch (load<i32>(at)) {
    case SOURCE_OUTPUT:
      return modelled;
    case SOURCE_LOG_OUTPUT:
      return Math.log(modelled);
    case SOURCE_SLOT:
      return load<f64>(operand + lane);
    case SOURCE_DATA:
      return load<f64>(operand + ((<usize>point) << 3));
    default:
      return 0.0;
  }
}
