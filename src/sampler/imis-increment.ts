// The increments of IMIS: new components where the proposal falls short of the target most.

import { cholesky } from "./cholesky.ts";
import type { Numeric } from "./contract.ts";
import type { Component } from "./mixture.ts";
import type { WeightedPoints, Whole } from "./weighted-points.ts";

export interface IncrementSettings {
  /** Components to add. */
  readonly count: number;
  readonly freedom: number;
}

/** Of all points, the share that is nearest to a centre and tells the shape of its component. */
const NEAREST = 1 / 20;

/**
 * Components at the points of the largest weights, each with the covariance of the points around it in the metric of all
 * points, every point counted by the mean of its weight and 1/N (Raftery and Bao, Biometrics 66, 2010, step 2). Points
 * near a centre are no centre themselves.
 */
export function increments(
  given: WeightedPoints,
  whole: Whole,
  { count, freedom }: IncrementSettings,
  numeric: Numeric,
): Component[] {
  const n = given.dimension;
  const points = given.weights.length;
  const near = Math.min(points, Math.max(10 * n, Math.floor(points * NEAREST)));
  const taken = new Uint8Array(points);
  const found: Component[] = [];
  for (let attempt = 0; attempt < 3 * count && found.length < count; attempt += 1) {
    const centre = heaviest(given.weights, taken);
    if (centre === undefined) break;
    const members = nearest(given, whole, centre, near);
    for (const member of members) taken[member] = 1;
    const factor = cholesky(covarianceAround(given, whole, centre, members), n, numeric);
    const mean = given.points.slice(centre * n, (centre + 1) * n);
    if (factor !== null) found.push({ weight: 1 / 10, mean, factor, freedom });
  }
  return found;
}

function heaviest(weights: Float64Array, taken: Uint8Array): number | undefined {
  let best: number | undefined;
  let most = 0;
  weights.forEach((weight, point) => {
    if (taken[point] === 0 && weight > most) {
      most = weight;
      best = point;
    }
  });
  return best;
}

/** The `count` points nearest to `centre`, itself among them. */
function nearest(given: WeightedPoints, whole: Whole, centre: number, count: number): number[] {
  const distances = Array.from(given.weights, (_, point) => distance(given, whole.factor, point, centre));
  const order = distances.map((_, point) => point);
  order.sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0) || a - b);
  return order.slice(0, count);
}

/** Squared, in the metric of the scale matrix L Lᵀ. */
function distance({ points, dimension: n }: WeightedPoints, factor: Float64Array, one: number, other: number): number {
  const solved = new Float64Array(n);
  let sum = 0;
  for (let row = 0; row < n; row += 1) {
    let value = (points[one * n + row] ?? NaN) - (points[other * n + row] ?? NaN);
    for (let column = 0; column < row; column += 1)
      value -= (factor[row * n + column] ?? NaN) * (solved[column] ?? NaN);
    value /= factor[row * n + row] ?? NaN;
    solved[row] = value;
    sum += value * value;
  }
  return sum;
}

/** Lower triangle [n, n] of the covariance about the centre. */
function covarianceAround(
  { points, weights, dimension: n }: WeightedPoints,
  whole: Whole,
  centre: number,
  members: readonly number[],
): Float64Array {
  const covariance = new Float64Array(n * n);
  let total = 0;
  for (const member of members) {
    const weight = (weights[member] ?? NaN) / whole.total + 1 / weights.length;
    total += weight;
    for (let row = 0; row < n; row += 1) {
      const one = (points[member * n + row] ?? NaN) - (points[centre * n + row] ?? NaN);
      for (let column = 0; column <= row; column += 1) {
        const other = (points[member * n + column] ?? NaN) - (points[centre * n + column] ?? NaN);
        covariance[row * n + column] = (covariance[row * n + column] ?? NaN) + weight * one * other;
      }
    }
  }
  return covariance.map((entry) => entry / total);
}
