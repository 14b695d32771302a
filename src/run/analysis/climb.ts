// A worker's part of a best fit: the points from which to climb, and one climb in slices, so that it hears a stop.

import type { Answer } from "../../base/issue.ts";
import type { Kernel } from "../../kernel/placed.ts";
import { cmaEs } from "../../optimise/cma-es.ts";
import { USUAL_GAIN, type Optimiser } from "../../optimise/contract.ts";
import { lbfgs } from "../../optimise/lbfgs.ts";
import { nelderMead } from "../../optimise/nelder-mead.ts";
import { startingPoints } from "../../optimise/starts.ts";
import { fromUnitCube } from "../../posterior/prior-draws.ts";
import { posterior, type Posterior } from "../../posterior/posterior.ts";
import { cannotCalibrate } from "../cannot-calibrate.ts";
import { explained } from "../no-start.ts";
import { locate, type Opened } from "../open.ts";
import type { Climb, ClimbProgress, ClimbRequest, OptimiserName, StartsRequest } from "./fit-api.ts";
import type { Surroundings } from "../worker-api.ts";

const OPTIMISERS: Readonly<Record<OptimiserName, Optimiser>> = { lbfgs, cma_es: cmaEs, nelder_mead: nelderMead };
/** Longest time without listening, and from one report to the next, in milliseconds. */
const SLICE = 40;
const REPORT_EVERY = 100;
/** Points that are looked at before the climbs: sixteen for each parameter, and enough for a few. */
const SCREENED_PER_PARAMETER = 16;
const LEAST_SCREENED = 64;
/** Evaluations of one climb: L-BFGS takes some tens, CMA-ES some hundreds for each parameter. */
const MOST_GRADIENTS = 2_000;
const MOST_EVALUATIONS_PER_PARAMETER = 500;
/** Streams of a seed that chains do not use. */
const START_STREAM = 7;
const CLIMB_STREAM = 8;

/**
 * The points from which to climb, the document's values first. They depend on the document and the seed alone. Where the
 * choice of an optimiser is left open, the issues say where gradients cannot be trusted.
 * Errors: S101 no finite log density, S102 nothing to calibrate, S107 random runs, S120 no gradient.
 */
export function startsOf(opened: Opened, kernel: Kernel, request: StartsRequest): Answer<Float64Array[]> {
  const { count, seed, optimiser } = request;
  const obstacle = cannotCalibrate(opened);
  if (obstacle !== undefined) return obstacle;
  const target = posterior(opened.placed);
  const needed = obstacleOf(target, optimiser);
  if (needed !== undefined) return needed;
  const tools = {
    ...toolsOf(kernel, target, kernel.random(seed, 0, START_STREAM)),
    fromUnit: fromUnitCube(opened.placed, target.toReal),
  };
  const screened = Math.max(LEAST_SCREENED, SCREENED_PER_PARAMETER * target.dimension);
  const starts = startingPoints(tools, target.start, { count, screened });
  const issues = optimiser === undefined ? locate(opened.document, target.gradientIssues) : [];
  if (starts.length > 0) return { ok: true, value: starts, issues };
  return { ok: false, issues: [explained(noStart(screened), opened, target)] };
}

export interface ClimbWork {
  readonly request: ClimbRequest;
  readonly opened: Opened;
  readonly kernel: Kernel;
  readonly surroundings: Surroundings;
  onProgress(progress: ClimbProgress): void;
  stopped(): boolean;
}

/** Climbs from one point; the best so far where it is stopped. Errors: S120 no gradient. */
export async function climb(work: ClimbWork): Promise<Answer<Climb>> {
  const { request, opened, kernel, surroundings } = work;
  const target = posterior(opened.placed);
  const needed = obstacleOf(target, request.optimiser);
  if (needed !== undefined) return needed;
  const name = request.optimiser ?? usualOptimiser(target);
  const tools = toolsOf(kernel, target, kernel.random(request.seed, request.number, CLIMB_STREAM));
  const evaluations = name === "lbfgs" ? MOST_GRADIENTS : MOST_EVALUATIONS_PER_PARAMETER * target.dimension;
  const search = OPTIMISERS[name].start(tools, { evaluations, gain: USUAL_GAIN }, request.start);
  const tell = () =>
    work.onProgress({ number: request.number, evaluations: search.evaluations, logDensity: search.best.logDensity });
  let toldAt = surroundings.now();
  while (!search.finished && !work.stopped()) {
    const begun = surroundings.now();
    while (!search.finished && surroundings.now() - begun < SLICE) search.move();
    if (surroundings.now() - toldAt >= REPORT_EVERY) {
      tell();
      toldAt = surroundings.now();
    }
    await surroundings.pause();
  }
  tell();
  const { best, converged } = search;
  return { ok: true, value: { ...best, optimiser: name, evaluations: search.evaluations, converged }, issues: [] };
}

/** Gradients where they can be trusted; a cloud of points otherwise. */
function usualOptimiser(target: Posterior): OptimiserName {
  return target.gradient === undefined || target.gradientIssues.length > 0 ? "cma_es" : "lbfgs";
}

function obstacleOf(target: Posterior, name: OptimiserName | undefined): Answer<never> | undefined {
  if (name === undefined || !OPTIMISERS[name].needsGradient || target.gradient !== undefined) return undefined;
  const message = "this optimiser follows the gradient of the log posterior, and this model has none.";
  const advice = "Take one that needs none: `cma_es`, or `nelder_mead` for few parameters.";
  return { ok: false, issues: [{ code: "S120", severity: "error", path: "", message, advice }] };
}

function toolsOf(kernel: Kernel, density: Posterior, random: ReturnType<Kernel["random"]>) {
  return { density, numeric: kernel.numeric, random };
}

function noStart(screened: number) {
  return {
    code: "S101",
    severity: "error",
    path: "priors",
    message: `the posterior density is zero, or not a number, at the parameters' values and at ${screened} points around them and of the priors.`,
    advice: "Choose values with which the model runs and comes near the observations; see the curves before fitting.",
  } as const;
}
