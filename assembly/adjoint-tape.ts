// What a run notes on its way, for the reverse pass: the outputs' slots at each row, and steps of its own choosing.

import {
  ADJOINT_CHECKPOINTS,
  ADJOINT_CHECKPOINT_COUNT,
  ADJOINT_KEPT,
  ADJOINT_KEPT_BYTES,
  ADJOINT_KEPT_RANGES,
  ADJOINT_KEPT_RANGES_END,
  ADJOINT_RATE_BYTES,
  ADJOINT_RATE_RANGES,
  ADJOINT_RATE_RANGES_END,
  ADJOINT_STEPS,
  ADJOINT_STEP_COUNT,
  ADJOINT_TAPE,
  ADJOINT_TAPE_STEPS,
  STEP_BYTES,
} from "./adjoint-layout";
import { vector } from "./frame";
import { FRAME_METHOD, FRAME_VECTOR_BYTES, METHOD_DOPRI5, METHOD_EULER } from "./layout";
import { copyRun } from "./vectors";

/** Copies ranges of slots, pairs of address and bytes, to a place, or from it. */
function copyRanges(range: usize, end: usize, place: usize, isBack: bool): void {
  for (; range < end; range += 8) {
    const slots = <usize>load<i32>(range);
    const bytes = <usize>load<i32>(range, 4);
    copyRun(isBack ? slots : place, bytes, isBack ? place : slots);
    place += bytes;
  }
}

/** Keeps the slots of the outputs as a row leaves them, or puts them back. */
export function keepRow(record: usize, row: i32, isBack: bool): void {
  const place = <usize>load<i32>(record, ADJOINT_KEPT) + <usize>row * <usize>load<i32>(record, ADJOINT_KEPT_BYTES);
  const ranges = <usize>load<i32>(record, ADJOINT_KEPT_RANGES);
  copyRanges(ranges, <usize>load<i32>(record, ADJOINT_KEPT_RANGES_END), place, isBack);
}

/** Keeps the rates of stage n at their place, behind the states of a step, or puts them back. */
export function keepRates(record: usize, rates: usize, n: usize, isBack: bool): void {
  const place = rates + n * <usize>load<i32>(record, ADJOINT_RATE_BYTES);
  const ranges = <usize>load<i32>(record, ADJOINT_RATE_RANGES);
  copyRanges(ranges, <usize>load<i32>(record, ADJOINT_RATE_RANGES_END), place, isBack);
}

/**
 * Vectors that the tape holds of a step: the states at which the derivative is taken, one of Euler's and four of Runge and
 * Kutta's method; of an adaptive step the state before it and its seven stages, vectors 0 to 7.
 */
function stepVectors(frame: usize): usize {
  const method = load<i32>(frame, FRAME_METHOD);
  return method == METHOD_EULER ? 1 : method == METHOD_DOPRI5 ? 8 : 4;
}

/** Address of the n-th of the steps that are on the tape. */
export function onTape(frame: usize, record: usize, n: i32): usize {
  const state = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  const bytes = stepVectors(frame) * (state + <usize>load<i32>(record, ADJOINT_RATE_BYTES));
  return <usize>load<i32>(record, ADJOINT_TAPE) + <usize>n * bytes;
}

/** Address of the state from which the n-th stretch of steps is run again. */
export function checkpoint(frame: usize, record: usize, n: i32): usize {
  return <usize>load<i32>(record, ADJOINT_CHECKPOINTS) + <usize>n * <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
}

/** Where step n of a run goes, whose state before it is in vector 0: at the beginning of a stretch that is kept. */
export function placeOnTape(frame: usize, record: usize, n: i32): usize {
  const tapeSteps = load<i32>(record, ADJOINT_TAPE_STEPS);
  const place = n % tapeSteps;
  if (place == 0)
    copyRun(checkpoint(frame, record, n / tapeSteps), <usize>load<i32>(frame, FRAME_VECTOR_BYTES), vector(frame, 0));
  return onTape(frame, record, place);
}

/** Address of the n-th adaptive step. */
export function stepRecord(record: usize, n: i32): usize {
  return <usize>load<i32>(record, ADJOINT_STEPS) + <usize>n * STEP_BYTES;
}

/** Steps that there is room for. */
export function stepCapacity(record: usize): i32 {
  return load<i32>(record, ADJOINT_TAPE_STEPS) * load<i32>(record, ADJOINT_CHECKPOINT_COUNT);
}

/** Copies the state and the stages of the adaptive step in the frame's vectors onto the tape. */
export function tapeStep(frame: usize, tape: usize): void {
  copyRun(tape, stepVectors(frame) * <usize>load<i32>(frame, FRAME_VECTOR_BYTES), vector(frame, 0));
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
  tapeStep(frame, placeOnTape(frame, record, n));
}
