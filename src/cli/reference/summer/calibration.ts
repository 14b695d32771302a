// Checks priors, fits and target log densities recorded from estival; format in test/reference/summer.

import { distributions, type FamilyName } from "../../../kernel/distribution.ts";
import type { Kernel } from "../../../kernel/placed.ts";
import { lower } from "../../../program/lower.ts";
import { read } from "../../../model/build.ts";
import { fitOf } from "../../../posterior/fit-priors.ts";
import { pointLogLikelihoods } from "../../../posterior/observations.ts";
import { posterior } from "../../../posterior/posterior.ts";

interface PriorCase {
  readonly prior: string;
  readonly arguments: Readonly<Record<string, number | null | readonly (number | null)[]>>;
  readonly x: readonly number[];
  /** null: no density. */
  readonly logpdf: readonly (number | null)[];
  readonly cdf: readonly number[];
  readonly quantile_p: readonly number[];
  readonly quantile: readonly number[];
  readonly fitted?: Readonly<Record<string, number>>;
}

interface TargetCase {
  readonly target: string;
  readonly arguments: Readonly<Record<string, number | readonly number[]>>;
  readonly data: readonly number[];
  readonly modelled: readonly number[];
  readonly log_density_per_point: readonly number[];
  readonly sum: number;
  readonly mean: number;
  readonly weighted_sum_time_weights_1_1_2_2_1_1_normalised: number;
}

export interface CalibrationFile {
  readonly priors: readonly PriorCase[];
  readonly targets: readonly TargetCase[];
}

export interface Compared {
  readonly worst: number;
  readonly limit: number;
  readonly note: string;
}

/** Relative beyond 1: the recorded numbers are SciPy's, whose incomplete beta and gamma functions have some 1e-13. */
const TOLERANCE = 1e-9;
/** Fitted arguments: estival's optimiser stops once nothing changes by some 1e-6. */
const FIT_TOLERANCE = 2e-5;
const WEIGHTS = [1, 1, 2, 2, 1, 1];

export function checkCalibration({ priors, targets }: CalibrationFile, kernel: Kernel): Compared[] {
  return [...priors.flatMap((one) => checkPrior(one, kernel)), ...targets.flatMap((one) => checkTarget(one, kernel))];
}

/** The numbers of an argument that is a list; none of another. */
function listOf(argument: number | null | undefined | readonly (number | null)[]): readonly (number | null)[] {
  return typeof argument === "object" && argument !== null ? argument : [];
}

function compare(note: string, found: number, expected: number, limit = TOLERANCE): Compared {
  // Infinities are met exactly or not at all.
  const error = found === expected ? 0 : Math.abs(found - expected) / Math.max(1, Math.abs(expected));
  return { worst: error, limit, note };
}

function checkPrior(one: PriorCase, kernel: Kernel): Compared[] {
  const note = `${one.prior} ${JSON.stringify(one.arguments)}`;
  const [family, values] = familyOf(one);
  const { logDensity, cdf, quantile } = distributions(kernel.exports);
  return [
    ...one.x.map((x, index) =>
      compare(`${note}: density at ${x}`, logDensity(family, x, values), one.logpdf[index] ?? -Infinity),
    ),
    ...one.x.map((x, index) => compare(`${note}: cdf at ${x}`, cdf(family, x, values), one.cdf[index] ?? NaN)),
    ...one.quantile_p.map((p, index) =>
      compare(`${note}: quantile ${p}`, quantile(family, p, values), one.quantile[index] ?? NaN),
    ),
    ...checkFit(one, values, note, kernel),
  ];
}

/** Family and arguments of a recorded prior; those of a fit are the recorded ones. */
function familyOf({ prior, arguments: given, fitted = {} }: PriorCase): [FamilyName, number[]] {
  const number = (name: string): number => Number(given[name] ?? fitted[name] ?? NaN);
  const ends = (name: string): number[] => {
    const [lower = null, upper = null] = listOf(given[name]);
    return [lower ?? -Infinity, upper ?? Infinity];
  };
  switch (prior.split(".")[0]) {
    case "UniformPrior":
      return ["uniform", ends("domain")];
    case "BetaPrior":
      return ["beta", [number("a"), number("b")]];
    case "GammaPrior":
      return ["gamma", [number("shape"), 1 / number("scale")]];
    case "NormalPrior":
      return ["normal", [number("mean"), number("stdev")]];
    case "TruncNormalPrior":
      return ["truncated_normal", [number("mean"), number("stdev"), ...ends("trunc_range")]];
    default:
      throw new Error(`there is no prior ${prior} here`);
  }
}

