// The frame of every chain: where it is, how it is saved, and that a finished one stands still.

import type { Chain, ChainPlan, ChainReport, ChainTools, Row } from "./contract.ts";
import { plainCopy } from "./plain.ts";

/** What the state of every sampler holds beside its own; all of it plain data. */
export interface ChainState {
  /** Complete rows: warm-up first, then draws. */
  rows: number;
  /** Position of the random stream after the last move. */
  randomPosition: number;
}

/** What a sampler does with its state. */
export interface Moves<State> {
  /** One move; the row that it completed, or null. `state` is overwritten; the random stream's position is kept here. */
  advance(state: State): Row | null;
  report(state: State): ChainReport;
}

/** A chain that continues from `state`, which it overwrites. */
export function chainFrom<State extends ChainState>(
  { random }: ChainTools,
  { warmup, draws }: ChainPlan,
  state: State,
  moves: Moves<State>,
): Chain {
  const total = warmup + draws;
  random.position = state.randomPosition;
  return {
    total,
    get rows() {
      return state.rows;
    },
    get finished() {
      return state.rows >= total;
    },
    get report() {
      return moves.report(state);
    },
    save: () => plainCopy(state),
    move() {
      if (state.rows >= total) return null;
      const row = moves.advance(state);
      state.randomPosition = random.position;
      return row;
    },
  };
}
