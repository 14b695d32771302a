// Slopes of log densities: by the place x for a prior, by the arguments for a likelihood and for a prior of a prior.

import {
  FAMILY_BETA,
  FAMILY_BETA_BINOMIAL,
  FAMILY_BETA_BINOMIAL_MEAN,
  FAMILY_BETA_MEAN,
  FAMILY_BINOMIAL,
  FAMILY_CAUCHY,
  FAMILY_EXPONENTIAL,
  FAMILY_GAMMA,
  FAMILY_HALF_CAUCHY,
  FAMILY_HALF_NORMAL,
  FAMILY_INVERSE_GAMMA,
  FAMILY_LOGNORMAL,
  FAMILY_NEGATIVE_BINOMIAL,
  FAMILY_NORMAL,
  FAMILY_POISSON,
  FAMILY_STUDENT_T,
  FAMILY_TRUNCATED_NORMAL,
  FAMILY_UNIFORM,
  FAMILY_WEIBULL,
  LOG_DENSITY,
} from "../family";
import { digammaGap, digammaGapFall } from "../special/digamma";
import { deviance } from "../special/saddle-point";
import { distribution } from "./distribution";
import { betaBinomialMeanSlopes, betaBinomialSlopes, binomialSlopes, negativeBinomialSlopes } from "./slope-counting";
import { putSlopes } from "./slope-put";
import { truncatedNormalSlopes } from "./truncated-normal";

/** z² for a heavy tail, capped so that products stay finite; the slopes have reached their limits long before. */
function square(z: f64): f64 {
  return min(z * z, 1e300);
}

/** z = (x − location) / scale. By the degrees of freedom each term is of the order 1 / df², so that none cancels. */
function studentT(out: usize, z: f64, df: f64, scale: f64): void {
  const s = square(z);
  const u = s / df;
  const w = 1.0 / (1.0 + u);
  const byX = (-(1.0 + 1.0 / df) * z * w) / scale;
  const half = 0.5 * df;
  const constant = digammaGapFall(half, 0.5) - deviance(1.0, 1.0 + 1.0 / df, -1.0 / df);
  const byDf = 0.5 * (constant - w * deviance(1.0 + u, 1.0, u) + (w * u) / df);
  putSlopes(out, byX, byDf, -byX, ((s - 1.0) * w) / scale, 0.0);
}

function beta(out: usize, x: f64, a: f64, b: f64): void {
  const y = 1.0 - x;
  const total = a + b;
  const gap = digammaGap(total);
  const byA = Math.log((x * total) / a) + digammaGap(a) - gap;
  const byB = Math.log((y * total) / b) + digammaGap(b) - gap;
  putSlopes(out, (a - 1.0) / x - (b - 1.0) / y, byA, byB, 0.0, 0.0);
}

/** By mean μ and concentration φ; by φ the logarithms join to the deviance of x from μ, so nothing cancels as φ → ∞. */
function betaMean(out: usize, x: f64, mean: f64, concentration: f64): void {
  const rest = 1.0 - mean;
  const y = 1.0 - x;
  const a = mean * concentration;
  const b = rest * concentration;
  const gapA = digammaGap(a);
  const gapB = digammaGap(b);
  const byMean = concentration * (Math.log((x / mean) * (rest / y)) + gapA - gapB);
  const far = deviance(mean, x, mean - x) + deviance(rest, y, x - mean);
  const gaps = mean * gapA + rest * gapB - digammaGap(concentration);
  putSlopes(out, (a - 1.0) / x - (b - 1.0) / y, byMean, gaps - far, 0.0, 0.0);
}

