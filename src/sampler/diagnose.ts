// What a set of chains says about the posterior: a summary of every parameter, and a verdict in words.

import type { ChainReport, Numeric } from "./contract.ts";
import { summarise, type ParameterSummary } from "./summary.ts";
import { noteOf, troubleOf } from "./trouble.ts";
import { notYet, verdictOf, type Verdict } from "./verdict.ts";

export type { ParameterSummary } from "./summary.ts";

export interface Diagnosis {
  readonly parameters: readonly ParameterSummary[];
  /** Chains that hold draws; others are left out. */
  readonly chains: number;
  /** Draws of each chain that were looked at: those of the shortest chain, where a run was stopped. */
  readonly draws: number;
  /** True where the draws may be used. */
  readonly usable: boolean;
  /** In words, first what to do: "Usable: …" or "Do not use yet: …" */
  readonly verdict: string;
}

/** What a diagnosis is made from. */
export interface DrawsToDiagnose {
  readonly names: readonly string[];
  /** Plain words for each name. */
  readonly titles: readonly string[];
  /** One array per chain, [draw][parameter]; chains may differ in length. */
  readonly chains: readonly Float64Array[];
  /** One per chain: what it says of itself, as far as that is known. */
  readonly reports?: readonly Partial<ChainReport>[];
}

export function diagnose({ names, titles, chains, reports = [] }: DrawsToDiagnose, numeric: Numeric): Diagnosis {
  const width = names.length;
  const numbers = chains.flatMap((chain, number) => (chain.length > 0 ? [number] : []));
  const filled = numbers.map((number) => chains[number] ?? new Float64Array());
  const told = numbers.map((number) => reports[number] ?? {});
  const draws = filled.length === 0 || width === 0 ? 0 : Math.min(...filled.map((chain) => chain.length / width));
  const parameters = names.map((name, parameter) => {
    const drawn = filled.flatMap((chain, position) =>
      byWalker(column(chain, parameter, width, draws), told[position]?.walkers ?? 1),
    );
    return summarise(name, titles[parameter] ?? name, drawn, numeric);
  });
  const verdict = withTrouble(verdictOf(parameters, filled.length, draws), told, draws);
  return { parameters, chains: filled.length, draws, ...verdict };
}

/** The verdict on the draws, unless the sampler itself tells of something worse. */
function withTrouble(verdict: Verdict, reports: readonly Partial<ChainReport>[], draws: number): Verdict {
  const trouble = draws === 0 ? undefined : troubleOf(reports, draws);
  if (trouble !== undefined) return notYet(trouble.found, trouble.advice);
  return { ...verdict, verdict: verdict.verdict + noteOf(reports, draws) };
}

/** The draws of each walker, as many of each; they take turns in a chain. */
function byWalker(draws: Float64Array, walkers: number): Float64Array[] {
  const each = Math.floor(draws.length / walkers);
  return Array.from({ length: walkers }, (_, walker) =>
    Float64Array.from({ length: each }, (_unused, turn) => draws[turn * walkers + walker] ?? NaN),
  );
}

function column(chain: Float64Array, parameter: number, width: number, draws: number): Float64Array {
  return Float64Array.from({ length: draws }, (_, draw) => chain[draw * width + parameter] ?? NaN);
}
