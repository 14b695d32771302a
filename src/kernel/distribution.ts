// Names, arguments and supports of the distributions that the kernel computes, and typed calls to them.

import * as number from "../../assembly/family.ts";
import type { KernelExports } from "./exports.ts";

/** One family of distributions. Its arguments and their meaning stand in assembly/family.ts. */
export interface Family {
  /** The number by which the kernel knows it. */
  readonly family: number;
  /** Names of the arguments, in the order in which the kernel takes them. */
  readonly args: readonly string[];
  /** On the integers from 0, with a mass instead of a density. */
  readonly discrete: boolean;
  /** Smallest and largest value that can occur, ±Infinity where there is none. */
  readonly support: (args: readonly number[]) => readonly [lower: number, upper: number];
}

const real = (): readonly [number, number] => [-Infinity, Infinity];
const positive = (): readonly [number, number] => [0, Infinity];
const share = (): readonly [number, number] => [0, 1];
/** Between two of the arguments. */
const between =
  (lower: number, upper: number) =>
  (args: readonly number[]): readonly [number, number] => [args[lower] ?? -Infinity, args[upper] ?? Infinity];
/** From 0 to the first argument, a number of trials. */
const trials = (args: readonly number[]): readonly [number, number] => [0, args[0] ?? Infinity];

const continuous = (family: number, args: string, support: Family["support"]): Family => ({
  family,
  args: args.split(" "),
  discrete: false,
  support,
});
const counting = (family: number, args: string, support: Family["support"]): Family => ({
  ...continuous(family, args, support),
  discrete: true,
});

export const FAMILIES = {
  normal: continuous(number.FAMILY_NORMAL, "mean sd", real),
  truncated_normal: continuous(number.FAMILY_TRUNCATED_NORMAL, "mean sd lower upper", between(2, 3)),
  lognormal: continuous(number.FAMILY_LOGNORMAL, "meanlog sdlog", positive),
  student_t: continuous(number.FAMILY_STUDENT_T, "df location scale", real),
  cauchy: continuous(number.FAMILY_CAUCHY, "location scale", real),
  half_normal: continuous(number.FAMILY_HALF_NORMAL, "scale", positive),
  half_cauchy: continuous(number.FAMILY_HALF_CAUCHY, "scale", positive),
  exponential: continuous(number.FAMILY_EXPONENTIAL, "rate", positive),
  gamma: continuous(number.FAMILY_GAMMA, "shape rate", positive),
  inverse_gamma: continuous(number.FAMILY_INVERSE_GAMMA, "shape scale", positive),
  weibull: continuous(number.FAMILY_WEIBULL, "shape scale", positive),
  beta: continuous(number.FAMILY_BETA, "alpha beta", share),
  uniform: continuous(number.FAMILY_UNIFORM, "lower upper", between(0, 1)),
  poisson: counting(number.FAMILY_POISSON, "mean", positive),
  negative_binomial: counting(number.FAMILY_NEGATIVE_BINOMIAL, "mean size", positive),
  binomial: counting(number.FAMILY_BINOMIAL, "size prob", trials),
  beta_binomial: counting(number.FAMILY_BETA_BINOMIAL, "size alpha beta", trials),
} satisfies Record<string, Family>;

export type FamilyName = keyof typeof FAMILIES;

export function isFamilyName(name: string): name is FamilyName {
  return Object.hasOwn(FAMILIES, name);
}

/**
 * The distributions of one kernel instance.
 *
 * Every function takes the arguments of the family in the order of `FAMILIES[name].args`. Arguments outside their domain
 * give NaN (see `logDensity` in assembly/distribution/density.ts); a wrong number of them is a programming error and throws.
 */
export interface Distributions {
  /** Natural log of the density, or of the mass: −Infinity outside the support. */
  logDensity(name: FamilyName, x: number, args: readonly number[]): number;
  /** P(X ≤ x) */
  cdf(name: FamilyName, x: number, args: readonly number[]): number;
  /** P(X > x) */
  ccdf(name: FamilyName, x: number, args: readonly number[]): number;
  logCdf(name: FamilyName, x: number, args: readonly number[]): number;
  logCcdf(name: FamilyName, x: number, args: readonly number[]): number;
  /** x with P(X ≤ x) = p; the smallest such integer with ≥ for a discrete family. */
  quantile(name: FamilyName, p: number, args: readonly number[]): number;
}

/** Typed calls into one kernel instance: `distributions(kernel.exports).logDensity("normal", 0, [0, 1])`. */
export function distributions(exports: Pick<KernelExports, "distribution">): Distributions {
  const quantity =
    (which: number) =>
    (name: FamilyName, x: number, args: readonly number[]): number => {
      const { family, args: names } = FAMILIES[name];
      if (args.length !== names.length) {
        throw new RangeError(`${name} takes ${names.length} arguments (${names.join(", ")}), not ${args.length}.`);
      }
      const [a = 0, b = 0, c = 0, d = 0] = args;
      return exports.distribution(which, family, x, a, b, c, d);
    };
  return {
    logDensity: quantity(number.LOG_DENSITY),
    cdf: quantity(number.CDF),
    ccdf: quantity(number.CCDF),
    logCdf: quantity(number.LOG_CDF),
    logCcdf: quantity(number.LOG_CCDF),
    quantile: quantity(number.QUANTILE),
  };
}
