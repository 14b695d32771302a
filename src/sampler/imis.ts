// Incremental mixture importance sampling (Raftery and Bao, Biometrics 66, 2010): independent, weighted draws.

import { BATCH, evaluateBatch } from "./batch.ts";
import type { Chain, ChainPlan, ChainReport, ChainTools, Row, Sampler } from "./contract.ts";
import { beginLearning, endStage, learnBatch, stageIsComplete, type Learning } from "./imis-learn.ts";
import { kishSize, logEvidence, paretoSmooth } from "./importance-weights.ts";
import { mixtureOf, type Component, type Mixture } from "./mixture.ts";
import { plainCopy, restored } from "./plain.ts";
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
    const found = findStart(tools, start);
    if (!found.ok) return found;
    const { attempts, position } = found.value;
    const learning = beginLearning(tools, start, START_SPREAD, plan.warmup * batchesPerRow(start.length) * BATCH);
    const state: State = {
      rows: 0,
      learning: plan.warmup > 0 ? learning : null,
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
    return { ok: true, value: chainAt(tools, plan, state), issues: found.issues };
  },
  resume: (tools, plan, saved) => chainAt(tools, plan, restored<State>(saved)),
};

/** All that a chain is, as plain data. */
interface State {
  /** Complete rows: warm-up first, then draws. */
  rows: number;
  /** What is known while learning; null once the proposal is frozen. */
  learning: Learning | null;
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
  randomPosition: number;
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

/** A chain that continues from `state`, which it overwrites. */
function chainAt(tools: ChainTools, plan: ChainPlan, state: State): Chain {
  const total = plan.warmup + plan.draws;
  tools.random.position = state.randomPosition;
  let frozen: Mixture | undefined;
  return {
    total,
    get rows() {
      return state.rows;
    },
    get finished() {
      return state.rows >= total;
    },
    get report() {
      return reportOf(tools, plan, state);
    },
    save: () => plainCopy(state),
    move() {
      if (state.rows >= total) return null;
      if (state.rows < plan.warmup || state.learning !== null) return learn(tools, plan, state);
      frozen ??= mixtureOf(state.components, tools.numeric);
      return draw(tools, plan, state, frozen);
    },
  };
}

/** Evaluates a batch, or fits the next proposal; once nothing is left to learn, the rows of warm-up go by unevaluated. */
function learn(tools: ChainTools, plan: ChainPlan, state: State): Row | null {
  const { learning } = state;
  if (learning !== null && stageIsComplete(learning)) {
    endStage(learning, tools.numeric);
    state.components = learning.proposal.components;
    if (learning.finished) state.learning = null;
    return null;
  }
  if (learning !== null) {
    const { failures, ...seen } = learnBatch(tools, learning);
    state.seen = seen;
    state.failures += failures;
    state.evaluations += BATCH;
    state.randomPosition = tools.random.position;
  }
  state.batchesInRow += 1;
  const isComplete = learning === null || state.batchesInRow >= batchesPerRow(tools.density.dimension);
  if (!isComplete || state.rows >= plan.warmup) return null;
  state.batchesInRow = 0;
  state.rows += 1;
  return { ...state.seen, isWarmup: true, logWeight: 0 };
}

/** The next draw, from the batch that is made ahead. `state` is overwritten. */
function draw(tools: ChainTools, plan: ChainPlan, state: State, mixture: Mixture): Row {
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

function drawAhead(tools: ChainTools, state: State, mixture: Mixture): Ahead {
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
  state.randomPosition = tools.random.position;
  return { points, remarks, logWeights };
}

/** Room for all draws of the plan. */
function grown(values: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(Math.max(length, values.length + 1));
  longer.set(values);
  return longer;
}

/** Acceptance is the share of draws that independent ones would be worth as much as: Kish's number over the number. */
function reportOf({ numeric }: ChainTools, plan: ChainPlan, state: State): ChainReport {
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
