// The moves of a NUTS chain: one gradient each, of the search for a step or of a trajectory.

import type { ChainState } from "./chain.ts";
import type { ChainPlan, ChainReport, Row } from "./contract.ts";
import { addPoint, clearMoments, emptyMoments, type Moments } from "./covariance.ts";
import { addEnergy, emptyEnergies, energyFraction, type Energies } from "./energy.ts";
import { energyOf, leapfrog, type Place } from "./leapfrog.ts";
import { identityFactor, learntFactor, type MetricKind } from "./metric.ts";
import { beginSearch, learnStep, searchStep, stepSizeFrom, type StepSearch, type StepSize } from "./step-size.ts";
import { beginTrajectory, DEEPEST, lengthen, withMomentum, type Field, type Trajectory } from "./trajectory.ts";
import type { Windows } from "./windows.ts";

/** All that a chain is, as plain data: with the same log density and random stream it continues to the same digits. */
export interface NutsState extends ChainState {
  place: Place;
  /** L of the metric, [n, n]. */
  factor: Float64Array;
  readonly step: { size: StepSize; search: StepSearch | null };
  /** Of the window of warm-up that is under way. */
  readonly moments: Moments;
  trajectory: Trajectory | null;
  readonly count: NutsCount;
}

/** What is counted for the report; after warm-up, but for the first two. */
interface NutsCount {
  gradients: number;
  failures: number;
  trajectories: number;
  acceptance: number;
  depths: number;
  deepest: number;
  divergences: number;
  readonly energies: Energies;
}

export interface NutsWork extends Field {
  readonly plan: ChainPlan;
  readonly windows: Windows;
  readonly settings: { readonly metric: MetricKind; readonly acceptance: number };
}

export function beginNuts(place: Place, gradients: number, randomPosition: number): NutsState {
  const n = place.z.length;
  return {
    rows: 0,
    place,
    factor: identityFactor(n),
    step: { size: stepSizeFrom(0), search: beginSearch() },
    moments: emptyMoments(n),
    trajectory: null,
    count: {
      gradients,
      failures: gradients - 1,
      trajectories: 0,
      acceptance: 0,
      depths: 0,
      deepest: 0,
      divergences: 0,
      energies: emptyEnergies(),
    },
    randomPosition,
  };
}

/** Makes one move; the row that it completed, or null. `state` is overwritten. */
export function advance(work: NutsWork, state: NutsState): Row | null {
  const row = state.step.search === null ? travel(work, state) : search(work, state, state.step.search);
  state.count.gradients += 1;
  return row;
}

/** One step with a fresh momentum, to find a first guess. */
function search(work: NutsWork, state: NutsState, search: StepSearch): null {
  const { size } = state.step;
  const start = withMomentum(work, state.place);
  const next = leapfrog(work.density, state.factor, work.numeric.exp(size.logStep), start);
  if (!Number.isFinite(next.place.logDensity)) state.count.failures += 1;
  if (searchStep(search, size, energyOf(start) - energyOf(next))) {
    state.step.search = null;
    state.step.size = stepSizeFrom(size.logStep);
  }
  return null;
}

/** One step of a trajectory. */
function travel(work: NutsWork, state: NutsState): Row | null {
  const trajectory = state.trajectory ?? beginTrajectory(work, state.place);
  state.trajectory = trajectory;
  lengthen(work, state.factor, work.numeric.exp(state.step.size.logStep), trajectory);
  if (trajectory.failed) state.count.failures += 1;
  if (!trajectory.finished) return null;
  state.trajectory = null;
  state.place = trajectory.tree.chosen;
  const isWarmup = state.rows < work.plan.warmup;
  state.rows += 1;
  if (isWarmup) learn(work, state, trajectory);
  else tally(state.count, trajectory);
  return { z: state.place.z, isWarmup, remark: state.place.remark, logWeight: 0 };
}

/** Learns from one trajectory of warm-up; `state.rows` counts it already. */
function learn({ windows, plan, settings, numeric }: NutsWork, state: NutsState, trajectory: Trajectory): void {
  const { size } = state.step;
  learnStep(size, trajectory.acceptance / trajectory.steps, settings.acceptance, numeric);
  if (state.rows > windows.from && state.rows <= (windows.ends.at(-1) ?? 0)) addPoint(state.moments, state.place.z);
  if (windows.ends.includes(state.rows)) {
    const factor = learntFactor(state.moments, settings.metric, numeric);
    clearMoments(state.moments);
    if (factor !== null) {
      state.factor = factor;
      state.step.size = stepSizeFrom(size.logStep);
      state.step.search = beginSearch();
    }
  }
  if (state.rows === plan.warmup) state.step.size.logStep = size.meanLogStep;
}

function tally(count: NutsCount, { acceptance, steps, tree, divergent }: Trajectory): void {
  count.trajectories += 1;
  count.acceptance += acceptance / steps;
  count.depths += tree.depth;
  if (tree.depth >= DEEPEST) count.deepest += 1;
  if (divergent) count.divergences += 1;
  addEnergy(count.energies, tree.energy);
}

export function reportOf({ count }: NutsState): ChainReport {
  const { trajectories, failures, gradients, divergences, deepest } = count;
  const report = { failures, evaluations: 0, gradients };
  if (trajectories === 0) return { ...report, acceptance: 0 };
  const energy = energyFraction(count.energies);
  return {
    ...report,
    acceptance: count.acceptance / trajectories,
    divergences,
    deepest,
    meanTreeDepth: count.depths / trajectories,
    ...(energy === undefined ? {} : { energy }),
  };
}
