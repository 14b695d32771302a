// A worker's part of predictive checks: what might be observed at draws of the posterior, or of the priors alone.

import { CDF, FAMILY_BINOMIAL } from "../../../assembly/family.ts";
import type { Answer } from "../../base/issue.ts";
import type { Kernel } from "../../kernel/placed.ts";
import { simulateObservations } from "../../posterior/observations.ts";
import { posterior } from "../../posterior/posterior.ts";
import { priorDraws } from "../../posterior/prior-draws.ts";
import { bandsOf } from "../../trajectory/bands.ts";
import { cannotCalibrate } from "../cannot-calibrate.ts";
import type { Opened } from "../open.ts";
import { overlapOf } from "./overlap.ts";
import type { Prediction, PredictRequest, TargetPrediction } from "./predict-api.ts";

/** Streams of a seed that chains do not use: of the simulated observations, and of the priors' draws. */
const NOISE_STREAM = 1_000_001;
const PRIOR_STREAM = 1_000_002;
/** Draws from the priors that posteriors are laid over: they cost no run. */
const OVERLAID = 2000;

/** Errors: S102, S107. The digits depend on the document, the seed and the draws. */
export function predictionAt(opened: Opened, kernel: Kernel, request: PredictRequest): Answer<Prediction> {
  const obstacle = cannotCalibrate(opened);
  if (obstacle !== undefined) return obstacle;
  const { placed, model } = opened;
  const { seed, count } = request;
  const target = posterior(placed);
  const fromPrior = (number: number) => priorDraws(placed, kernel.random(seed, 0, PRIOR_STREAM), number);
  const draws = request.draws ?? fromPrior(count);
  const random = kernel.random(seed, 0, NOISE_STREAM);
  const simulated: Float64Array[][] = [];
  for (const draw of draws) {
    target.terms(draw);
    const seen = simulateObservations(placed, random);
    // A run without an answer makes no distribution of anything.
    if (seen.some((values) => values.some(Number.isFinite))) simulated.push(seen);
  }
  const targets = model.targets.flatMap(({ ofOutput }, position): TargetPrediction[] =>
    ofOutput === true
      ? []
      : [
          predicted(
            opened,
            kernel,
            position,
            simulated.map((seen) => seen[position] ?? new Float64Array()),
          ),
        ],
  );
  const priors = request.draws === null ? [] : fromPrior(OVERLAID);
  const overlaps =
    request.draws === null
      ? []
      : target.names.map((name, n) => overlapOf(name, column(priors, n), column(draws, n), kernel.numeric));
  return { ok: true, value: { targets, overlaps, failures: draws.length - simulated.length }, issues: [] };
}

/** @param simulated  [draw][point] */
function predicted(
  { model }: Opened,
  kernel: Kernel,
  position: number,
  simulated: readonly Float64Array[],
): TargetPrediction {
  const { title = "", output = 0, timeIndices = [], values = [] } = model.targets[position] ?? {};
  const { start, step } = model.time;
  const bands = bandsOf(simulated, values.length);
  const inside = (lower: Float64Array, upper: Float64Array): number =>
    values.filter((value, point) => value >= (lower[point] ?? NaN) && value <= (upper[point] ?? NaN)).length;
  const within95 = inside(bands.lower95, bands.upper95);
  return {
    title,
    output,
    times: Float64Array.from(timeIndices, (index) => start + index * step),
    observed: Float64Array.from(values),
    ...bands,
    below: Float64Array.from(values, (value, point) => shareBelow(simulated, point, value)),
    within50: inside(bands.lower50, bands.upper50),
    within95,
    chance: kernel.exports.distribution(CDF, FAMILY_BINOMIAL, within95, values.length, 0.95, 0, 0),
  };
}

function shareBelow(simulated: readonly Float64Array[], point: number, value: number): number {
  const sum = simulated.reduce((total, seen) => {
    const own = seen[point] ?? NaN;
    return total + (own < value ? 1 : own === value ? 0.5 : 0);
  }, 0);
  return sum / simulated.length;
}

function column(draws: readonly Float64Array[], n: number): Float64Array {
  return Float64Array.from(draws, (draw) => draw[n] ?? NaN);
}
