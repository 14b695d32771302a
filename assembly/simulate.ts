// From the parameters in their slots to a trajectory: start, step from output time to output time, write rows.

import { runAdaptive } from "./adaptive";
import { keepRates, placeOnTape } from "./adjoint-tape";
import { vector } from "./frame";
import {
  FRAME_ACCEPTED,
  FRAME_COMPARTMENTS,
  FRAME_EVALUATIONS,
  FRAME_FIRST_ROW,
  FRAME_INITIAL,
  FRAME_LAST_ROW,
  FRAME_LOWEST,
  FRAME_LOWEST_COMPARTMENT,
  FRAME_METHOD,
  FRAME_REJECTED,
  FRAME_SETUP,
  FRAME_SETUP_END,
  FRAME_START,
  FRAME_STATUS,
  FRAME_STEP,
  FRAME_SUBSTEPS,
  FRAME_TAPE,
  FRAME_TIMES,
  FRAME_TIME_NOW,
  FRAME_TRACE,
  FRAME_VECTOR_BYTES,
  METHOD_DOPRI5,
  METHOD_EULER,
  METHOD_RODAS5P,
  METHOD_TAU_LEAP,
  NONE,
  STATUS_BAD_START,
  STATUS_OK,
  TRACE_CAUGHT,
} from "./layout";
import { executeLanes } from "./execute";
import { report, writeRow } from "./output";
import { stepEuler, stepRk4 } from "./step-fixed";
import { beginLeaps, stepTauLeap } from "./step-tau-leap";
import { copyRun } from "./vectors";

/** Integrates all lanes over the whole run and fills the trajectory. Each lane's status says how it went. */
export function simulateLanes(width: usize, frame: usize): void {
  begin(width, frame);
  advanceLanes(width, frame, 0, load<i32>(frame, FRAME_TIMES));
}

/**
 * Integrates all lanes from the output time `first`, whose state is there, and writes its row and those after it, before
 * row `last`. Where `last` is an output time, the state there is left for another program to go on from, without a row.
 */
export function advanceLanes(width: usize, frame: usize, first: i32, last: i32): void {
  store<i32>(frame, first, FRAME_FIRST_ROW);
  store<i32>(frame, last, FRAME_LAST_ROW);
  const method = load<i32>(frame, FRAME_METHOD);
  if (method == METHOD_DOPRI5 || method == METHOD_RODAS5P) runAdaptive(frame);
  else runFixed(width, frame);
}

/** Computes what depends on the parameters alone, and the state at the start. */
export function begin(width: usize, frame: usize): void {
  store<f64>(frame, NaN, FRAME_TIME_NOW);
  store<i32>(frame, 0, FRAME_ACCEPTED);
  store<i32>(frame, 0, FRAME_REJECTED);
  store<i32>(frame, 0, FRAME_EVALUATIONS);
  executeLanes(width, <usize>load<i32>(frame, FRAME_SETUP), <usize>load<i32>(frame, FRAME_SETUP_END), 0, 0);
  for (let lane: usize = 0; lane < width; lane += 8) {
    store<i32>(<usize>load<i32>(frame, FRAME_STATUS) + (lane >> 1), STATUS_OK);
    store<f64>(<usize>load<i32>(frame, FRAME_LOWEST) + lane, 0.0);
    store<i32>(<usize>load<i32>(frame, FRAME_LOWEST_COMPARTMENT) + (lane >> 1), NONE);
  }
  const y = vector(frame, 0);
  const bytes = <usize>load<i32>(frame, FRAME_COMPARTMENTS) * width;
  memory.fill(y, 0, <usize>load<i32>(frame, FRAME_VECTOR_BYTES));
  memory.copy(y, <usize>load<i32>(frame, FRAME_INITIAL), bytes);
  const start = load<f64>(frame, FRAME_START);
  for (let at: usize = 0; at < bytes; at += 8) {
    const size = load<f64>(y + at);
    if (size >= 0.0 && isFinite(size)) continue;
    report(frame, at % width, STATUS_BAD_START, <i32>(at / width), start);
  }
}

function runFixed(width: usize, frame: usize): void {
  const start = load<f64>(frame, FRAME_START);
  const step = load<f64>(frame, FRAME_STEP);
  const firstRow = load<i32>(frame, FRAME_FIRST_ROW);
  const lastRow = load<i32>(frame, FRAME_LAST_ROW);
  const finalRow = min(lastRow, load<i32>(frame, FRAME_TIMES) - 1);
  const substeps = load<i32>(frame, FRAME_SUBSTEPS);
  const record = <usize>load<i32>(frame, FRAME_TAPE);
  // A run that goes on from another one's state has its random streams too.
  if (load<i32>(frame, FRAME_METHOD) == METHOD_TAU_LEAP && firstRow == 0) beginLeaps(width, frame);
  if (firstRow < lastRow) writeRow(width, frame, firstRow, start + <f64>firstRow * step, vector(frame, 0));
  for (let row = firstRow + 1; row <= finalRow; ++row) {
    for (let n = (row - 1) * substeps; n < row * substeps; ++n) {
      fixedStep(width, frame, n, record ? placeOnTape(frame, record, n) : 0);
      // The next row would compute anew the slots that are to be looked at.
      if (load<i32>(frame, FRAME_TRACE) == TRACE_CAUGHT) return;
    }
    if (row < lastRow) writeRow(width, frame, row, start + <f64>row * step, vector(frame, 0));
  }
  store<i32>(frame, (finalRow - firstRow) * substeps, FRAME_ACCEPTED);
}

/**
 * Step n of one length, from the state in vector 0.
 *
 * @param tape  where the states at which the derivative is taken are to be kept, one after the other; 0 for nowhere
 */
export function fixedStep(width: usize, frame: usize, n: i32, tape: usize): void {
  const start = load<f64>(frame, FRAME_START);
  const h = load<f64>(frame, FRAME_STEP) / <f64>load<i32>(frame, FRAME_SUBSTEPS);
  const t = start + <f64>n * h;
  const end = start + <f64>(n + 1) * h;
  const method = load<i32>(frame, FRAME_METHOD);
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  if (tape) copyRun(tape, bytes, vector(frame, 0));
  if (method == METHOD_EULER) {
    stepEuler(width, frame, t, h);
    if (tape) keepRates(<usize>load<i32>(frame, FRAME_TAPE), tape + bytes, 0, false);
  } else if (method == METHOD_TAU_LEAP) stepTauLeap(width, frame, end, h);
  else if (tape) stepRk4(width, frame, t, end, h, tape + bytes, bytes);
  else stepRk4(width, frame, t, end, h, vector(frame, 2), 0);
}
