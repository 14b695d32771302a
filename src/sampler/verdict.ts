// The verdict on a run, in words: whether the draws may be used, on what that rests, and what to do if not.

import { PARETO_K_LIMIT } from "./importance-weights.ts";
import type { ParameterSummary } from "./summary.ts";

/** Below this the chains agree (Vehtari et al. 2021). */
export const RHAT_LIMIT = 1.01;
/** From this effective size on, in the middle and in the tails, the summaries and R̂ itself can be relied on. */
export const SIZE_LIMIT = 400;
/** Fewer draws in a chain than this say nothing: half-chains of five have no autocorrelation to look at. */
const FEWEST_DRAWS = 20;
/** Above this the chains stand in different places, which more draws of the same kind rarely mend. */
const RHAT_APART = 1.1;

export interface Verdict {
  readonly usable: boolean;
  readonly verdict: string;
}

/** @param paretoK  shape of the tail of the importance weights, where the draws have such */
export function verdictOf(
  parameters: readonly ParameterSummary[],
  chains: number,
  draws: number,
  paretoK = -Infinity,
): Verdict {
  if (chains === 0 || draws === 0)
    return notYet("there are no draws", "Run the calibration to the end of its warm-up.");
  if (draws < FEWEST_DRAWS) {
    return notYet(`${draws} draws per chain are too few to judge`, `Run at least ${count(1000)} draws per chain.`);
  }
  if (paretoK >= PARETO_K_LIMIT) {
    return notYet(
      `a few draws carry most of the weight (Pareto k ${ratio(paretoK)}, to be below ${PARETO_K_LIMIT}), so that the ` +
        "summaries rest on them alone",
      "Run with twice the warm-up; if it stays so, choose another sampler.",
    );
  }
  const still = parameters.find((parameter) => parameter.rhat === null);
  if (still !== undefined) {
    return notYet(
      `${lowered(still.title)} never moved, or is not a number`,
      "Check its prior and the data that should inform it, then run again.",
    );
  }
  if (chains === 1) {
    return notYet("one chain alone cannot show whether another would agree", "Run 4 chains.");
  }
  return disagreement(parameters, draws) ?? shortage(parameters, chains, draws) ?? usable(parameters, chains, draws);
}

function disagreement(parameters: readonly ParameterSummary[], draws: number): Verdict | undefined {
  const worst = largest(parameters, (parameter) => parameter.rhat ?? Infinity);
  const value = worst?.rhat ?? null;
  if (worst === undefined || value === null || value < RHAT_LIMIT) return undefined;
  const others = parameters.filter((parameter) => parameter !== worst && (parameter.rhat ?? 0) >= RHAT_LIMIT).length;
  const found = `the chains disagree on ${lowered(worst.title)} (R̂ ${ratio(value)})${alsoOn(others)}`;
  if (value >= RHAT_APART) {
    return notYet(
      found,
      "Look at the traces: the chains stand in different places. Run with twice the warm-up, and if they stay apart, " +
        "narrow the prior or fix a parameter that the data cannot tell.",
    );
  }
  // R̂ − 1 falls in proportion to the number of draws; a tenth is added so that the next run is not just short of it.
  const needed = 1.1 * draws * ((value - 1) / (RHAT_LIMIT - 1));
  return notYet(found, `Run ${count(roundUp(needed - draws))} more draws per chain.`);
}

function alsoOn(others: number): string {
  return others === 0 ? "" : ` and on ${others} other parameter${others === 1 ? "" : "s"}`;
}

function shortage(parameters: readonly ParameterSummary[], chains: number, draws: number): Verdict | undefined {
  const worst = largest(parameters, (parameter) => -smallestSize(parameter));
  if (worst === undefined || smallestSize(worst) >= SIZE_LIMIT) return undefined;
  const size = smallestSize(worst);
  const where = worst.essBulk === size ? "" : " in the tails";
  const total = chains * draws;
  const needed = 1.1 * draws * (SIZE_LIMIT / size);
  return notYet(
    `${lowered(worst.title)} has only ${count(Math.floor(size))} effective draws${where} of ${count(total)}; ` +
      `${SIZE_LIMIT} are needed`,
    `Run ${count(roundUp(needed - draws))} more draws per chain.`,
  );
}

function usable(parameters: readonly ParameterSummary[], chains: number, draws: number): Verdict {
  const agreed = Math.max(...parameters.map((parameter) => parameter.rhat ?? 1));
  const size = Math.floor(Math.min(...parameters.map(smallestSize)));
  return {
    usable: true,
    verdict:
      `Usable: ${chains} chains of ${count(draws)} draws agree on every parameter (R̂ at most ${ratio(agreed)}), ` +
      `with at least ${count(size)} effective draws for each, tails included.`,
  };
}

/** A verdict of its own form: what was found, then what to do. */
export function notYet(found: string, advice: string): Verdict {
  return { usable: false, verdict: `Do not use yet: ${found}. ${advice}` };
}

function smallestSize(parameter: ParameterSummary): number {
  return Math.min(parameter.essBulk ?? 0, parameter.essTail ?? 0);
}

function largest(
  parameters: readonly ParameterSummary[],
  measure: (parameter: ParameterSummary) => number,
): ParameterSummary | undefined {
  return parameters.reduce<ParameterSummary | undefined>(
    (best, parameter) => (best === undefined || measure(parameter) > measure(best) ? parameter : best),
    undefined,
  );
}

/** A title within a sentence: "Contact rate" reads "contact rate"; "R0" and "HIV prevalence" stay as they are. */
function lowered(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** Up to the next number with two digits, and at least 100. */
function roundUp(draws: number): number {
  let unit = 10;
  while (draws > 100 * unit) unit *= 10;
  return Math.max(100, Math.ceil(draws / unit) * unit);
}

/** 12300 as 12,300. */
function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** R̂ with two decimals, and with three near the limit. */
function ratio(value: number): string {
  return value >= 1.02 ? value.toFixed(2) : value.toFixed(3);
}
