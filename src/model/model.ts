// The model: compartments, flows, parameters, outputs, priors and targets as plain data with ids, all names resolved.

import type { SamplerName } from "../base/sampler-name.ts";

export type UnaryOperator =
  "negate" | "abs" | "sqrt" | "floor" | "exp" | "log" | "sin" | "cos" | "tan" | "tanh" | "not";
export type BinaryOperator =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "power"
  | "min"
  | "max"
  | "less"
  | "lessEqual"
  | "equal"
  | "notEqual"
  | "and"
  | "or";

/** An expression with its names resolved to positions. Shared parts may be the same object. */
export type Formula =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "time" }
  | { readonly kind: "parameter"; readonly parameter: number }
  /** Sum of the sizes of compartments, by position. */
  | { readonly kind: "sum"; readonly compartments: readonly number[] }
  /** Value of a series at the present time. */
  | { readonly kind: "series"; readonly series: number }
  /** Present flow of these flows, persons per time unit; they must not use it themselves. */
  | { readonly kind: "flow"; readonly flows: readonly number[] }
  /** Value at `at` between knots; flat before the first and after the last. A knot of time `t` itself is a stop. */
  | {
      readonly kind: "interpolate";
      readonly at: Formula;
      readonly times: readonly Formula[];
      readonly values: readonly Formula[];
      readonly interpolation: "linear" | "step";
    }
  /** Value of another output at the same time; only within the formula of an output, and only of an earlier one. */
  | { readonly kind: "output"; readonly output: number }
  | { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Formula }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Formula; readonly right: Formula }
  | { readonly kind: "select"; readonly condition: Formula; readonly yes: Formula; readonly no: Formula };

export type TimeUnit = "day" | "week" | "year";

/** Output times are start, start + step, …, end, in the document's unit. */
export interface TimeGrid {
  readonly unit: TimeUnit;
  readonly start: number;
  readonly end: number;
  readonly step: number;
  /** Number of output times, at least 2. */
  readonly count: number;
  /** ISO date of time 0 where the document has dates. */
  readonly epoch?: string;
  /** Time within the run at which charts begin at first; the run is shown whole without. */
  readonly showFrom?: number;
}

export type Integrator =
  /** Stiff: L-stable Rosenbrock method with the exact Jacobian; fields as for dopri5. */
  | {
      readonly method: "rodas5p";
      readonly rtol: number;
      readonly atol: number;
      readonly maxSteps: number;
      readonly land: boolean;
    }
  /**
   * Stochastic: discrete-time chain with binomial leaps, `substeps` steps from one output time to the next. A run
   * depends on its parameters, the seed (a whole number below 2⁵³) and the number of the replicate.
   */
  | { readonly method: "tau-leap"; readonly substeps: number; readonly replicates: number; readonly seed: number }
  /** `substeps` fixed steps from one output time to the next. */
  | { readonly method: "rk4" | "euler"; readonly substeps: number }
  /** `atol` in persons. `land`: steps end at output times instead of interpolating to them. */
  | {
      readonly method: "dopri5";
      readonly rtol: number;
      readonly atol: number;
      readonly maxSteps: number;
      readonly land: boolean;
    };

/** What a person reads about a named thing. */
export interface Label {
  readonly name: string;
  /** Plain words; the name with spaces where the document gives none. */
  readonly title: string;
  readonly unit?: string;
  readonly note?: string;
  readonly source?: string;
}

export interface Compartment extends Label {
  /** Stratum of each stratification, in order; empty for an unstratified one. */
  readonly strata: Readonly<Record<string, string>>;
}

export interface Parameter extends Label {
  readonly value: number;
  /** Range of the slider, not of the prior. */
  readonly min: number;
  readonly max: number;
}

export interface Series extends Label {
  /** Increasing, in the document's time unit. Before the first and after the last the value stays as it is there. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** `step`: the value of the latest time that is not later. */
  readonly interpolation: "linear" | "step";
}

/**
 * Who mixes with whom, [infected][infecting]: a fixed matrix, a sum of fixed matrices times scalars that may vary in
 * time, or entries one by one.
 */
