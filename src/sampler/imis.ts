// Incremental mixture importance sampling (Raftery and Bao, Biometrics 66, 2010): independent, weighted draws.

import type { Answer } from "../base/issue.ts";
import { BATCH, evaluateBatch } from "./batch.ts";
import { chainFrom, type ChainState } from "./chain.ts";
import type { Chain, ChainPlan, ChainReport, ChainTools, Row, Sampler } from "./contract.ts";
import { beginLearning, endStage, learnBatch, stageIsComplete, type Fitness, type Learning } from "./imis-learn.ts";
import { kishSize, logEvidence, paretoSmooth } from "./importance-weights.ts";
import { mixtureOf, type Component, type Mixture } from "./mixture.ts";
import { restored } from "./plain.ts";
import { findStart, START_SPREAD } from "./position.ts";

/**
 * Warm-up fits a mixture of t distributions to the target, a row of it being about 2 n evaluations, n the dimension; then the mixture is frozen and
 * each row is one draw from it, independent of all others, weighted by target over mixture.
 *
 * The original draws its first points from the prior and adds components until the weights are even. Here the first
 * points come from around the start as well, the weights are flattened until enough points count (temper.ts), and after
 * each increment all components are fitted anew (mixture-fit.ts). Points that only served to learn have no weight in the
 * result, so an unlucky warm-up makes the draws less worth, never wrong.
 */
export const imis: Sampler = {
  name: "imis",
  needsGradient: false,
  start(tools, plan, start) {
    const begun = beginImis(tools, plan, start);
    return begun.ok ? { ...begun, value: imisFrom(tools, plan, begun.value) } : begun;
  },
  resume: (tools, plan, saved) => imisFrom(tools, plan, restored<ImisState>(saved)),
};

/** All that a chain is, as plain data. */
export interface ImisState extends ChainState {
  /** What is known while learning; null once the proposal is frozen. */
  learning: Learning | null;
  /** How the latest proposal did whose stage is complete; null before the first. */
  fitness: Fitness | null;
  /** The frozen proposal. */
  components: readonly Component[];
  /** Batches since the last complete row of warm-up. */
  batchesInRow: number;
  /** A point of the latest batch of warm-up. */
  seen: { readonly z: Float64Array; readonly remark: number };
  /** Draws that are made ahead, as many as are evaluated together, and how many of them are rows already. */
  batch: Ahead | null;
  used: number;
  /** [draw] log weights of all draws so far; longer than there are draws, so that it need not grow with each. */
  logWeights: Float64Array;
  failures: number;
  evaluations: number;
}

interface Ahead {
  /** [BATCH][n] */
  readonly points: Float64Array;
  /** [BATCH] */
  readonly remarks: Float64Array;
  readonly logWeights: Float64Array;
}

/** As many evaluations as a row of a random walk has moves, 2 n, but whole batches. */
function batchesPerRow(dimension: number): number {
  return Math.max(1, Math.round((2 * dimension) / BATCH));
}

/** The state before the first move. Errors: S101 where no point with a finite log density is found. */
export function beginImis(tools: ChainTools, plan: ChainPlan, start: Float64Array): Answer<ImisState> {
  const found = findStart(tools, start);
  if (!found.ok) return found;
  const { attempts, position } = found.value;
  const learning = beginLearning(tools, start, START_SPREAD, plan.warmup * batchesPerRow(start.length) * BATCH);
  const value = {
    rows: 0,
    learning: plan.warmup > 0 ? learning : null,
    fitness: null,
    components: learning.proposal.components,
    batchesInRow: 0,
    seen: { z: position.z, remark: position.remark },
    batch: null,
    used: 0,
    logWeights: new Float64Array(),
    failures: attempts - 1,
    evaluations: attempts,
    randomPosition: tools.random.position,
  };
  return { ok: true, value, issues: found.issues };
}

