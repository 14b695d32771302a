// Where searches begin: the given point, and the best of a set of points that fill the space around it and the prior.

import type { ChainTools } from "../sampler/contract.ts";
import { latinHypercube } from "../sampler/latin-hypercube.ts";
import type { SearchTools } from "./contract.ts";
import { densitiesOf } from "./many.ts";
import { MOST_COORDINATES, sobolPoints } from "./sobol.ts";

export interface StartPlan {
  /** Searches that are to begin, at most. */
  readonly count: number;
  /** Points that are looked at. */
  readonly screened: number;
  /** How they are spread over the unit cube; Sobol's sequence without it, as far as it has coordinates. */
  readonly design?: "sobol" | "latin_hypercube";
}

/** Standard deviation of the points around the given one, on the real line: as far as a parameter varies there. */
const SPREAD = 1;

/**
 * The given point first, then the best others, where they have a density. Half of those looked at lie around the given
 * point, and half are spread over the prior; all around the point where no prior can be drawn from.
 *
 * @returns [start][dimension] none where no point has a finite log density
 */
export function startingPoints(
  tools: SearchTools & Pick<ChainTools, "fromUnit">,
  start: Float64Array,
  plan: StartPlan,
): Float64Array[] {
  const n = tools.density.dimension;
  const { screened } = plan;
  const unit = unitPoints(tools, plan);
  const points = new Float64Array(screened * n);
  const z = new Float64Array(n);
  for (let point = 0; point < screened; point += 1) {
    const own = unit.subarray(point * n, (point + 1) * n);
    if (tools.fromUnit !== undefined && point % 2 === 1) tools.fromUnit(own, z);
    else own.forEach((u, i) => (z[i] = (start[i] ?? NaN) + SPREAD * tools.numeric.normalQuantile(u)));
    points.set(z, point * n);
  }
  const densities = densitiesOf(tools.density, points);
  const order = Array.from(densities, (_, point) => point)
    .filter((point) => Number.isFinite(densities[point]))
    .sort((a, b) => (densities[b] ?? NaN) - (densities[a] ?? NaN) || a - b);
  const own = Number.isFinite(tools.density.evaluate(start)) ? [start.slice()] : [];
  return [...own, ...order.map((point) => points.slice(point * n, (point + 1) * n))].slice(0, plan.count);
}

function unitPoints({ density, random }: SearchTools, { screened, design }: StartPlan): Float64Array {
  const n = density.dimension;
  const isSobol = n <= MOST_COORDINATES && design !== "latin_hypercube";
  return isSobol ? sobolPoints(screened, n) : latinHypercube(screened, n, random);
}
