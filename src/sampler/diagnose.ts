// What a set of chains says about the posterior: a summary of every parameter, and a verdict in words.

import type { ChainReport, Numeric } from "./contract.ts";
import { paretoSmooth, relativeWeights } from "./importance-weights.ts";
import { pooled } from "./order.ts";
import { summarise, type ParameterSummary } from "./summary.ts";
import { noteOf, troubleOf } from "./trouble.ts";
import { notYet, verdictOf, type Verdict } from "./verdict.ts";
import { resample, summariseWeighted } from "./weighted-summary.ts";

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
  /** Titles of targets whose likelihood is a mean over points; absent where there are none. */
  readonly averaged?: readonly string[];
}

/** What a diagnosis is made from. */
export interface DrawsToDiagnose {
  readonly names: readonly string[];
  /** Plain words for each name. */
  readonly titles: readonly string[];
  /** One array per chain, [draw][parameter]; chains may differ in length. */
  readonly chains: readonly Float64Array[];
  /** One array per chain, [draw], of logarithms of importance weights; undefined for a chain whose draws count alike. */
  readonly logWeights?: readonly (Float64Array | undefined)[];
  /** One per chain: what it says of itself, as far as that is known. */
  readonly reports?: readonly Partial<ChainReport>[];
}

export function diagnose(given: DrawsToDiagnose, numeric: Numeric): Diagnosis {
  const { names, titles, chains, logWeights = [], reports = [] } = given;
  const width = names.length;
  const numbers = chains.flatMap((chain, number) => (chain.length > 0 ? [number] : []));
  const filled = numbers.map((number) => chains[number] ?? new Float64Array());
  const told = numbers.map((number) => reports[number] ?? {});
  const draws = filled.length === 0 || width === 0 ? 0 : Math.min(...filled.map((chain) => chain.length / width));
  const own = numbers.map((number) => logWeights[number]);
  const weights = own.some((each) => each !== undefined) ? weightsOf(own, draws, numeric) : undefined;
  const parameters = names.map((name, parameter) => {
    const columns = filled.map((chain) => column(chain, parameter, width, draws));
    const title = titles[parameter] ?? name;
    if (weights !== undefined) {
      return summariseWeighted({ name, title }, { values: pooled(columns), ...weights }, columns, numeric);
    }
    const drawn = columns.flatMap((values, position) => byWalker(values, told[position]?.walkers ?? 1));
    return summarise(name, title, drawn, numeric);
  });
  const verdict = withTrouble(verdictOf(parameters, filled.length, draws, weights?.paretoK), told, draws);
  return { parameters, chains: filled.length, draws, ...verdict };
}

/** The verdict on the draws, unless the sampler itself tells of something worse. */
function withTrouble(verdict: Verdict, reports: readonly Partial<ChainReport>[], draws: number): Verdict {
  const trouble = draws === 0 ? undefined : troubleOf(reports, draws);
  if (trouble !== undefined) {
    const found = notYet(trouble.found, trouble.advice);
    return { ...found, verdict: found.verdict + choiceOf(reports) };
  }
  return { ...verdict, verdict: verdict.verdict + noteOf(reports, draws) + choiceOf(reports) };
}

/** What was chosen for the user, which is the same for all chains. */
function choiceOf(reports: readonly Partial<ChainReport>[]): string {
  const chosen = reports.find((each) => each.chosen !== undefined)?.chosen;
  return chosen === undefined ? "" : ` Sampler: ${chosen.reason}.`;
}

/** The draws of each walker, as many of each; they take turns in a chain. */
function byWalker(draws: Float64Array, walkers: number): Float64Array[] {
  const each = Math.floor(draws.length / walkers);
  return Array.from({ length: walkers }, (_, walker) =>
    Float64Array.from({ length: each }, (_unused, turn) => draws[turn * walkers + walker] ?? NaN),
  );
}

/** Smoothed weights of all draws, and for each chain the draws that stand for it without weights. */
function weightsOf(
  chains: readonly (Float64Array | undefined)[],
  draws: number,
  numeric: Numeric,
): { weights: Float64Array; resampled: number[][]; paretoK: number } {
  const own = chains.map((logWeights) => logWeights?.subarray(0, draws) ?? new Float64Array(draws));
  const { logWeights, paretoK } = paretoSmooth(pooled(own), numeric);
  const resampled = own.map((each) => resample(relativeWeights(each, numeric)));
  return { weights: relativeWeights(logWeights, numeric), resampled, paretoK };
}

function column(chain: Float64Array, parameter: number, width: number, draws: number): Float64Array {
  return Float64Array.from({ length: draws }, (_, draw) => chain[draw * width + parameter] ?? NaN);
}
