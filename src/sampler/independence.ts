// Independence Metropolis: proposals from a mixture that warm-up has fitted, wherever the chain stands (Tierney 1994).

import { BATCH, evaluateBatch } from "./batch.ts";
import { chainFrom, type ChainState } from "./chain.ts";
import type { Chain, ChainPlan, ChainReport, ChainTools, Row, Sampler } from "./contract.ts";
import { beginLearning, endStage, learnBatch, stageIsComplete, type Learning } from "./imis-learn.ts";
import { mixtureOf, type Component, type Mixture } from "./mixture.ts";
import { restored } from "./plain.ts";
import { findStart, START_SPREAD, type Position } from "./position.ts";

/**
 * Warm-up learns the mixture as IMIS does, one batch of evaluations to a row; then it is frozen. A row of the draws is
 * the state after a batch of proposals, which are evaluated together. Where the mixture has the posterior's tails, draws
 * are next to independent; where it has not, the chain stays long at points of large weight, and R̂ tells.
 */
export const independence: Sampler = {
  name: "independence",
  needsGradient: false,
  start(tools, plan, start) {
    const found = findStart(tools, start);
    if (!found.ok) return found;
    const { attempts, position } = found.value;
    const learning = beginLearning(tools, start, START_SPREAD, plan.warmup * BATCH);
    const state: State = {
      rows: 0,
      learning: plan.warmup > 0 ? learning : null,
      components: learning.proposal.components,
      position,
      logWeight: null,
      proposals: 0,
      accepted: 0,
      failures: attempts - 1,
      evaluations: attempts,
      randomPosition: tools.random.position,
    };
    return { ok: true, value: chainAt(tools, plan, state), issues: found.issues };
  },
  resume: (tools, plan, saved) => chainAt(tools, plan, restored<State>(saved)),
};

/** All that a chain is, as plain data. */
interface State extends ChainState {
  /** What is known while learning; null once the proposal is frozen. */
  learning: Learning | null;
  components: readonly Component[];
  /** Where the chain stands; in warm-up, the best point so far. */
  position: Position;
  /** log density − log of the mixture's there; null before the first draw. */
  logWeight: number | null;
  proposals: number;
  accepted: number;
  failures: number;
  evaluations: number;
}

function chainAt(tools: ChainTools, plan: ChainPlan, state: State): Chain {
  let frozen: Mixture | undefined;
  return chainFrom(tools, plan, state, {
    advance(at) {
      if (at.rows < plan.warmup) return learn(tools, plan, at);
      frozen ??= mixtureOf(at.components, tools.numeric);
      return draw(tools, at, frozen);
    },
    report: reportOf,
  });
}

/** A batch of learning, or the fit of the next proposal; rows that learning leaves over go by unevaluated. */
function learn(tools: ChainTools, plan: ChainPlan, state: State): Row | null {
  const { learning } = state;
  if (learning !== null && stageIsComplete(learning)) {
    endStage(learning, tools.numeric);
    state.components = learning.proposal.components;
    if (learning.finished) state.learning = null;
    return null;
  }
  const { position } = state;
  let seen = { z: position.z, remark: position.remark };
  if (learning !== null) {
    const { failures, ...point } = learnBatch(tools, learning);
    seen = point;
    state.failures += failures;
    state.evaluations += BATCH;
  }
  state.rows += 1;
  // What is learnt by the end of warm-up is what the draws are proposed from.
  if (state.rows === plan.warmup) finishLearning(tools, state);
  return { ...seen, isWarmup: true, logWeight: 0 };
}

function finishLearning(tools: ChainTools, state: State): void {
  if (state.learning === null) return;
  if (stageIsComplete(state.learning)) endStage(state.learning, tools.numeric);
  state.components = state.learning.proposal.components;
  state.learning = null;
}

/** A batch of proposals, each accepted with min(1, ratio of the weights). `state` is overwritten. */
function draw(tools: ChainTools, state: State, mixture: Mixture): Row {
  const { numeric, random, density } = tools;
  const { position } = state;
  const n = mixture.dimension;
  const points = new Float64Array(BATCH * n);
  const proposed = new Float64Array(BATCH);
  for (let i = 0; i < BATCH; i += 1) {
    const z = points.subarray(i * n, (i + 1) * n);
    mixture.draw(random, z);
    proposed[i] = mixture.logDensity(z);
  }
  const { densities, remarks, failures } = evaluateBatch(density, points);
  let own = state.logWeight ?? position.logDensity - mixture.logDensity(position.z);
  densities.forEach((logDensity, i) => {
    const logWeight = logDensity - (proposed[i] ?? NaN);
    const threshold = random.uniform();
    if (!(logWeight >= own || threshold < numeric.exp(logWeight - own))) return;
    own = logWeight;
    position.z.set(points.subarray(i * n, (i + 1) * n));
    position.logDensity = logDensity;
    position.remark = remarks[i] ?? NaN;
    state.accepted += 1;
  });
  state.logWeight = own;
  state.proposals += BATCH;
  state.failures += failures;
  state.evaluations += BATCH;
  state.rows += 1;
  return { z: position.z, isWarmup: false, remark: position.remark, logWeight: 0 };
}

function reportOf({ proposals, accepted, failures, evaluations }: State): ChainReport {
  return { acceptance: proposals === 0 ? 0 : accepted / proposals, failures, evaluations };
}
