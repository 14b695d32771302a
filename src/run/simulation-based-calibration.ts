// Simulation-based calibration: parameters from the prior, data from the model, a calibration to them, and the ranks.

import { CCDF, CDF, FAMILY_BINOMIAL, FAMILY_GAMMA } from "../../assembly/family.ts";
import type { Answer } from "../base/issue.ts";
import type { Kernel } from "../kernel/placed.ts";
import { simulateObservations } from "../posterior/observations.ts";
import { posterior } from "../posterior/posterior.ts";
import { priorDraws } from "../posterior/prior-draws.ts";
import { lower } from "../program/lower.ts";
import type { ChainPlan, LogDensity, Sampler } from "../sampler/contract.ts";
import { relativeWeights } from "../sampler/importance-weights.ts";
import { bandChance, chiSquaredChance, histogram, type RankNumbers } from "../sampler/uniform-ranks.ts";
import { resample } from "../sampler/weighted-summary.ts";
import { chainTools } from "./chain-tools.ts";
import type { Opened } from "./open.ts";

export interface RankRequest {
  readonly opened: Opened;
  readonly kernel: Kernel;
  readonly sampler: Sampler;
  readonly plan: ChainPlan;
  readonly simulations: number;
  readonly seed: number;
  /** What the sampler is given in place of the log posterior: for tests of this test. */
  readonly distort?: (density: LogDensity) => LogDensity;
}

/** One parameter's ranks, and how likely ranks as uneven are where the sampler is right. */
export interface ParameterRanks {
  readonly name: string;
  /** [simulation] from 0 to RANKED. */
  readonly ranks: readonly number[];
  /** [cell] */
  readonly histogram: readonly number[];
  readonly chiSquaredChance: number;
  readonly bandChance: number;
}

/** Draws that a truth is ranked among, taken evenly from the chain: 100 ranks in 20 cells. */
export const RANKED = 99;
/** Streams of a seed that chains do not use: for the truths with their data, and for the comparison. */
const TRUTH_STREAM = 3;
const BAND_STREAM = 4;

/**
 * Ranks of every calibrated parameter, one chain to a simulation. Simulation n depends on the document, the seed and n
 * alone. The document's own data give the times and the number of observations. The document's program leaves the kernel.
 *
 * Errors: S101 where a chain finds no start.
 */
export function ranksOf(request: RankRequest): Answer<ParameterRanks[]> {
  const { opened, kernel, simulations, seed } = request;
  const names = posterior(opened.placed).names;
  const ranks: number[][] = names.map(() => []);
  for (let simulation = 0; simulation < simulations; simulation += 1) {
    const one = rankOnce(request, simulation);
    if (!one.ok) return one;
    one.value.forEach((rank, parameter) => ranks[parameter]?.push(rank));
  }
  const numbers = rankNumbers(kernel);
  const random = kernel.random(seed, 0, BAND_STREAM);
  const value = names.map((name, parameter): ParameterRanks => {
    const given = { ranks: ranks[parameter] ?? [], draws: RANKED };
    return {
      name,
      ranks: given.ranks,
      histogram: histogram(given),
      chiSquaredChance: chiSquaredChance(given, numbers),
      bandChance: bandChance(given, numbers, random),
    };
  });
  return { ok: true, value, issues: [] };
}

/** [parameter] The ranks of one simulation. */
function rankOnce(request: RankRequest, simulation: number): Answer<number[]> {
  const { opened, kernel, sampler, plan, seed } = request;
  const random = kernel.random(seed, simulation, TRUTH_STREAM);
  kernel.clear();
  const placed = kernel.place(opened.program, 1);
  const [truth = new Float64Array()] = priorDraws(placed, random, 1);
  posterior(placed).terms(truth);
  const seen = simulateObservations(placed, random);
  const targets = opened.model.targets.map((target, number) => ({ ...target, values: [...(seen[number] ?? [])] }));
  const lowered = lower({ ...opened.model, targets });
  if (!lowered.ok) return lowered;
  kernel.clear();
  const target = posterior(kernel.place(lowered.value, 1));
  const own = chainTools(kernel, target, seed, simulation);
  // Every simulation is a run of its own, so nothing is shared; stretched densities have no gradient.
  const { shared: _, ...tools } = { ...own, density: request.distort?.(target) ?? target };
  const started = sampler.start(tools, plan, target.toReal(truth));
  if (!started.ok) return started;
  const draws: Float64Array[] = [];
  const logWeights: number[] = [];
  for (const chain = started.value; !chain.finished;) {
    const row = chain.move();
    if (row === null || row.isWarmup) continue;
    draws.push(target.toNatural(row.z));
    logWeights.push(row.logWeight);
  }
  const positions = resample(relativeWeights(Float64Array.from(logWeights), kernel.numeric));
  const kept = Array.from(
    { length: RANKED },
    (_, n) => draws[positions[Math.floor(((n + 0.5) * positions.length) / RANKED)] ?? 0],
  );
  const value = [...truth].map(
    (actual, parameter) => kept.filter((draw) => (draw?.[parameter] ?? NaN) < actual).length,
  );
  return { ok: true, value, issues: [] };
}

function rankNumbers({ exports }: Kernel): RankNumbers {
  return {
    // Chi-squared is gamma with shape ν/2 and rate 1/2.
    chiSquaredTail: (x, freedom) => exports.distribution(CCDF, FAMILY_GAMMA, x, freedom / 2, 0.5, 0, 0),
    binomialCdf: (k, n, p) => exports.distribution(CDF, FAMILY_BINOMIAL, k, n, p, 0, 0),
  };
}
