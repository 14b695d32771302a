// The exact Jacobian of the right-hand side, and its derivative in time, from the placed program.

import { ADJOINT_FLOW, ADJOINT_RATE, ADJOINT_SHIFT, ADJOINT_TIME } from "./adjoint-layout";
import { adjointVector, clearSlots, section } from "./adjoint-steps";
import { rightHandSide, vector } from "./frame";
import {
  FRAME_COMPARTMENTS,
  FRAME_JACOBIAN,
  FRAME_LINEARISATION,
  FRAME_ROWS,
  FRAME_SLOTS,
  FRAME_TIME_SLOPE,
} from "./layout";
import { copyRun } from "./vectors";

/**
 * At time t and the state: the derivative into vector 1, ∂(derivative)/∂(compartments) and ∂(derivative)/∂t.
 *
 * One reverse pass for each row. Accumulators count and nothing depends on them, so they have rows but no columns.
 */
export function linearise(frame: usize, t: f64): void {
  const y = vector(frame, 0);
  rightHandSide(8, frame, t, y, vector(frame, 1));
  const record = <usize>load<i32>(frame, FRAME_LINEARISATION);
  const ady = adjointVector(frame, record, 0);
  const ay = adjointVector(frame, record, 1);
  const inTime = <usize>load<i32>(frame, FRAME_SLOTS) + <usize>load<i32>(record, ADJOINT_SHIFT); // slot 0 is time
  const rowBytes = (<usize>load<i32>(frame, FRAME_COMPARTMENTS)) << 3;
  const end = (<usize>load<i32>(frame, FRAME_ROWS)) << 3;
  let to = <usize>load<i32>(frame, FRAME_JACOBIAN);
  clearSlots(record);
  for (let row: usize = 0; row < end; row += 8, to += rowBytes) {
    store<f64>(ady + row, 1.0);
    section(record, 8, ADJOINT_FLOW, y, ady, ay);
    section(record, 8, ADJOINT_RATE, y, ady, ay);
    section(record, 8, ADJOINT_TIME, y, ady, ay);
    store<f64>(ady + row, 0.0);
    copyRun(to, rowBytes, ay);
    store<f64>(<usize>load<i32>(frame, FRAME_TIME_SLOPE) + row, load<f64>(inTime));
    store<f64>(inTime, 0.0);
  }
}
