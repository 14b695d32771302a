// Draws from the priors alone: for predictive checks before any data, simulation-based calibration, and first points.

import { QUANTILE } from "../../assembly/family.ts";
import type { Random } from "../base/numeric.ts";
import { FAMILIES } from "../kernel/distribution.ts";
import type { Placed } from "../kernel/placed.ts";
import type { Prior } from "../model/model.ts";
import { priorOrder } from "../model/prior-order.ts";

/** More tries than a hierarchical prior that is good ever needs. */
const MAX_TRIES = 1000;

/**
 * [run][prior] parameter vectors on the natural scale, in the order of the document's priors. A parameter is drawn after
 * those that its prior's arguments use, each by the quantile of one uniform number, so the draws depend on the stream
 * alone. A vector in which some prior makes no distribution (a standard deviation that was drawn below 0) is drawn anew:
 * such vectors have no prior density either.
 *
 * Errors: a RangeError where a thousand vectors in a row make no distribution.
 */
export function priorDraws(placed: Placed, random: Random, count: number): Float64Array[] {
  const { priors } = placed.program.model;
  const { order } = priorOrder(priors);
  return Array.from({ length: count }, () => {
    for (let time = 0; time < MAX_TRIES; time += 1) {
      const draw = drawn(placed, order, () => random.uniform());
      if (draw.every(Number.isFinite)) return draw;
    }
    throw new RangeError("the priors make no distribution at any of a thousand draws");
  });
}

/**
 * A point of the unit cube to a point of the priors on the real line: independent uniform numbers become draws from them.
 * NaN where the numbers of a hierarchical prior make no distribution.
 *
 * @param toReal  of the posterior of the same program
 * @returns a function of unit [prior] in (0, 1), and of z [prior], which it overwrites
 */
export function fromUnitCube(
  placed: Placed,
  toReal: (theta: ArrayLike<number>) => Float64Array,
): (unit: Float64Array, z: Float64Array) => void {
  const { order } = priorOrder(placed.program.model.priors);
  return (unit, z) => z.set(toReal(drawn(placed, order, (position) => unit[position] ?? NaN)));
}

function drawn(placed: Placed, order: readonly number[], uniform: (position: number) => number): Float64Array {
  const { model } = placed.program;
  const draw = new Float64Array(model.priors.length).fill(NaN);
  const values = Float64Array.from(model.parameters, ({ value }) => value);
  for (const position of order) {
    const prior = model.priors[position];
    if (prior === undefined) continue;
    const [a = 0, b = 0, c = 0, d = 0] = argumentsAt(placed, prior, position, values);
    const { family } = FAMILIES[prior.family];
    const value = placed.kernel.exports.distribution(QUANTILE, family, uniform(position), a, b, c, d);
    draw[position] = value;
    values[prior.parameter] = value;
  }
  return draw;
}

/** The prior's arguments for the parameters drawn so far; those that depend on some are computed by the kernel. */
function argumentsAt(placed: Placed, prior: Prior, position: number, values: Float64Array): readonly number[] {
  if (prior.formulas === undefined && prior.logArgument !== true) return prior.arguments;
  const { kernel, frame } = placed;
  frame.parameters.set(values);
  kernel.exports.beginRun(frame.address, 1);
  return [0, 1, 2, 3].map((which) => kernel.exports.priorArgument(frame.address, position, which));
}
