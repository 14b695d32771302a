// A step along a direction of climb that fulfils the strong Wolfe conditions.
//
// Source: Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 3.5 and 3.6, turned upside down: we climb.

import { dot, plus } from "./vector.ts";

/** A point with its gradient. */
export interface Slope {
  readonly z: Float64Array;
  readonly logDensity: number;
  readonly gradient: Float64Array;
}

/** The log density climbs by at least this share of what its slope promises … */
const SUFFICIENT = 1e-4;
/** … and the slope falls to at most this share of what it was. */
const FLATTER = 0.9;
const MOST_TRIALS = 20;
/** Where the density ends, or the run fails, the step is cut to this share. */
const CUT = 0.25;
const LARGER = 2.5;

interface Trial {
  readonly step: number;
  readonly at: Slope;
  /** Slope along the direction. */
  readonly rise: number;
}

/**
 * The point reached, or null where no step along the direction climbs: rounding, or the noise of an adaptive integrator,
 * is larger than what there is to gain.
 *
 * @param from       with a finite log density
 * @param direction  [n] with a positive slope at `from`
 * @param step       tried first
 * @param evaluate   the log density and its gradient at a point
 */
export function lineSearch(
  from: Slope,
  direction: Float64Array,
  step: number,
  evaluate: (z: Float64Array) => Slope,
): Slope | null {
  const first: Trial = { step: 0, at: from, rise: dot(from.gradient, direction) };
  const tryStep = (length: number): Trial => {
    const at = evaluate(plus(from.z, length, direction));
    return { step: length, at, rise: dot(at.gradient, direction) };
  };
  const climbs = ({ step: length, at }: Trial): boolean =>
    at.logDensity >= from.logDensity + SUFFICIENT * length * first.rise;
  let [low, high]: [Trial, Trial | null] = [first, null];
  let next = step;
  for (let trial = 0; trial < MOST_TRIALS; trial += 1) {
    const tried = tryStep(next);
    if (!climbs(tried) || (low.step > 0 && tried.at.logDensity <= low.at.logDensity)) {
      high = tried;
    } else if (Math.abs(tried.rise) <= FLATTER * first.rise) {
      return tried.at;
    } else {
      // The top lies between the two where the slope turns; otherwise beyond.
      if (tried.rise * ((high?.step ?? Infinity) - low.step) < 0) high = low;
      low = tried;
    }
    next = high === null ? LARGER * low.step : between(low, high);
  }
  // A step that climbs, though not as far as one could.
  return low.step > 0 && low.at.logDensity > from.logDensity ? low.at : null;
}

/** The top of the parabola through both ends and the slope at `low`, kept away from the ends; a shorter step where one end has no density. */
function between(low: Trial, high: Trial): number {
  const width = high.step - low.step;
  if (!Number.isFinite(high.at.logDensity)) return low.step + CUT * width;
  const bend = (high.at.logDensity - low.at.logDensity - low.rise * width) / (width * width);
  const top = bend < 0 ? (-0.5 * low.rise) / (bend * width) : 0.5;
  return low.step + Math.min(0.9, Math.max(0.1, top)) * width;
}
