// The normal distribution cut to an interval, also one far out in a tail.

import { HALF_LOG_2PI } from "../special/gamma";
import { log1mExp, logAddExp } from "../special/logarithm";
import { erf, normalLogCdf, normalQuantileOfLog } from "../special/normal";
import { putSlopes } from "./slope-put";

const LOG_HALF: f64 = -0.6931471805599453;
const SQRT_HALF: f64 = 0.7071067811865476;

const NARROW_LOG = 0;
const NARROW_BY_MIDDLE = 1;
const NARROW_BY_WIDTH = 2;

/**
 * log ∫ φ from m − h to m + h for a narrow interval, by the Taylor series of φ about m:
 * φ(m) 2h (1 + He₂(m) h²/3! + He₄(m) h⁴/5! + He₆(m) h⁶/7! + …), with the Hermite polynomials Heₙ.
 *
 * @param which  NARROW_LOG, or the slope of log(1 + He₂ …) by m or by the width 2h, in which Heₙ′ = n Heₙ₋₁
 */
function narrow(which: i32, m: f64, width: f64): f64 {
  const h2 = 0.25 * width * width;
  const s = m * m;
  const h4 = s * (s - 6.0) + 3.0;
  const h6 = s * (s * (s - 15.0) + 45.0) - 15.0;
  const series = (h2 / 6.0) * (s - 1.0 + (h2 / 20.0) * (h4 + (h2 / 42.0) * h6));
  if (which == NARROW_LOG) return -0.5 * s - HALF_LOG_2PI + Math.log(width) + Math.log1p(series);
  const slope =
    which == NARROW_BY_MIDDLE
      ? h2 * m * (2.0 + (h2 / 20.0) * (4.0 * s - 12.0 + (h2 / 42.0) * (s * (6.0 * s - 60.0) + 90.0)))
      : 0.5 * width * (s - 1.0 + (h2 / 10.0) * (h4 + (h2 / 28.0) * h6));
  return slope / (6.0 * (1.0 + series));
}

/**
 * log(Φ(high) − Φ(low)), low < high, either may be infinite.
 *
 * Taken in the lower tail, where logs keep their digits; narrow intervals by a series, in which nothing cancels.
 *
 * @param width  high − low, given apart because it may be known to more digits
 */
function logInterval(low: f64, high: f64, width: f64): f64 {
  if (width <= 0.0) return -Infinity;
  if (width < Infinity) {
    const middle = 0.5 * (low + high);
    // The first omitted term is below (0.05)⁸ / 9! ≈ 1e-16.
    if (width * (1.0 + abs(middle)) < 0.1) return narrow(NARROW_LOG, middle, width);
  }
  if (low > 0.0) return logInterval(-high, -low, width);
  if (high <= 0.0) {
    const top = normalLogCdf(high);
    return top + log1mExp(normalLogCdf(low) - top);
  }
  // Both sides of 0: what is missing is small, or the two halves are of one sign.
  const outside = Math.exp(normalLogCdf(low)) + Math.exp(normalLogCdf(-high));
  if (outside < 0.5) return Math.log1p(-outside);
  return LOG_HALF + Math.log(erf(high * SQRT_HALF) - erf(low * SQRT_HALF));
}

/** Log density at x of Normal(mean, sd) restricted to [lower, upper] and renormalised; bounds may be infinite. */
export function truncatedNormalLogDensity(x: f64, mean: f64, sd: f64, lower: f64, upper: f64): f64 {
  if (!(x >= lower && x <= upper)) return -Infinity;
  const z = (x - mean) / sd;
  const total = logInterval((lower - mean) / sd, (upper - mean) / sd, (upper - lower) / sd);
  return -0.5 * z * z - Math.log(sd) - HALF_LOG_2PI - total;
}

/** Density of the standard normal at z, over the probability of an interval whose log is `total`. */
function hazard(z: f64, total: f64): f64 {
  return abs(z) < Infinity ? Math.exp(-0.5 * z * z - HALF_LOG_2PI - total) : 0.0;
}