export type Mixing =
  | { readonly kind: "fixed"; readonly matrix: readonly (readonly number[])[] }
  | {
      readonly kind: "sum";
      readonly terms: readonly { readonly matrix: readonly (readonly number[])[]; readonly scale: Formula }[];
    }
  | { readonly kind: "entries"; readonly entries: readonly (readonly Formula[])[] };

/** How infection passes within and between groups; one per infectious agent and way of mixing. */
export interface Force {
  readonly name: string;
  /** Frequency: divided by the population of the infecting group. Density: not divided. */
  readonly mode: "frequency" | "density";
  readonly groups: readonly {
    readonly population: readonly number[];
    readonly infectious: readonly { readonly compartment: number; readonly weight: Formula }[];
  }[];
  /** One group without a matrix mixes with itself at rate 1. */
  readonly mixing: Mixing;
}

export interface Flow extends Label {
  /** Position of the compartment, or null for the outside. */
  readonly from: number | null;
  readonly to: number | null;
  /** Per person in `from` and time unit; persons per time unit where `absolute`. */
  readonly rate: Formula;
  readonly absolute: boolean;
  /** An infection flow's rate is also multiplied by the force of infection on this group. */
  readonly force?: { readonly force: number; readonly group: number };
  /** Name of the flow in the document, shared by the flows it is stratified into. */
  readonly family: string;
}

/** What an output looks back on: an earlier output, or the count of persons moved by flows in each interval. */
export type LookedBackOn = { readonly output: number } | { readonly flows: readonly number[] };

/**
 * Weights by number of output times of delay, from 0; or a distribution of the delay in the document's time unit, of
 * which the share between k and k + 1 steps has weight k. Arguments as in assembly/family.ts: gamma has shape and rate,
 * lognormal the mean and sd of the logarithm; of constants and parameters only.
 */
export type Delay =
  | { readonly kind: "weights"; readonly weights: readonly number[] }
  | { readonly kind: "gamma" | "lognormal"; readonly arguments: readonly [Formula, Formula] };

/** The outputs of one entry of a document, one for each stratum or combination of strata. */
export interface OutputFamily {
  readonly name: string;
  readonly title: string;
  /** Which of them this is, in plain words. */
  readonly stratum: string;
}

/** What is counted: a size at a time, or persons in the interval that ends at a time. */
export type Output = Label & {
  readonly measure: "prevalence" | "incidence" | "rate" | "expression";
  /** Only there because another output is computed from it, or hidden by the document; views leave it out. */
  readonly intermediate?: true;
  /** Of an output that `by` made for each stratum: what the document calls all of them together. */
  readonly family?: OutputFamily;
} & (
    | { readonly kind: "formula"; readonly formula: Formula }
    /** Flow at the output time, persons per time unit. */
    | { readonly kind: "rate"; readonly flows: readonly number[] }
    /** Persons moved since the previous output time, by integrating the flow; 0 at the first. */
    | { readonly kind: "count"; readonly flows: readonly number[] }
    /** Running sum over the output times from `from` on, that of `from` included once; 0 before. No `from`: all. */
    | { readonly kind: "cumulative"; readonly of: LookedBackOn; readonly from?: number }
    /** Sum or mean over the latest `width` output times, the present one included; over fewer at the start. */
    | {
        readonly kind: "rolling";
        readonly of: LookedBackOn;
        readonly width: number;
        readonly statistic: "sum" | "mean";
      }
    /** Σ weight[k] · the value k output times earlier; nothing happened before the start. */
    | { readonly kind: "delay"; readonly of: LookedBackOn; readonly delay: Delay }
    /**
     * Reproduction number over time by the next-generation matrix; computed after the run, so no target can use it. At
     * every `every`-th output time and the last, on straight lines between; at all of them where absent.
     */
    | { readonly kind: "reproduction"; readonly infected?: readonly number[]; readonly every?: number }
  );

export type PriorFamily =
  | "normal"
  | "truncated_normal"
  | "lognormal"
  | "student_t"
  | "cauchy"
  | "half_normal"
  | "half_cauchy"
  | "exponential"
  | "gamma"
  | "inverse_gamma"
  | "weibull"
  | "beta"
  | "uniform";

