// Parameter vector → trajectory.

import { runIssues } from "../kernel/status.ts";
import type { Placed } from "../kernel/placed.ts";
import type { Trajectory } from "./trajectory.ts";

/**
 * Runs the placed program at one parameter vector.
 *
 * @param values  [P] all parameters in the model's order, natural scale
 */
export function simulate(placed: Placed, values: ArrayLike<number>): Trajectory {
  return simulateMany(placed, [values])[0] as Trajectory; // one vector gives one trajectory
}

/** Runs several parameter vectors, as many side by side as the program was placed with lanes. */
export function simulateMany(placed: Placed, vectors: readonly ArrayLike<number>[]): Trajectory[] {
  const { lanes, frame, kernel } = placed;
  const times = outputTimes(placed);
  const trajectories: Trajectory[] = [];
  for (let first = 0; first < vectors.length; first += lanes) {
    const members = vectors.slice(first, first + lanes);
    const { parameters } = frame;
    for (let lane = 0; lane < lanes; lane += 1) {
      // Lanes to spare repeat the last vector: their results are not read.
      const vector = members[Math.min(lane, members.length - 1)] ?? [];
      for (let index = 0; index * lanes < parameters.length; index += 1) {
        parameters[index * lanes + lane] = vector[index] ?? NaN;
      }
    }
    kernel.exports.simulate(frame.address, lanes);
    const outputs = members.map((_, lane) => outputsOf(placed, lane));
    members.forEach((_, lane) => {
      trajectories.push({ times, outputs: outputs[lane] ?? [], issues: runIssues(placed, lane) });
    });
  }
  return trajectories;
}

/** [T] start + i · step. */
export function outputTimes(placed: Placed): Float64Array {
  const { start, step, count } = placed.program.model.time;
  return Float64Array.from({ length: count }, (_, index) => start + index * step);
}

function outputsOf(placed: Placed, lane: number): Float64Array[] {
  const { model } = placed.program;
  const { trajectory } = placed.frame;
  const width = model.outputs.length * placed.lanes;
  return model.outputs.map((_, output) =>
    Float64Array.from(
      { length: model.time.count },
      (_, time) => trajectory[time * width + output * placed.lanes + lane] ?? NaN,
    ),
  );
}
