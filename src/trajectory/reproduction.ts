// Reproduction numbers over time: the model is run once more with what they are made of as outputs.

import { hasErrors } from "../base/issue.ts";
import type { Placed } from "../kernel/placed.ts";
import type { Formula, Model, Output } from "../model/model.ts";
import { reproductionPlan, type ReproductionPlan } from "../model/reproduction.ts";
import { lower } from "../program/lower.ts";
import type { Trajectory } from "./trajectory.ts";

export interface ReproductionNumbers {
  /** [time] */
  readonly times: Float64Array;
  /** [time]; NaN where the run failed. */
  readonly total: Float64Array;
  /** [force][time] the infections of one force of infection alone, in the order of the model's forces. */
  readonly byForce: readonly Float64Array[];
  /** Positions of the compartments taken as infected. */
  readonly infected: readonly number[];
}

export interface ReproductionOptions {
  /** Positions of the infected compartments, where those found from the flows are not meant. */
  readonly infected?: readonly number[];
  /** Positions of the output times that are wanted; all where absent. */
  readonly timeIndices?: readonly number[];
  /** The lane of the latest run whose replicate of a stochastic model is meant; 0 unless given. */
  readonly lane?: number;
}

/** Runs a placed program at a parameter vector, as `simulate` does. */
export type Run = (placed: Placed, values: ArrayLike<number>) => Trajectory;

interface Companion {
  readonly placed: Placed;
  readonly plan: ReproductionPlan;
}

/** By the placed program they belong to, then by the infected compartments asked for. */
const companions = new WeakMap<Placed, Map<string, Companion>>();

/**
 * The reproduction number at output times of the run at one parameter vector; see reproduction.ts of the model for what
 * it is. Equal bits on every host. Cost: a second run, and a sparse system of equations for each time.
 *
 * @param values  [P] all parameters in the model's order, natural scale
 * @param run     `simulate`
 */
export function reproductionNumbers(
  placed: Placed,
  values: ArrayLike<number>,
  run: Run,
  options: ReproductionOptions = {},
): ReproductionNumbers {
  const { plan, placed: companion } = companionOf(placed, options.infected);
  companion.frame.takeStream(placed.frame, options.lane ?? 0);
  const { times, outputs, issues } = run(companion, values);
  const first = placed.program.model.outputs.length;
  const measured = new Float64Array(plan.measures.length);
  const failed = hasErrors(issues);
  const wanted = options.timeIndices ?? Array.from(times, (_, index) => index);
  const found = wanted.map((time) => {
    for (let n = 0; n < measured.length; n += 1) measured[n] = outputs[first + n]?.[time] ?? NaN;
    return failed ? undefined : plan.at(measured);
  });
  return {
    times: Float64Array.from(wanted, (time) => times[time] ?? NaN),
    total: Float64Array.from(found, (number) => number?.total ?? NaN),
    byForce: placed.program.model.forces.map((_, force) =>
      Float64Array.from(found, (number) => number?.byForce[force] ?? NaN),
    ),
    infected: plan.infected,
  };
}

/** Which run, and which of its output times. */
export interface RunOfLane {
  /** The lane of the latest run; 0 unless given. */
  readonly lane?: number;
  readonly values: ArrayLike<number>;
  /** Runs the companion as the program itself was run. */
  readonly run: Run;
  /** Positions of the first output time that is wanted, and of the one after the last; all unless given. */
  readonly first?: number;
  readonly end?: number;
  readonly withoutReproduction?: boolean;
}

/**
 * [T] A reproduction number among the outputs: computed at the first wanted time, the last, and every `every`-th between;
 * straight lines between these. NaN at times that are not wanted, and at all where the run goes without.
 */
export function reproductionSeries(
  placed: Placed,
  { infected, every = 1 }: Pick<Output & { readonly kind: "reproduction" }, "infected" | "every">,
  { lane = 0, values, run, first = 0, end = placed.program.model.time.count, withoutReproduction }: RunOfLane,
): Float64Array {
  const series = new Float64Array(placed.program.model.time.count).fill(NaN);
  if (withoutReproduction === true) return series;
  const wanted = Array.from({ length: end - first }, (_, index) => first + index);
  const timeIndices = wanted.filter((index) => (index - first) % every === 0 || index === end - 1);
  const numbers = reproductionNumbers(placed, values, run, {
    lane,
    timeIndices,
    ...(infected === undefined ? {} : { infected }),
  });
  timeIndices.forEach((index, n) => (series[index] = numbers.total[n] ?? NaN));
  for (let n = 1; n < timeIndices.length; n += 1) fillLine(series, timeIndices[n - 1] ?? 0, timeIndices[n] ?? 0);
  return series;
}

/** Puts values on a straight line between two positions. */
function fillLine(series: Float64Array, from: number, to: number): void {
  const [before, after] = [series[from] ?? NaN, series[to] ?? NaN];
  for (let index = from + 1; index < to; index += 1) {
    const share = (index - from) / (to - from);
    series[index] = before + share * (after - before);
  }
}

/**
 * The trajectory of a lane of the latest run, with the reproduction numbers that are among the model's outputs, which
 * the kernel leaves out.
 */
export function withReproduction(placed: Placed, trajectory: Trajectory, run: RunOfLane): Trajectory {
  const { outputs } = placed.program.model;
  if (!outputs.some(({ kind }) => kind === "reproduction")) return trajectory;
  const filled = outputs.map((output, index) =>
    output.kind === "reproduction"
      ? reproductionSeries(placed, output, run)
      : (trajectory.outputs[index] ?? new Float64Array()),
  );
  return { ...trajectory, outputs: filled };
}

function companionOf(placed: Placed, infected: readonly number[] | undefined): Companion {
  const own = companions.get(placed) ?? new Map<string, Companion>();
  companions.set(placed, own);
  const key = infected?.join(",") ?? "";
  const known = own.get(key);
  if (known !== undefined) return known;
  const { model } = placed.program;
  const plan = reproductionPlan(model, infected);
  const answer = lower(measuring(model, plan.measures));
  if (!answer.ok) throw new Error("a model that was lowered before cannot be lowered");
  const companion = { plan, placed: placed.kernel.place(answer.value, 1) };
  own.set(key, companion);
  return companion;
}

/** The model with further outputs. Its own stay, as they have a part in the choice of adaptive steps. */
function measuring(model: Model, measures: readonly Formula[]): Model {
  const nothing: Formula = { kind: "constant", value: 0 };
  const own = model.outputs.map((output): Output => {
    if (output.kind !== "reproduction") return output;
    const { name, title, measure } = output;
    return { name, title, measure, kind: "formula", formula: nothing };
  });
  const further = measures.map((formula, index): Output => {
    const name = `measure_${index}`;
    return { name, title: name, measure: "expression", kind: "formula", formula };
  });
  return { ...model, outputs: [...own, ...further], priors: [], targets: [] };
}