/** What a prior is to be like, where its arguments are not given: they are found before the program is made. */
export interface PriorFit {
  readonly mean?: number;
  readonly mode?: number;
  /** Quantiles of (1 − level) / 2 and 1 minus that; either may be left out where mean or mode is given. */
  readonly lower?: number;
  readonly upper?: number;
  readonly level: number;
}

export interface Prior {
  readonly parameter: number;
  readonly family: PriorFamily;
  /**
   * Arguments in the order of the family, see assembly/family.ts; those that depend on other parameters at the document's
   * values (NaN where only the kernel can tell). NaN until a fit is made.
   */
  readonly arguments: readonly number[];
  /** Formulas of the arguments that depend on other parameters, null for the rest: a hierarchical prior. */
  readonly formulas?: readonly (Formula | null)[];
  readonly fit?: PriorFit;
  /** The first argument is to be replaced by its logarithm, in the kernel: `lognormal(median=8, sd=0.6)`. */
  readonly logArgument?: true;
  /** Support of the prior: the transform to the real line follows from it. */
  readonly lower: number;
  readonly upper: number;
}

export type LikelihoodFamily =
  "normal" | "truncated_normal" | "lognormal" | "poisson" | "negative_binomial" | "binomial" | "beta_binomial" | "beta";

/** The output times over which the model's value beside each observation is the sum or the mean of the output. */
export interface TargetWindows {
  readonly first: readonly number[];
  readonly count: readonly number[];
  readonly statistic: "sum" | "mean";
}

/** An argument of a likelihood: of parameters only, or one number for each observation. */
export type TargetArgument = Formula | readonly number[];

export interface Target {
  readonly name: string;
  readonly title: string;
  readonly output: number;
  /** Position of each observation among the output times; with windows, of the one in the middle. */
  readonly timeIndices: readonly number[];
  readonly values: readonly number[];
  readonly likelihood: LikelihoodFamily;
  /**
   * Beside the model's value: normal, truncated normal: sd; lognormal: sd of the logarithm; negative binomial: dispersion;
   * binomial: size; beta and beta-binomial: concentration; alpha of a beta `ofOutput`.
   */
  readonly argument?: TargetArgument;
  /** truncated normal: lower and upper; beta-binomial: size; beta of a beta `ofOutput`. */
  readonly further?: readonly TargetArgument[];
  /** The output itself has the distribution, and the values are only shown: a beta from a survey. */
  readonly ofOutput?: true;
  readonly windows?: TargetWindows;
  /** Factor of the log likelihood, or one for each observation; 1 where absent. */
  readonly weights?: number | readonly number[];
  /** The log likelihood is the weighted mean over the observations: what estival takes, and no likelihood of the data. */
  readonly overPoints?: "mean";
  readonly source?: string;
}

export interface CalibrationSettings {
  readonly sampler: SamplerName;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  readonly seed: number;
}

/** A layer over the model, by its name in the document; it differs from the baseline from a time on. */
export interface Scenario extends Label {
  /** In the document's unit; the start of the run where absent. */
  readonly from?: number;
}

export interface Model {
  readonly title: string;
  readonly summary: string;
  readonly time: TimeGrid;
  readonly integrator: Integrator;
  /** Times at which adaptive steps end beside the knots that formulas show: where a rate bends or jumps unseen. */
  readonly stops?: readonly number[];
  readonly compartments: readonly Compartment[];
  /** Initial size of each compartment, of constants and parameters only. */
  readonly initial: readonly Formula[];
  readonly parameters: readonly Parameter[];
  readonly series: readonly Series[];
  readonly forces: readonly Force[];
  readonly flows: readonly Flow[];
  readonly outputs: readonly Output[];
  /** Priors of the free parameters, in the order of the document's `priors`. */
  readonly priors: readonly Prior[];
  readonly targets: readonly Target[];
  readonly calibration: CalibrationSettings;
  readonly scenarios?: readonly Scenario[];
}
