// Adaptive Metropolis: a random walk whose proposal warm-up fits to the target, then frozen.

import { chainFrom, type ChainState } from "./chain.ts";
import type { Chain, ChainPlan, ChainReport, ChainTools, Row, Sampler } from "./contract.ts";
import { move, type Proposal, type Walk } from "./metropolis.ts";
import { restored } from "./plain.ts";
import { findStart, START_SPREAD, type Position, type Start } from "./position.ts";
import { adapt, beginAdaptation, type Adaptation } from "./warmup.ts";

export const adaptiveMetropolis: Sampler = {
  name: "adaptive_metropolis",
  needsGradient: false,
  start(tools, plan, start) {
    const found = findStart(tools, start);
    if (!found.ok) return found;
    return { ok: true, value: chainAt(tools, plan, begun(found.value, tools.random.position)), issues: found.issues };
  },
  resume: (tools, plan, saved) => chainAt(tools, plan, restored<State>(saved)),
};

/** All that a chain is, as plain data: with the same log density and random stream it continues to the same digits. */
interface State extends ChainState {
  /** Moves since the last complete row. */
  movesInRow: number;
  readonly position: Position;
  readonly proposal: Proposal;
  readonly adaptation: Adaptation;
  /** Moves after warm-up, and how many of them were accepted. */
  moves: number;
  accepted: number;
  /** Proposals, warm-up included, whose log density was not finite. */
  failures: number;
  evaluations: number;
}

/**
 * Moves per row: twice the number of parameters, fixed in advance. Successive points of a random walk are alike over a
 * number of moves that grows with the dimension; keeping all of them would cost memory and tell next to nothing.
 */
export function movesPerRow(dimension: number): number {
  return 2 * dimension;
}

function begun({ position, attempts }: Start, randomPosition: number): State {
  const n = position.z.length;
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) factor[i * n + i] = START_SPREAD;
  return {
    rows: 0,
    movesInRow: 0,
    position,
    proposal: { factor, logScale: 0 },
    adaptation: beginAdaptation(n),
    moves: 0,
    accepted: 0,
    failures: attempts - 1,
    evaluations: attempts,
    randomPosition,
  };
}

function chainAt(tools: ChainTools, plan: ChainPlan, state: State): Chain {
  const n = tools.density.dimension;
  const walk = { ...tools, normal: new Float64Array(n), proposed: new Float64Array(n) };
  return chainFrom(tools, plan, state, { advance: (at) => advance(walk, plan, at), report: reportOf });
}

/** Makes one move; the row that it completed, or null. `state` is overwritten. */
function advance(walk: Walk, plan: ChainPlan, state: State): Row | null {
  const { position, proposal } = state;
  const isWarmup = state.rows < plan.warmup;
  const perRow = movesPerRow(position.z.length);
  const result = move(walk, proposal, position);
  state.evaluations += 1;
  if (result.failed) state.failures += 1;
  if (isWarmup) {
    const lesson = { z: position.z, probability: result.probability, total: plan.warmup * perRow };
    adapt(state.adaptation, proposal, lesson, walk.numeric);
  } else {
    state.moves += 1;
    if (result.accepted) state.accepted += 1;
  }
  state.movesInRow = (state.movesInRow + 1) % perRow;
  if (state.movesInRow > 0) return null;
  state.rows += 1;
  return { z: position.z, isWarmup, remark: position.remark, logWeight: 0 };
}

function reportOf({ moves, accepted, failures, evaluations }: State): ChainReport {
  return { acceptance: moves === 0 ? 0 : accepted / moves, failures, evaluations };
}
