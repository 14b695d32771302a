// What the reverse passes of all methods share: one right-hand side in reverse, one row of outputs, and their memory.

import { reverseSection } from "./adjoint";
import {
  ADJOINT_COEFFICIENTS,
  ADJOINT_FINISH,
  ADJOINT_FLOW,
  ADJOINT_OUTPUTS_NEED_RATES,
  ADJOINT_PROJECT,
  ADJOINT_RATE,
  ADJOINT_SETUP,
  ADJOINT_SHIFT,
  ADJOINT_SLOTS,
  ADJOINT_SLOT_BYTES,
  ADJOINT_TIME,
  ADJOINT_TRAJECTORY,
  ADJOINT_VECTORS,
} from "./adjoint-layout";
import { keepRates, keepRow } from "./adjoint-tape";
import { setRates, setTime, vector } from "./frame";
import {
  FRAME_COMPARTMENTS,
  FRAME_INITIAL,
  FRAME_OUTPUTS,
  FRAME_OUTPUT_TABLE,
  FRAME_TIME_NOW,
  FRAME_VECTOR_BYTES,
} from "./layout";
import { gatherMore1, gatherMore2 } from "./products";
import { addRun } from "./vectors";

/** Address of the n-th vector of the reverse pass, [row][lane]. */
// @ts-ignore: decorator
@inline
export function adjointVector(frame: usize, record: usize, n: i32): usize {
  return <usize>load<i32>(record, ADJOINT_VECTORS) + <usize>n * <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
}

/** One reversed section. */
export function section(record: usize, width: usize, field: usize, y: usize, ady: usize, ay: usize): void {
  const start = <usize>load<i32>(record + field);
  reverseSection(record, width, start, <usize>load<i32>(record + field, 4), y, ady, ay);
}

/** No slot has an adjoint. */
export function clearSlots(record: usize): void {
  memory.fill(<usize>load<i32>(record, ADJOINT_SLOTS), 0, <usize>load<i32>(record, ADJOINT_SLOT_BYTES));
}

/** Vectors `first` to before `end` of the reverse pass are 0. */
export function clearVectors(frame: usize, record: usize, first: i32, end: i32): void {
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  memory.fill(adjointVector(frame, record, first), 0, <usize>(end - first) * bytes);
}

/** Reverses what depends on time alone, before the slots are computed for another time. */
export function reverseTime(record: usize, width: usize): void {
  section(record, width, ADJOINT_TIME, 0, 0, 0);
}

/**
 * Moves to another time. What depends on time alone was computed once for all that was evaluated then, so it is reversed
 * once, with the sum of their adjoints.
 */
function moveTime(frame: usize, record: usize, width: usize, t: f64): void {
  if (load<f64>(frame, FRAME_TIME_NOW) == t) return;
  reverseTime(record, width);
  setTime(width, frame, t);
}

/**
 * One right-hand side in reverse: ay = Jᵀ · ady at time t and state y, and what parameters and time owe to it.
 *
 * @param rates, stage  where the rates of a step's stages were kept, and which this is; 0 to compute them anew
 * @param ady  [row][lane] adjoint of the derivative
 * @param ay   [row][lane] adjoint of the state, overwritten
 */
export function reverseRightHandSide(
  frame: usize,
  record: usize,
  width: usize,
  t: f64,
  y: usize,
  ady: usize,
  ay: usize,
  rates: usize,
  stage: usize,
): void {
  moveTime(frame, record, width, t);
  if (rates) keepRates(record, rates, stage, true);
  else setRates(width, frame, y);
  section(record, width, ADJOINT_FLOW, y, ady, ay);
  section(record, width, ADJOINT_RATE, y, ady, ay);
}

/**
 * What the linear flows owe to their coefficients in the four stages of a step, or in one.
 *
 * @param y, ady  addresses of the states, and of the adjoints of the derivatives, of the stages
 * @param apart   bytes from one stage to the next; 0 for one stage
 */
export function reverseCoefficients(record: usize, y: usize, ady: usize, apart: usize): void {
  const shift = <usize>load<i32>(record, ADJOINT_SHIFT);
  const end = <usize>load<i32>(record, ADJOINT_COEFFICIENTS + 4);
  for (let pc = <usize>load<i32>(record, ADJOINT_COEFFICIENTS); pc < end; pc += 16) {
    const bytes = <usize>load<i32>(pc);
    const row = ady + <usize>load<i32>(pc, 4);
    const state = y + <usize>load<i32>(pc, 8);
    const to = <usize>load<i32>(pc, 12) + shift;
    if (apart == 0) gatherMore1(to, bytes, state, row);
    else {
      gatherMore2(to, bytes, state, row, state + apart, row + apart);
      gatherMore2(to, bytes, state + 2 * apart, row + 2 * apart, state + 3 * apart, row + 3 * apart);
    }
  }
}

/** One row of the trajectory in reverse: adds to `ay` what the state at time t owes to the outputs of this row. */
export function reverseRow(frame: usize, record: usize, width: usize, row: i32, t: f64, y: usize, ay: usize): void {
  moveTime(frame, record, width, t);
  const needsRates = load<i32>(record, ADJOINT_OUTPUTS_NEED_RATES) != 0;
  if (needsRates) setRates(width, frame, y);
  keepRow(record, row, true);
  const nOutputs = load<i32>(frame, FRAME_OUTPUTS);
  const table = <usize>load<i32>(frame, FRAME_OUTPUT_TABLE);
  const shift = <usize>load<i32>(record, ADJOINT_SHIFT);
  let from = <usize>load<i32>(record, ADJOINT_TRAJECTORY) + <usize>(row * nOutputs) * width;
  for (let output = 0; output < nOutputs; ++output, from += width) {
    addRun(<usize>load<i32>(table + ((<usize>output) << 2)) + shift, width, from);
  }
  section(record, width, ADJOINT_FINISH, y, 0, ay);
  section(record, width, ADJOINT_PROJECT, y, 0, ay);
  if (needsRates) section(record, width, ADJOINT_RATE, y, 0, ay);
}

/** The start of a run in reverse: from the adjoint of the initial state to those of the parameters. */
export function reverseStart(frame: usize, record: usize, width: usize, ay: usize): void {
  reverseTime(record, width);
  const initial = <usize>load<i32>(frame, FRAME_INITIAL) + <usize>load<i32>(record, ADJOINT_SHIFT);
  addRun(initial, <usize>load<i32>(frame, FRAME_COMPARTMENTS) * width, ay);
  section(record, width, ADJOINT_SETUP, vector(frame, 0), 0, 0);
}
