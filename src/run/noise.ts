// Observation noise: what would have been counted, had a trajectory been the truth.

import { QUANTILE } from "../../assembly/family.ts";
import type { Kernel } from "../kernel/placed.ts";
import { evaluate } from "../model/formula.ts";
import type { Model, Target } from "../model/model.ts";
import { LIKELIHOOD_FAMILY } from "../program/inference.ts";

export interface NoiseRequest {
  readonly model: Model;
  /** Position of the target. */
  readonly target: number;
  /** [run][parameter] all parameters, on the natural scale. */
  readonly runs: readonly Float64Array[];
  /** [run][T] the target's output in each run. */
  readonly trajectories: readonly Float64Array[];
  readonly seed: number;
  readonly kernel: Kernel;
}

/** The first stream of a seed that no chain uses; each target has one of its own. */
const FIRST_STREAM = 1;

/**
 * One simulated observation for every run and time, by the quantile of a uniform number, so that each takes one number
 * of the stream whatever its distribution. NaN where an argument of the likelihood is listed point by point and the
 * time has no point, or where it needs more than arithmetic. Null where observations are not of single output times.
 */
export function observationNoise(request: NoiseRequest): Float64Array[] | null {
  const target = request.model.targets[request.target];
  // Of a whole period, or of the output's own distribution: nothing that a curve of output times can show.
  if (target === undefined || target.windows !== undefined || target.ofOutput === true) return null;
  const random = request.kernel.random(request.seed, 0, FIRST_STREAM + request.target);
  return request.trajectories.map((trajectory, run) => {
    const parameters = [...(request.runs[run] ?? [])];
    const others = argumentsAt(target, parameters);
    return trajectory.map((modelled, time) =>
      observation(request.kernel, target, random.uniform(), modelled, others(time)),
    );
  });
}

/** The likelihood's arguments beside the model's value, as a function of the position of the output time. */
function argumentsAt(target: Target, parameters: readonly number[]): (time: number) => readonly number[] {
  const columns = [target.argument, ...(target.further ?? [])].map((argument): ((time: number) => number) => {
    if (argument === undefined) return () => NaN;
    if ("kind" in argument) {
      const value = evaluate(argument, parameters) ?? NaN;
      return () => value;
    }
    const listed = new Map(target.timeIndices.map((time, point) => [time, argument[point] ?? NaN]));
    return (time) => listed.get(time) ?? NaN;
  });
  return (time) => columns.map((column) => column(time));
}

function observation(
  kernel: Kernel,
  { likelihood }: Target,
  chance: number,
  modelled: number,
  [first = NaN, second = NaN, third = NaN]: readonly number[],
): number {
  const quantile = (a: number, b: number, c = 0, d = 0) =>
    kernel.exports.distribution(QUANTILE, LIKELIHOOD_FAMILY[likelihood], chance, a, b, c, d);
  switch (likelihood) {
    case "normal":
    case "negative_binomial":
    case "beta":
      return quantile(modelled, first);
    case "truncated_normal":
      return quantile(modelled, first, second, third);
    case "lognormal":
      return quantile(kernel.numeric.log(modelled), first);
    case "poisson":
      return quantile(modelled, 0);
    case "binomial":
      return quantile(first, modelled);
    case "beta_binomial":
      return quantile(second, modelled, first);
  }
}
