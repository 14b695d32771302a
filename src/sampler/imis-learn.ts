// How IMIS learns its proposal: stages of points, each drawn from the mixture fitted to the stages before it.

import { BATCH, evaluateBatch } from "./batch.ts";
import type { ChainTools, Numeric } from "./contract.ts";
import { kishSize, paretoSmooth } from "./importance-weights.ts";
import { around, ball, fitFreely, fitWithIncrements, halves, telling, type Proposal } from "./imis-proposal.ts";
import { latinHypercube } from "./latin-hypercube.ts";
import { logSum, mixtureOf, type Component } from "./mixture.ts";
import { temper } from "./temper.ts";

/** What is known while learning, as plain data. */
export type Learning = {
  /** The proposal that the present stage draws from, and those of the stages before that still count. */
  proposal: Proposal;
  stages: readonly { readonly components: readonly Component[]; readonly count: number }[];
  /** False until the importance weights stand for the target itself, rather than for something flatter. */
  arrived: boolean;
  /** Points of the first stage, which are not drawn from the proposal alone. */
  first: Float64Array | null;
  /** [count][n] The points of all stages that count, the present one last and with room for it, and their log densities. */
  points: Float64Array;
  densities: Float64Array;
  /** [count of complete stages] log Σ over stages of count × density of the stage's proposal. */
  proposals: Float64Array;
  /** How many points the present stage is to have, and has. */
  stageSize: number;
  inStage: number;
  /** Evaluations that are left for learning. */
  left: number;
  /** How the latest complete stage did; null before the first that was drawn from a proposal. */
  latest: Fitness | null;
  /** Of the stages since it arrived, the one of which the largest share counted; stages since that hardly exceeded it. */
  best: { readonly share: number; readonly proposal: Proposal } | null;
  stale: number;
  /** True where another stage would not pay, or no evaluations are left. */
  finished: boolean;
};

/** How well a proposal fits, by the weights of a stage's points. */
export type Fitness = {
  /** Share of the points that count, by Kish. */
  readonly share: number;
  readonly paretoK: number;
};

/** Fewest points in a stage, whatever the dimension: the covariance of seven parameters has 28 entries to learn. */
const STAGE = 400;
const STAGE_PER_DIMENSION = 40;
/** A stage is at most this share of all evaluations, so that a short warm-up has some stages too. */
const STAGE_SHARE = 1 / 12;
/** Flattened weights keep at least this share of a stage's points in count. */
const KEPT = 1 / 10;
/** Learning ends when so large a share of a stage's points counts, or a good one that stages in a row hardly increase. */
const ENOUGH = 0.75;
const GOOD = 0.35;
const LEAST_GAIN = 1.05;
const STALE_STAGES = 3;

/**
 * The beginning: points around `start`, t distributed with two degrees of freedom, and as many from the prior where
 * there is one.
 *
 * @param spread       scale of the points around `start`
 * @param evaluations  that learning may take in all
 */
export function beginLearning(tools: ChainTools, start: Float64Array, spread: number, evaluations: number): Learning {
  const n = tools.density.dimension;
  const stageSize = stageSizeOf(n, evaluations);
  const components = [ball(start, spread)];
  const points = new Float64Array(stageSize * n);
  const mixture = mixtureOf(components, tools.numeric);
  const units = tools.fromUnit === undefined ? null : latinHypercube(stageSize / 2, n, tools.random);
  const z = new Float64Array(n);
  for (let point = 0; point < stageSize; point += 1) {
    if (units !== null && point % 2 === 1) {
      tools.fromUnit?.(units.subarray(((point - 1) / 2) * n, ((point + 1) / 2) * n), z);
    }
    // A hierarchical prior makes no distribution at some points, and a bound may be infinitely far out.
    if (units === null || point % 2 === 0 || !z.every(Number.isFinite)) mixture.draw(tools.random, z);
    points.set(z, point * n);
  }
  return {
    proposal: { components, core: [], added: [] },
    stages: [],
    arrived: false,
    first: points,
    points: new Float64Array(),
    densities: new Float64Array(),
    proposals: new Float64Array(),
    stageSize,
    inStage: 0,
    left: evaluations,
    latest: null,
    best: null,
    stale: 0,
    finished: false,
  };
}

function stageSizeOf(dimension: number, evaluations: number): number {
  const wanted = Math.min(Math.max(STAGE, STAGE_PER_DIMENSION * dimension), evaluations * STAGE_SHARE);
  return 2 * BATCH * Math.max(1, Math.ceil(wanted / (2 * BATCH)));
}

/** What one batch of learning evaluated. */
export interface LearnedBatch {
  /** [n] One of the batch's points. */
  readonly z: Float64Array;
  readonly remark: number;
  readonly failures: number;
}

/** Evaluates one batch of the present stage. `learning` is overwritten. */
export function learnBatch(tools: ChainTools, learning: Learning): LearnedBatch {
  const n = tools.density.dimension;
  const points = new Float64Array(BATCH * n);
  if (learning.first !== null) {
    points.set(learning.first.subarray(learning.inStage * n, (learning.inStage + BATCH) * n));
  } else {
    const mixture = mixtureOf(learning.proposal.components, tools.numeric);
    for (let point = 0; point < BATCH; point += 1) {
      mixture.draw(tools.random, points.subarray(point * n, (point + 1) * n));
    }
  }
  const { densities, remarks, failures } = evaluateBatch(tools.density, points);
  const filled = learning.proposals.length + learning.inStage;
  if (filled + BATCH > learning.densities.length) makeRoom(learning, n);
  learning.points.set(points, filled * n);
  learning.densities.set(densities, filled);
  learning.inStage += BATCH;
  learning.left -= BATCH;
  return { z: points.slice(0, n), remark: remarks[0] ?? NaN, failures };
}

