// From the parameters in their slots to a trajectory: start, step from output time to output time, write rows.

import { runAdaptive } from "./adaptive";
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
import { execute } from "./execute";
import { report, writeRow } from "./output";
import { stepEuler, stepRk4 } from "./step-fixed";
import { beginLeaps, stepTauLeap } from "./step-tau-leap";

/** Integrates all lanes over the whole run and fills the trajectory. Each lane's status says how it went. */
export function simulateLanes<T>(frame: usize): void {
  begin<T>(frame);
  advanceLanes<T>(frame, 0, load<i32>(frame, FRAME_TIMES));
}

/**
 * Integrates all lanes from the output time `first`, whose state is there, and writes its row and those after it, before
 * row `last`. Where `last` is an output time, the state there is left for another program to go on from, without a row.
 */
export function advanceLanes<T>(frame: usize, first: i32, last: i32): void {
  store<i32>(frame, first, FRAME_FIRST_ROW);
  store<i32>(frame, last, FRAME_LAST_ROW);
  const method = load<i32>(frame, FRAME_METHOD);
  if (method == METHOD_DOPRI5 || method == METHOD_RODAS5P) runAdaptive(frame);
  else runFixed<T>(frame);
}

/** Computes what depends on the parameters alone, and the state at the start. */
export function begin<T>(frame: usize): void {
  store<f64>(frame, NaN, FRAME_TIME_NOW);
  store<i32>(frame, 0, FRAME_ACCEPTED);
  store<i32>(frame, 0, FRAME_REJECTED);
  store<i32>(frame, 0, FRAME_EVALUATIONS);
  execute<T>(<usize>load<i32>(frame, FRAME_SETUP), <usize>load<i32>(frame, FRAME_SETUP_END), 0, 0);
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    store<i32>(<usize>load<i32>(frame, FRAME_STATUS) + (lane >> 1), STATUS_OK);
    store<f64>(<usize>load<i32>(frame, FRAME_LOWEST) + lane, 0.0);
    store<i32>(<usize>load<i32>(frame, FRAME_LOWEST_COMPARTMENT) + (lane >> 1), NONE);
  }
  const y = vector(frame, 0);
  const bytes = <usize>load<i32>(frame, FRAME_COMPARTMENTS) * offsetof<T>();
  memory.fill(y, 0, <usize>load<i32>(frame, FRAME_VECTOR_BYTES));
  memory.copy(y, <usize>load<i32>(frame, FRAME_INITIAL), bytes);
  const start = load<f64>(frame, FRAME_START);
  for (let at: usize = 0; at < bytes; at += 8) {
    const size = load<f64>(y + at);
    if (size >= 0.0 && isFinite(size)) continue;
    report(frame, at % offsetof<T>(), STATUS_BAD_START, <i32>(at / offsetof<T>()), start);
  }
}

function runFixed<T>(frame: usize): void {
  const start = load<f64>(frame, FRAME_START);
  const step = load<f64>(frame, FRAME_STEP);
  const firstRow = load<i32>(frame, FRAME_FIRST_ROW);
  const lastRow = load<i32>(frame, FRAME_LAST_ROW);
  const finalRow = min(lastRow, load<i32>(frame, FRAME_TIMES) - 1);
  const substeps = load<i32>(frame, FRAME_SUBSTEPS);
  const h = step / <f64>substeps;
  const method = load<i32>(frame, FRAME_METHOD);
  // A run that goes on from another one's state has its random streams too.
  if (method == METHOD_TAU_LEAP && firstRow == 0) beginLeaps<T>(frame);
  if (firstRow < lastRow) writeRow<T>(frame, firstRow, start + <f64>firstRow * step, vector(frame, 0));
  for (let row = firstRow + 1; row <= finalRow; ++row) {
    const first = (row - 1) * substeps;
    for (let part = 0; part < substeps; ++part) {
      const t = start + <f64>(first + part) * h;
      const end = start + <f64>(first + part + 1) * h;
      if (method == METHOD_EULER) stepEuler<T>(frame, t, h);
      else if (method == METHOD_TAU_LEAP) stepTauLeap<T>(frame, end, h);
      else stepRk4<T>(frame, t, end, h);
      // The next row would compute anew the slots that are to be looked at.
      if (load<i32>(frame, FRAME_TRACE) == TRACE_CAUGHT) return;
    }
    if (row < lastRow) writeRow<T>(frame, row, start + <f64>row * step, vector(frame, 0));
  }
  store<i32>(frame, (finalRow - firstRow) * substeps, FRAME_ACCEPTED);
}
