// DE-MCz with snooker updates: a few walkers that step by differences of their own past points (ter Braak and Vrugt 2008).

import type { Answer } from "../base/issue.ts";
import { addToArchive, archiveOf, firstSize, type Archive } from "./archive.ts";
import { BATCH, evaluateBatch } from "./batch.ts";
import { chainFrom, type ChainState } from "./chain.ts";
import type { Chain, ChainPlan, ChainReport, ChainTools, Row, Sampler } from "./contract.ts";
import { restored } from "./plain.ts";
import { findStart, START_SPREAD, type Position } from "./position.ts";
import { propose } from "./walker-proposal.ts";

/** As many as the kernel has lanes: their proposals are evaluated together. */
const WALKERS = BATCH;

/**
 * Each chain is an ensemble of its own. In warm-up its walkers' points enter the archive; then the archive is frozen, so
 * that the draws come from one fixed kernel and the walkers know nothing of one another.
 */
export const deMcz: Sampler = {
  name: "de_mcz",
  needsGradient: false,
  start(tools, plan, start): Answer<Chain> {
    const begun = begin(tools, start);
    return begun.ok ? { ...begun, value: chainAt(tools, plan, begun.value) } : begun;
  },
  resume: (tools, plan, saved) => chainAt(tools, plan, restored<State>(saved)),
};

/** All that a chain is, as plain data. */
interface State extends ChainState {
  /** Generations in all. */
  generations: number;
  /** One per walker. */
  readonly walkers: Position[];
  readonly archive: Archive;
  readonly count: { proposals: number; accepted: number; failures: number; evaluations: number };
}

/**
 * Generations from one row to the next, whose rows take turns over the walkers: a walker is looked at again after
 * 4 n generations, the order of its autocorrelation time.
 */
export function generationsPerRow(dimension: number): number {
  return Math.ceil(dimension / 2);
}

function begin(tools: ChainTools, start: Float64Array): Answer<State> {
  const n = tools.density.dimension;
  const walkers: Position[] = [];
  let evaluations = 0;
  while (walkers.length < WALKERS) {
    const found = findStart(tools, start);
    if (!found.ok) return found;
    evaluations += found.value.attempts;
    walkers.push(found.value.position);
  }
  const points = Float64Array.from(
    { length: firstSize(n) * n },
    (_, i) => (start[i % n] ?? NaN) + START_SPREAD * tools.random.normal(),
  );
  const count = { proposals: 0, accepted: 0, failures: evaluations - WALKERS, evaluations };
  const randomPosition = tools.random.position;
  return {
    ok: true,
    value: { rows: 0, generations: 0, walkers, archive: archiveOf(points), count, randomPosition },
    issues: [],
  };
}

function chainAt(tools: ChainTools, plan: ChainPlan, state: State): Chain {
  return chainFrom(tools, plan, state, { advance: (at) => advance(tools, plan, at), report: reportOf });
}

/** One generation: a proposal for every walker. The row that it completed, or null. `state` is overwritten. */
function advance(tools: ChainTools, plan: ChainPlan, state: State): Row | null {
  const n = tools.density.dimension;
  const isWarmup = state.rows < plan.warmup;
  const accepted = generation(tools, state);
  state.generations += 1;
  if (!isWarmup) {
    state.count.proposals += WALKERS;
    state.count.accepted += accepted;
  } else if (state.generations % n === 0) {
    for (const { z } of state.walkers) addToArchive(state.archive, z);
  }
  if (state.generations % generationsPerRow(n) !== 0) return null;
  // Warm-up may end within a turn: draws begin with the first walker all the same.
  const walker = state.walkers[(isWarmup ? state.rows : state.rows - plan.warmup) % WALKERS];
  state.rows += 1;
  if (walker === undefined) throw new RangeError("there is no such walker");
  return { z: walker.z, isWarmup, remark: walker.remark, logWeight: 0 };
}

/** @returns how many of the walkers moved */
function generation(tools: ChainTools, { walkers, archive, count }: State): number {
  const n = tools.density.dimension;
  const points = new Float64Array(WALKERS * n);
  const logRatios = walkers.map(({ z }, walker) =>
    propose(tools, archive.points, z, points.subarray(walker * n, (walker + 1) * n)),
  );
  const { densities, remarks, failures } = evaluateBatch(tools.density, points);
  count.evaluations += WALKERS;
  count.failures += failures;
  let accepted = 0;
  walkers.forEach((walker, i) => {
    const logDensity = densities[i] ?? -Infinity;
    const logRatio = logDensity - walker.logDensity + (logRatios[i] ?? NaN);
    const threshold = tools.random.uniform();
    if (!(logRatio >= 0 || threshold < tools.numeric.exp(logRatio))) return;
    walker.z.set(points.subarray(i * n, (i + 1) * n));
    walker.logDensity = logDensity;
    walker.remark = remarks[i] ?? NaN;
    accepted += 1;
  });
  return accepted;
}

function reportOf({ count }: State): ChainReport {
  const { proposals, accepted, failures, evaluations } = count;
  return { acceptance: proposals === 0 ? 0 : accepted / proposals, failures, evaluations, walkers: WALKERS };
}