/** Room for the rest of the present stage, so that not every batch copies all points. */
function makeRoom(learning: Learning, n: number): void {
  const count = learning.proposals.length + learning.stageSize;
  const points = new Float64Array(count * n);
  const densities = new Float64Array(count);
  points.set(learning.points);
  densities.set(learning.densities);
  learning.points = points;
  learning.densities = densities;
}

/** True where the present stage has all its points, or no more may be evaluated. */
export function stageIsComplete({ inStage, stageSize, left }: Learning): boolean {
  return inStage >= stageSize || left <= 0;
}

/** Fits the proposal of the next stage to the points of all stages that count. `learning` is overwritten. */
export function endStage(learning: Learning, numeric: Numeric): void {
  const n = learning.proposal.components[0]?.mean.length ?? 0;
  // The last stage may end early.
  const filled = learning.proposals.length + learning.inStage;
  learning.points = learning.points.slice(0, filled * n);
  learning.densities = learning.densities.slice(0, filled);
  if (learning.first !== null) endFirstStage(learning, n, numeric);
  else endLaterStage(learning, n, numeric);
  learning.inStage = 0;
  learning.finished ||= learning.left <= 0;
  // What was fitted last reaches furthest into the tails, but has not been tried: one component can have gone astray.
  if (learning.finished && learning.best !== null)
    learning.proposal = halves(learning.best.proposal, learning.proposal);
}

function endLaterStage(learning: Learning, n: number, numeric: Numeric): void {
  const fitness = countStage(learning, n, numeric);
  const logWeights = learning.densities.map((density, point) => density - (learning.proposals[point] ?? NaN));
  const { power, weights } = temper(logWeights, KEPT * learning.stageSize, numeric);
  const given = telling({ dimension: n, points: learning.points, weights });
  const before = learning.arrived;
  learning.latest = fitness;
  if (before) judge(learning, fitness.share);
  // Once the weights stand for the target, a stage gone astray makes them uneven for a while, and no more than that.
  learning.arrived ||= power === 1;
  const { proposal, points, densities } = learning;
  const fitted = learning.arrived ? fitWithIncrements(proposal, given, numeric) : fitFreely(given, numeric);
  learning.proposal = fitted ?? around(proposal.components, points, densities);
  // What was seen on the way is forgotten: its weights are next to nothing.
  if (learning.arrived && !before) {
    forget(learning, n, numeric);
    learning.stageSize *= 2;
  }
}

/** Ends learning where the proposal is as good as it may be, or two stages brought next to nothing. */
function judge(learning: Learning, share: number): void {
  const best = learning.best?.share ?? 0;
  learning.stale = share > LEAST_GAIN * best ? 0 : learning.stale + 1;
  const isWhole = learning.inStage >= learning.stageSize;
  if (isWhole && share > best) learning.best = { share, proposal: learning.proposal };
  learning.finished = share > ENOUGH || (share > GOOD && learning.stale >= STALE_STAGES);
}

/** The first stage has no proposal with a density: its points count by their own densities, flattened, and then no more. */
function endFirstStage(learning: Learning, n: number, numeric: Numeric): void {
  const { weights } = temper(learning.densities, (KEPT * learning.stageSize) / 2, numeric);
  const given = { dimension: n, points: learning.points, weights };
  learning.proposal =
    fitFreely(given, numeric) ?? around(learning.proposal.components, learning.points, learning.densities);
  learning.first = null;
  learning.points = new Float64Array();
  learning.densities = new Float64Array();
}

/** Enters the stage that is complete into the sums of proposals. */
function countStage(learning: Learning, n: number, numeric: Numeric): Fitness {
  const count = learning.inStage;
  const present = { components: learning.proposal.components, count };
  const old = learning.proposals.length;
  const proposals = new Float64Array(old + count);
  const fresh = term(present, numeric);
  const pair = new Float64Array(2);
  for (let point = 0; point < old; point += 1) {
    pair[0] = learning.proposals[point] ?? NaN;
    pair[1] = fresh(learning.points.subarray(point * n, (point + 1) * n));
    proposals[point] = logSum(pair, numeric);
  }
  learning.stages = [...learning.stages, present];
  const terms = learning.stages.map((stage) => term(stage, numeric));
  const all = new Float64Array(terms.length);
  const own = new Float64Array(count);
  for (let point = old; point < old + count; point += 1) {
    const z = learning.points.subarray(point * n, (point + 1) * n);
    terms.forEach((each, stage) => (all[stage] = each(z)));
    proposals[point] = logSum(all, numeric);
    own[point - old] = (learning.densities[point] ?? NaN) - (all[all.length - 1] ?? NaN);
  }
  learning.proposals = proposals;
  return { share: kishSize(own, numeric) / count, paretoK: paretoSmooth(own, numeric).paretoK };
}

/** Logarithm of count × density of a stage's proposal. */
function term(stage: Learning["stages"][number], numeric: Numeric): (z: Float64Array) => number {
  const mixture = mixtureOf(stage.components, numeric);
  const logCount = numeric.log(stage.count);
  return (z) => logCount + mixture.logDensity(z);
}

/** Leaves the latest stage alone, so that the weights are those of one proposal. */
function forget(learning: Learning, n: number, numeric: Numeric): void {
  const [latest] = learning.stages.slice(-1);
  if (latest === undefined) return;
  learning.stages = [latest];
  learning.points = learning.points.slice(learning.points.length - latest.count * n);
  learning.densities = learning.densities.slice(learning.densities.length - latest.count);
  const own = term(latest, numeric);
  learning.proposals = learning.densities.map((_, point) => own(learning.points.subarray(point * n, (point + 1) * n)));
}
