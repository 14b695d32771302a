// One leapfrog step of Hamiltonian dynamics, and the energy that it should conserve.

import type { LogDensity } from "./contract.ts";
import { moved, pushed } from "./metric.ts";
import { remarkOf } from "./position.ts";

/** A place of the chain with the slope of the log density there. Never overwritten. */
export interface Place {
  readonly z: Float64Array;
  readonly gradient: Float64Array;
  readonly logDensity: number;
  readonly remark: number;
}

/** A place and a momentum, standard normal in the metric's own coordinates. Never overwritten. */
export interface PhasePoint {
  readonly place: Place;
  readonly p: Float64Array;
}

/** A log density that has a gradient. */
export type Sloped = LogDensity & Required<Pick<LogDensity, "gradient">>;

/** Evaluates the density and its gradient at `z`, which is kept. */
export function placeAt(density: Sloped, z: Float64Array): Place {
  const gradient = new Float64Array(z.length);
  const logDensity = density.gradient(z, gradient);
  return { z, gradient, logDensity, remark: remarkOf(density, logDensity) };
}

/**
 * One step of the leapfrog integrator (Neal 2011, equations 5.18 to 5.20), for p in the coordinates in which the metric is
 * the identity: p ← p + ε/2 Lᵀ∇; z ← z + ε L p; p ← p + ε/2 Lᵀ∇. One evaluation of the gradient.
 *
 * @param step  ε, negative for backwards in time
 */
export function leapfrog(density: Sloped, factor: Float64Array, step: number, from: PhasePoint): PhasePoint {
  const half = pushed(from.p, step / 2, factor, from.place.gradient);
  const place = placeAt(density, moved(from.place.z, step, factor, half));
  return { place, p: pushed(half, step / 2, factor, place.gradient) };
}

/** Potential and kinetic energy, −log density + p·p / 2; infinite where either is not a number. */
export function energyOf({ place, p }: PhasePoint): number {
  const energy = dot(p, p) / 2 - place.logDensity;
  return Number.isFinite(energy) ? energy : Infinity;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? NaN) * (b[i] ?? NaN);
  return sum;
}
