// The exact Jacobian of the right-hand side, and its derivative in time, from the placed program.

import { rightHandSide, vector } from "./frame";
import {
  FRAME_COMPARTMENTS,
  FRAME_FLOW,
  FRAME_FLOW_END,
  FRAME_JACOBIAN,
  FRAME_RATE,
  FRAME_RATE_END,
  FRAME_ROWS,
  FRAME_SLOTS,
  FRAME_TANGENTS,
  FRAME_TANGENT_BYTES,
  FRAME_TANGENT_SLOPE,
  FRAME_TANGENT_STATE,
  FRAME_TIME,
  FRAME_TIME_END,
  FRAME_TIME_SLOPE,
  TANGENT_DIRECTIONS,
} from "./layout";
import { differentiate } from "./tangent";
import { TANGENT_BYTES, TANGENT_SHIFT } from "./tangent-vector";

/**
 * At time t and the state: the derivative into vector 1, ∂(derivative)/∂(compartments) and ∂(derivative)/∂t.
 *
 * One pass differentiates along TANGENT_DIRECTIONS compartments; time is one more direction, behind the last of them.
 * Accumulators count and nothing depends on them, so they have rows but no columns.
 */
export function linearise(frame: usize, t: f64): void {
  rightHandSide(8, frame, t, vector(frame, 0), vector(frame, 1));
  const tangents = <usize>load<i32>(frame, FRAME_TANGENTS);
  const state = <usize>load<i32>(frame, FRAME_TANGENT_STATE);
  const nCompartments = load<i32>(frame, FRAME_COMPARTMENTS);
  // What is known before the run, and what depends on time alone, does not move with the state.
  memory.fill(tangents, 0, <usize>load<i32>(frame, FRAME_TANGENT_BYTES));
  memory.fill(state, 0, <usize>load<i32>(frame, FRAME_ROWS) * TANGENT_BYTES);
  for (let first = 0; first <= nCompartments; first += TANGENT_DIRECTIONS) {
    const count = min(TANGENT_DIRECTIONS, nCompartments - first);
    const withTime = count < TANGENT_DIRECTIONS;
    seed(state, first, count, 1.0);
    if (withTime) store<f64>(tangents + ((<usize>count) << 3), 1.0); // slot 0 is time
    passAlong(frame, withTime);
    seed(state, first, count, 0.0);
    keepColumns(frame, first, count);
  }
}

/** Direction d is along the compartment `first + d`. */
function seed(state: usize, first: i32, count: i32, value: f64): void {
  for (let direction = 0; direction < count; ++direction) {
    store<f64>(state + <usize>(first + direction) * TANGENT_BYTES + ((<usize>direction) << 3), value);
  }
}

function passAlong(frame: usize, withTime: bool): void {
  const slots = <usize>load<i32>(frame, FRAME_SLOTS);
  const shift = <usize>load<i32>(frame, FRAME_TANGENTS) - (slots << TANGENT_SHIFT);
  const state = <usize>load<i32>(frame, FRAME_TANGENT_STATE);
  const slope = <usize>load<i32>(frame, FRAME_TANGENT_SLOPE);
  const y = vector(frame, 0);
  if (withTime) {
    differentiate(<usize>load<i32>(frame, FRAME_TIME), <usize>load<i32>(frame, FRAME_TIME_END), y, shift, state, slope);
  }
  differentiate(<usize>load<i32>(frame, FRAME_RATE), <usize>load<i32>(frame, FRAME_RATE_END), y, shift, state, slope);
  differentiate(<usize>load<i32>(frame, FRAME_FLOW), <usize>load<i32>(frame, FRAME_FLOW_END), y, shift, state, slope);
}

/** Copies the tangents of the derivative into `count` columns of the Jacobian, and the next one into the slope in time. */
function keepColumns(frame: usize, first: i32, count: i32): void {
  const slope = <usize>load<i32>(frame, FRAME_TANGENT_SLOPE);
  const nRows = <usize>load<i32>(frame, FRAME_ROWS);
  const rowBytes = (<usize>load<i32>(frame, FRAME_COMPARTMENTS)) << 3;
  const bytes = (<usize>count) << 3;
  const inTime = <usize>load<i32>(frame, FRAME_TIME_SLOPE);
  let to = <usize>load<i32>(frame, FRAME_JACOBIAN) + ((<usize>first) << 3);
  for (let row: usize = 0; row < nRows; ++row, to += rowBytes) {
    const from = slope + row * TANGENT_BYTES;
    for (let i: usize = 0; i < bytes; i += 8) store<f64>(to + i, load<f64>(from + i));
    if (count < TANGENT_DIRECTIONS) store<f64>(inTime + (row << 3), load<f64>(from + bytes));
  }
}
