// One fixed step of Euler or of the classical Runge–Kutta method of order four, on all lanes.

import { keepRates } from "./adjoint-tape";
import { jumps, justAfter, justBefore, rightHandSide, vector } from "./frame";
import { FRAME_TAPE, FRAME_VECTOR_BYTES } from "./layout";
import { lastStageRun, middleStageRun, stepRun } from "./vectors";

/** y ← y + h·f(t, y). Vector 1 is scratch. */
export function stepEuler(width: usize, frame: usize, t: f64, h: f64): void {
  const y = vector(frame, 0);
  const k = vector(frame, 1);
  rightHandSide(width, frame, jumps(frame) ? justAfter(t, h) : t, y, k);
  stepRun(y, <usize>load<i32>(frame, FRAME_VECTOR_BYTES), y, h, k);
}

/**
 * The classical fourth-order step (Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, table 1.2).
 * Vectors 1 and 3 are scratch: slope, weighted sum of slopes.
 *
 * @param trials, apart  address of the states at which stages 2 to 4 are evaluated, and the bytes from one to the next; 0
 *                       where they may take each other's place
 * @param end  time of the end of the step, as the next step will call it: computed once, so that both agree
 */
export function stepRk4(width: usize, frame: usize, t: f64, end: f64, h: f64, trials: usize, apart: usize): void {
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  const y = vector(frame, 0);
  const k = vector(frame, 1);
  const record = <usize>load<i32>(frame, FRAME_TAPE);
  // Behind the four states of a step on the tape.
  const rates: usize = apart ? trials + 3 * apart : 0;
  const third = trials + apart;
  const fourth = third + apart;
  const sum = vector(frame, 3);
  const guarded = jumps(frame);
  const middle = t + 0.5 * h;
  rightHandSide(width, frame, guarded ? justAfter(t, h) : t, y, sum);
  if (rates) keepRates(record, rates, 0, false);
  stepRun(trials, bytes, y, 0.5 * h, sum);
  rightHandSide(width, frame, middle, trials, k);
  if (rates) keepRates(record, rates, 1, false);
  middleStageRun(sum, third, bytes, y, 0.5 * h, k);
  rightHandSide(width, frame, middle, third, k);
  if (rates) keepRates(record, rates, 2, false);
  middleStageRun(sum, fourth, bytes, y, h, k);
  rightHandSide(width, frame, guarded ? justBefore(end, h) : end, fourth, k);
  if (rates) keepRates(record, rates, 3, false);
  lastStageRun(y, bytes, sum, h / 6.0, k);
}
