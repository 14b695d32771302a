// Tells, during an explicit run, that its steps are short for the sake of stability and not of accuracy.
//
// Source: Hairer and Wanner, Solving Ordinary Differential Equations II, IV.2, as in their program DOPRI5: stages 6 and 7
// stand at the same time, so the quotient of what they differ by and what their states differ by tells of the largest
// eigenvalue; the pair is stable up to a product of 3.3 with the step.

import { vector } from "./frame";
import { FRAME_ROWS } from "./layout";

/** Estimate of h · |largest eigenvalue| after a step of the explicit pair, from its seven stages; 0 where nothing moves. */
export function stiffnessOf(frame: usize): f64 {
  const bytes = (<usize>load<i32>(frame, FRAME_ROWS)) << 3;
  const k1 = vector(frame, 1);
  const k2 = vector(frame, 2);
  const k3 = vector(frame, 3);
  const k4 = vector(frame, 4);
  const k5 = vector(frame, 5);
  const k6 = vector(frame, 6);
  const k7 = vector(frame, 7);
  let slopes = 0.0;
  let states = 0.0;
  for (let i: usize = 0; i < bytes; i += 8) {
    const slope = load<f64>(k7 + i) - load<f64>(k6 + i);
    // The end of the step less the state of stage 6, over h.
    const state =
      (35.0 / 384.0 - 9017.0 / 3168.0) * load<f64>(k1 + i) +
      (355.0 / 33.0) * load<f64>(k2 + i) +
      (500.0 / 1113.0 - 46732.0 / 5247.0) * load<f64>(k3 + i) +
      (125.0 / 192.0 - 49.0 / 176.0) * load<f64>(k4 + i) +
      (5103.0 / 18656.0 - 2187.0 / 6784.0) * load<f64>(k5 + i) +
      (11.0 / 84.0) * load<f64>(k6 + i);
    slopes += slope * slope;
    states += state * state;
  }
  return states > 0.0 ? sqrt(slopes / states) : 0.0;
}
