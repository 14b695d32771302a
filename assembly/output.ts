// Rows of the trajectory: outputs at an output time, and a look at the state for what should not be there.

import { keepRow } from "./adjoint-tape";
import { setRates, setTime } from "./frame";
import {
  FLAG_OUTPUTS_NEED_RATES,
  FRAME_COMPARTMENTS,
  FRAME_CULPRIT,
  FRAME_FAIL_TIME,
  FRAME_FINISH,
  FRAME_FINISH_END,
  FRAME_FLAGS,
  FRAME_LOWEST,
  FRAME_LOWEST_COMPARTMENT,
  FRAME_LOWEST_TIME,
  FRAME_OUTPUTS,
  FRAME_OUTPUT_TABLE,
  FRAME_PROJECT,
  FRAME_PROJECT_END,
  FRAME_STATUS,
  FRAME_TAPE,
  FRAME_TRAJECTORY,
  STATUS_NOT_FINITE,
  STATUS_OK,
  STATUS_OUTPUT_NOT_FINITE,
} from "./layout";
import { executeLanes } from "./execute";

/** Computes the linear projections of a state, or of a stage vector, that the outputs are made of. */
export function project(width: usize, frame: usize, y: usize): void {
  executeLanes(width, <usize>load<i32>(frame, FRAME_PROJECT), <usize>load<i32>(frame, FRAME_PROJECT_END), y, 0);
}

/** True where outputs need slots beyond their projections, so that a whole state must be there. */
export function outputsNeedRates(frame: usize): bool {
  return (load<i32>(frame, FRAME_FLAGS) & FLAG_OUTPUTS_NEED_RATES) != 0;
}

/** Writes row `index` of the trajectory from the state y, [row][lane], at time t. */
export function writeRow(width: usize, frame: usize, index: i32, t: f64, y: usize): void {
  inspect(width, frame, t, y);
  setTime(width, frame, t);
  if (outputsNeedRates(frame)) setRates(width, frame, y);
  project(width, frame, y);
  finishRow(width, frame, index, t);
}

/** Writes row `index` from projections that are in their slots already. */
export function finishRow(width: usize, frame: usize, index: i32, t: f64): void {
  setTime(width, frame, t);
  executeLanes(width, <usize>load<i32>(frame, FRAME_FINISH), <usize>load<i32>(frame, FRAME_FINISH_END), 0, 0);
  const nOutputs = load<i32>(frame, FRAME_OUTPUTS);
  const table = <usize>load<i32>(frame, FRAME_OUTPUT_TABLE);
  let row = <usize>load<i32>(frame, FRAME_TRAJECTORY) + <usize>(index * nOutputs) * width;
  for (let output = 0; output < nOutputs; ++output, row += width) {
    const slot = <usize>load<i32>(table + ((<usize>output) << 2));
    for (let lane: usize = 0; lane < width; lane += 8) {
      const value = load<f64>(slot + lane);
      store<f64>(row + lane, value);
      if (!isFinite(value)) report(frame, lane, STATUS_OUTPUT_NOT_FINITE, output, t);
    }
  }
  const record = <usize>load<i32>(frame, FRAME_TAPE);
  if (record) keepRow(record, index, false);
}

/** Keeps the first status of a lane: what it speaks of, and when. */
export function report(frame: usize, lane: usize, status: i32, culprit: i32, t: f64): void {
  const at = <usize>load<i32>(frame, FRAME_STATUS) + (lane >> 1);
  if (load<i32>(at) != STATUS_OK) return;
  store<i32>(at, status);
  store<i32>(<usize>load<i32>(frame, FRAME_CULPRIT) + (lane >> 1), culprit);
  store<f64>(<usize>load<i32>(frame, FRAME_FAIL_TIME) + lane, t);
}

/** Looks for compartments that are negative or not finite: a quick pass over all lanes at once, then a slow one if need be. */
export function inspect(width: usize, frame: usize, t: f64, y: usize): void {
  const bytes = <usize>load<i32>(frame, FRAME_COMPARTMENTS) * width;
  // The sign bits of all sizes, and a sum that is finite only where all sizes are.
  let signs = f64x2.splat(0.0);
  let sum = signs;
  let more = signs;
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    const a = v128.load(y + i);
    const b = v128.load(y + i, 16);
    signs = v128.or(signs, v128.or(a, b));
    sum = f64x2.add(sum, a);
    more = f64x2.add(more, b);
  }
  for (; i < bytes; i += 8) {
    const size = f64x2.splat(load<f64>(y + i));
    signs = v128.or(signs, size);
    sum = f64x2.add(sum, size);
  }
  sum = f64x2.add(sum, more);
  const isSound =
    i64x2.bitmask(signs) == 0 && isFinite(f64x2.extract_lane(sum, 0)) && isFinite(f64x2.extract_lane(sum, 1));
  if (!isSound) search(width, frame, t, y);
}

function search(width: usize, frame: usize, t: f64, y: usize): void {
  const nCompartments = load<i32>(frame, FRAME_COMPARTMENTS);
  for (let compartment = 0; compartment < nCompartments; ++compartment) {
    for (let lane: usize = 0; lane < width; lane += 8) {
      const size = load<f64>(y + <usize>compartment * width + lane);
      if (!isFinite(size)) report(frame, lane, STATUS_NOT_FINITE, compartment, t);
      else if (size < load<f64>(<usize>load<i32>(frame, FRAME_LOWEST) + lane)) {
        store<f64>(<usize>load<i32>(frame, FRAME_LOWEST) + lane, size);
        store<i32>(<usize>load<i32>(frame, FRAME_LOWEST_COMPARTMENT) + (lane >> 1), compartment);
        store<f64>(<usize>load<i32>(frame, FRAME_LOWEST_TIME) + lane, t);
      }
    }
  }
}
