// Priors and targets to tables: what the kernel needs to turn a simulation into a log density.

import * as family from "../../assembly/family.ts";
import {
  OP_LOG,
  SOURCE_DATA,
  SOURCE_LOG_OUTPUT,
  SOURCE_NOTHING,
  SOURCE_OUTPUT,
  SOURCE_SLOT,
  TARGET_MEAN,
  TARGET_OF_OUTPUT,
  TARGET_POINT_WEIGHTS,
  TARGET_STRIDE,
  TARGET_WINDOWS,
} from "../../assembly/layout.ts";
import type { LikelihoodFamily, Model, PriorFamily, Target, TargetArgument } from "../model/model.ts";
import type { Formulas, Place } from "./formulas.ts";
import type { Tables, Word } from "./tables.ts";

const PRIOR_FAMILY: Record<PriorFamily, number> = {
  normal: family.FAMILY_NORMAL,
  truncated_normal: family.FAMILY_TRUNCATED_NORMAL,
  lognormal: family.FAMILY_LOGNORMAL,
  student_t: family.FAMILY_STUDENT_T,
  cauchy: family.FAMILY_CAUCHY,
  half_normal: family.FAMILY_HALF_NORMAL,
  half_cauchy: family.FAMILY_HALF_CAUCHY,
  exponential: family.FAMILY_EXPONENTIAL,
  gamma: family.FAMILY_GAMMA,
  inverse_gamma: family.FAMILY_INVERSE_GAMMA,
  weibull: family.FAMILY_WEIBULL,
  beta: family.FAMILY_BETA,
  uniform: family.FAMILY_UNIFORM,
};

/** The kernel's family for each likelihood. Of two that are called by the mean, the mean is the model's value. */
export const LIKELIHOOD_FAMILY: Record<LikelihoodFamily, number> = {
  normal: family.FAMILY_NORMAL,
  truncated_normal: family.FAMILY_TRUNCATED_NORMAL,
  lognormal: family.FAMILY_LOGNORMAL,
  poisson: family.FAMILY_POISSON,
  negative_binomial: family.FAMILY_NEGATIVE_BINOMIAL,
  binomial: family.FAMILY_BINOMIAL,
  beta_binomial: family.FAMILY_BETA_BINOMIAL_MEAN,
  beta: family.FAMILY_BETA_MEAN,
};

/** The transform that lays a support on the real line. */
export function transformOf(lower: number, upper: number): number {
  if (lower === -Infinity) return upper === Infinity ? family.TRANSFORM_NONE : family.TRANSFORM_UPPER;
  return upper === Infinity ? family.TRANSFORM_LOWER : family.TRANSFORM_BOTH;
}

/** Rows of PRIOR_STRIDE words, one per prior, in the document's order. */
export function lowerPriors(model: Model, tables: Tables, formulas: Formulas, place: Place): Word[] {
  return model.priors.flatMap((prior): Word[] => {
    const parameter = tables.parameters[prior.parameter];
    if (parameter === undefined) throw new Error(`there is no parameter ${prior.parameter}`);
    const slots = [0, 1, 2, 3].map((position) => {
      const formula = prior.formulas?.[position] ?? null;
      const slot =
        formula === null
          ? tables.constant(prior.arguments[position] ?? 0)
          : formulas.slot(formula, place, `priors.${model.parameters[prior.parameter]?.name ?? ""}`);
      return position === 0 && prior.logArgument === true ? formulas.compute(OP_LOG, [slot]) : slot;
    });
    const bounds = tables.share([prior.lower, prior.upper]);
    const kind = transformOf(prior.lower, prior.upper);
    return [parameter, PRIOR_FAMILY[prior.family], ...slots, kind, bounds, bounds + 1];
  });
}

/** Rows of TARGET_STRIDE words, one per target, then the time indices or windows of all targets. */
export function lowerTargets(model: Model, tables: Tables, formulas: Formulas, place: Place): Word[] {
  const rows: Word[] = [];
  const indices: number[] = [];
  const firstIndex = model.targets.length * TARGET_STRIDE;
  for (const target of model.targets) {
    const { windows, weights = 1 } = target;
    const values = tables.share(target.values);
    const weight = tables.share(typeof weights === "number" ? [weights] : weights);
    rows.push(familyOf(target) | flagsOf(target), target.output, target.values.length);
    rows.push(firstIndex + indices.length, values, weight, ...sourcesOf(target, tables, formulas, place));
    if (windows === undefined) indices.push(...target.timeIndices);
    else windows.first.forEach((first, point) => indices.push(first, windows.count[point] ?? 0));
  }
  return [...rows, ...indices];
}

function familyOf({ likelihood, ofOutput }: Target): number {
  return ofOutput === true ? family.FAMILY_BETA : LIKELIHOOD_FAMILY[likelihood];
}

function flagsOf({ windows, weights, ofOutput }: Target): number {
  return (
    (windows === undefined ? 0 : TARGET_WINDOWS) |
    (windows?.statistic === "mean" ? TARGET_MEAN : 0) |
    (typeof weights === "object" ? TARGET_POINT_WEIGHTS : 0) |
    (ofOutput === true ? TARGET_OF_OUTPUT : 0)
  );
}

/** Where the four arguments of the family come from, as pairs of source and operand. */
function sourcesOf(target: Target, tables: Tables, formulas: Formulas, place: Place): Word[] {
  const nothing: Word[] = [SOURCE_NOTHING, 0];
  const output: Word[] = [SOURCE_OUTPUT, 0];
  const source = (argument: TargetArgument | undefined): Word[] => {
    if (argument === undefined) return nothing;
    if ("kind" in argument) return [SOURCE_SLOT, formulas.slot(argument, place, `targets.${target.name}`)];
    return [SOURCE_DATA, tables.share(argument)];
  };
  const argument = source(target.argument);
  const [second = nothing, third = nothing] = (target.further ?? []).map(source);
  switch (target.likelihood) {
    case "normal":
    case "negative_binomial":
      return [...output, ...argument, ...nothing, ...nothing];
    case "truncated_normal":
      return [...output, ...argument, ...second, ...third];
    case "lognormal":
      return [SOURCE_LOG_OUTPUT, 0, ...argument, ...nothing, ...nothing];
    case "poisson":
      return [...output, ...nothing, ...nothing, ...nothing];
    case "binomial":
      return [...argument, ...output, ...nothing, ...nothing];
    case "beta_binomial":
      return [...second, ...output, ...argument, ...nothing];
    case "beta":
      if (target.ofOutput === true) return [...argument, ...second, ...nothing, ...nothing];
      return [...output, ...argument, ...nothing, ...nothing];
  }
}
