// What a run notes on its way, for the reverse pass: the outputs' slots at each row, and steps of its own choosing.

import {
  ADJOINT_CHECKPOINTS,
  ADJOINT_CHECKPOINT_COUNT,
  ADJOINT_KEPT,
  ADJOINT_KEPT_BYTES,
  ADJOINT_KEPT_RANGES,
  ADJOINT_KEPT_RANGES_END,
  ADJOINT_STEPS,
  ADJOINT_STEP_COUNT,
  ADJOINT_TAPE,
  ADJOINT_TAPE_STEPS,
  STEP_BYTES,
} from "./adjoint-layout";
import { FRAME_STATE, FRAME_VECTOR_BYTES } from "./layout";

/** Keeps the slots of the outputs as a row leaves them. */
export function keepRow(record: usize, row: i32): void {
  let to = <usize>load<i32>(record, ADJOINT_KEPT) + <usize>row * <usize>load<i32>(record, ADJOINT_KEPT_BYTES);
  const end = <usize>load<i32>(record, ADJOINT_KEPT_RANGES_END);
  for (let range = <usize>load<i32>(record, ADJOINT_KEPT_RANGES); range < end; range += 8) {
    const bytes = <usize>load<i32>(range, 4);
    memory.copy(to, <usize>load<i32>(range), bytes);
    to += bytes;
  }
}

/** Puts them back. */
export function restoreRow(record: usize, row: i32): void {
  let from = <usize>load<i32>(record, ADJOINT_KEPT) + <usize>row * <usize>load<i32>(record, ADJOINT_KEPT_BYTES);
  const end = <usize>load<i32>(record, ADJOINT_KEPT_RANGES_END);
  for (let range = <usize>load<i32>(record, ADJOINT_KEPT_RANGES); range < end; range += 8) {
    const bytes = <usize>load<i32>(range, 4);
    memory.copy(<usize>load<i32>(range), from, bytes);
    from += bytes;
  }
}

/** Vectors that the tape holds of an adaptive step: the state before it and its seven stages, vectors 0 to 7. */
export const STEP_VECTORS: usize = 8;

/** Address of the n-th adaptive step. */
export function stepRecord(record: usize, n: i32): usize {
  return <usize>load<i32>(record, ADJOINT_STEPS) + <usize>n * STEP_BYTES;
}

/** Steps that there is room for. */
export function stepCapacity(record: usize): i32 {
  return load<i32>(record, ADJOINT_TAPE_STEPS) * load<i32>(record, ADJOINT_CHECKPOINT_COUNT);
}

/** Copies the state and the stages of the step in the frame's vectors to the n-th place of the tape. */
export function tapeStep(frame: usize, record: usize, place: i32): void {
  const bytes = STEP_VECTORS * <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  memory.copy(
    <usize>load<i32>(record, ADJOINT_TAPE) + <usize>place * bytes,
    <usize>load<i32>(frame, FRAME_STATE),
    bytes,
  );
}

/**
 * Notes an accepted step whose state is still in vector 0 and whose stages are in vectors 1 to 7. A step beyond the
 * capacity is counted and not kept.
 *
 * @param after  the time at its end
 * @param row    the row after those written in it
 */
export function keepStep(frame: usize, record: usize, t: f64, h: f64, after: f64, row: i32): void {
  const n = load<i32>(record, ADJOINT_STEP_COUNT);
  store<i32>(record, n + 1, ADJOINT_STEP_COUNT);
  if (n >= stepCapacity(record)) return;
  const at = stepRecord(record, n);
  store<f64>(at, t);
  store<f64>(at, h, 8);
  store<f64>(at, after, 16);
  store<i32>(at, row, 24);
  const tapeSteps = load<i32>(record, ADJOINT_TAPE_STEPS);
  const place = n % tapeSteps;
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  if (place == 0) {
    const to = <usize>load<i32>(record, ADJOINT_CHECKPOINTS) + <usize>(n / tapeSteps) * bytes;
    memory.copy(to, <usize>load<i32>(frame, FRAME_STATE), bytes);
  }
  tapeStep(frame, record, place);
}
