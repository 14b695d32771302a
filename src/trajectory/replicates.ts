// Replicates of a stochastic model: many runs at the same parameters, their fans, and how often an infection dies out.

import type { Numeric } from "../base/numeric.ts";
import type { Issue } from "../base/issue.ts";
import type { Placed } from "../kernel/placed.ts";
import type { Model } from "../model/model.ts";
import { bandsOf, type Bands } from "./bands.ts";
import { outputTimes, simulateMany } from "./simulate.ts";
import type { Trajectory } from "./trajectory.ts";

/** Which replicates: `count` of them, numbered from `first`. Replicate n of a seed is the same run in any company. */
export interface ReplicateSettings {
  /** A whole number from 0 to 2⁵³ − 1. */
  readonly seed: number;
  readonly count: number;
  /** 0 unless given; the numbers stay below 2³². */
  readonly first?: number;
}

/** The settings in the model's document. Errors: a RangeError for a model that is not stochastic. */
export function replicateSettings(model: Model): ReplicateSettings {
  const { integrator } = model;
  if (integrator.method !== "tau-leap") throw new RangeError(`the method ${integrator.method} has no replicates`);
  return { seed: integrator.seed, count: integrator.replicates };
}

/**
 * Runs the replicates one after the other, as many side by side as the program was placed with lanes; a trajectory
 * depends on values, seed and the number of the replicate alone, never on the lanes.
 *
 * @param values    [P] all parameters in the model's order, natural scale
 * @param settings  those of the document unless given
 * Errors: a RangeError for a model that is not stochastic.
 */
export function* replicates(
  placed: Placed,
  values: ArrayLike<number>,
  settings: ReplicateSettings = replicateSettings(placed.program.model),
): Generator<Trajectory, void, undefined> {
  const own = replicateSettings(placed.program.model);
  const { first = 0, count, seed } = settings;
  for (let done = 0; done < count; done += placed.lanes) {
    const members = Math.min(placed.lanes, count - done);
    placed.frame.setStreams(seed, (lane) => first + done + lane);
    const batch = simulateMany(
      placed,
      Array.from({ length: members }, () => values),
    );
    // A single run of the same placed program is the document's replicate 0 again.
    placed.frame.setStreams(own.seed, () => 0);
    yield* batch;
  }
}

/** What many replicates show. */
export interface ReplicateFans {
  /** [T], in the document's unit. */
  readonly times: Float64Array;
  /** One per output, in the model's order. */
  readonly fans: readonly Bands[];
  /** Everything that the runs reported, each once. */
  readonly issues: readonly Issue[];
}

/** Median and bands of every output over the replicates. Arguments and errors as `replicates`. */
export function replicateFans(placed: Placed, values: ArrayLike<number>, settings?: ReplicateSettings): ReplicateFans {
  return fansOf(replicates(placed, values, settings), placed);
}

/** Median and bands of every output over runs of a program, or of another with the same outputs. */
export function fansOf(trajectories: Iterable<Trajectory>, placed: Placed): ReplicateFans {
  const runs = [...trajectories];
  const times = outputTimes(placed);
  const issues = new Map(runs.flatMap((run) => run.issues.map((issue) => [`${issue.code} ${issue.path}`, issue])));
  const fans = placed.program.model.outputs.map((_, output) =>
    bandsOf(
      runs.map((run) => run.outputs[output] ?? new Float64Array()),
      times.length,
    ),
  );
  return { times, fans, issues: [...issues.values()] };
}

/** How often nobody was left, at each output time. */
export interface Extinction {
  /** [T] share of the replicates. */
  readonly probability: Float64Array;
  /** [T] √(p (1 − p) / n): 0 where all replicates agree, which proves little; then the truth is likely within 3/n. */
  readonly standardError: Float64Array;
  readonly replicates: number;
}

/**
 * The share of replicates in which outputs together have reached zero at an output time or before it, or, with `by`
 * false, are zero at that very time: the two differ where an infection may come back from outside.
 *
 * @param outputs  positions of the outputs: sizes of compartments, such as that of `watching`
 * Errors: a RangeError where there are no replicates.
 */
export function extinctionOf(
  runs: Iterable<Trajectory>,
  outputs: readonly number[],
  numeric: Pick<Numeric, "sqrt">,
  by = true,
): Extinction {
  let extinct = new Float64Array();
  let total = 0;
  for (const run of runs) {
    if (total === 0) extinct = new Float64Array(run.times.length);
    total += 1;
    let isOver = false;
    for (let time = 0; time < run.times.length; time += 1) {
      const isZero = outputs.every((output) => run.outputs[output]?.[time] === 0);
      isOver = isZero || (by && isOver);
      if (isOver) extinct[time] = (extinct[time] ?? 0) + 1;
    }
  }
  if (total === 0) throw new RangeError("there are no replicates to count");
  const probability = extinct.map((count) => count / total);
  const standardError = probability.map((share) => numeric.sqrt((share * (1 - share)) / total));
  return { probability, standardError, replicates: total };
}

/** The model with one output more, the last: the persons in these compartments. What is drawn stays the same. */
export function watching(
  model: Model,
  compartments: readonly number[],
): { readonly model: Model; readonly output: number } {
  const name = "watched";
  const output = { name, title: name, measure: "prevalence", kind: "formula" } as const;
  const outputs = [...model.outputs, { ...output, formula: { kind: "sum", compartments } as const }];
  return { model: { ...model, outputs }, output: model.outputs.length };
}
