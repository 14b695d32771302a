// The discrete adjoint of a run with Dormand and Prince's pair, its accepted steps held fixed, with its dense output.
//
// Each step gives back what it owes to the state before it and to its stages: y1 = y0 + h Σ b_i k_i, and a row inside it
// is a combination of y0, y1 and the stages (step-dopri5.ts). Stage 1 is differentiated where it stands, although it was
// computed as stage 7 of the step before: they are the same function at the same point.

import {
  ADJOINT_KNOTS,
  ADJOINT_KNOTS_END,
  ADJOINT_LAST_ROW,
  ADJOINT_SHIFT,
  ADJOINT_STEP_COUNT,
  ADJOINT_TAPE_STEPS,
} from "./adjoint-layout";
import {
  adjointVector,
  clearVectors,
  reverseCoefficients,
  reverseRightHandSide,
  reverseRow,
  reverseStart,
  reverseTime,
} from "./adjoint-steps";
import { checkpoint, onTape, stepRecord, tapeStep } from "./adjoint-tape";
import { jumps, justAfter, justBefore, rightHandSide, vector } from "./frame";
import { FRAME_START, FRAME_STEP, FRAME_VECTOR_BYTES } from "./layout";
import { firstStage, tryStep } from "./step-dopri5";
import { addRun, copyRun, stepRun } from "./vectors";

// Weights a_ij of stages 2 to 7, six to a row; the last are those of the step itself.
// prettier-ignore
const WEIGHTS = memory.data<f64>([
  1.0 / 5.0, 0.0, 0.0, 0.0, 0.0, 0.0,
  3.0 / 40.0, 9.0 / 40.0, 0.0, 0.0, 0.0, 0.0,
  44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0, 0.0, 0.0, 0.0,
  19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0, 0.0, 0.0,
  9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0, 0.0,
  35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0,
]);
// When stages 1 to 7 are evaluated, as a share of the step.
const NODES = memory.data<f64>([0.0, 0.2, 0.3, 0.8, 8.0 / 9.0, 1.0, 1.0]);
// Weights of the stages in the last term of the dense output.
const DENSE = memory.data<f64>([
  -12715105075.0 / 11282082432.0,
  0.0,
  87487479700.0 / 32700410799.0,
  -10690763975.0 / 1880347072.0,
  701980252875.0 / 199316789632.0,
  -1453857185.0 / 822651844.0,
  69997945.0 / 29380423.0,
]);

/** a_ij of stage i = 2 … 7 and stage j = 1 … 6. */
// @ts-ignore: decorator
@inline
function weight(i: i32, j: i32): f64 {
  return load<f64>(WEIGHTS + ((<usize>((i - 2) * 6 + j - 1)) << 3));
}

// Vectors of the reverse pass: λ of the state after a step, the adjoints of stages 1 to 7, the adjoint of the state before
// it, and scratch.
const BEFORE = 8;
const SCRATCH = 9;

/** From the adjoint of the trajectory to those of the parameters' slots. The state at the end is in vector 0. */
export function reverseDopri5(frame: usize, record: usize): void {
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  const tapeSteps = load<i32>(record, ADJOINT_TAPE_STEPS);
  const nSteps = load<i32>(record, ADJOINT_STEP_COUNT);
  const start = load<f64>(frame, FRAME_START);
  const step = load<f64>(frame, FRAME_STEP);
  const lambda = adjointVector(frame, record, 0);
  clearVectors(frame, record, 0, 1);
  let first = ((nSteps - 1) / tapeSteps) * tapeSteps;
  const lastRow = load<i32>(record, ADJOINT_LAST_ROW);
  let row = lastRow;
  // The state after the step that is reversed next.
  let after = vector(frame, 0);
  const written = nSteps == 0 ? 1 : load<i32>(stepRecord(record, nSteps - 1), 24);
  for (; row >= written; --row) reverseRow(frame, record, 8, row, start + <f64>row * step, after, lambda);
  for (let n = nSteps - 1; n >= 0; --n) {
    if (n < first) {
      copyRun(vector(frame, 9), bytes, after);
      after = vector(frame, 9);
      first -= tapeSteps;
      rerun(frame, record, first, n);
    }
    const tape = onTape(frame, record, n - first);
    const at = stepRecord(record, n);
    const t = load<f64>(at);
    const end = load<f64>(at, 16);
    addJumps(frame, record, at, tape, after);
    clearVectors(frame, record, 1, BEFORE + 1);
    let isInside = false;
    const firstRow = n == 0 ? 1 : load<i32>(stepRecord(record, n - 1), 24);
    for (; row >= firstRow; --row) {
      const time = start + <f64>row * step;
      if (time >= end) reverseRow(frame, record, 8, row, time, after, lambda);
      else if (time <= t) reverseRow(frame, record, 8, row, time, tape, adjointVector(frame, record, BEFORE));
      else {
        reverseInside(frame, record, row, time, at, tape, after);
        isInside = true;
      }
    }
    if (row < lastRow) reverseStep(frame, record, at, tape, after, isInside);
    after = tape;
  }
  reverseRow(frame, record, 8, 0, start, after, lambda);
  reverseStart(frame, record, 8, lambda);
}

/** Steps `first` to `last` again, onto the tape. */
function rerun(frame: usize, record: usize, first: i32, last: i32): void {
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  reverseTime(record, 8);
  copyRun(vector(frame, 0), bytes, checkpoint(frame, record, first / load<i32>(record, ADJOINT_TAPE_STEPS)));
  for (let n = first; n <= last; ++n) {
    const at = stepRecord(record, n);
    firstStage(frame, load<f64>(at), load<f64>(at, 8));
    tryStep(frame, load<f64>(at), load<f64>(at, 8));
    tapeStep(frame, onTape(frame, record, n - first));
    copyRun(vector(frame, 0), bytes, vector(frame, 8));
  }
}

