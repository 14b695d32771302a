// Runs one chain in slices, so that a worker hears when it is told to stop.

import type { Answer } from "../base/issue.ts";
import type { Kernel } from "../kernel/placed.ts";
import { posterior, type Posterior } from "../posterior/posterior.ts";
import type { Chain } from "../sampler/contract.ts";
import { SAMPLERS } from "../sampler/samplers.ts";
import type { ChainDraws } from "../store/record.ts";
import { rowWidth } from "../store/job.ts";
import { cannotCalibrate } from "./cannot-calibrate.ts";
import { chainTools } from "./chain-tools.ts";
import { drawLog, type DrawLog } from "./draw-log.ts";
import { explained } from "./no-start.ts";
import type { Opened } from "./open.ts";
import { progressLog } from "./progress.ts";
import { moved } from "./transfer.ts";
import type { ChainCheckpoint, ChainProgress, ChainRequest, Surroundings } from "./worker-api.ts";

/** Longest time without listening, in milliseconds. */
const SLICE = 40;
/** From one checkpoint to the next, in milliseconds. */
const CHECKPOINT_EVERY = 2000;

export interface ChainWork {
  readonly request: ChainRequest;
  readonly opened: Opened;
  readonly kernel: Kernel;
  readonly surroundings: Surroundings;
  onProgress(progress: ChainProgress): void;
  onCheckpoint?(checkpoint: ChainCheckpoint): Promise<void>;
  stopped(): boolean;
  /** True once for each time that a checkpoint is asked for out of turn. */
  urged(): boolean;
}

/**
 * The draws of one chain since it began or was saved; those so far where it is stopped. Errors: S101 (no start), S102
 * (nothing to calibrate), S107 (random runs), S120 (no gradient).
 */
export async function sampleChain(work: ChainWork): Promise<Answer<ChainDraws>> {
  const { request, opened, kernel } = work;
  const obstacle = cannotCalibrate(opened);
  if (obstacle !== undefined) return obstacle;
  const target = posterior(opened.placed);
  const tools = chainTools(kernel, target, request.seed, request.chain);
  const plan = { warmup: request.warmup, draws: request.draws };
  const sampler = SAMPLERS[request.sampler];
  if (sampler.needsGradient && target.gradient === undefined) return NO_GRADIENT;
  const started: Answer<Chain> =
    request.saved === undefined
      ? sampler.start(tools, plan, target.start)
      : { ok: true, value: sampler.resume(tools, plan, request.saved), issues: [] };
  if (!started.ok) return { ok: false, issues: started.issues.map((issue) => explained(issue, opened, target)) };
  const draws = await drawAll(work, started.value, target);
  return { ok: true, value: draws, issues: [] };
}

/** A sampler that follows the gradient, and a density that has none. */
export const NO_GRADIENT: Answer<never> = {
  ok: false,
  issues: [
    {
      code: "S120",
      severity: "error",
      path: "calibration.sampler",
      message: "this sampler follows the gradient of the log posterior, and this model has none.",
      advice: "Take a sampler that needs none, such as `sampler: adaptive_metropolis`.",
    },
  ],
};

async function drawAll(work: ChainWork, chain: Chain, target: Posterior): Promise<ChainDraws> {
  const { request, surroundings } = work;
  const draws = drawLog(Math.min(request.draws, chain.total - chain.rows), target.dimension);
  const log = progressLog(request, chain.rows, surroundings.now());
  let keptAt = surroundings.now();
  while (!chain.finished && !work.stopped()) {
    const begun = surroundings.now();
    while (!chain.finished && surroundings.now() - begun < SLICE) {
      const row = chain.move();
      if (row === null) continue;
      const natural = target.toNatural(row.z);
      log.note(natural);
      if (!row.isWarmup) draws.note(natural, row);
    }
    tell(work, log.report(surroundings.now()));
    await surroundings.pause();
    // A slice more would be too late.
    const isDue = surroundings.now() - keptAt + SLICE >= (request.checkpointEvery ?? CHECKPOINT_EVERY);
    if (!work.urged() && !isDue) continue;
    await checkpoint(work, chain, draws);
    keptAt = surroundings.now();
  }
  tell(work, log.report(surroundings.now(), true));
  await checkpoint(work, chain, draws);
  return { chain: request.chain, ...draws.drawn(), ...chain.report, state: chain.save() };
}

async function checkpoint({ request, opened, onCheckpoint }: ChainWork, chain: Chain, draws: DrawLog): Promise<void> {
  if (onCheckpoint === undefined) return;
  const fresh = draws.fresh();
  const { rows, report } = chain;
  const width = rowWidth(opened.model.priors.length);
  const kept = { chain: request.chain, rows, width, draws: fresh, state: chain.save(), report };
  await onCheckpoint(moved(kept, [fresh]));
}

function tell(work: ChainWork, progress: ChainProgress | undefined): void {
  if (progress !== undefined) work.onProgress(moved(progress, [progress.values]));
}
