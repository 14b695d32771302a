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

export interface RunOfLane {
  /** The lane of the latest run. */
  readonly lane: number;
  readonly values: ArrayLike<number>;
  /** Runs the companion as the program itself was run. */
  readonly run: Run;
}

/**
 * The trajectory of a lane of the latest run, with the reproduction numbers that are among the model's outputs, which
 * the kernel leaves out.
 */
export function withReproduction(placed: Placed, trajectory: Trajectory, { lane, values, run }: RunOfLane): Trajectory {
  const { outputs } = placed.program.model;
  if (!outputs.some(({ kind }) => kind === "reproduction")) return trajectory;
  const filled = outputs.map((output, index) => {
    const own = trajectory.outputs[index] ?? new Float64Array();
    if (output.kind !== "reproduction") return own;
    const options = { lane, ...(output.infected === undefined ? {} : { infected: output.infected }) };
    return reproductionNumbers(placed, values, run, options).total;
  });
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
