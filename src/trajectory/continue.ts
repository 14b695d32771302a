// A scenario continues the baseline: the baseline's program runs to an output time, then both go on from the same state.

import { STREAM_INDEX } from "../../assembly/layout.ts";
import type { Issue } from "../base/issue.ts";
import { runIssues } from "../kernel/status.ts";
import type { Placed } from "../kernel/placed.ts";
import { reproductionSeries } from "./reproduction.ts";
import { outputsOf, outputTimes, simulate, writeVectors } from "./simulate.ts";
import { endedStiff, stiffNotice, stiffTwin, watchStiffness } from "./stiff.ts";
import type { RunOptions, Trajectory } from "./trajectory.ts";

/** Two programs with the same compartments and outputs, and the output time at which the second takes over. */
export interface Continuation {
  readonly baseline: Placed;
  readonly scenario: Placed;
  /** Position of the output time; the run is the scenario's own where it is 0. */
  readonly row: number;
  readonly options?: RunOptions;
}

/** Both runs at the same output times; before the scenario takes over they are the same numbers. */
export interface Continued {
  readonly baseline: Trajectory;
  readonly scenario: Trajectory;
}

/** A run that stands at an output time, which it has not written. */
interface Pause {
  readonly row: number;
  /** [row of the state] */
  readonly state: Float64Array;
  /** What outputs carry on: sizes at the output time before, running sums, histories. */
  readonly carried: Float64Array;
  readonly streams: Int32Array;
  /** [output][time before the pause] */
  readonly outputs: readonly Float64Array[];
  readonly issues: readonly Issue[];
  readonly isStiff: boolean;
}

/**
 * Runs a baseline and a scenario that takes over from it. Compartments, counts, running sums, windows, delays and random
 * streams go on, so that the interval before the takeover is the baseline's and counted once; the output time itself
 * shows the scenario's rates. The baseline is stopped and started again at that time as well: where nothing is changed,
 * both are the same bits with any method. With adaptive steps that baseline differs from an unbroken run within the
 * tolerance; with fixed steps not at all.
 *
 * @param values          [P] of the baseline, natural scale
 * @param scenarioValues  [P] of the scenario
 */
export function simulateContinued(
  continuation: Continuation,
  values: ArrayLike<number>,
  scenarioValues: ArrayLike<number>,
): Continued {
  const { baseline, scenario } = continuation;
  const parts = [
    { placed: baseline, values },
    { placed: scenario, values: scenarioValues },
  ];
  const [onward, changed] = runFrom(continuation, values, parts);
  return { baseline: onward as Trajectory, scenario: changed as Trajectory }; // as many as parts
}

/** As `simulateContinued`, the scenario alone. */
export function simulateScenario(
  continuation: Continuation,
  values: ArrayLike<number>,
  scenarioValues: ArrayLike<number>,
): Trajectory {
  const parts = [{ placed: continuation.scenario, values: scenarioValues }];
  return runFrom(continuation, values, parts)[0] as Trajectory; // of one part
}

/** What goes on from a pause. */
interface Part {
  readonly placed: Placed;
  readonly values: ArrayLike<number>;
}

/** Runs a program to an output time, and each part from there to the end. */
function runFrom(
  { baseline, row, options = {} }: Omit<Continuation, "scenario">,
  values: ArrayLike<number>,
  parts: readonly Part[],
): Trajectory[] {
  if (row <= 0) return parts.map((part) => simulate(part.placed, part.values, options));
  const pause = pauseAt(baseline, values, row);
  const runs: Trajectory[] = [];
  for (const part of parts) {
    const { trajectory, isStiff } = goOn(part.placed, pause, part.values);
    const ended = pause.isStiff ? baseline : part.placed;
    const twins = pause.isStiff || isStiff ? stiffTwins(baseline, parts) : undefined;
    if (twins !== undefined) {
      // The notice speaks of the latest run of the program: that is the one which ended stiff.
      if (pause.isStiff) stopAt(baseline, values, row);
      const notice = stiffNotice(ended, "the scenario's runs were made with rodas5p instead");
      return runFrom({ baseline: twins.baseline, row, options }, values, twins.parts).map((run) =>
        withNotice(run, notice),
      );
    }
    const before = options.withoutReproduction === true ? [] : reproductionBefore(baseline, pause, values);
    runs.push(withReproductionFrom(part, pause, trajectory, before, options));
  }
  return runs;
}

const latest = new WeakMap<Placed, { readonly values: Float64Array; readonly pause: Pause }>();