/** A chain that continues from `state`, which it overwrites. */
export function imisFrom(tools: ChainTools, plan: ChainPlan, state: ImisState): Chain {
  let frozen: Mixture | undefined;
  return chainFrom(tools, plan, state, {
    advance(at) {
      if (at.rows < plan.warmup || at.learning !== null) return learn(tools, plan, at);
      frozen ??= mixtureOf(at.components, tools.numeric);
      return draw(tools, plan, at, frozen);
    },
    report: (at) => reportOf(tools, plan, at),
  });
}

/** Evaluates a batch, or fits the next proposal; once nothing is left to learn, the rows of warm-up go by unevaluated. */
function learn(tools: ChainTools, plan: ChainPlan, state: ImisState): Row | null {
  const { learning } = state;
  if (learning !== null && stageIsComplete(learning)) {
    endStage(learning, tools.numeric);
    state.components = learning.proposal.components;
    state.fitness = learning.latest;
    if (learning.finished) state.learning = null;
    return null;
  }
  if (learning !== null) {
    const { failures, ...seen } = learnBatch(tools, learning);
    state.seen = seen;
    state.failures += failures;
    state.evaluations += BATCH;
  }
  state.batchesInRow += 1;
  const isComplete = learning === null || state.batchesInRow >= batchesPerRow(tools.density.dimension);
  if (!isComplete || state.rows >= plan.warmup) return null;
  state.batchesInRow = 0;
  state.rows += 1;
  return { ...state.seen, isWarmup: true, logWeight: 0 };
}

/** The next draw, from the batch that is made ahead. `state` is overwritten. */
function draw(tools: ChainTools, plan: ChainPlan, state: ImisState, mixture: Mixture): Row {
  const n = mixture.dimension;
  state.batch ??= drawAhead(tools, state, mixture);
  const { points, remarks, logWeights } = state.batch;
  const number = state.rows - plan.warmup;
  const row = {
    z: points.slice(state.used * n, (state.used + 1) * n),
    isWarmup: false,
    remark: remarks[state.used] ?? NaN,
    logWeight: logWeights[state.used] ?? NaN,
  };
  if (number >= state.logWeights.length) state.logWeights = grown(state.logWeights, plan.draws);
  state.logWeights[number] = row.logWeight;
  state.rows += 1;
  state.used += 1;
  if (state.used === BATCH) state.batch = null;
  return row;
}

function drawAhead(tools: ChainTools, state: ImisState, mixture: Mixture): Ahead {
  const n = mixture.dimension;
  const points = new Float64Array(BATCH * n);
  const logWeights = new Float64Array(BATCH);
  for (let point = 0; point < BATCH; point += 1) {
    const z = points.subarray(point * n, (point + 1) * n);
    mixture.draw(tools.random, z);
    logWeights[point] = -mixture.logDensity(z);
  }
  const { densities, remarks, failures } = evaluateBatch(tools.density, points);
  for (let point = 0; point < BATCH; point += 1) {
    logWeights[point] = (densities[point] ?? NaN) + (logWeights[point] ?? NaN);
  }
  state.used = 0;
  state.failures += failures;
  state.evaluations += BATCH;
  return { points, remarks, logWeights };
}

/** Room for all draws of the plan. */
function grown(values: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(Math.max(length, values.length + 1));
  longer.set(values);
  return longer;
}

/** Acceptance is the share of draws that independent ones would be worth as much as: Kish's number over the number. */
function reportOf({ numeric }: ChainTools, plan: ChainPlan, state: ImisState): ChainReport {
  const logWeights = state.logWeights.slice(0, Math.max(0, state.rows - plan.warmup));
  const { failures, evaluations } = state;
  if (logWeights.length === 0) return { acceptance: 0, failures, evaluations };
  return {
    acceptance: kishSize(logWeights, numeric) / logWeights.length,
    failures,
    evaluations,
    paretoK: paretoSmooth(logWeights, numeric).paretoK,
    logEvidence: logEvidence(logWeights, numeric),
  };
}
