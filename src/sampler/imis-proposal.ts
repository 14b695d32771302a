// The proposal of the next stage of IMIS, fitted to the points so far.

import type { Numeric } from "./contract.ts";
import { increments } from "./imis-increment.ts";
import type { Component } from "./mixture.ts";
import { fitMixture, refineMixture } from "./mixture-fit.ts";
import { sizeOf, wholeOf, type WeightedPoints, type Whole } from "./weighted-points.ts";

/** Tails between the normal and the Cauchy: heavy enough for what they were fitted to, light enough in many dimensions. */
const FREEDOM = 9;
const MOST_COMPONENTS = 14;
/** Components while the target is still being approached. */
const COMPONENTS_ON_THE_WAY = 2;
const ADDED_PER_STAGE = 2;
/** Components that keep the shape with which they were added, and their share of all draws. */
const MOST_ADDED = 12;
const ADDED_WEIGHT = 0.2;
const ROUNDS = 4;
/** From a core that is fitted already. */
const ROUNDS_AGAIN = 2;
/** Points of a fit: of more, as many stand for all. */
const MOST_IN_FIT = 2000;
/** Points with less than this share of the mean weight are left out of a fit. */
const NOT_TELLING = 1 / 1000;
/** One draw in ten comes from a wide distribution with tails like 1/x³, so that no weight grows without bound far out. */
const DEFENCE = { weight: 0.1, stretch: 1.5, freedom: 2 };

/** A round t distribution about a point. */
export function ball(centre: Float64Array, spread: number): Component {
  const n = centre.length;
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) factor[i * n + i] = spread;
  return { weight: 1, mean: centre.slice(), factor, freedom: DEFENCE.freedom };
}

/** Without the points that carry next to no weight: together less than a thousandth. */
export function telling({ dimension: n, points, weights }: WeightedPoints): WeightedPoints {
  const least = (sizeOf(weights).total * NOT_TELLING) / weights.length;
  const kept = [...weights.keys()].filter((point) => (weights[point] ?? NaN) >= least);
  const told = new Float64Array(kept.length * n);
  kept.forEach((point, position) => told.set(points.subarray(point * n, (point + 1) * n), position * n));
  return { dimension: n, points: told, weights: Float64Array.from(kept, (point) => weights[point] ?? NaN) };
}

/** With points of equal weight in place of many unequal ones, each heavy one as often as it is worth: a fit costs less. */
export function thinned(given: WeightedPoints, count: number): WeightedPoints {
  const { dimension: n, points, weights } = given;
  if (weights.length <= count) return given;
  const { total } = sizeOf(weights);
  const kept: number[] = [];
  const times: number[] = [];
  let before = 0;
  weights.forEach((weight, point) => {
    const after = before + (count * weight) / total;
    // Marks stand at the halves: systematic resampling (Kitagawa 1996) without a random start.
    const marks = Math.floor(after + 0.5) - Math.floor(before + 0.5);
    before = after;
    if (marks === 0) return;
    kept.push(point);
    times.push(marks);
  });
  const chosen = new Float64Array(kept.length * n);
  kept.forEach((point, position) => chosen.set(points.subarray(point * n, (point + 1) * n), position * n));
  return { dimension: n, points: chosen, weights: Float64Array.from(times) };
}

/** A proposal and what it is made of, as plain data. */
export type Proposal = {
  /** The whole mixture. */
  readonly components: readonly Component[];
  /** Its part that is fitted anew at each stage. */
  readonly core: readonly Component[];
  /** Its part that stands where weights were large, as it was when it was added. */
  readonly added: readonly Component[];
};

/** A proposal that owes nothing to those before it; null where the points do not spread over all dimensions. */
export function fitFreely(given: WeightedPoints, numeric: Numeric): Proposal | null {
  const whole = wholeOf(given, numeric);
  const fitted = fitMixture(given, COMPONENTS_ON_THE_WAY, { freedom: FREEDOM, rounds: ROUNDS }, numeric);
  return whole === null || fitted === null ? null : proposalOf(fitted.components, [], whole);
}

/** The proposal before with components added where the weights are largest, its core fitted anew; null as above. */
export function fitWithIncrements(before: Proposal, given: WeightedPoints, numeric: Numeric): Proposal | null {
  const whole = wholeOf(given, numeric);
  if (whole === null) return null;
  const added = increments(given, whole, { count: ADDED_PER_STAGE, freedom: FREEDOM }, numeric);
  const start = [...before.core.slice(0, MOST_COMPONENTS - added.length), ...added];
  if (start.length === 0) return fitFreely(given, numeric);
  const fitted = refineMixture(thinned(given, MOST_IN_FIT), start, { freedom: FREEDOM, rounds: ROUNDS_AGAIN }, numeric);
  if (fitted === null) return null;
  return proposalOf(fitted.components, [...before.added, ...added].slice(-MOST_ADDED), whole);
}

/** One draw in two from each: no weight is more than twice what it is under the better one. */
export function halves(one: Proposal, other: Proposal): Proposal {
  const components = [...one.components, ...other.components].map((each) => ({ ...each, weight: each.weight / 2 }));
  return { components, core: other.core, added: other.added };
}

function proposalOf(core: readonly Component[], added: readonly Component[], whole: Whole): Proposal {
  const { weight, stretch, freedom } = DEFENCE;
  const forAdded = added.length === 0 ? 0 : ADDED_WEIGHT;
  const components = [
    ...core.map((component) => ({ ...component, weight: (1 - weight - forAdded) * component.weight })),
    ...added.map((component) => ({ ...component, weight: forAdded / added.length })),
    { weight, mean: whole.mean, factor: whole.factor.map((entry) => stretch * entry), freedom },
  ];
  return { components, core, added };
}

/** Where nothing can be fitted: a ball about the best point so far, half as wide as what was tried last. */
export function around(components: readonly Component[], points: Float64Array, densities: Float64Array): Proposal {
  const last = components[components.length - 1];
  const n = last?.mean.length ?? 0;
  let best = -1;
  densities.forEach((density, point) => {
    if (density > (best < 0 ? -Infinity : (densities[best] ?? NaN))) best = point;
  });
  const centre = best < 0 ? (last?.mean ?? new Float64Array(n)) : points.slice(best * n, (best + 1) * n);
  return { components: [ball(centre, (last?.factor[0] ?? 1) / 2)], core: [], added: [] };
}
