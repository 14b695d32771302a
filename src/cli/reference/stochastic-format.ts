// Recorded moments of summer's stochastic runs as they stand in their file; format in test/reference/summer/README.md.

import type { SummerCall } from "./summer/format.ts";

interface MeanAndSd {
  readonly mean: number;
  readonly sd: number;
}

interface Item {
  readonly name: string;
  readonly calls: readonly SummerCall[];
}

/** Estimates from many runs. */
export interface MonteCarloItem extends Item {
  readonly kind: "monte_carlo";
  readonly runs: number;
  readonly times: readonly number[];
  readonly compartment_names: readonly string[];
  /** [time][compartment] */
  readonly mean: readonly (readonly number[])[];
  readonly sd: readonly (readonly number[])[];
  readonly standard_error_of_mean: readonly (readonly number[])[];
  readonly infected_compartments: readonly string[];
  /** [time] */
  readonly probability_no_infected: readonly number[];
  readonly peak_infected: MeanAndSd;
  readonly time_of_peak: MeanAndSd;
}

/** Exact moments of the chain: by name of the compartment, or of the only one; `cov_I_R` of two. */
export interface AnalyticItem extends Item {
  readonly kind: "analytic";
  readonly moments?: readonly ({ readonly time: number } & Readonly<Record<string, number | MeanAndSd>>)[];
  readonly probability_no_infected_at_t1?: number;
  readonly mean_new_infections?: number;
  readonly sd_new_infections?: number;
}

export interface StochasticFile {
  readonly about: string;
  readonly models: readonly (MonteCarloItem | AnalyticItem)[];
}

/** True for a file of this format; others of the folder are models that are not stochastic. */
export function isStochasticFile(content: unknown): content is StochasticFile {
  if (typeof content !== "object" || content === null || !("models" in content) || !Array.isArray(content.models))
    return false;
  const models: readonly unknown[] = content.models;
  const first = models[0];
  return typeof first === "object" && first !== null && "kind" in first && "calls" in first;
}