/** Slopes of the log density by x, mean, sd, lower and upper, five f64 at `out`; x within the bounds. */
export function truncatedNormalSlopes(out: usize, x: f64, mean: f64, sd: f64, lower: f64, upper: f64): void {
  const z = (x - mean) / sd;
  const low = (lower - mean) / sd;
  const high = (upper - mean) / sd;
  const width = (upper - lower) / sd;
  const middle = 0.5 * (low + high);
  if (width * (1.0 + abs(middle)) < 0.1) {
    const byMiddle = narrow(NARROW_BY_MIDDLE, middle, width);
    const byWidth = narrow(NARROW_BY_WIDTH, middle, width);
    // The mean within the interval, and the mean square less the square of the middle, without the terms that cancel.
    putSlopes(
      out,
      -z / sd,
      (z - middle + byMiddle) / sd,
      ((z - middle) * (z + middle) + middle * byMiddle + width * byWidth) / sd,
      (0.5 * (middle - byMiddle) + 1.0 / width + byWidth) / sd,
      (0.5 * (middle - byMiddle) - 1.0 / width - byWidth) / sd,
    );
    return;
  }
  const total = logInterval(low, high, width);
  const atLow = hazard(low, total);
  const atHigh = hazard(high, total);
  const square = 1.0 + (atLow > 0.0 ? low * atLow : 0.0) - (atHigh > 0.0 ? high * atHigh : 0.0);
  putSlopes(out, -z / sd, (z - (atLow - atHigh)) / sd, (z * z - square) / sd, atLow / sd, -atHigh / sd);
}

/** log P(X ≤ x), or log P(X > x) (above). */
export function truncatedNormalLogTail(x: f64, mean: f64, sd: f64, lower: f64, upper: f64, above: bool): f64 {
  if (x <= lower) return above ? 0.0 : -Infinity;
  if (x >= upper) return above ? -Infinity : 0.0;
  const low = (lower - mean) / sd;
  const high = (upper - mean) / sd;
  const z = (x - mean) / sd;
  const below = logInterval(low, z, (x - lower) / sd);
  const rest = logInterval(z, high, (upper - x) / sd);
  // The sum of both parts rather than the whole: the two tails then add up to one. The larger is a complement.
  const asked = above ? rest : below;
  const other = above ? below : rest;
  return asked < other ? asked - logAddExp(asked, other) : -Math.log1p(Math.exp(other - asked));
}

/**
 * Distance, in standard deviations, from a finite lower bound to the quantile with log probability logP below it.
 * Newton's method on log(δ) from a start that is right to the digits of z.
 */
function distanceFromBound(low: f64, start: f64, target: f64): f64 {
  let distance = max(start, 1e-300);
  for (let step = 0; step < 60; step++) {
    const value = logInterval(low, low + distance, distance);
    const z = low + distance;
    const slope = Math.exp(-0.5 * z * z - HALF_LOG_2PI + Math.log(distance) - value);
    // A factor of at most e⁸ a step keeps a poor start from running off.
    const change = max(-8.0, min(8.0, (target - value) / slope));
    distance *= Math.exp(change);
    if (abs(change) < 1e-13) break;
  }
  return distance;
}

/**
 * x with P(X ≤ x) = p for 0 < p < 1.
 *
 * The half with p ≤ ½ is solved; the other is its mirror image. Far from the lower bound Φ is inverted directly; within
 * one standard deviation of it the distance from it is found, so that x keeps its digits where the bound is 0.
 */
export function truncatedNormalQuantile(p: f64, mean: f64, sd: f64, lower: f64, upper: f64): f64 {
  if (p > 0.5) return -truncatedNormalQuantile(1.0 - p, -mean, sd, -upper, -lower);
  const low = (lower - mean) / sd;
  const high = (upper - mean) / sd;
  const total = logInterval(low, high, (upper - lower) / sd);
  const part = Math.log(p) + total;
  const below = logAddExp(normalLogCdf(low), part);
  const above = logAddExp(normalLogCdf(-high), Math.log1p(-p) + total);
  const z = below < above ? normalQuantileOfLog(below) : -normalQuantileOfLog(above);
  if (z - low > 1.0) return max(lower, min(upper, mean + sd * z));
  // exp(part) / φ(low), the density being flat near the bound, serves where z cannot be told from it.
  const flat = Math.exp(part + 0.5 * low * low + HALF_LOG_2PI);
  return min(upper, lower + sd * distanceFromBound(low, min(flat, max(z - low, 1e-3)), part));
}
