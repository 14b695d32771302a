// Fits a mixture of multivariate t distributions to weighted points, by expectation and maximisation.

import { cholesky } from "./cholesky.ts";
import type { Numeric } from "./contract.ts";
import { logSum, mixtureOf, type Component, type Mixture } from "./mixture.ts";
import { mainAxis, scatter, sizeOf, wholeOf, type WeightedPoints, type Whole } from "./weighted-points.ts";

export type { WeightedPoints } from "./weighted-points.ts";

export interface FitSettings {
  /** Degrees of freedom of all components. */
  readonly freedom: number;
  /** Rounds of expectation and maximisation. */
  readonly rounds: number;
}

/**
 * The mixture of `count` components, or of fewer where the points do not carry so many, that fits the points. It begins
 * with slices of equal weight across the direction in which the points spread most, so nothing in it is random.
 *
 * @returns null where the points do not spread over all dimensions: fewer distinct ones than dimensions
 */
export function fitMixture(
  given: WeightedPoints,
  count: number,
  settings: FitSettings,
  numeric: Numeric,
): Mixture | null {
  const whole = wholeOf(given, numeric);
  if (whole === null) return null;
  // A slice is thinner than the whole across the cut alone; the first round finds that out.
  const start = slices(given, whole.covariance, count, numeric).map((mean): Component => ({
    weight: 1 / count,
    mean,
    factor: whole.factor,
    freedom: settings.freedom,
  }));
  return refineMixture(given, start, settings, numeric);
}

/**
 * Improves a mixture for weighted points (Peel and McLachlan 2000 for the t distribution; Cappé, Douc, Guillin, Marin
 * and Robert 2008, equations 14 to 16, for weighted points). A component's scale matrix is drawn towards that of all
 * points as if n + 2 more points spoke for it; a component that fewer than n + 2 effective points speak for is dropped.
 *
 * @returns null where the points do not spread over all dimensions
 */
export function refineMixture(
  given: WeightedPoints,
  start: readonly Component[],
  settings: FitSettings,
  numeric: Numeric,
): Mixture | null {
  const whole = wholeOf(given, numeric);
  if (whole === null) return null;
  let mixture = mixtureOf(normalised(start.map((each) => ({ ...each, freedom: settings.freedom }))), numeric);
  for (let round = 0; round < settings.rounds; round += 1) {
    const shares = responsibilities(given, mixture, numeric);
    const improved = shares.flatMap((share) => {
      const component = maximised(given, share, whole, settings.freedom, numeric);
      return component === null ? [] : [component];
    });
    if (improved.length === 0)
      return mixtureOf([{ weight: 1, mean: whole.mean, factor: whole.factor, freedom: settings.freedom }], numeric);
    mixture = mixtureOf(normalised(improved), numeric);
  }
  return mixture;
}

/** A component that is less likely than this, as a logarithm, to have made a point gets nothing of it. */
const NEGLIGIBLE = -16;

/** What one component gets of each point. */
interface Share {
  /** [count] weight × probability that the component made the point. */
  readonly mass: Float64Array;
  /** [count] (ν + n) / (ν + δ): points far out count less towards place and scale. */
  readonly pull: Float64Array;
}

function responsibilities(given: WeightedPoints, mixture: Mixture, numeric: Numeric): Share[] {
  const { points, weights, dimension: n } = given;
  const { components } = mixture;
  const count = weights.length;
  const shares = components.map(() => ({ mass: new Float64Array(count), pull: new Float64Array(count) }));
  const terms = new Float64Array(components.length);
  const distances = new Float64Array(components.length);
  for (let point = 0; point < count; point += 1) {
    const weight = weights[point] ?? NaN;
    if (!(weight > 0)) continue;
    mixture.logTerms(points, point * n, terms, distances);
    const total = logSum(terms, numeric);
    for (let k = 0; k < shares.length; k += 1) {
      const share = shares[k];
      const below = (terms[k] ?? NaN) - total;
      if (share === undefined || below < NEGLIGIBLE) continue;
      const freedom = components[k]?.freedom ?? NaN;
      share.mass[point] = weight * numeric.exp(below);
      share.pull[point] = freedom === Infinity ? 1 : (freedom + n) / (freedom + (distances[k] ?? NaN));
    }
  }
  return shares;
}

/** The component that fits its share of the points best; null where too few points speak for it. */
function maximised(
  given: WeightedPoints,
  { mass, pull }: Share,
  whole: Whole,
  freedom: number,
  numeric: Numeric,
): Component | null {
  const n = given.dimension;
  const own = sizeOf(mass);
  // Many points that each belong to another component nearly whole do not speak for this one.
  const size = Math.min(own.size, (whole.size * own.total) / whole.total);
  if (!(size >= n + 2)) return null;
  const { mean, products } = scatter(given, mass, pull);
  const strength = n + 2;
  for (let entry = 0; entry < n * n; entry += 1) {
    const found = (products[entry] ?? NaN) / own.total;
    products[entry] = (size * found + strength * (whole.covariance[entry] ?? NaN)) / (size + strength);
  }
  const factor = cholesky(products, n, numeric);
  return factor === null ? null : { weight: own.total, mean, factor, freedom };
}

/** Means of `count` slices of equal weight across the main axis of the points. */
function slices(given: WeightedPoints, covariance: Float64Array, count: number, numeric: Numeric): Float64Array[] {
  const { points, weights, dimension: n } = given;
  const axis = mainAxis(covariance, n, numeric);
  const along = Array.from(weights, (_, point) => {
    let sum = 0;
    for (let i = 0; i < n; i += 1) sum += (axis[i] ?? NaN) * (points[point * n + i] ?? NaN);
    return sum;
  });
  const order = along.map((_, point) => point).sort((a, b) => (along[a] ?? 0) - (along[b] ?? 0) || a - b);
  const { total } = sizeOf(weights);
  const masses = Array.from({ length: count }, () => new Float64Array(weights.length));
  let before = 0;
  for (const point of order) {
    const weight = weights[point] ?? 0;
    const slice = Math.min(count - 1, Math.floor((count * (before + weight / 2)) / total));
    const mass = masses[slice];
    if (mass !== undefined) mass[point] = weight;
    before += weight;
  }
  return masses.filter((mass) => sizeOf(mass).total > 0).map((mass) => scatter(given, mass, null).mean);
}

function normalised(components: readonly Component[]): Component[] {
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  return components.map((component) => ({ ...component, weight: component.weight / total }));
}
