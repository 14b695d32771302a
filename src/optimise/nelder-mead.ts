// Nelder–Mead: a simplex that turns its worst corner over, for log densities that have no slope everywhere.
//
// Source: Gao and Han, Implementing the Nelder–Mead simplex algorithm with adaptive parameters, Comput. Optim. Appl. 51
// (2012): its coefficients depend on the dimension, without which it stalls from about ten dimensions on.

import type { Optimiser, Search, SearchPlan, SearchTools } from "./contract.ts";
import { plus } from "./vector.ts";

/** Edge of the first simplex, on the real line. */
const EDGE = 0.5;
/** A simplex so small has converged, whatever its log densities. */
const SMALLEST = 1e-10;
/** After it has converged a fresh simplex of this size begins there, until it gains nothing: corners may have aligned. */
const FRESH_EDGE = 0.1;

interface Corner {
  readonly z: Float64Array;
  readonly logDensity: number;
}

interface State {
  /** n + 1 corners, the best first. */
  corners: Corner[];
  /** The best log density when the present simplex began. */
  began: number;
  evaluations: number;
  finished: boolean;
  converged: boolean;
}

export const nelderMead: Optimiser = {
  name: "nelder_mead",
  needsGradient: false,
  start(tools, plan, start) {
    const state: State = { corners: [], began: -Infinity, evaluations: 0, finished: false, converged: false };
    begin(tools, state, corner(tools, state, start), EDGE);
    // From the flat of zero density no corner points uphill.
    state.finished = !state.corners.some(({ logDensity }) => Number.isFinite(logDensity));
    return searchOf(tools, plan, state);
  },
};

function searchOf(tools: SearchTools, plan: SearchPlan, state: State): Search {
  return {
    get best() {
      const { z, logDensity } = bestOf(state);
      return { z: z.slice(), logDensity };
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
      if (isSmall(state, plan.gain)) renew(tools, plan, state);
      else turn(tools, state);
      if (state.evaluations >= plan.evaluations) state.finished = true;
    },
  };
}

function corner({ density }: SearchTools, state: State, z: Float64Array): Corner {
  state.evaluations += 1;
  const logDensity = density.evaluate(z);
  return { z, logDensity: Number.isNaN(logDensity) ? -Infinity : logDensity };
}

/** A simplex along the axes. `state` is overwritten. */
function begin(tools: SearchTools, state: State, first: Corner, edge: number): void {
  const others = Array.from(first.z, (_, axis) =>
    corner(
      tools,
      state,
      first.z.map((value, i) => (i === axis ? value + edge : value)),
    ),
  );
  state.began = first.logDensity;
  state.corners = ordered([first, ...others]);
}

function renew(tools: SearchTools, plan: SearchPlan, state: State): void {
  const best = bestOf(state);
  if (best.logDensity - state.began <= plan.gain) {
    state.finished = true;
    state.converged = true;
    return;
  }
  begin(tools, state, best, FRESH_EDGE);
}

function isSmall({ corners }: State, gain: number): boolean {
  const [best] = corners;
  const worst = corners.at(-1);
  if (best === undefined || worst === undefined) return true;
  const width = corners.reduce(
    (most, { z }) => z.reduce((wide, value, i) => Math.max(wide, Math.abs(value - (best.z[i] ?? NaN))), most),
    0,
  );
  return best.logDensity - worst.logDensity <= gain || width <= SMALLEST;
}

/** Turns the worst corner over. `state` is overwritten. */
function turn(tools: SearchTools, state: State): void {
  const { corners } = state;
  const n = corners.length - 1;
  const best = bestOf(state);
  const worst = corners[n] ?? best;
  const second = corners[n - 1] ?? best;
  const middle = worst.z.map((_, i) => corners.slice(0, n).reduce((sum, { z }) => sum + (z[i] ?? NaN), 0) / n);
  const beyond = plus(middle, -1, worst.z);
  // Gao and Han's section 2: for n = 2 the usual 2 and ½.
  const [expand, contract, shrink] = [1 + 2 / Math.max(n, 2), 0.75 - 0.5 / Math.max(n, 2), 1 - 1 / Math.max(n, 2)];
  const at = (length: number): Corner => corner(tools, state, plus(middle, length, beyond));
  const turned = at(1);
  if (turned.logDensity > best.logDensity) {
    const further = at(expand);
    return replace(state, further.logDensity > turned.logDensity ? further : turned);
  }
  if (turned.logDensity > second.logDensity) return replace(state, turned);
  const isOutside = turned.logDensity > worst.logDensity;
  const nearer = at(isOutside ? contract : -contract);
  if (nearer.logDensity > (isOutside ? turned : worst).logDensity) return replace(state, nearer);
  const drawn = corners.slice(1).map(({ z }) => corner(tools, state, plus(best.z, shrink, plus(z, -1, best.z))));
  state.corners = ordered([best, ...drawn]);
}

function replace(state: State, better: Corner): void {
  state.corners = ordered([...state.corners.slice(0, -1), better]);
}

/** Where two are equal the one that was there first stays first. */
function ordered(corners: Corner[]): Corner[] {
  return corners.sort((a, b) => (a.logDensity === b.logDensity ? 0 : b.logDensity - a.logDensity));
}

function bestOf({ corners }: State): Corner {
  return corners[0] ?? { z: new Float64Array(), logDensity: -Infinity };
}
