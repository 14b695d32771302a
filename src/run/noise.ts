// Observation noise: what would have been counted, had a trajectory been the truth.

import {
  FAMILY_BINOMIAL,
  FAMILY_LOGNORMAL,
  FAMILY_NEGATIVE_BINOMIAL,
  FAMILY_NORMAL,
  FAMILY_POISSON,
  QUANTILE,
} from "../../assembly/family.ts";
import type { Kernel } from "../kernel/placed.ts";
import { evaluate } from "../model/formula.ts";
import type { Model, Target } from "../model/model.ts";

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
 * of the stream whatever its distribution. NaN where the likelihood's second argument is listed point by point and the
 * time has no point, or where it needs more than arithmetic.
 */
export function observationNoise(request: NoiseRequest): Float64Array[] | null {
  const target = request.model.targets[request.target];
  if (target === undefined) return null;
  const random = request.kernel.random(request.seed, 0, FIRST_STREAM + request.target);
  return request.trajectories.map((trajectory, run) => {
    const parameters = [...(request.runs[run] ?? [])];
    const argument = argumentAt(target, parameters);
    return trajectory.map((modelled, time) =>
      observation(request.kernel, target, random.uniform(), modelled, argument(time)),
    );
  });
}

/** The likelihood's argument beside the model's value, as a function of the position of the output time. */
function argumentAt(target: Target, parameters: readonly number[]): (time: number) => number {
  const { argument } = target;
  if (argument === undefined) return () => NaN;
  if ("kind" in argument) {
    const value = evaluate(argument, parameters) ?? NaN;
    return () => value;
  }
  const listed = new Map(target.timeIndices.map((time, point) => [time, argument[point] ?? NaN]));
  return (time) => listed.get(time) ?? NaN;
}

function observation(kernel: Kernel, target: Target, chance: number, modelled: number, argument: number): number {
  const quantile = (family: number, a: number, b: number) =>
    kernel.exports.distribution(QUANTILE, family, chance, a, b, 0, 0);
  switch (target.likelihood) {
    case "normal":
      return quantile(FAMILY_NORMAL, modelled, argument);
    case "lognormal":
      return quantile(FAMILY_LOGNORMAL, kernel.numeric.log(modelled), argument);
    case "poisson":
      return modelled === 0 ? 0 : quantile(FAMILY_POISSON, modelled, 0);
    case "negative_binomial":
      // Nothing expected, nothing counted; the family itself asks for a positive mean.
      return modelled === 0 ? 0 : quantile(FAMILY_NEGATIVE_BINOMIAL, modelled, argument);
    case "binomial":
      return quantile(FAMILY_BINOMIAL, argument, modelled);
  }
}
