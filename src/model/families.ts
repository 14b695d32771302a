// The families of priors: names of their arguments, what these may be, and where each family has its support.
import type { PriorFamily } from "./model.ts";

export interface Argument {
  readonly name: string;
  /** Other names for the same argument. */
  readonly also?: readonly string[];
  /** `positive`: above zero. `bound`: any number or infinity. Otherwise any finite number. */
  readonly kind?: "positive" | "bound";
  readonly default?: number;
}

export interface Family {
  readonly arguments: readonly Argument[];
  /** Support for given arguments. */
  readonly support: (values: readonly number[]) => readonly [lower: number, upper: number];
  /** Ends of the support that belong to it, because the density there is finite and not zero. None unless said. */
  readonly closed?: (values: readonly number[]) => readonly [lower: boolean, upper: boolean];
  readonly example: string;
}

const LOCATION: Argument = { name: "location" };
const SCALE: Argument = { name: "scale", kind: "positive" };
const SHAPE: Argument = { name: "shape", kind: "positive" };
const RATE: Argument = { name: "rate", kind: "positive" };
const SD: Argument = { name: "sd", kind: "positive" };

const everywhere = (): readonly [number, number] => [-Infinity, Infinity];
const positive = (): readonly [number, number] => [0, Infinity];
const atBothEnds = (): readonly [boolean, boolean] => [true, true];
const atZero = (): readonly [boolean, boolean] => [true, false];
/** With a shape of 1, gamma and weibull are an exponential. */
const ofShapeOne = ([shape]: readonly number[]): readonly [boolean, boolean] => [shape === 1, false];
const between = (lower = -Infinity, upper = Infinity): readonly [number, number] => [lower, upper];

/** Argument names as in the reference tables of test/reference/distributions. */
export const FAMILIES: Readonly<Record<PriorFamily, Family>> = {
  normal: { arguments: [{ name: "mean" }, SD], support: everywhere, example: "normal(0, 1)" },
  truncated_normal: {
    arguments: [
      { name: "mean" },
      SD,
      { name: "lower", kind: "bound", default: -Infinity },
      { name: "upper", kind: "bound", default: Infinity },
    ],
    support: ([, , lower, upper]) => between(lower, upper),
    closed: atBothEnds,
    example: "truncated_normal(2, 1, 0, inf)",
  },
  // The first argument may be given as `median`; its logarithm is then taken in the kernel.
  lognormal: {
    arguments: [
      { name: "meanlog", also: ["median"] },
      { name: "sdlog", also: ["sd"], kind: "positive" },
    ],
    support: positive,
    example: "lognormal(median=8, sd=0.6)",
  },
  student_t: {
    arguments: [{ name: "df", kind: "positive" }, LOCATION, SCALE],
    support: everywhere,
    example: "student_t(3, 0, 1)",
  },
  cauchy: { arguments: [LOCATION, SCALE], support: everywhere, example: "cauchy(0, 1)" },
  half_normal: { arguments: [SCALE], support: positive, closed: atZero, example: "half_normal(1)" },
  half_cauchy: { arguments: [SCALE], support: positive, closed: atZero, example: "half_cauchy(2.5)" },
  exponential: { arguments: [RATE], support: positive, closed: atZero, example: "exponential(5)" },
  gamma: { arguments: [SHAPE, RATE], support: positive, closed: ofShapeOne, example: "gamma(2, 0.5)" },
  inverse_gamma: { arguments: [SHAPE, SCALE], support: positive, example: "inverse_gamma(3, 2)" },
  weibull: { arguments: [SHAPE, SCALE], support: positive, closed: ofShapeOne, example: "weibull(1.5, 2)" },
  beta: {
    arguments: [
      { name: "alpha", kind: "positive" },
      { name: "beta", kind: "positive" },
    ],
    support: () => [0, 1],
    closed: ([alpha, beta]) => [alpha === 1, beta === 1],
    example: "beta(2, 5)",
  },
  uniform: {
    arguments: [{ name: "lower" }, { name: "upper" }],
    support: ([lower, upper]) => between(lower, upper),
    closed: atBothEnds,
    example: "uniform(0, 1)",
  },
};

/** The family of that name. */
export function familyOf(name: string): PriorFamily | undefined {
  // The keys of FAMILIES are exactly the families; Object.keys forgets it.
  return (Object.keys(FAMILIES) as PriorFamily[]).find((family) => family === name);
}

/** Where most of a prior lies, for a slider; undefined where arithmetic alone does not tell. */
export function usualRange(family: PriorFamily, values: readonly number[]): readonly [number, number] | undefined {
  const [first = NaN, second = NaN, lower = -Infinity, upper = Infinity] = values;
  if (family === "uniform") return [first, second];
  if (family === "beta") return [0, 1];
  if (family === "normal") return [first - 3 * second, first + 3 * second];
  if (family === "truncated_normal") return [Math.max(lower, first - 3 * second), Math.min(upper, first + 3 * second)];
  // Nine in ten thousand lie above 7 means of an exponential, one in three hundred above 3 scales of a half-normal.
  if (family === "exponential") return [0, 7 / first];
  return family === "half_normal" ? [0, 3 * first] : undefined;
}
