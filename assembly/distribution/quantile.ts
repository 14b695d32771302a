// Quantiles: x with P(X ≤ x) = p, or the smallest integer that reaches p.

import {
  FAMILY_BETA,
  FAMILY_BETA_BINOMIAL,
  FAMILY_BINOMIAL,
  FAMILY_CAUCHY,
  FAMILY_EXPONENTIAL,
  FAMILY_GAMMA,
  FAMILY_HALF_CAUCHY,
  FAMILY_HALF_NORMAL,
  FAMILY_INVERSE_GAMMA,
  FAMILY_LOGNORMAL,
  FAMILY_NORMAL,
  FAMILY_POISSON,
  FAMILY_STUDENT_T,
  FAMILY_TRUNCATED_NORMAL,
  FAMILY_UNIFORM,
  FAMILY_WEIBULL,
} from "../family";
import { logistic } from "../special/logarithm";
import { normalQuantile, normalQuantileCentre } from "../special/normal";
import { logGammaQuantile, logitBetaQuantile } from "../special/tail-inverse";
import { logTail } from "./tail";
import { truncatedNormalQuantile } from "./truncated-normal";

const PI: f64 = 3.141592653589793;

/** log x of the Gamma(shape, 1) quantile with probability p below it, or above it. The smaller probability is the target. */
function logGammaAt(shape: f64, p: f64, above: bool): f64 {
  return p <= 0.5 ? logGammaQuantile(shape, Math.log(p), above) : logGammaQuantile(shape, Math.log1p(-p), !above);
}

/** log(x / (1 − x)) of the Beta(a, b) quantile, 0 < p < 1. */
function logitBetaAt(a: f64, b: f64, p: f64): f64 {
  return p <= 0.5 ? logitBetaQuantile(a, b, Math.log(p), false) : logitBetaQuantile(a, b, Math.log1p(-p), true);
}

/** Quantile of Beta(a, b), 0 < p < 1; relative error about 1e-13 in x and in 1 − x. */
export function betaQuantile(p: f64, a: f64, b: f64): f64 {
  if (!(p >= 0.0 && p <= 1.0 && a > 0.0 && b > 0.0)) return NaN;
  return p == 0.0 || p == 1.0 ? p : logistic(logitBetaAt(a, b, p));
}

/** Student's t: z² / ν is the odds of a Beta(½, ν/2) variate; near the median its centre is solved, else its tail. */
function studentT(p: f64, df: f64): f64 {
  const tail = min(p, 1.0 - p);
  const centre = 2.0 * abs(p - 0.5);
  if (centre == 0.0) return 0.0;
  const target = centre < 0.5 ? Math.log(centre) : Math.log(2.0 * tail);
  const logit = logitBetaQuantile(0.5, 0.5 * df, target, centre >= 0.5);
  const z = Math.sqrt(df) * Math.exp(0.5 * logit);
  return p < 0.5 ? -z : z;
}

/** Standard Cauchy quantile −cot πp, from the nearer end. */
function cauchy(p: f64): f64 {
  if (p < 0.25) return -1.0 / Math.tan(PI * p);
  return p > 0.75 ? 1.0 / Math.tan(PI * (1.0 - p)) : Math.tan(PI * (p - 0.5));
}

/** Half the normal: ½ + p/2 of it, kept to its digits near 0. */
function halfNormal(p: f64): f64 {
  return p < 0.85 ? normalQuantileCentre(0.5 * p) : -normalQuantile(0.5 * (1.0 - p));
}

