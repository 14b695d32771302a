// L-BFGS: climbs along gradients, with the curvature of the latest steps.
//
// Source: Liu and Nocedal, On the limited memory BFGS method for large scale optimization, Math. Program. 45 (1989).

import type { Found, Optimiser, Search, SearchPlan, SearchTools } from "./contract.ts";
import { lineSearch, type Slope } from "./line-search.ts";
import { dot, plus } from "./vector.ts";

/** Steps whose curvature is remembered. */
const MEMORY = 10;
/** The first step is at most so long: the real line is scaled such that parameters vary by about one. */
const FIRST_STEP = 0.5;

interface Pair {
  /** The step, and by how much the gradient fell along it. */
  readonly step: Float64Array;
  readonly fall: Float64Array;
  readonly product: number;
}

interface State {
  at: Slope;
  pairs: Pair[];
  evaluations: number;
  finished: boolean;
  converged: boolean;
}

export const lbfgs: Optimiser = {
  name: "lbfgs",
  needsGradient: true,
  start(tools, plan, start) {
    const state: State = { at: slopeAt(tools, start), pairs: [], evaluations: 1, finished: false, converged: false };
    state.finished = !Number.isFinite(state.at.logDensity);
    return searchOf(tools, plan, state);
  },
};

function searchOf(tools: SearchTools, plan: SearchPlan, state: State): Search {
  return {
    get best(): Found {
      return { z: state.at.z.slice(), logDensity: state.at.logDensity };
    },
    get evaluations() {
      return state.evaluations;
    },
    get finished() {
      return state.finished;
    },
    get converged() {
      return state.converged;
    },
    move() {
      if (state.finished) return;
      climb(tools, plan, state);
      if (state.evaluations >= plan.evaluations) state.finished = true;
    },
  };
}

/** One line search. `state` is overwritten. */
function climb(tools: SearchTools, plan: SearchPlan, state: State): void {
  const direction = directionOf(state);
  const rise = dot(state.at.gradient, direction);
  // Half of gᵀ H g is what a parabola would gain: it has no scale of its own.
  const knowsCurvature = state.pairs.length > 0;
  if (rise === 0 || (knowsCurvature && 0.5 * rise <= plan.gain)) return end(state, true);
  const length = knowsCurvature ? 1 : Math.min(1, FIRST_STEP / tools.numeric.sqrt(dot(direction, direction)));
  const reached = lineSearch(state.at, direction, length, (z) => {
    state.evaluations += 1;
    return slopeAt(tools, z);
  });
  if (reached === null && knowsCurvature) state.pairs = [];
  else if (reached === null) end(state, false);
  else remember(state, reached);
}

function end(state: State, converged: boolean): void {
  state.finished = true;
  state.converged = converged;
}

function remember(state: State, reached: Slope): void {
  const step = plus(reached.z, -1, state.at.z);
  const fall = plus(state.at.gradient, -1, reached.gradient);
  const product = dot(step, fall);
  // Only a fall of the slope is a curvature that a top can have.
  if (product > 1e-12 * dot(step, step)) state.pairs = [...state.pairs, { step, fall, product }].slice(-MEMORY);
  state.at = reached;
}

/** H g by the two loops of L-BFGS (Nocedal and Wright, algorithm 7.4). */
function directionOf({ at, pairs }: State): Float64Array {
  let direction: Float64Array = at.gradient.slice();
  const shares = pairs.map(() => 0);
  for (let k = pairs.length - 1; k >= 0; k -= 1) {
    const pair = pairs[k];
    if (pair === undefined) continue;
    const share = dot(pair.step, direction) / pair.product;
    shares[k] = share;
    direction = plus(direction, -share, pair.fall);
  }
  const latest = pairs.at(-1);
  if (latest !== undefined) {
    const scale = latest.product / dot(latest.fall, latest.fall);
    direction = direction.map((value) => scale * value);
  }
  pairs.forEach((pair, k) => {
    const share = (shares[k] ?? NaN) - dot(pair.fall, direction) / pair.product;
    direction = plus(direction, share, pair.step);
  });
  return direction;
}

/** A log density that is not finite has no slope either. */
function slopeAt({ density }: SearchTools, z: Float64Array): Slope {
  if (density.gradient === undefined) throw new TypeError("L-BFGS wants a log density with a gradient");
  const gradient = new Float64Array(z.length);
  const logDensity = density.gradient(z, gradient);
  return { z: z.slice(), logDensity, gradient };
}
