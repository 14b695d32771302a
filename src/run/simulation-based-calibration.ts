// Simulation-based calibration: whether the ranks of true parameters among a sampler's draws are uniform, as they must be.

import { CCDF, CDF, FAMILY_BINOMIAL, FAMILY_GAMMA, QUANTILE } from "../../assembly/family.ts";
import type { Answer } from "../base/issue.ts";
import type { Kernel } from "../kernel/placed.ts";
import { bandChance, CELLS, chiSquaredChance, histogram, type RankNumbers } from "../sampler/uniform-ranks.ts";
import type { Evenness, ParameterRanks } from "./analysis/sbc-api.ts";
import type { StopSignal } from "./host.ts";
import type { Pool } from "./pool.ts";
import { RANKED, ranksOfBlock, type RankBlock } from "./simulation-ranks.ts";
import type { RankRequest } from "./worker-api.ts";

/** Stream of a seed that neither chains nor truths use: for the comparison. */
const BAND_STREAM = 4;
/** Simulations that a worker is given at once. */
const BLOCK = 5;

/** Ranks of every calibrated parameter, in this kernel. Errors: as of `ranksOfBlock`. */
export function ranksOf(request: Omit<RankBlock, "first">): Answer<ParameterRanks[]> {
  const { kernel, seed, opened } = request;
  const ranks = ranksOfBlock({ ...request, first: 0 });
  if (!ranks.ok) return ranks;
  const { priors, parameters } = opened.model;
  const names = priors.map(({ parameter }) => parameters[parameter]?.name ?? "");
  return { ok: true, value: evenness(names, ranks.value, kernel, seed), issues: [] };
}

/**
 * [simulation][parameter] ranks, computed in blocks by all workers of a pool; the same whatever their number.
 *
 * Where it is stopped, those of the blocks that had begun: each simulation counts by itself.
 *
 * Errors: those of the first block that fails; S103 where a worker died.
 */
export async function ranksOnWorkers(
  request: RankRequest,
  pool: Pool,
  onProgress: (done: number) => void,
  signal?: StopSignal,
): Promise<Answer<number[][]>> {
  const { first, simulations } = request;
  let done = 0;
  const blocks = Array.from({ length: Math.ceil(simulations / BLOCK) }, async (_, block) => {
    const count = Math.min(BLOCK, simulations - block * BLOCK);
    return pool.run(async (worker): Promise<Answer<number[][]>> => {
      if (signal?.aborted === true) return { ok: true, value: [], issues: [] };
      const answer = await worker.ranks({ ...request, first: first + block * BLOCK, simulations: count });
      onProgress((done += count));
      return answer;
    });
  });
  const answers = await Promise.all(blocks);
  const failed = answers.find((answer) => !answer.ok);
  if (failed !== undefined) return failed;
  return { ok: true, value: answers.flatMap((answer) => (answer.ok ? answer.value : [])), issues: [] };
}

/** Whether ranks are uniform, parameter by parameter. @param ranks  [simulation][parameter] */
export function evenness(
  names: readonly string[],
  ranks: readonly (readonly number[])[],
  kernel: Kernel,
  seed: number,
): ParameterRanks[] {
  const numbers = rankNumbers(kernel);
  const random = kernel.random(seed, 0, BAND_STREAM);
  return names.map((name, parameter) => {
    const given = { ranks: ranks.map((all) => all[parameter] ?? NaN), draws: RANKED };
    return {
      name,
      ranks: given.ranks,
      histogram: histogram(given),
      chiSquaredChance: chiSquaredChance(given, numbers),
      bandChance: bandChance(given, numbers, random),
    };
  });
}

/** The same with the band of a histogram's cells, for a picture. */
export function evennessWithBand(
  names: readonly string[],
  ranks: readonly (readonly number[])[],
  kernel: Kernel,
  seed: number,
): Evenness {
  const bound = (p: number): number =>
    kernel.exports.distribution(QUANTILE, FAMILY_BINOMIAL, p, ranks.length, 1 / CELLS, 0, 0);
  return { parameters: evenness(names, ranks, kernel, seed), lower: bound(0.005), upper: bound(0.995) };
}

function rankNumbers({ exports }: Kernel): RankNumbers {
  return {
    // Chi-squared is gamma with shape ν/2 and rate 1/2.
    chiSquaredTail: (x, freedom) => exports.distribution(CCDF, FAMILY_GAMMA, x, freedom / 2, 0.5, 0, 0),
    binomialCdf: (k, n, p) => exports.distribution(CDF, FAMILY_BINOMIAL, k, n, p, 0, 0),
  };
}
