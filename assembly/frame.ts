// The placed program's frame: reads of its fields by name.

import {
  FRAME_CLOCK_END,
  FRAME_FLOW,
  FRAME_FLOW_END,
  FRAME_EVALUATIONS,
  FRAME_FLAGS,
  FRAME_RATE,
  FRAME_RATE_END,
  FRAME_SLOTS,
  FRAME_STATE,
  FRAME_TIME_END,
  FRAME_TIME_NOW,
  FRAME_VECTOR_BYTES,
  FLAG_JUMPS,
  FRAME_FAIL_TIME,
  FRAME_TRACE,
  TRACE_CAUGHT,
  TRACE_ON,
} from "./layout";
import { setClock } from "./clock";
import { executeLanes } from "./execute";

/** Address of the n-th vector of the state, [row][lane]; 0 is the state itself. */
// @ts-ignore: decorator
@inline
export function vector(frame: usize, n: i32): usize {
  return <usize>load<i32>(frame, FRAME_STATE) + <usize>n * <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
}

/** Sets time on all lanes and computes the slots that depend on it; nothing to do where it is the same as before. */
export function setTime(width: usize, frame: usize, t: f64): void {
  if (load<f64>(frame, FRAME_TIME_NOW) == t) return;
  store<f64>(frame, t, FRAME_TIME_NOW);
  const slot = <usize>load<i32>(frame, FRAME_SLOTS);
  for (let lane: usize = 0; lane < width; lane += 8) store<f64>(slot + lane, t);
  setClock(width, frame, t);
  executeLanes(width, <usize>load<i32>(frame, FRAME_CLOCK_END), <usize>load<i32>(frame, FRAME_TIME_END), 0, 0);
}

/** Computes the slots that depend on the state: pools, forces of infection, rates. */
export function setRates(width: usize, frame: usize, y: usize): void {
  executeLanes(width, <usize>load<i32>(frame, FRAME_RATE), <usize>load<i32>(frame, FRAME_RATE_END), y, 0);
}

/**
 * The right-hand side: dy[row] = net flow into the row at time t and state y, persons per time unit.
 *
 * @param y, dy  [row][lane]; dy is overwritten
 */
export function rightHandSide(width: usize, frame: usize, t: f64, y: usize, dy: usize): void {
  if (load<i32>(frame, FRAME_TRACE) == TRACE_CAUGHT) return;
  store<i32>(frame, load<i32>(frame, FRAME_EVALUATIONS) + 1, FRAME_EVALUATIONS);
  setTime(width, frame, t);
  setRates(width, frame, y);
  executeLanes(width, <usize>load<i32>(frame, FRAME_FLOW), <usize>load<i32>(frame, FRAME_FLOW_END), y, dy);
  if (load<i32>(frame, FRAME_TRACE) == TRACE_ON) trace(frame, t, dy);
}

/** Ends a traced run at the first derivative that is not finite; the slots keep what led to it. */
function trace(frame: usize, t: f64, dy: usize): void {
  const end = dy + <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  for (let at = dy; at < end; at += 8) {
    if (isFinite(load<f64>(at))) continue;
    store<i32>(frame, TRACE_CAUGHT, FRAME_TRACE);
    store<f64>(<usize>load<i32>(frame, FRAME_FAIL_TIME), t);
    return;
  }
}

/** True where something jumps in time, so that a step must not look across its ends. */
export function jumps(frame: usize): bool {
  return (load<i32>(frame, FRAME_FLAGS) & FLAG_JUMPS) != 0;
}

/** The moment just after the start of a step, by a few units in the last place. */
export function justAfter(t: f64, h: f64): f64 {
  return t + max(abs(t), h) * 4.44e-16;
}

/** The moment just before the end of a step. */
export function justBefore(t: f64, h: f64): f64 {
  return t - max(abs(t), h) * 4.44e-16;
}
