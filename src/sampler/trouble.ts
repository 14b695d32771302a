// What a sampler's own report gives away, in words: divergences, energies out of reach, a chain that hardly moves.

import { countOf } from "../base/text.ts";
import type { ChainReport } from "./contract.ts";

/** Below this, fresh momenta hardly change the energy (Betancourt 2016, arXiv 1604.00695; Stan warns from here on). */
export const ENERGY_LIMIT = 0.3;
/** A chain that accepts less than this of its proposals after warm-up does not move. */
const ACCEPTANCE_LIMIT = 0.005;
/** A few divergences in a thousand trajectories are named; more of them point at a part that was not reached. */
const DIVERGENT_SHARE = 0.005;
/** Share of trajectories at the greatest depth from which on they are a matter of speed worth telling. */
const DEEPEST_SHARE = 0.1;

export interface Trouble {
  readonly found: string;
  readonly advice: string;
}

/** What keeps the draws from being used, or undefined where nothing does. @param reports one per chain, in order */
export function troubleOf(reports: readonly Partial<ChainReport>[], draws: number): Trouble | undefined {
  return stuck(reports) ?? divergent(reports, draws) ?? flat(reports);
}

function stuck(reports: readonly Partial<ChainReport>[]): Trouble | undefined {
  // Weighted draws are judged by their weights.
  const isChain = ({ paretoK, acceptance }: Partial<ChainReport>) => paretoK === undefined && acceptance !== undefined;
  const chain = reports.findIndex((each) => isChain(each) && (each.acceptance ?? 0) < ACCEPTANCE_LIMIT);
  const report = reports[chain];
  if (report === undefined) return undefined;
  return {
    found: `chain ${chain + 1} is stuck: after warm-up it accepted ${percent(report.acceptance ?? 0)} of its proposals`,
    advice: "Start from values that fit the data better, run a longer warm-up, or take another sampler.",
  };
}

function divergent(reports: readonly Partial<ChainReport>[], draws: number): Trouble | undefined {
  const divergences = total(reports, "divergences");
  if (divergences <= DIVERGENT_SHARE * reports.length * draws) return undefined;
  return {
    found: `${countOf(divergences, "trajectory", "trajectories")} diverged, so a part of the posterior may be missing`,
    advice: "Run again with the sampler de_mcz, which follows no gradient, and compare; or narrow the priors.",
  };
}

function flat(reports: readonly Partial<ChainReport>[]): Trouble | undefined {
  const energies = reports.map(({ energy }) => energy ?? Infinity);
  const least = Math.min(...energies);
  if (least >= ENERGY_LIMIT) return undefined;
  return {
    found: `chain ${energies.indexOf(least) + 1} hardly reaches the tails (E-BFMI ${least.toFixed(2)}, below ${ENERGY_LIMIT})`,
    advice: "Run a longer warm-up; if it stays so, narrow the priors of parameters that the data cannot tell.",
  };
}

/** What is to be known beside the verdict; empty where there is nothing. */
export function noteOf(reports: readonly Partial<ChainReport>[], draws: number): string {
  const divergences = total(reports, "divergences");
  const deepest = total(reports, "deepest") / (reports.length * draws);
  const astray = ` ${countOf(divergences, "trajectory", "trajectories")} diverged: compare with the sampler de_mcz where it matters.`;
  const slow = ` ${percent(deepest)} of the trajectories had the greatest length: another sampler would be faster.`;
  return `${divergences > 0 ? astray : ""}${deepest > DEEPEST_SHARE ? slow : ""}`;
}

function total(reports: readonly Partial<ChainReport>[], what: "divergences" | "deepest"): number {
  return reports.reduce((sum, report) => sum + (report[what] ?? 0), 0);
}

function percent(share: number): string {
  const value = 100 * share;
  return `${value === 0 ? 0 : value.toFixed(value < 1 ? 2 : 0)} %`;
}
