// What a set of chains says about the posterior: a summary of every parameter, and a verdict in words.

import type { Numeric } from "./contract.ts";
import { summarise, type ParameterSummary } from "./summary.ts";
import { verdictOf } from "./verdict.ts";

export type { ParameterSummary } from "./summary.ts";

export interface Diagnosis {
  readonly parameters: readonly ParameterSummary[];
  /** Chains that hold draws; others are left out. */
  readonly chains: number;
  /** Draws of each chain that were looked at: those of the shortest chain, where a run was stopped. */
  readonly draws: number;
  /** True where the draws may be used. */
  readonly usable: boolean;
  /** In words, first what to do: "Usable: …" or "Not yet: the chains disagree on contact rate (R̂ 1.08). Run 2,000 more draws." */
  readonly verdict: string;
}

/** What a diagnosis is made from. */
export interface DrawsToDiagnose {
  readonly names: readonly string[];
  /** Plain words for each name. */
  readonly titles: readonly string[];
  /** One array per chain, [draw][parameter]; chains may differ in length. */
  readonly chains: readonly Float64Array[];
}

export function diagnose({ names, titles, chains }: DrawsToDiagnose, numeric: Numeric): Diagnosis {
  const width = names.length;
  const filled = chains.filter((chain) => chain.length > 0);
  const draws = filled.length === 0 || width === 0 ? 0 : Math.min(...filled.map((chain) => chain.length / width));
  const parameters = names.map((name, parameter) =>
    summarise(
      name,
      titles[parameter] ?? name,
      filled.map((chain) => column(chain, parameter, width, draws)),
      numeric,
    ),
  );
  return { parameters, chains: filled.length, draws, ...verdictOf(parameters, filled.length, draws) };
}

function column(chain: Float64Array, parameter: number, width: number, draws: number): Float64Array {
  return Float64Array.from({ length: draws }, (_, draw) => chain[draw * width + parameter] ?? NaN);
}
