// Arguments of priors that are said by a mean or mode and an interval, found with the kernel's quantiles.

import type { Answer, Issue } from "../base/issue.ts";
import { formatNumber, quote } from "../base/text.ts";
import { distributions, FAMILIES } from "../kernel/distribution.ts";
import type { Kernel } from "../kernel/placed.ts";
import type { Model, Prior, PriorFamily, PriorFit } from "../model/model.ts";

/** The two arguments of the family for a spread, from wide to narrow; undefined where it has none. */
type OfSpread = (spread: number) => readonly [number, number] | undefined;

/** Spreads tried first, as powers of ten: shapes of gamma and beta, inverse squared standard deviations of a lognormal. */
const FROM = -2;
const TO = 8;
const TRIALS = 240;
/** Golden section: the bracket shrinks by 0.618 each time, from 0.08 to 1e-15 of it. */
const NARROWINGS = 64;
const GOLDEN = 0.6180339887498949;

/**
 * The model with every fitted prior's arguments in place. Where mean or mode is held, they are those with the least sum of
 * squared differences between the quantiles and the ends asked for: exact for one end, estival's rule for two. The same
 * digits on every host: quantiles and elementary functions are the kernel's.
 *
 * Errors: E267 where no distribution of the family comes near. A notice E268 tells the arguments found.
 */
export function fitPriors(model: Model, kernel: Kernel): Answer<Model> {
  const issues: Issue[] = [];
  const priors = model.priors.map((prior): Prior => {
    if (prior.fit === undefined) return prior;
    const name = model.parameters[prior.parameter]?.name ?? "";
    const fitted = fitOf(prior.family, prior.fit, kernel);
    const report = fitted === undefined ? noFit(name, prior) : told(name, prior, fitted, kernel);
    issues.push(report);
    return { ...prior, arguments: fitted ?? prior.arguments };
  });
  const isGood = issues.every(({ severity }) => severity !== "error");
  return isGood
    ? { ok: true, value: issues.length === 0 ? model : { ...model, priors }, issues }
    : { ok: false, issues };
}

/** Arguments of the family; undefined where none comes near. Beta, gamma, lognormal and normal can be fitted. */
export function fitOf(family: PriorFamily, fit: PriorFit, kernel: Kernel): readonly [number, number] | undefined {
  const { numeric } = kernel;
  const { mean, mode, lower, upper, level } = fit;
  const z = numeric.normalQuantile(0.5 + level / 2);
  if (mean === undefined && mode === undefined) {
    if (lower === undefined || upper === undefined) return undefined;
    const [low, high] = family === "lognormal" ? [numeric.log(lower), numeric.log(upper)] : [lower, upper];
    return [0.5 * (low + high), (high - low) / (2 * z)];
  }
  if (family === "normal") return mean === undefined || upper === undefined ? undefined : [mean, (upper - mean) / z];
  return narrowed(family, ofSpread(family, fit, numeric), fit, kernel);
}

function ofSpread(family: PriorFamily, { mean, mode = NaN }: PriorFit, numeric: Kernel["numeric"]): OfSpread {
  if (family === "beta") {
    if (mean !== undefined) return (a) => [a, (a * (1 - mean)) / mean];
    return (a) => (a > 1 ? [a, (a - 1) / mode - a + 2] : undefined);
  }
  if (family === "gamma") {
    if (mean !== undefined) return (shape) => [shape, shape / mean];
    return (shape) => (shape > 1 ? [shape, (shape - 1) / mode] : undefined);
  }
  // The mean of a lognormal is exp(m + s²/2), its mode exp(m − s²).
  return (precision) => {
    const variance = 1 / precision;
    const location = mean === undefined ? numeric.log(mode) + variance : numeric.log(mean) - 0.5 * variance;
    return [location, numeric.sqrt(variance)];
  };
}

/** The least misfit over spreads: the best of a grid in the logarithm, then a golden section around it. */
function narrowed(
  family: PriorFamily,
  of: OfSpread,
  fit: PriorFit,
  kernel: Kernel,
): readonly [number, number] | undefined {
  const at = (log: number) => of(kernel.numeric.exp(log * 2.302585092994046));
  const misfit = (log: number): number => misfitOf(family, at(log), fit, kernel);
  const step = (TO - FROM) / TRIALS;
  const grid = Array.from({ length: TRIALS + 1 }, (_, trial) => FROM + trial * step);
  // Of equal ones the narrowest: a very wide distribution may have the same quantile, with nearly all mass at one end.
  const best = grid.reduce((least, log) => (misfit(log) <= misfit(least) ? log : least));
  let [low, high] = [best - step, best + step];
  for (let time = 0; time < NARROWINGS; time += 1) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (misfit(left) <= misfit(right)) high = right;
    else low = left;
  }
  const width = (fit.upper ?? fit.mean ?? fit.mode ?? 1) - (fit.lower ?? 0);
  const middle = 0.5 * (low + high);
  // Half the width off at an end: what was asked for is not of this family.
  return misfit(middle) < 0.25 * width * width ? at(middle) : undefined;
}

/** Squared differences between the quantiles and the ends asked for, added up. */
function misfitOf(
  family: PriorFamily,
  values: readonly [number, number] | undefined,
  { lower, upper, level }: PriorFit,
  kernel: Kernel,
): number {
  if (values === undefined) return Infinity;
  const { quantile } = distributions(kernel.exports);
  const square = (end: number | undefined, p: number): number => {
    const error = end === undefined ? 0 : quantile(family, p, values) - end;
    return error * error;
  };
  const sum = square(lower, 0.5 - level / 2) + square(upper, 0.5 + level / 2);
  return Number.isNaN(sum) ? Infinity : sum;
}

/** A fitted prior as one would write it by its arguments. */
export function fittedInWords({ family }: Prior, values: readonly number[]): string {
  const names = FAMILIES[family].args;
  return `${family}(${values.map((value, index) => `${names[index] ?? ""}=${formatNumber(rounded(value))}`).join(", ")})`;
}

/** Six digits, for the eye. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function told(name: string, prior: Prior, values: readonly [number, number], kernel: Kernel): Issue {
  const { quantile } = distributions(kernel.exports);
  const level = prior.fit?.level ?? 0.95;
  const ends = [0.5 - level / 2, 0.5 + level / 2].map((p) => formatNumber(rounded(quantile(prior.family, p, values))));
  const message = `The prior of ${quote(name)} is ${fittedInWords(prior, values)}, with ${formatNumber(rounded(100 * level))} % between ${ends.join(" and ")}.`;
  return {
    code: "E268",
    severity: "notice",
    path: `priors.${name}`,
    message,
    advice: "Nothing to do if that is meant.",
  };
}

function noFit(name: string, { family }: Prior): Issue {
  const message = `No ${family} distribution comes near what the prior of ${quote(name)} asks for.`;
  const advice = "Give an interval that lies about the mean or mode, or another family.";
  return { code: "E267", severity: "error", path: `priors.${name}`, message, advice };
}
