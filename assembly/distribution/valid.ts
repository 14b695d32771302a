// Says which arguments make a distribution.

import {
  FAMILY_BETA_BINOMIAL,
  FAMILY_BINOMIAL,
  FAMILY_CAUCHY,
  FAMILY_EXPONENTIAL,
  FAMILY_HALF_CAUCHY,
  FAMILY_HALF_NORMAL,
  FAMILY_LOGNORMAL,
  FAMILY_NEGATIVE_BINOMIAL,
  FAMILY_NORMAL,
  FAMILY_POISSON,
  FAMILY_STUDENT_T,
  FAMILY_TRUNCATED_NORMAL,
  FAMILY_UNIFORM,
} from "../family";

function isPositive(x: f64): bool {
  return x > 0.0 && x < Infinity;
}

function isCount(x: f64): bool {
  return x >= 0.0 && x < Infinity && Math.floor(x) == x;
}

/**
 * Whether a, b, c, d are arguments of the family: scales, rates, shapes and sizes above 0, everything finite except the
 * bounds of a truncated normal and the size of a negative binomial (Infinity is the Poisson limit), bounds in order, a mean
 * count at least 0, a probability from 0 to 1. An unknown family has none.
 */
export function isValid(family: i32, a: f64, b: f64, c: f64, d: f64): bool {
  switch (family) {
    case FAMILY_NORMAL:
    case FAMILY_LOGNORMAL:
    case FAMILY_CAUCHY:
      return isFinite(a) && isPositive(b);
    case FAMILY_TRUNCATED_NORMAL:
      return isFinite(a) && isPositive(b) && c < d && c < Infinity && d > -Infinity;
    case FAMILY_STUDENT_T:
      return isPositive(a) && isFinite(b) && isPositive(c);
    case FAMILY_HALF_NORMAL:
    case FAMILY_HALF_CAUCHY:
    case FAMILY_EXPONENTIAL:
      return isPositive(a);
    case FAMILY_UNIFORM:
      return isFinite(a) && isFinite(b) && a < b;
    case FAMILY_POISSON:
      return a >= 0.0 && a < Infinity;
    case FAMILY_NEGATIVE_BINOMIAL:
      return a >= 0.0 && a < Infinity && b > 0.0;
    case FAMILY_BINOMIAL:
      return isCount(a) && b >= 0.0 && b <= 1.0;
    case FAMILY_BETA_BINOMIAL:
      return isCount(a) && isPositive(b) && isPositive(c);
    default:
      // Gamma, inverse gamma, Weibull and beta, which lie side by side: two positive arguments.
      return family > FAMILY_EXPONENTIAL && family < FAMILY_UNIFORM && isPositive(a) && isPositive(b);
  }
}