function continuous(out: usize, family: i32, x: f64, a: f64, b: f64, c: f64, d: f64): void {
  const isHalf = family == FAMILY_HALF_NORMAL || family == FAMILY_HALF_CAUCHY;
  const isLog = family == FAMILY_LOGNORMAL;
  const scale = isHalf ? a : b;
  const z = ((isLog ? Math.log(x) : x) - (isHalf ? 0.0 : a)) / scale;
  let byX = 0.0;
  let byA = 0.0;
  let byB = 0.0;
  switch (family) {
    case FAMILY_NORMAL:
    case FAMILY_HALF_NORMAL:
    case FAMILY_LOGNORMAL:
      byA = z / scale;
      byX = isLog ? -(byA + 1.0) / x : -byA;
      byB = ((z - 1.0) * (z + 1.0)) / scale;
      break;
    case FAMILY_TRUNCATED_NORMAL:
      truncatedNormalSlopes(out, x, a, b, c, d);
      return;
    case FAMILY_STUDENT_T:
      studentT(out, (x - b) / c, a, c);
      return;
    case FAMILY_CAUCHY:
    case FAMILY_HALF_CAUCHY: {
      const s = square(z);
      byA = (2.0 * z) / (1.0 + s) / scale;
      byX = -byA;
      byB = (s - 1.0) / (1.0 + s) / scale;
      break;
    }
    case FAMILY_EXPONENTIAL:
      byX = -a;
      byA = 1.0 / a - x;
      break;
    case FAMILY_GAMMA:
      byX = (a - 1.0) / x - b;
      byA = Math.log((b * x) / a) + digammaGap(a);
      byB = a / b - x;
      break;
    case FAMILY_INVERSE_GAMMA:
      byX = (b / x - a - 1.0) / x;
      byA = Math.log(b / x / a) + digammaGap(a);
      byB = a / b - 1.0 / x;
      break;
    case FAMILY_WEIBULL: {
      const log = Math.log(x / b);
      const hazard = Math.exp(a * log);
      byX = (a - 1.0 - a * hazard) / x;
      byA = 1.0 / a + log * (1.0 - hazard);
      byB = (a * (hazard - 1.0)) / b;
      break;
    }
    case FAMILY_BETA:
      beta(out, x, a, b);
      return;
    case FAMILY_BETA_MEAN:
      betaMean(out, x, a, b);
      return;
    case FAMILY_UNIFORM:
      byA = 1.0 / (b - a);
      byB = -byA;
      break;
  }
  // A half has no location: its scale comes first.
  putSlopes(out, byX, isHalf ? byB : byA, isHalf ? 0.0 : byB, 0.0, 0.0);
}

/**
 * ∂ log density / ∂x, ∂a, ∂b, ∂c and ∂d, five f64 at `out`; arguments as `logDensity`. 0 for arguments that the family has
 * not, and for a counting family by x and by a number of trials.
 *
 * NaN, all five, where the log density is not finite. Sources: derivatives of the forms in density.ts; the digamma
 * function by DLMF 5.11.2. Differences of digammas and logarithms that nearly cancel, for large sizes, degrees of freedom
 * and concentrations, are taken together, so the limits (Poisson, normal, binomial) are reached with all digits.
 */
export function logDensitySlopes(family: i32, x: f64, a: f64, b: f64, c: f64, d: f64, out: usize): void {
  if (!isFinite(distribution(LOG_DENSITY, family, x, a, b, c, d))) {
    putSlopes(out, NaN, NaN, NaN, NaN, NaN);
    return;
  }
  switch (family) {
    case FAMILY_POISSON:
      negativeBinomialSlopes(out, x, a, Infinity);
      break;
    case FAMILY_NEGATIVE_BINOMIAL:
      negativeBinomialSlopes(out, x, a, b);
      break;
    case FAMILY_BINOMIAL:
      binomialSlopes(out, x, a, b);
      break;
    case FAMILY_BETA_BINOMIAL:
      betaBinomialSlopes(out, x, a, b, c);
      break;
    case FAMILY_BETA_BINOMIAL_MEAN:
      betaBinomialMeanSlopes(out, x, a, b, c);
      break;
    default:
      continuous(out, family, x, a, b, c, d);
  }
}
