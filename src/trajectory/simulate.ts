// Parameter vector → trajectory.

import { STATUS_STIFF } from "../../assembly/layout.ts";
import { hasErrors } from "../base/issue.ts";
import { runIssues } from "../kernel/status.ts";
import type { Placed } from "../kernel/placed.ts";
import { withReproduction } from "./reproduction.ts";
import { endedStiff, stiffNotice, stiffTwin, watchStiffness } from "./stiff.ts";
import type { RunOptions, Trajectory } from "./trajectory.ts";

/**
 * Runs the placed program at one parameter vector.
 *
 * @param values  [P] all parameters in the model's order, natural scale
 */
export function simulate(placed: Placed, values: ArrayLike<number>, options: RunOptions = {}): Trajectory {
  return simulateMany(placed, [values], options)[0] as Trajectory; // one vector gives one trajectory
}

/** Runs several parameter vectors, as many side by side as the program was placed with lanes. */
export function simulateMany(
  placed: Placed,
  vectors: readonly ArrayLike<number>[],
  options: RunOptions = {},
): Trajectory[] {
  const { lanes, frame, kernel } = placed;
  const times = outputTimes(placed);
  const trajectories: Trajectory[] = [];
  for (let first = 0; first < vectors.length; first += lanes) {
    const members = vectors.slice(first, first + lanes);
    writeVectors(placed, members);
    watchStiffness(placed, () => kernel.exports.simulate(frame.address, lanes));
    const stiff = members[0] === undefined ? undefined : stiffRun(placed, members[0], options);
    if (stiff !== undefined) {
      trajectories.push(stiff);
      continue;
    }
    const outputs = members.map((_, lane) => outputsOf(placed, lane));
    members.forEach((values, lane) => {
      const trajectory = { times, outputs: outputs[lane] ?? [], issues: runIssues(placed, lane) };
      trajectories.push(withReproduction(placed, trajectory, { lane, values, run: simulate, ...options }));
    });
  }
  return trajectories;
}

/** Puts parameter vectors where the next run reads them, one in each lane. Lanes to spare repeat the last: nobody reads theirs. */
export function writeVectors({ frame, lanes }: Placed, members: readonly ArrayLike<number>[]): void {
  const { parameters } = frame;
  for (let lane = 0; lane < lanes; lane += 1) {
    const vector = members[Math.min(lane, members.length - 1)] ?? [];
    for (let index = 0; index * lanes < parameters.length; index += 1) {
      parameters[index * lanes + lane] = vector[index] ?? NaN;
    }
  }
}

/** The same vector with the stiff method, where the latest run ended stiff; undefined where there is nothing to gain. */
function stiffRun(placed: Placed, values: ArrayLike<number>, options: RunOptions): Trajectory | undefined {
  const twin = endedStiff(placed) ? stiffTwin(placed) : undefined;
  if (twin === undefined) return undefined;
  const notice = stiffNotice(placed, "this run was made with rodas5p instead");
  const trajectory = simulate(twin, values, options);
  // A run that ran out of steps tells more of what is wrong than one that was cut short to be made in another way.
  if (hasErrors(trajectory.issues) && placed.frame.status(0).status !== STATUS_STIFF) return undefined;
  const failed = hasErrors(trajectory.issues);
  return { ...trajectory, issues: failed ? [...trajectory.issues, notice] : [notice, ...trajectory.issues] };
}

/** [T] start + i · step. */
export function outputTimes(placed: Placed): Float64Array {
  const { start, step, count } = placed.program.model.time;
  return Float64Array.from({ length: count }, (_, index) => start + index * step);
}

/** [output][T] of the latest run of a lane. */
export function outputsOf(placed: Placed, lane: number): Float64Array[] {
  const { model } = placed.program;
  const { trajectory } = placed.frame;
  const width = model.outputs.length * placed.lanes;
  // A plain loop: of many short runs, reading them is the larger part.
  return model.outputs.map((_, output) => {
    const values = new Float64Array(model.time.count);
    let at = output * placed.lanes + lane;
    // Within the trajectory, which has a row for each time: asking for each value would double what it takes.
    for (let time = 0; time < values.length; time += 1, at += width) values[time] = trajectory[at] as number;
    return values;
  });
}
