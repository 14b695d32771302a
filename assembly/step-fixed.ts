// One fixed step of Euler or of the classical Runge–Kutta method of order four, on all lanes.

import { jumps, justAfter, justBefore, rightHandSide, vector } from "./frame";
import { FRAME_VECTOR_BYTES } from "./layout";
import { lastStageRun, middleStageRun, stepRun } from "./vectors";

/** y ← y + h·f(t, y). Vector 1 is scratch. */
export function stepEuler<T>(frame: usize, t: f64, h: f64): void {
  const y = vector(frame, 0);
  const k = vector(frame, 1);
  rightHandSide<T>(frame, jumps(frame) ? justAfter(t, h) : t, y, k);
  stepRun(y, <usize>load<i32>(frame, FRAME_VECTOR_BYTES), y, h, k);
}

/**
 * The classical fourth-order step (Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, table 1.2).
 * Vectors 1 to 3 are scratch: slope, trial, weighted sum of slopes.
 *
 * @param end  time of the end of the step, as the next step will call it: computed once, so that both agree
 */
export function stepRk4<T>(frame: usize, t: f64, end: f64, h: f64): void {
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  const y = vector(frame, 0);
  const k = vector(frame, 1);
  const trial = vector(frame, 2);
  const sum = vector(frame, 3);
  const guarded = jumps(frame);
  const middle = t + 0.5 * h;
  rightHandSide<T>(frame, guarded ? justAfter(t, h) : t, y, sum);
  stepRun(trial, bytes, y, 0.5 * h, sum);
  rightHandSide<T>(frame, middle, trial, k);
  middleStageRun(sum, trial, bytes, y, 0.5 * h, k);
  rightHandSide<T>(frame, middle, trial, k);
  middleStageRun(sum, trial, bytes, y, h, k);
  rightHandSide<T>(frame, guarded ? justBefore(end, h) : end, trial, k);
  lastStageRun(y, bytes, sum, h / 6.0, k);
}
