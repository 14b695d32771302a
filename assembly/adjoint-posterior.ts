// The gradient of the log posterior: one run that is remembered, and one pass back through it.

import {
  ADJOINT_GRADIENT,
  ADJOINT_SHIFT,
  ADJOINT_SLOPES,
  ADJOINT_STEP_COUNT,
  ADJOINT_TRAJECTORY,
} from "./adjoint-layout";
import { reverseDopri5 } from "./adjoint-dopri5";
import { reverseFixed } from "./adjoint-fixed";
import { clearSlots } from "./adjoint-steps";
import { stepCapacity } from "./adjoint-tape";
import { logDensitySlopes } from "./distribution/slope";
import {
  FRAME_LOG_DENSITY,
  FRAME_METHOD,
  FRAME_OUTPUTS,
  FRAME_PRIORS,
  FRAME_TAPE,
  FRAME_TARGETS,
  FRAME_TIMES,
  FRAME_Z,
  METHOD_DOPRI5,
  SOURCE_LOG_OUTPUT,
  SOURCE_OUTPUT,
  SOURCE_SLOT,
  TARGET_FAMILY,
  TARGET_MEAN,
  TARGET_OF_OUTPUT,
  TARGET_WINDOWS,
} from "./layout";
import { modelledAt, pointWeight, targetArgument, targetPlace, targetRow } from "./likelihood";
import { priorRow, sumLogDensities, setUnconstrained } from "./posterior";
import { simulateLanes } from "./simulate";
import { slopeOfLogJacobian, slopeOfNatural } from "./transform";

/**
 * Log prior, log likelihood and log Jacobian of the unconstrained vectors, to the bits of `logPosterior`, and the gradient
 * of their sum in ADJOINT_GRADIENT, [free parameter][lane].
 *
 * NaN in a lane whose sum is not finite, and where an adaptive run took more steps than there is room to remember.
 * Cost: about three runs, whatever the number of parameters.
 */
export function evaluateGradient(frame: usize, record: usize, width: usize): void {
  const isAdaptive = load<i32>(frame, FRAME_METHOD) == METHOD_DOPRI5;
  setUnconstrained(width, frame);
  store<i32>(record, 0, ADJOINT_STEP_COUNT);
  store<usize>(frame, record, FRAME_TAPE);
  simulateLanes(width, frame);
  sumLogDensities(width, frame);
  const isKept = !isAdaptive || load<i32>(record, ADJOINT_STEP_COUNT) <= stepCapacity(record);
  let isAnyFinite = false;
  for (let lane: usize = 0; lane < width; lane += 8)
    isAnyFinite = isAnyFinite || isFinite(logDensityOf(frame, width, lane));
  if (isKept && isAnyFinite) {
    clearSlots(record);
    const trajectory = <usize>load<i32>(frame, FRAME_TIMES) * <usize>load<i32>(frame, FRAME_OUTPUTS) * width;
    memory.fill(<usize>load<i32>(record, ADJOINT_TRAJECTORY), 0, trajectory);
    for (let lane: usize = 0; lane < width; lane += 8) {
      if (!isFinite(logDensityOf(frame, width, lane))) continue;
      addPriorSlopes(frame, record, lane);
      for (let n = 0; n < load<i32>(frame, FRAME_TARGETS); ++n) {
        addTargetSlopes(frame, record, targetRow(frame, n), lane, width);
      }
    }
    if (isAdaptive) reverseDopri5(frame, record);
    else reverseFixed(frame, record, width);
  }
  store<usize>(frame, 0, FRAME_TAPE);
  for (let lane: usize = 0; lane < width; lane += 8) {
    writeGradient(frame, record, lane, width, isKept && isFinite(logDensityOf(frame, width, lane)));
  }
}

function logDensityOf(frame: usize, width: usize, lane: usize): f64 {
  const parts = <usize>load<i32>(frame, FRAME_LOG_DENSITY) + lane;
  return load<f64>(parts) + load<f64>(parts + width) + load<f64>(parts + 2 * width);
}

function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