/** dst += p · x. */
function addScaled(dst: usize, bytes: usize, p: f64, x: usize): void {
  if (p != 0.0) stepRun(dst, bytes, dst, p, x);
}

/** A row inside a step: its adjoint is shared among the states before and after it and the stages. */
function reverseInside(frame: usize, record: usize, row: i32, time: f64, at: usize, tape: usize, after: usize): void {
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  const h = load<f64>(at, 8);
  const share = (time - load<f64>(at)) / h;
  const given = adjointVector(frame, record, SCRATCH);
  const inside = vector(frame, 8);
  stepRun(inside, bytes, tape, -weightAfter(share), tape);
  addScaled(inside, bytes, weightAfter(share), after);
  for (let i = 1; i <= 7; ++i) addScaled(inside, bytes, h * weightInside(share, i), tape + <usize>i * bytes);
  clearVectors(frame, record, SCRATCH, SCRATCH + 1);
  reverseRow(frame, record, 8, row, time, inside, given);
  addScaled(adjointVector(frame, record, 0), bytes, weightAfter(share), given);
  addScaled(adjointVector(frame, record, BEFORE), bytes, 1.0 - weightAfter(share), given);
  for (let i = 1; i <= 7; ++i) addScaled(adjointVector(frame, record, i), bytes, h * weightInside(share, i), given);
}

/** Weight of the state after the step in the dense output; that of the state before it is the rest. */
function weightAfter(share: f64): f64 {
  return share * (1.0 + (1.0 - share) * (2.0 * share - 1.0));
}

/** Weight of h times stage i in the dense output. */
function weightInside(share: f64, i: i32): f64 {
  const rest = 1.0 - share;
  const last = share * share * rest * rest * load<f64>(DENSE + ((<usize>(i - 1)) << 3));
  if (i == 1) return last + share * rest * rest;
  return i == 7 ? last - share * share * rest : last;
}

/**
 * A time at which the derivative jumps, and which a parameter moves, moves the state after it by the jump: the slope of
 * the log density by that time is λ · (derivative just before − derivative just after).
 *
 * Source: Rozenwasser and Yusupov, Sensitivity of Automatic Control Systems (2000), on systems with switches in time.
 *
 * @param at, tape, after  the step that ends there, what is kept of it, and the state after it
 */
function addJumps(frame: usize, record: usize, at: usize, tape: usize, after: usize): void {
  const end = load<f64>(at, 16);
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  const lambda = adjointVector(frame, record, 0);
  const slope = adjointVector(frame, record, SCRATCH);
  const last = <usize>load<i32>(record, ADJOINT_KNOTS_END);
  for (let knot = <usize>load<i32>(record, ADJOINT_KNOTS); knot < last; knot += 4) {
    const slot = <usize>load<i32>(knot);
    if (load<f64>(slot) != end) continue;
    reverseTime(record, 8);
    rightHandSide(8, frame, justAfter(end, load<f64>(at, 8)), after, slope);
    const to = slot + <usize>load<i32>(record, ADJOINT_SHIFT);
    let sum = load<f64>(to);
    for (let i: usize = 0; i < bytes; i += 8) {
      sum += load<f64>(lambda + i) * (load<f64>(tape + 7 * bytes + i) - load<f64>(slope + i));
    }
    store<f64>(to, sum);
  }
}

/** λ of the state after the step becomes that of the state before it. */
function reverseStep(frame: usize, record: usize, at: usize, tape: usize, after: usize, isInside: bool): void {
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  const h = load<f64>(at, 8);
  const lambda = adjointVector(frame, record, 0);
  const before = adjointVector(frame, record, BEFORE);
  const scratch = adjointVector(frame, record, SCRATCH);
  const state = vector(frame, 8);
  // Stage 7 is seen by rows inside the step alone.
  if (isInside) {
    reverseStage(frame, record, at, 7, after);
    addRun(lambda, bytes, scratch);
  }
  addRun(before, bytes, lambda);
  for (let j = 1; j <= 6; ++j) addScaled(adjointVector(frame, record, j), bytes, h * weight(7, j), lambda);
  for (let i = 6; i >= 1; --i) {
    if (i > 1) {
      copyRun(state, bytes, tape);
      for (let j = 1; j < i; ++j) addScaled(state, bytes, h * weight(i, j), tape + <usize>j * bytes);
    }
    reverseStage(frame, record, at, i, i > 1 ? state : tape);
    addRun(before, bytes, scratch);
    for (let j = 1; j < i; ++j) addScaled(adjointVector(frame, record, j), bytes, h * weight(i, j), scratch);
  }
  copyRun(lambda, bytes, before);
}

/** What stage i owes to the state `y` at which it was evaluated, into the scratch vector. */
function reverseStage(frame: usize, record: usize, at: usize, i: i32, y: usize): void {
  const t = load<f64>(at);
  const h = load<f64>(at, 8);
  let time = t + h * load<f64>(NODES + ((<usize>(i - 1)) << 3));
  // A knot that moves belongs to the line on whose side the step lies.
  if (jumps(frame) || load<i32>(record, ADJOINT_KNOTS) != load<i32>(record, ADJOINT_KNOTS_END)) {
    if (i == 1) time = justAfter(t, h);
    else if (i >= 6) time = justBefore(t + h, h);
  }
  const scratch = adjointVector(frame, record, SCRATCH);
  reverseRightHandSide(frame, record, 8, time, y, adjointVector(frame, record, i), scratch, 0, 0);
  reverseCoefficients(record, y, adjointVector(frame, record, i), 0);
}