/** estival's `upper_ci` is the upper end of an interval with 99 %. */
function checkFit(one: PriorCase, expected: readonly number[], note: string, kernel: Kernel): Compared[] {
  if (one.fitted === undefined) return [];
  const { mean, mode, upper_ci: end, ci, ci_width: width } = one.arguments;
  const [lower, upper] = listOf(ci);
  const found = fitOf(
    one.prior.startsWith("Beta") ? "beta" : "gamma",
    {
      ...(typeof mean === "number" ? { mean } : {}),
      ...(typeof mode === "number" ? { mode } : {}),
      ...(typeof lower === "number" ? { lower } : {}),
      upper: Number(upper ?? end),
      level: typeof width === "number" ? width : 0.99,
    },
    kernel,
  );
  return expected.map((value, index) => {
    // Beyond 1 a relative error, below an absolute one: all arguments here are of the order of 1 to 50.
    return compare(`${note}: fitted argument ${index + 1}`, found?.[index] ?? NaN, value, FIT_TOLERANCE);
  });
}

/** How a recorded target is written in a document. */
const WRITTEN: Readonly<Record<string, (one: TargetCase) => string>> = {
  Normal: ({ data, arguments: given }) =>
    `values: ${JSON.stringify(data)}, likelihood: normal, sd: ${String(given["stdev"])}`,
  TruncatedNormal: ({ data, arguments: given }) => {
    const [lower, upper] = listOf(given["trunc_range"]);
    return `values: ${JSON.stringify(data)}, likelihood: truncated_normal, sd: ${String(given["stdev"])}, lower: ${lower}, upper: ${upper}`;
  },
  NegativeBinomial: ({ data, arguments: given }) =>
    `values: ${JSON.stringify(data)}, likelihood: negative_binomial, dispersion: ${String(given["dispersion"])}`,
  Poisson: ({ data }) => `values: ${JSON.stringify(data)}, likelihood: poisson`,
  // estival's data are proportions of the sample sizes.
  Binomial: ({ data, arguments: given }) => {
    const sizes = listOf(given["sample_sizes"]);
    const positives = data.map((share, index) => Math.round(share * Number(sizes[index])));
    return `values: ${JSON.stringify(positives)}, likelihood: binomial, size: ${JSON.stringify(sizes)}`;
  },
  Beta: ({ arguments: given }) =>
    `likelihood: beta, alpha: ${JSON.stringify(given["a"])}, beta: ${JSON.stringify(given["b"])}`,
};

/** Each target goes the whole way: a document whose output has the recorded values, its program, the kernel. */
function checkTarget(one: TargetCase, kernel: Kernel): Compared[] {
  const note = `${one.target} ${JSON.stringify(one.arguments)}`;
  const { placed, total } = evaluated(one, "", kernel);
  const [points = new Float64Array()] = pointLogLikelihoods(placed);
  const weighted = `, weights: ${JSON.stringify(WEIGHTS)}, over_points: mean`;
  return [
    ...one.log_density_per_point.map((expected, index) =>
      compare(`${note}: point ${index + 1}`, points[index] ?? NaN, expected),
    ),
    compare(`${note}: sum`, total, one.sum),
    compare(`${note}: mean`, evaluated(one, ", over_points: mean", kernel).total, one.mean),
    compare(
      `${note}: weighted mean`,
      evaluated(one, weighted, kernel).total,
      one.weighted_sum_time_weights_1_1_2_2_1_1_normalised,
    ),
  ];
}

function evaluated(one: TargetCase, more: string, kernel: Kernel) {
  const written = WRITTEN[one.target];
  if (written === undefined) throw new Error(`there is no target ${one.target} here`);
  const times = one.modelled.map((_, index) => index);
  const text = `midsummer: 1
title: ${one.target}
time: { unit: day, start: 0, end: ${times.length - 1} }
compartments: [persons]
initial: { persons: 1 }
outputs:
  modelled: { expression: "interp(t, ${JSON.stringify(times)}, ${JSON.stringify(one.modelled)})" }
targets:
  modelled: { times: ${JSON.stringify(times)}, ${written(one)}${more} }
`;
  const answer = read(text);
  const lowered = answer.ok ? lower(answer.value.model) : answer;
  if (!lowered.ok) throw new Error(lowered.issues.map(({ message }) => message).join(" "));
  kernel.clear();
  const placed = kernel.place(lowered.value, 1);
  return { placed, total: posterior(placed).terms([]).logLikelihood };
}