/** Continuous families, 0 < p < 1. */
function continuous(family: i32, p: f64, a: f64, b: f64, c: f64, d: f64): f64 {
  switch (family) {
    case FAMILY_NORMAL:
      return a + b * normalQuantile(p);
    case FAMILY_TRUNCATED_NORMAL:
      return truncatedNormalQuantile(p, a, b, c, d);
    case FAMILY_LOGNORMAL:
      return Math.exp(a + b * normalQuantile(p));
    case FAMILY_STUDENT_T:
      return b + c * studentT(p, a);
    case FAMILY_CAUCHY:
      return a + b * cauchy(p);
    case FAMILY_HALF_NORMAL:
      return a * halfNormal(p);
    case FAMILY_HALF_CAUCHY:
      return a * (p < 0.5 ? Math.tan(0.5 * PI * p) : 1.0 / Math.tan(0.5 * PI * (1.0 - p)));
    case FAMILY_EXPONENTIAL:
      return -Math.log1p(-p) / a;
    case FAMILY_GAMMA:
      return Math.exp(logGammaAt(a, p, false)) / b;
    case FAMILY_INVERSE_GAMMA:
      return b * Math.exp(-logGammaAt(a, p, true));
    case FAMILY_WEIBULL:
      return b * Math.pow(-Math.log1p(-p), 1.0 / a);
    case FAMILY_BETA:
      return betaQuantile(p, a, b);
    case FAMILY_UNIFORM:
      return p < 0.5 ? a + p * (b - a) : b - (1.0 - p) * (b - a);
    default:
      return NaN;
  }
}

function discreteMean(family: i32, a: f64, b: f64, c: f64): f64 {
  if (family == FAMILY_BINOMIAL) return a * b;
  return family == FAMILY_BETA_BINOMIAL ? a * (b / (b + c)) : a;
}

/**
 * Smallest integer k ≥ 0 with P(X ≤ k) ≥ p, 0 < p < 1: doubling steps from the mean, then bisection.
 *
 * A probability within 1e-13 (relative, of the smaller tail) of p counts as reaching it: at an exact tie, such as the
 * median of Binomial(1, ½), rounding must not move the answer.
 */
function discreteQuantile(family: i32, p: f64, a: f64, b: f64, c: f64): f64 {
  const upper = p > 0.5;
  const target = upper ? Math.log1p(-p) + 1e-13 : Math.log(p) - 1e-13;
  let low = -1.0;
  let high = Math.floor(discreteMean(family, a, b, c));
  let step = 1.0;
  // `high` climbs until it reaches p; `low` is the last place that did not.
  while (high < Infinity && logTail(family, upper, high, a, b, c, 0.0) > target == upper) {
    low = high;
    high += step;
    step *= 2.0;
  }
  step = 1.0;
  while (low < 0.0 && high - step > 0.0) {
    const trial = high - step;
    if (logTail(family, upper, trial, a, b, c, 0.0) > target == upper) low = trial;
    else high = trial;
    step *= 2.0;
  }
  while (high - low > 1.0) {
    const middle = Math.floor(0.5 * (low + high));
    // Above 2⁵³ neighbouring numbers are further apart than 1.
    if (middle <= low || middle >= high) break;
    if (logTail(family, upper, middle, a, b, c, 0.0) > target == upper) low = middle;
    else high = middle;
  }
  return high;
}

function lowestValue(family: i32, a: f64, c: f64): f64 {
  if (family == FAMILY_UNIFORM) return a;
  if (family == FAMILY_TRUNCATED_NORMAL) return c;
  return family == FAMILY_NORMAL || family == FAMILY_STUDENT_T || family == FAMILY_CAUCHY ? -Infinity : 0.0;
}

function highestValue(family: i32, a: f64, b: f64, d: f64): f64 {
  if (family == FAMILY_UNIFORM) return b;
  if (family == FAMILY_TRUNCATED_NORMAL) return d;
  if (family == FAMILY_BINOMIAL || family == FAMILY_BETA_BINOMIAL) return a;
  return family == FAMILY_BETA ? 1.0 : Infinity;
}

/**
 * x with P(X ≤ x) = p; for a discrete family the smallest such integer with ≥. Arguments as `logDensity`, taken as valid.
 *
 * p = 0 and p = 1 give the ends of the support, NaN outside. Relative error below 1e-11 in continuous families, counted
 * from the lower bound or location where the family has one.
 */
export function quantile(family: i32, p: f64, a: f64, b: f64, c: f64, d: f64): f64 {
  if (!(p >= 0.0 && p <= 1.0)) return NaN;
  if (p == 0.0) return lowestValue(family, a, c);
  if (p == 1.0) return highestValue(family, a, b, d);
  return family >= FAMILY_POISSON ? discreteQuantile(family, p, a, b, c) : continuous(family, p, a, b, c, d);
}