/** The baseline at an output time, with what is needed to go on. Kept: scenarios are run one after another from it. */
function pauseAt(placed: Placed, values: ArrayLike<number>, row: number): Pause {
  const kept = latest.get(placed);
  const streams = placed.frame.streams;
  const isKept = kept?.pause.row === row && kept.values.every((value, index) => Object.is(value, values[index]));
  if (isKept && kept !== undefined && sameSeeds(kept.pause.streams, streams)) return kept.pause;
  const pause = stopAt(placed, values, row);
  latest.set(placed, { values: Float64Array.from(values), pause });
  return pause;
}

/** True where two streams of a lane have the same seed, chain and use. */
function sameSeeds(one: Int32Array, other: Int32Array): boolean {
  return one.subarray(0, STREAM_INDEX / 4).every((word, index) => word === other[index]);
}

/** Runs up to an output time and keeps what is needed to go on from there. */
function stopAt(placed: Placed, values: ArrayLike<number>, row: number): Pause {
  const { kernel, frame, lanes } = placed;
  writeVectors(placed, [values]);
  watchStiffness(placed, () => {
    kernel.exports.beginRun(frame.address, lanes);
    kernel.exports.advance(frame.address, lanes, 0, row);
  });
  const isStiff = endedStiff(placed);
  const state = frame.vector(0).slice();
  const { carried } = frame;
  const streams = frame.streams.slice();
  const outputs = outputsOf(placed, 0).map((series) => series.slice(0, row));
  return { row, state, carried, streams, outputs, isStiff, issues: isStiff ? [] : runIssues(placed, 0) };
}

/** Goes on from a pause to the end, with the same program or another with the same rows and outputs. */
function goOn(placed: Placed, pause: Pause, values: ArrayLike<number>): { trajectory: Trajectory; isStiff: boolean } {
  const { kernel, frame, lanes } = placed;
  writeVectors(placed, [values]);
  watchStiffness(placed, () => {
    kernel.exports.beginRun(frame.address, lanes);
    frame.forgetStart();
    frame.vector(0).set(pause.state);
    frame.carried = pause.carried;
    frame.streams.set(pause.streams);
    kernel.exports.advance(frame.address, lanes, pause.row, placed.program.model.time.count);
  });
  const isStiff = endedStiff(placed);
  const outputs = outputsOf(placed, 0);
  outputs.forEach((series, output) => series.set(pause.outputs[output] ?? new Float64Array(pause.row).fill(NaN)));
  const issues = once([...pause.issues, ...(isStiff ? [] : runIssues(placed, 0))]);
  return { trajectory: { times: outputTimes(placed), outputs, issues }, isStiff };
}

function stiffTwins(baseline: Placed, parts: readonly Part[]): { baseline: Placed; parts: Part[] } | undefined {
  const first = stiffTwin(baseline);
  const twins = parts.flatMap(({ placed, values }) => {
    const twin = stiffTwin(placed);
    return twin === undefined ? [] : [{ placed: twin, values }];
  });
  return first === undefined || twins.length < parts.length ? undefined : { baseline: first, parts: twins };
}

const reproductions = new WeakMap<Pause, readonly (Float64Array | undefined)[]>();

/** [output] Reproduction numbers before the pause; undefined for other outputs. */
function reproductionBefore(
  placed: Placed,
  pause: Pause,
  values: ArrayLike<number>,
): readonly (Float64Array | undefined)[] {
  const known = reproductions.get(pause) ?? reproductionUpTo(placed, pause, values);
  reproductions.set(pause, known);
  return known;
}

function reproductionUpTo(
  placed: Placed,
  { row }: Pause,
  values: ArrayLike<number>,
): readonly (Float64Array | undefined)[] {
  return placed.program.model.outputs.map((output) =>
    output.kind === "reproduction"
      ? reproductionSeries(placed, output, { values, run: simulate, end: row }).slice(0, row)
      : undefined,
  );
}

/** The trajectory with its reproduction numbers, from the pause on of the state that it goes on from. */
function withReproductionFrom(
  { placed, values }: Part,
  pause: Pause,
  trajectory: Trajectory,
  before: readonly (Float64Array | undefined)[],
  options: RunOptions,
): Trajectory {
  const run = (companion: Placed, vector: ArrayLike<number>) => goOn(companion, pause, vector).trajectory;
  const filled = placed.program.model.outputs.map((output, position) => {
    if (output.kind !== "reproduction") return trajectory.outputs[position] ?? new Float64Array();
    const numbers = reproductionSeries(placed, output, { values, run, first: pause.row, ...options });
    numbers.set(before[position] ?? []);
    return numbers;
  });
  return { ...trajectory, outputs: filled };
}

function withNotice(trajectory: Trajectory, notice: Issue): Trajectory {
  return { ...trajectory, issues: [notice, ...trajectory.issues] };
}

/** The two parts of a run tell much the same; each thing is said once. */
function once(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.code} ${issue.path} ${issue.message}`, issue])).values()];
}
