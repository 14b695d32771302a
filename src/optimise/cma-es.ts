// CMA-ES: a cloud of points that moves, grows and turns towards what was better; for log densities with many tops.
//
// Source: Hansen, The CMA Evolution Strategy: A Tutorial, arXiv 1604.00772 (2016), figure 6 and table 1, with positive
// weights and the active update left out.

import type { Found, Optimiser, Search, SearchPlan, SearchTools } from "./contract.ts";
import { eigenOf, type Eigen } from "./eigen.ts";
import { densitiesOf } from "./many.ts";
import { dot, plus } from "./vector.ts";

/** Standard deviation of the first cloud, on the real line. */
const FIRST_SPREAD = 0.5;
/** Generations in a row without a gain, after which it has converged. */
const STALE = 10;
/** A cloud so small cannot gain anything any more. */
const SMALLEST = 1e-12;

/** The constants of one dimension and population. */
interface Rates {
  /** [parent] Adding up to one. */
  readonly weights: Float64Array;
  /** Parents that count, 1 / Σ weights². */
  readonly counting: number;
  readonly forSigma: number;
  readonly damping: number;
  readonly forPath: number;
  readonly forOne: number;
  readonly forMany: number;
  /** Expected length of a standard normal vector. */
  readonly length: number;
}

interface State {
  mean: Float64Array;
  sigma: number;
  /** [n, n] row-major. */
  readonly covariance: Float64Array;
  eigen: Eigen;
  sigmaPath: Float64Array;
  path: Float64Array;
  best: Found;
  generation: number;
  /** The best log densities of the latest generations. */
  recent: number[];
  evaluations: number;
  finished: boolean;
  converged: boolean;
}

/** @param population  points of a generation; 4 + 3 log n where 0. More of them for a landscape with many tops. */
export function cmaEsWith(population: number, spread = FIRST_SPREAD): Optimiser {
  return {
    name: "cma_es",
    needsGradient: false,
    start(tools, plan, start) {
      const n = tools.density.dimension;
      const size = population > 0 ? population : 4 + Math.floor(3 * tools.numeric.log(n));
      return searchOf(tools, plan, begun(tools, start, spread), size);
    },
  };
}

export const cmaEs: Optimiser = cmaEsWith(0);

function begun(tools: SearchTools, start: Float64Array, spread: number): State {
  const n = start.length;
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) covariance[i * n + i] = 1;
  return {
    mean: start.slice(),
    sigma: spread,
    covariance,
    eigen: eigenOf(covariance, n, tools.numeric),
    sigmaPath: new Float64Array(n),
    path: new Float64Array(n),
    best: { z: start.slice(), logDensity: tools.density.evaluate(start) },
    generation: 0,
    recent: [],
    evaluations: 1,
    finished: false,
    converged: false,
  };
}

function searchOf(tools: SearchTools, plan: SearchPlan, state: State, population: number): Search {
  const rates = ratesOf(state.mean.length, population, tools);
  return {
    get best() {
      return { z: state.best.z.slice(), logDensity: state.best.logDensity };
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
      generation(tools, plan, state, rates, population);
      if (state.evaluations >= plan.evaluations) state.finished = true;
    },
  };
}

