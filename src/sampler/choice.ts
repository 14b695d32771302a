// Which sampler suits a target, by a trial of importance sampling and by its gradient; and the reason in plain words.

import { listInWords } from "../base/text.ts";
import type { Choice, LogDensity } from "./contract.ts";
import type { Fitness } from "./imis-learn.ts";
import type { ImisState } from "./imis.ts";
import { PARETO_K_LIMIT } from "./importance-weights.ts";

/** What may be chosen. */
export type Chosen = Choice & { readonly sampler: "imis" | "nuts" | "de_mcz" };

/**
 * Least share of the trial's last stage that counts. NUTS takes about ten gradients, each of about four runs, for an
 * effective draw: one draw in twenty is already twice as cheap, and the share still grows in the rest of warm-up.
 */
const LEAST_SHARE = 1 / 20;

/** True where IMIS is to go on: its points stand for the target itself, and the latest weights can be believed. */
export function fits({ learning, fitness }: Pick<ImisState, "learning" | "fitness">): boolean {
  if (fitness === null || (learning !== null && !learning.arrived)) return false;
  return fitness.share >= LEAST_SHARE && fitness.paretoK < PARETO_K_LIMIT;
}

export function chosenImis({ components, evaluations, fitness }: ImisState): Chosen {
  const n = components[0]?.mean.length ?? 0;
  const found = fitness === null ? "" : `: ${inWords(fitness)} after ${thousands(evaluations)} runs`;
  const parameters = n === 1 ? "the one parameter" : `the ${n} parameters`;
  return { sampler: "imis", reason: `IMIS, because its proposal fits ${parameters}${found}` };
}

/** @param trial  that did not fit; null where there was no warm-up to try it in */
export function chosenWithout(density: LogDensity, trial: ImisState | null): Chosen {
  const why = trial === null ? "there is no warm-up in which to try importance sampling" : misfit(trial);
  const issues = density.gradientIssues ?? [];
  if (density.gradient === undefined) {
    return { sampler: "de_mcz", reason: `DE-MCz, because ${why}, and the model has no gradient to follow` };
  }
  if (issues.length > 0) {
    const places = listInWords([...new Set(issues.map(({ path }) => path))], "and", 3);
    return { sampler: "de_mcz", reason: `DE-MCz, because ${why}, and the gradient is not to be trusted (${places})` };
  }
  return { sampler: "nuts", reason: `NUTS, because ${why}, and the model has a smooth gradient to follow` };
}

function misfit({ components, evaluations, fitness }: ImisState): string {
  const n = components[0]?.mean.length ?? 0;
  const found = fitness === null ? "" : ` (${inWords(fitness)})`;
  return `importance sampling does not fit the ${n === 1 ? "parameter" : `${n} parameters`} within ${thousands(evaluations)} runs${found}`;
}

function inWords({ share, paretoK }: Fitness): string {
  const k = paretoK === Infinity ? "Pareto k unknown" : `Pareto k ${paretoK < 0 ? "below 0" : paretoK.toFixed(2)}`;
  return `${k}, ${(100 * share).toFixed(share < 0.01 ? 1 : 0)} % of its draws count`;
}

/** 12300 as 12,300. */
function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}
