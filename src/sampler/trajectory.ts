// One trajectory of NUTS, made one leapfrog step at a time, so that it can be put down and taken up after any of them.

import type { Numeric, Random } from "./contract.ts";
import { energyOf, leapfrog, type PhasePoint, type Place, type Sloped } from "./leapfrog.ts";
import { joined, leaf, reversed, turnsBack, type Tree } from "./tree.ts";

/** Trajectories have at most 2^10 − 1 steps. */
export const DEEPEST = 10;

/** An energy that rises by more than this has nothing to do with the exact one any more: the trajectory diverges. */
const ASTRAY = 1000;

/** Plain data. */
export interface Trajectory {
  /** H₀, of the first point with its momentum. */
  readonly initialEnergy: number;
  /** The whole trajectory so far, forwards in time, and its two ends. */
  tree: Tree;
  back: PhasePoint;
  front: PhasePoint;
  /** 1 where it is being made longer forwards in time, -1 backwards. */
  direction: number;
  /** What is being added: complete stretches, each shorter than the one before it. */
  stretches: Tree[];
  steps: number;
  /** Sum over the steps of min(1, exp(H₀ − H)). */
  acceptance: number;
  divergent: boolean;
  /** The log density of the last point was not finite. */
  failed: boolean;
  finished: boolean;
}

/** What trajectories are made with. */
export interface Field {
  readonly density: Sloped;
  readonly numeric: Numeric;
  readonly random: Random;
}

/** A trajectory of one point, whose momentum is drawn. */
export function beginTrajectory(field: Field, place: Place): Trajectory {
  const start = withMomentum(field, place);
  const initialEnergy = energyOf(start);
  return {
    initialEnergy,
    tree: leaf(start, 0, initialEnergy),
    back: start,
    front: start,
    direction: drawnDirection(field),
    stretches: [],
    steps: 0,
    acceptance: 0,
    divergent: false,
    failed: false,
    finished: false,
  };
}

export function withMomentum({ random }: Pick<Field, "random">, place: Place): PhasePoint {
  return { place, p: place.z.map(() => random.normal()) };
}

function drawnDirection({ random }: Field): number {
  return random.uniform() < 0.5 ? -1 : 1;
}

/** Makes one step: one evaluation of the gradient. `trajectory` is overwritten. */
export function lengthen(field: Field, factor: Float64Array, stepSize: number, trajectory: Trajectory): void {
  const { direction, initialEnergy } = trajectory;
  const end = direction > 0 ? trajectory.front : trajectory.back;
  const next = leapfrog(field.density, factor, direction * stepSize, end);
  const energy = energyOf(next);
  const logWeight = initialEnergy - energy;
  trajectory.steps += 1;
  trajectory.failed = !Number.isFinite(next.place.logDensity);
  trajectory.acceptance += logWeight >= 0 ? 1 : field.numeric.exp(logWeight);
  if (!(logWeight > -ASTRAY)) {
    trajectory.divergent = true;
    trajectory.finished = true;
    return;
  }
  if (direction > 0) trajectory.front = next;
  else trajectory.back = next;
  add(field, trajectory, leaf(next, logWeight, energy));
}

/** Adds a point to the stretches, and those to the trajectory once there are as many new points as old ones. */
function add(field: Field, trajectory: Trajectory, point: Tree): void {
  let stretch = point;
  for (
    let before = trajectory.stretches.at(-1);
    before?.depth === stretch.depth;
    before = trajectory.stretches.at(-1)
  ) {
    trajectory.stretches.pop();
    if (turnsBack(before, stretch)) {
      trajectory.finished = true;
      return;
    }
    // Each of the two chosen points with the probability of its stretch's weight.
    const whole = joined(before, stretch, false, field.numeric);
    stretch = chance(field, stretch.logWeight - whole.logWeight) ? { ...whole, ...choiceOf(stretch) } : whole;
  }
  if (stretch.depth === trajectory.tree.depth) extend(field, trajectory, stretch);
  else trajectory.stretches.push(stretch);
}

/** The trajectory and as many points again; the new ones are favoured (Betancourt 2017, arXiv 1701.02434, A.3.2). */
function extend(field: Field, trajectory: Trajectory, stretch: Tree): void {
  const { tree, direction } = trajectory;
  const before = direction > 0 ? tree : reversed(tree);
  const whole = joined(before, stretch, chance(field, stretch.logWeight - tree.logWeight), field.numeric);
  trajectory.tree = direction > 0 ? whole : reversed(whole);
  trajectory.stretches = [];
  trajectory.finished = turnsBack(before, stretch) || whole.depth >= DEEPEST;
  if (!trajectory.finished) trajectory.direction = drawnDirection(field);
}

function choiceOf({ chosen, energy }: Tree): Pick<Tree, "chosen" | "energy"> {
  return { chosen, energy };
}

/** True with probability min(1, exp(logProbability)); one uniform number, whatever comes of it. */
function chance({ random, numeric }: Field, logProbability: number): boolean {
  const threshold = random.uniform();
  return logProbability >= 0 || threshold < numeric.exp(logProbability);
}
