// The one accept loop: a chain that makes moves from warm-up to its last draw, and can stop and continue at any move.

import type { Answer, Issue } from "../base/issue.ts";
import type { LogDensity, Numeric, Random } from "./contract.ts";
import { move, type Position, type Proposal } from "./metropolis.ts";
import { adapt, beginAdaptation, type Adaptation } from "./warmup.ts";

export interface ChainPlan {
  readonly warmup: number;
  readonly draws: number;
  /** A row of warm-up, and a draw, is the state after so many moves. */
  readonly movesPerDraw: number;
}

/** All that a chain is, as plain data: with the same log density and random stream it continues to the same digits. */
export interface ChainState {
  /** Complete rows: warm-up first, then draws. */
  rows: number;
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
  /** Position of the random stream after the last move. */
  randomPosition: number;
}

export interface ChainTools {
  readonly density: LogDensity;
  readonly numeric: Numeric;
  readonly random: Random;
}

export interface Chain {
  readonly state: ChainState;
  readonly finished: boolean;
  /** Makes one move; true where it completed a row. Nothing happens on a finished chain. */
  move(): boolean;
}

/**
 * Moves per draw: twice the number of parameters, fixed in advance. Successive points of a random walk are alike over a
 * number of moves that grows with the dimension; keeping all of them would cost memory and tell next to nothing.
 */
export function movesPerDraw(dimension: number): number {
  return 2 * dimension;
}

/** Standard deviation of the chains' starting points around the document's values, on the unconstrained scale. */
const START_SPREAD = 0.5;
const START_ATTEMPTS = 100;
/** The spread is halved after so many attempts in vain. */
const ATTEMPTS_PER_SPREAD = 10;

/**
 * A chain at its own starting point, drawn around `start` from its own stream.
 * Errors: S101 where the log density is not finite at any of the points tried, `start` being the last of them.
 */
export function startChain(tools: ChainTools, start: Float64Array): Answer<ChainState> {
  const n = tools.density.dimension;
  const z = new Float64Array(n);
  let spread = START_SPREAD;
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const last = attempt === START_ATTEMPTS;
    for (let i = 0; i < n; i += 1) z[i] = (start[i] ?? NaN) + (last ? 0 : spread * tools.random.normal());
    const logDensity = tools.density.evaluate(z);
    if (Number.isFinite(logDensity)) {
      const position = { z, logDensity, remark: tools.density.remark?.() ?? logDensity };
      return { ok: true, value: stateAt(position, tools.random.position), issues: [] };
    }
    if (attempt % ATTEMPTS_PER_SPREAD === 0) spread /= 2;
  }
  return { ok: false, issues: [NO_START] };
}

const NO_START: Issue = {
  code: "S101",
  severity: "error",
  path: "priors",
  message: `the posterior density is zero, or not a number, at the parameters' values and at ${START_ATTEMPTS - 1} points around them.`,
  advice: "Choose values with which the model runs and comes near the observations; see the curves before calibrating.",
};

function stateAt(position: Position, randomPosition: number): ChainState {
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
    failures: 0,
    randomPosition,
  };
}

/** A chain that continues from `state`, which it overwrites. */
export function continueChain(tools: ChainTools, plan: ChainPlan, state: ChainState): Chain {
  const n = tools.density.dimension;
  const walk = { ...tools, normal: new Float64Array(n), proposed: new Float64Array(n) };
  const warmupMoves = plan.warmup * plan.movesPerDraw;
  tools.random.position = state.randomPosition;
  const finished = () => state.rows >= plan.warmup + plan.draws;
  return {
    state,
    get finished() {
      return finished();
    },
    move() {
      if (finished()) return false;
      const { position, proposal } = state;
      const result = move(walk, proposal, position);
      if (result.failed) state.failures += 1;
      if (state.rows < plan.warmup) {
        const lesson = { z: position.z, probability: result.probability, total: warmupMoves };
        adapt(state.adaptation, proposal, lesson, tools.numeric);
      } else {
        state.moves += 1;
        if (result.accepted) state.accepted += 1;
      }
      state.randomPosition = tools.random.position;
      state.movesInRow = (state.movesInRow + 1) % plan.movesPerDraw;
      if (state.movesInRow > 0) return false;
      state.rows += 1;
      return true;
    },
  };
}
