// The likelihood of one observation: what the model says beside it, and how it scatters.
//
// `row` is a target's row in the table of targets, `width` the bytes of a slot, 8 × lanes.

import { distribution } from "./distribution/distribution";
import { LOG_DENSITY, QUANTILE } from "./family";
import {
  FRAME_OUTPUTS,
  FRAME_STATUS,
  FRAME_TARGET_TABLE,
  FRAME_TRAJECTORY,
  SOURCE_DATA,
  SOURCE_LOG_OUTPUT,
  SOURCE_OUTPUT,
  SOURCE_SLOT,
  STATUS_OK,
  STATUS_OUTPUT_NOT_FINITE,
  TARGET_FAMILY,
  TARGET_MEAN,
  TARGET_OF_OUTPUT,
  TARGET_POINT_WEIGHTS,
  TARGET_STRIDE,
  TARGET_WINDOWS,
} from "./layout";

export function targetRow(frame: usize, target: i32): usize {
  return <usize>load<i32>(frame, FRAME_TARGET_TABLE) + ((<usize>(target * TARGET_STRIDE)) << 2);
}

/** The model's output at the time of the point; where it has a window of output times, its sum or mean over them. */
export function modelledAt(frame: usize, row: usize, point: i32, lane: usize, width: usize): f64 {
  const flags = load<i32>(row);
  const nOutputs = <usize>load<i32>(frame, FRAME_OUTPUTS);
  const output = <usize>load<i32>(frame, FRAME_TRAJECTORY) + <usize>load<i32>(row, 4) * width + lane;
  const indices = <usize>load<i32>(row, 12);
  if (!(flags & TARGET_WINDOWS)) {
    return load<f64>(output + <usize>load<i32>(indices + ((<usize>point) << 2)) * nOutputs * width);
  }
  const window = indices + ((<usize>point) << 3);
  const first = load<i32>(window);
  const count = load<i32>(window, 4);
  let sum = 0.0;
  for (let n = 0; n < count; ++n) sum += load<f64>(output + <usize>(first + n) * nOutputs * width);
  return flags & TARGET_MEAN ? sum / <f64>count : sum;
}

/** The argument whose source and operand stand at `at`; a log output's is the logarithm of the modelled value. */
export function targetArgument(at: usize, point: i32, modelled: f64, lane: usize): f64 {
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

/** The place at which the density is taken: the observation, or the modelled value where that has the distribution. */
export function targetPlace(row: usize, point: i32, modelled: f64): f64 {
  if (load<i32>(row) & TARGET_OF_OUTPUT) return modelled;
  return load<f64>(<usize>load<i32>(row, 16) + ((<usize>point) << 3));
}

/** Weight of a point: one for the whole target, or one each. */
export function pointWeight(row: usize, point: i32): f64 {
  const weights = <usize>load<i32>(row, 20);
  return load<f64>(load<i32>(row) & TARGET_POINT_WEIGHTS ? weights + ((<usize>point) << 3) : weights);
}

/** One quantity of an observation's distribution (family.ts); x as `distribution` takes it. */
function quantityOf(which: i32, row: usize, point: i32, modelled: f64, x: f64, lane: usize): f64 {
  return distribution(
    which,
    load<i32>(row) & TARGET_FAMILY,
    x,
    targetArgument(row + 24, point, modelled, lane),
    targetArgument(row + 32, point, modelled, lane),
    targetArgument(row + 40, point, modelled, lane),
    targetArgument(row + 48, point, modelled, lane),
  );
}

/** Log density of one observation, without its weight. */
function pointTerm(frame: usize, row: usize, point: i32, lane: usize, width: usize): f64 {
  const modelled = modelledAt(frame, row, point, lane, width);
  return quantityOf(LOG_DENSITY, row, point, modelled, targetPlace(row, point, modelled), lane);
}

/** Σ weight · log density over the target's points; one weight for all multiplies their sum. */
export function targetTerm(frame: usize, row: usize, lane: usize, width: usize): f64 {
  const nPoints = load<i32>(row, 8);
  let sum = 0.0;
  if (load<i32>(row) & TARGET_POINT_WEIGHTS) {
    for (let point = 0; point < nPoints; ++point) {
      const weight = pointWeight(row, point);
      // An observation without weight has no say, not even where it is impossible.
      if (weight != 0.0) sum += weight * pointTerm(frame, row, point, lane, width);
    }
    return sum;
  }
  for (let point = 0; point < nPoints; ++point) sum += pointTerm(frame, row, point, lane, width);
  return sum * load<f64>(<usize>load<i32>(row, 20));
}

/** Whether a lane has a trajectory. An output that is not finite matters only to a target that looks at it. */
export function isSimulated(frame: usize, lane: usize): bool {
  const status = load<i32>(<usize>load<i32>(frame, FRAME_STATUS) + (lane >> 1));
  return status == STATUS_OK || status == STATUS_OUTPUT_NOT_FINITE;
}

/**
 * Log density of one observation under the latest run of a lane, without its weight; −∞ where there is none.
 *
 * @param lane  from 0
 */
export function pointLogLikelihood(frame: usize, lanes: i32, lane: i32, target: i32, point: i32): f64 {
  const offset = (<usize>lane) << 3;
  if (!isSimulated(frame, offset)) return -Infinity;
  const term = pointTerm(frame, targetRow(frame, target), point, offset, (<usize>lanes) << 3);
  return isNaN(term) ? -Infinity : term;
}

/**
 * The value below which one observation of the latest run of a lane falls with probability `chance`: a simulated
 * observation, where that is a uniform random number. NaN where the output itself has the distribution.
 */
export function pointQuantile(frame: usize, lanes: i32, lane: i32, target: i32, point: i32, chance: f64): f64 {
  const row = targetRow(frame, target);
  if (load<i32>(row) & TARGET_OF_OUTPUT) return NaN;
  const offset = (<usize>lane) << 3;
  const modelled = modelledAt(frame, row, point, offset, (<usize>lanes) << 3);
  return quantityOf(QUANTILE, row, point, modelled, chance, offset);
}

/** The model's value beside one observation of the latest run of a lane. */
export function pointModelled(frame: usize, lanes: i32, lane: i32, target: i32, point: i32): f64 {
  return modelledAt(frame, targetRow(frame, target), point, (<usize>lane) << 3, (<usize>lanes) << 3);
}
