// The discrete adjoint of runs with steps of one length: Euler and the classical Runge–Kutta method.
//
// Going forward, the states at which the derivative is taken are kept on a tape. Where all steps have no room there, only
// a state every so many steps is kept, and going back each stretch between two of them is run again, onto the tape.
//
// Source: Hager, Runge–Kutta methods in optimal control and the transformed adjoint system, Numer. Math. 87 (2000).

import { ADJOINT_LAST_ROW, ADJOINT_RATE_BYTES, ADJOINT_TAPE_STEPS, VECTORS_FIXED } from "./adjoint-layout";
import {
  adjointVector,
  clearVectors,
  reverseCoefficients,
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
import { P0, P1, P2, P3 } from "./pairs";
import { copyRun, stepRun } from "./vectors";

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
  clearVectors(frame, record, 0, VECTORS_FIXED);
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
  const ay = adjointVector(frame, record, 2);
  // The adjoints of the four slopes, one after the other as the states on the tape.
  const first = adjointVector(frame, record, 3);
  const guarded = jumps(frame);
  const begin = guarded ? justAfter(t, h) : t;
  const isEuler = load<i32>(frame, FRAME_METHOD) == METHOD_EULER;
  const rates: usize = load<i32>(record, ADJOINT_RATE_BYTES) == 0 ? 0 : tape + (isEuler ? 1 : 4) * bytes;
  const last = first + (isEuler ? 0 : 3) * bytes;
  stageRun(last, bytes, isEuler ? h : h / 6.0, lambda, 0.0, lambda, sum, lambda);
  if (!isEuler) {
    const middle = t + 0.5 * h;
    const second = first + bytes;
    const third = second + bytes;
    reverseRightHandSide(
      frame,
      record,
      width,
      guarded ? justBefore(end, h) : end,
      tape + 3 * bytes,
      last,
      ay,
      rates,
      3,
    );
    stageRun(third, bytes, h / 3.0, lambda, h, ay, sum, lambda);
    reverseRightHandSide(frame, record, width, middle, tape + 2 * bytes, third, ay, rates, 2);
    stageRun(second, bytes, h / 3.0, lambda, 0.5 * h, ay, sum, sum);
    reverseRightHandSide(frame, record, width, middle, tape + bytes, second, ay, rates, 1);
    stageRun(first, bytes, h / 6.0, lambda, 0.5 * h, ay, sum, sum);
  }
  reverseRightHandSide(frame, record, width, begin, tape, first, ay, rates, 0);
  stepRun(lambda, bytes, isEuler ? lambda : sum, 1.0, ay);
  reverseCoefficients(record, tape, first, isEuler ? 0 : bytes);
}

/** dst = p · x + q · z and sum = base + z. Vectors are whole lines of 64 bytes. */
function stageRun(dst: usize, bytes: usize, p: f64, x: usize, q: f64, z: usize, sum: usize, base: usize): void {
  const pp = f64x2.splat(p);
  const qq = f64x2.splat(q);
  for (let i: usize = 0; i < bytes; i += 64) {
    stagePair<P0>(dst + i, pp, x + i, qq, z + i, sum + i, base + i);
    stagePair<P1>(dst + i, pp, x + i, qq, z + i, sum + i, base + i);
    stagePair<P2>(dst + i, pp, x + i, qq, z + i, sum + i, base + i);
    stagePair<P3>(dst + i, pp, x + i, qq, z + i, sum + i, base + i);
  }
}

// @ts-ignore: decorator
@inline
function stagePair<P>(dst: usize, p: v128, x: usize, q: v128, z: usize, sum: usize, base: usize): void {
  const given = v128.load(z, offsetof<P>());
  const total = f64x2.add(v128.load(base, offsetof<P>()), given);
  v128.store(dst, f64x2.add(f64x2.mul(p, v128.load(x, offsetof<P>())), f64x2.mul(q, given)), offsetof<P>());
  v128.store(sum, total, offsetof<P>());
}