/** The slopes of the log priors, by the parameters and by the slots of their arguments. */
function addPriorSlopes(frame: usize, record: usize, lane: usize): void {
  const slopes = <usize>load<i32>(record, ADJOINT_SLOPES);
  const shift = <usize>load<i32>(record, ADJOINT_SHIFT);
  for (let n = 0; n < load<i32>(frame, FRAME_PRIORS); ++n) {
    const row = priorRow(frame, n);
    logDensitySlopes(
      load<i32>(row, 4),
      load<f64>(<usize>load<i32>(row) + lane),
      load<f64>(<usize>load<i32>(row, 8) + lane),
      load<f64>(<usize>load<i32>(row, 12) + lane),
      load<f64>(<usize>load<i32>(row, 16) + lane),
      load<f64>(<usize>load<i32>(row, 20) + lane),
      slopes,
    );
    add(<usize>load<i32>(row) + lane + shift, load<f64>(slopes));
    for (let at: usize = 8; at <= 32; at += 8) {
      add(<usize>load<i32>(row + 4 + (at >> 1)) + lane + shift, load<f64>(slopes + at));
    }
  }
}

/** The slopes of a target's log likelihood, by the trajectory and by the slots of its arguments. */
function addTargetSlopes(frame: usize, record: usize, row: usize, lane: usize, width: usize): void {
  const slopes = <usize>load<i32>(record, ADJOINT_SLOPES);
  const flags = load<i32>(row);
  for (let point = 0; point < load<i32>(row, 8); ++point) {
    const weight = pointWeight(row, point);
    if (weight == 0.0) continue;
    const modelled = modelledAt(frame, row, point, lane, width);
    logDensitySlopes(
      flags & TARGET_FAMILY,
      targetPlace(row, point, modelled),
      targetArgument(row + 24, point, modelled, lane),
      targetArgument(row + 32, point, modelled, lane),
      targetArgument(row + 40, point, modelled, lane),
      targetArgument(row + 48, point, modelled, lane),
      slopes,
    );
    let byModelled = flags & TARGET_OF_OUTPUT ? load<f64>(slopes) : 0.0;
    for (let n: usize = 1; n <= 4; ++n) {
      const argument = row + 16 + (n << 3);
      const slope = load<f64>(slopes + (n << 3));
      const source = load<i32>(argument);
      if (source == SOURCE_OUTPUT) byModelled += slope;
      else if (source == SOURCE_LOG_OUTPUT) byModelled += slope / modelled;
      else if (source == SOURCE_SLOT) {
        add(<usize>load<i32>(argument, 4) + lane + <usize>load<i32>(record, ADJOINT_SHIFT), weight * slope);
      }
    }
    addModelled(frame, record, row, point, lane, width, weight * byModelled);
  }
}

/** The modelled value of a point is the sum or mean of an output over its window of rows. */
function addModelled(frame: usize, record: usize, row: usize, point: i32, lane: usize, width: usize, slope: f64): void {
  const flags = load<i32>(row);
  const windows = (flags & TARGET_WINDOWS) != 0;
  const index = <usize>load<i32>(row, 12) + ((<usize>point) << (windows ? 3 : 2));
  const first = load<i32>(index);
  const count = windows ? load<i32>(index, 4) : 1;
  const stride = <usize>load<i32>(frame, FRAME_OUTPUTS) * width;
  const output = <usize>load<i32>(record, ADJOINT_TRAJECTORY) + <usize>load<i32>(row, 4) * width + lane;
  const each = flags & TARGET_MEAN ? slope / <f64>count : slope;
  for (let n = 0; n < count; ++n) add(output + <usize>(first + n) * stride, each);
}

/** From the natural scale to the unconstrained one. */
function writeGradient(frame: usize, record: usize, lane: usize, width: usize, isFine: bool): void {
  const shift = <usize>load<i32>(record, ADJOINT_SHIFT);
  for (let n = 0; n < load<i32>(frame, FRAME_PRIORS); ++n) {
    const row = priorRow(frame, n);
    const kind = load<i32>(row, 24);
    const z = load<f64>(<usize>load<i32>(frame, FRAME_Z) + <usize>n * width + lane);
    const lower = load<f64>(<usize>load<i32>(row, 28));
    const upper = load<f64>(<usize>load<i32>(row, 32));
    const byNatural = load<f64>(<usize>load<i32>(row) + lane + shift);
    const slope = byNatural * slopeOfNatural(kind, z, lower, upper) + slopeOfLogJacobian(kind, z);
    store<f64>(<usize>load<i32>(record, ADJOINT_GRADIENT) + <usize>n * width + lane, isFine ? slope : NaN);
  }
}