/** The default parameters of the tutorial's table 1. */
function ratesOf(n: number, population: number, { numeric }: SearchTools): Rates {
  const parents = Math.floor(population / 2);
  const raw = Float64Array.from({ length: parents }, (_, i) => numeric.log((population + 1) / 2) - numeric.log(i + 1));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  const weights = raw.map((weight) => weight / sum);
  const counting = 1 / dot(weights, weights);
  const forSigma = (counting + 2) / (n + counting + 5);
  const forOne = 2 / ((n + 1.3) * (n + 1.3) + counting);
  return {
    weights,
    counting,
    forSigma,
    damping: 1 + forSigma + 2 * Math.max(0, numeric.sqrt((counting - 1) / (n + 1)) - 1),
    forPath: (4 + counting / n) / (n + 4 + (2 * counting) / n),
    forOne,
    forMany: Math.min(1 - forOne, (2 * (counting - 2 + 1 / counting)) / ((n + 2) * (n + 2) + counting)),
    length: numeric.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}

/** One generation. `state` is overwritten. */
function generation(tools: SearchTools, plan: SearchPlan, state: State, rates: Rates, population: number): void {
  const n = state.mean.length;
  const steps = Array.from({ length: population }, () => step(tools, state));
  const points = new Float64Array(population * n);
  steps.forEach((each, k) => points.set(plus(state.mean, state.sigma, each), k * n));
  const densities = densitiesOf(tools.density, points);
  state.evaluations += population;
  const order = Array.from(densities, (_, k) => k).sort((a, b) => compare(densities, a, b));
  const top = order[0] ?? 0;
  const topDensity = densities[top] ?? -Infinity;
  if (topDensity > state.best.logDensity || !Number.isFinite(state.best.logDensity)) {
    state.best = { z: points.slice(top * n, (top + 1) * n), logDensity: topDensity };
  }
  learn(
    state,
    rates,
    order.map((k) => steps[k] ?? state.mean),
    tools,
  );
  state.recent = [...state.recent, topDensity].slice(-STALE);
  const worst = densities[order.at(-1) ?? 0] ?? -Infinity;
  const span = Math.max(...state.recent, topDensity) - Math.min(...state.recent, worst);
  const isSmall = state.sigma * tools.numeric.sqrt(state.eigen.values.at(-1) ?? 0) < SMALLEST;
  if ((state.recent.length === STALE && span <= plan.gain) || isSmall) {
    state.finished = true;
    state.converged = Number.isFinite(state.best.logDensity);
  }
}

/** The better first; equal ones, and those without a density, in the order in which they were drawn. */
function compare(densities: Float64Array, a: number, b: number): number {
  const [x, y] = [densities[a] ?? -Infinity, densities[b] ?? -Infinity];
  return x === y ? a - b : y - x;
}

/** B D times a standard normal vector. */
function step({ random, numeric }: SearchTools, { eigen, mean }: State): Float64Array {
  let sum: Float64Array = new Float64Array(mean.length);
  eigen.vectors.forEach((vector, k) => {
    sum = plus(sum, numeric.sqrt(Math.max(0, eigen.values[k] ?? NaN)) * random.normal(), vector);
  });
  return sum;
}

/** Moves mean, paths, covariance and step size. @param ranked  steps, the best first */
function learn(state: State, rates: Rates, ranked: readonly Float64Array[], tools: SearchTools): void {
  const { numeric } = tools;
  const { weights, forSigma, forPath, forOne, forMany, counting } = rates;
  const n = state.mean.length;
  let shift: Float64Array = new Float64Array(n);
  weights.forEach((weight, k) => (shift = plus(shift, weight, ranked[k] ?? shift)));
  state.mean = plus(state.mean, state.sigma, shift);
  state.generation += 1;
  const kept = 1 - forSigma;
  const whitened = inverseRoot(state.eigen, shift, numeric);
  state.sigmaPath = plus(
    state.sigmaPath.map((value) => kept * value),
    numeric.sqrt(forSigma * (2 - forSigma) * counting),
    whitened,
  );
  const length = numeric.sqrt(dot(state.sigmaPath, state.sigmaPath));
  // 1 − (1 − c)^(2 g), with a power that every engine takes alike.
  const grown = numeric.sqrt(-numeric.expm1(2 * state.generation * numeric.log(kept)));
  const isShort = length / grown < (1.4 + 2 / (n + 1)) * rates.length;
  state.path = plus(
    state.path.map((value) => (1 - forPath) * value),
    isShort ? numeric.sqrt(forPath * (2 - forPath) * counting) : 0,
    shift,
  );
  const lost = isShort ? 0 : forOne * forPath * (2 - forPath);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let many = 0;
      weights.forEach((weight, k) => (many += weight * (ranked[k]?.[row] ?? NaN) * (ranked[k]?.[column] ?? NaN)));
      const at = row * n + column;
      state.covariance[at] =
        (1 - forOne - forMany + lost) * (state.covariance[at] ?? NaN) +
        forOne * (state.path[row] ?? NaN) * (state.path[column] ?? NaN) +
        forMany * many;
    }
  }
  state.sigma *= numeric.exp((forSigma / rates.damping) * (length / rates.length - 1));
  state.eigen = eigenOf(state.covariance, n, numeric);
}

/** C^(−1/2) v */
function inverseRoot({ values, vectors }: Eigen, v: Float64Array, numeric: SearchTools["numeric"]): Float64Array {
  let sum: Float64Array = new Float64Array(v.length);
  vectors.forEach((vector, k) => {
    sum = plus(sum, dot(vector, v) / numeric.sqrt(values[k] ?? NaN), vector);
  });
  return sum;
}
