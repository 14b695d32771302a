// One block of a simulation-based calibration: parameters from the prior, data from the model, and where the truth ranks.

import type { Answer } from "../base/issue.ts";
import type { Kernel } from "../kernel/placed.ts";
import { simulateObservations } from "../posterior/observations.ts";
import { posterior, type Posterior } from "../posterior/posterior.ts";
import { priorDraws } from "../posterior/prior-draws.ts";
import { lower } from "../program/lower.ts";
import type { ChainPlan, LogDensity, Sampler } from "../sampler/contract.ts";
import { relativeWeights } from "../sampler/importance-weights.ts";
import { resample } from "../sampler/weighted-summary.ts";
import { chainTools } from "./chain-tools.ts";
import type { Opened } from "./open.ts";
import { NO_GRADIENT } from "./sample-chain.ts";

export interface RankBlock {
  readonly opened: Opened;
  readonly kernel: Kernel;
  readonly sampler: Sampler;
  readonly plan: ChainPlan;
  /** Number of the block's first simulation, and how many it has. */
  readonly first: number;
  readonly simulations: number;
  readonly seed: number;
  /** What the sampler is given in place of the log posterior: for tests of this test. */
  readonly distort?: (density: Posterior) => LogDensity;
}

/** Draws that a truth is ranked among, taken evenly from the chain: 100 ranks in 20 cells. */
export const RANKED = 99;
/** Stream of a seed that chains do not use: for the truths with their data. */
const TRUTH_STREAM = 3;

/**
 * [simulation][parameter] ranks, from 0 to RANKED, one chain to a simulation. Simulation n depends on the document, the
 * seed and n alone. The document's own data give the times and the number of observations. The document's program
 * leaves the kernel.
 *
 * Errors: S101 where a chain finds no start; S120 a sampler without the gradient that it needs.
 */
export function ranksOfBlock(block: RankBlock): Answer<number[][]> {
  const value: number[][] = [];
  for (let n = 0; n < block.simulations; n += 1) {
    const ranks = rankOnce(block, block.first + n);
    if (!ranks.ok) return ranks;
    value.push(ranks.value);
  }
  return { ok: true, value, issues: [] };
}

/** The posterior with its log Jacobian left out: a sampler that is broken on purpose, which the ranks must show. */
export function withoutJacobian(target: Posterior): LogDensity {
  return {
    dimension: target.dimension,
    evaluate(z) {
      const density = target.evaluate(z);
      return density === -Infinity ? density : density - target.last.logJacobian;
    },
  };
}

/** [parameter] The ranks of one simulation. */
function rankOnce(request: RankBlock, simulation: number): Answer<number[]> {
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
  if (sampler.needsGradient && tools.density.gradient === undefined) return NO_GRADIENT;
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
