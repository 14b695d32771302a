// The discrete adjoint of runs with steps of one length: Euler and the classical Runge–Kutta method.
//
// Going forward, the states at which the derivative is taken are kept on a tape. Where all steps have no room there, only
// a state every so many steps is kept, and going back each stretch between two of them is run again, onto the tape.
//
// Source: Hager, Runge–Kutta methods in optimal control and the transformed adjoint system, Numer. Math. 87 (2000).

import { ADJOINT_LAST_ROW, ADJOINT_TAPE_STEPS } from "./adjoint-layout";
import {
  adjointVector,
  clearVectors,
  reverseRightHandSide,
  reverseRow,
  reverseStart,
  reverseTime,
} from "./adjoint-steps";
import { checkpoint, onTape } from "./adjoint-tape";
import { jumps, justAfter, justBefore, vector } from "./frame";
import {
  FRAME_METHOD,
  FRAME_START,
  FRAME_STEP,
  FRAME_SUBSTEPS,
  FRAME_TIMES,
  FRAME_VECTOR_BYTES,
  METHOD_EULER,
} from "./layout";
import { fixedStep } from "./simulate";
import { addRun, copyRun } from "./vectors";

/** Length of a fixed step. */
// @ts-ignore: decorator
@inline
function stepOf(frame: usize): f64 {
  return load<f64>(frame, FRAME_STEP) / <f64>load<i32>(frame, FRAME_SUBSTEPS);
}

// @ts-ignore: decorator
@inline
function bytesOf(frame: usize): usize {
  return <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
}

/** From the adjoint of the trajectory to those of the parameters' slots. */
export function reverseFixed(frame: usize, record: usize, width: usize): void {
  clearVectors(frame, record, 0, 4);
  const start = load<f64>(frame, FRAME_START);
  const step = load<f64>(frame, FRAME_STEP);
  const substeps = load<i32>(frame, FRAME_SUBSTEPS);
  const tapeSteps = load<i32>(record, ADJOINT_TAPE_STEPS);
  const nSteps = (load<i32>(frame, FRAME_TIMES) - 1) * substeps;
  const lambda = adjointVector(frame, record, 0);
  let first = ((nSteps - 1) / tapeSteps) * tapeSteps;
  const lastRow = load<i32>(record, ADJOINT_LAST_ROW);
  // The state after the step that is reversed next.
  let after = vector(frame, 0);
  for (let n = nSteps - 1; n >= 0; --n) {
    if (n < first) {
      // The tape is about to be written anew, and with it the slots.
      reverseTime(record, width);
      copyRun(vector(frame, 2), bytesOf(frame), after);
      after = vector(frame, 2);
      first -= tapeSteps;
      copyRun(vector(frame, 0), bytesOf(frame), checkpoint(frame, record, first / tapeSteps));
      for (let again = first; again <= n; ++again) fixedStep(width, frame, again, onTape(frame, record, again - first));
    }
    const row = (n + 1) / substeps;
    const isRow = (n + 1) % substeps == 0;
    const tape = onTape(frame, record, n - first);
    if (isRow && row <= lastRow) reverseRow(frame, record, width, row, start + <f64>row * step, after, lambda);
    if (row < lastRow || (isRow && row == lastRow)) reverseStep(frame, record, width, n, tape);
    after = tape;
  }
  reverseRow(frame, record, width, 0, start, after, lambda);
  reverseStart(frame, record, width, lambda);
}

/** λ of the state after step n becomes that of the state before it. */
function reverseStep(frame: usize, record: usize, width: usize, n: i32, tape: usize): void {
  const h = stepOf(frame);
  const t = load<f64>(frame, FRAME_START) + <f64>n * h;
  const end = load<f64>(frame, FRAME_START) + <f64>(n + 1) * h;
  const bytes = bytesOf(frame);
  const lambda = adjointVector(frame, record, 0);
  const sum = adjointVector(frame, record, 1);
  const ady = adjointVector(frame, record, 2);
  const ay = adjointVector(frame, record, 3);
  const guarded = jumps(frame);
  const begin = guarded ? justAfter(t, h) : t;
  const isEuler = load<i32>(frame, FRAME_METHOD) == METHOD_EULER;
  scaleRun(ady, bytes, isEuler ? h : h / 6.0, lambda);
  if (!isEuler) {
    const middle = t + 0.5 * h;
    reverseRightHandSide(frame, record, width, guarded ? justBefore(end, h) : end, tape + 3 * bytes, ady, ay);
    stageRun(ady, bytes, h / 3.0, lambda, h, ay);
    copyRun(sum, bytes, ay);
    reverseRightHandSide(frame, record, width, middle, tape + 2 * bytes, ady, ay);
    stageRun(ady, bytes, h / 3.0, lambda, 0.5 * h, ay);
    addRun(sum, bytes, ay);
    reverseRightHandSide(frame, record, width, middle, tape + bytes, ady, ay);
    stageRun(ady, bytes, h / 6.0, lambda, 0.5 * h, ay);
    addRun(lambda, bytes, sum);
    addRun(lambda, bytes, ay);
  }
  reverseRightHandSide(frame, record, width, begin, tape, ady, ay);
  addRun(lambda, bytes, ay);
}

/** dst = p · x. */
function scaleRun(dst: usize, bytes: usize, p: f64, x: usize): void {
  const pp = f64x2.splat(p);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(dst + i, f64x2.mul(pp, v128.load(x + i)));
}

/** dst = p · x + q · z. Vectors are whole v128. */
function stageRun(dst: usize, bytes: usize, p: f64, x: usize, q: f64, z: usize): void {
  const pp = f64x2.splat(p);
  const qq = f64x2.splat(q);
  for (let i: usize = 0; i < bytes; i += 16) {
    const part = f64x2.mul(qq, v128.load(z + i));
    v128.store(dst + i, f64x2.add(f64x2.mul(pp, v128.load(x + i)), part));
  }
}
