// Logarithms of distribution functions and of their complements.

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
  FAMILY_NEGATIVE_BINOMIAL,
  FAMILY_NORMAL,
  FAMILY_POISSON,
  FAMILY_STUDENT_T,
  FAMILY_TRUNCATED_NORMAL,
  FAMILY_UNIFORM,
  FAMILY_WEIBULL,
} from "../family";
import { logBetaTail } from "../special/incomplete-beta";
import { logGammaTail } from "../special/incomplete-gamma";
import { log1mExp } from "../special/logarithm";
import { erf, normalLogCdf } from "../special/normal";
import { betaBinomialLogTail } from "./beta-binomial";
import { truncatedNormalLogTail } from "./truncated-normal";

const LOG_2: f64 = 0.6931471805599453;
const SQRT_HALF: f64 = 0.7071067811865476;
const INVERSE_PI: f64 = 0.3183098861837907;

/** log of a tail with probability `part`, or of the other one whose probability is `rest`, from the smaller of the two. */
function logPart(part: f64, rest: f64): f64 {
  return part <= rest ? Math.log(part) : Math.log1p(-rest);
}

/** log P(T ≤ z) of Student's t: ½ I(ν / (ν + z²); ν/2, ½) is the tail beyond |z|. Source: DLMF 8.17, with x = ν / (ν + z²). */
function studentTLogCdf(z: f64, df: f64): f64 {
  const ratio = z / Math.sqrt(df);
  const s = ratio * ratio;
  // Where s overflows, x ≈ 1/s is 0 as well.
  const x = 1.0 / (1.0 + s);
  const y = s < Infinity ? s / (1.0 + s) : 1.0;
  const tail = x > 0.0 ? logBetaTail(0.5 * df, 0.5, x, y, false) - LOG_2 : -Infinity;
  return z < 0.0 ? tail : Math.log1p(-Math.exp(tail));
}

/** log P(X ≤ z) of the standard Cauchy distribution: atan(1 / −z) / π for z < −1. */
function cauchyLogCdf(z: f64): f64 {
  if (z < -1.0) return Math.log(Math.atan(-1.0 / z) * INVERSE_PI);
  if (z <= 1.0) return Math.log(0.5 + Math.atan(z) * INVERSE_PI);
  return Math.log1p(-Math.atan(1.0 / z) * INVERSE_PI);
}

/** Both tails of 1 − exp(−hazard), given also log hazard. */
function hazardLogTail(hazard: f64, logHazard: f64, upper: bool): f64 {
  if (upper) return -hazard;
  return hazard < 1e-8 ? logHazard - 0.5 * hazard : log1mExp(-hazard);
}

/** Families on x > 0. */
function positive(family: i32, x: f64, a: f64, b: f64, upper: bool): f64 {
  switch (family) {
    case FAMILY_LOGNORMAL: {
      const z = (Math.log(x) - a) / b;
      return normalLogCdf(upper ? -z : z);
    }
    case FAMILY_HALF_NORMAL: {
      const z = x / a;
      if (upper) return LOG_2 + normalLogCdf(-z);
      return z < 1.0 ? Math.log(erf(z * SQRT_HALF)) : log1mExp(LOG_2 + normalLogCdf(-z));
    }
    case FAMILY_HALF_CAUCHY: {
      const part = 2.0 * INVERSE_PI * Math.atan(x / a);
      const rest = 2.0 * INVERSE_PI * Math.atan(a / x);
      return upper ? logPart(rest, part) : logPart(part, rest);
    }
    case FAMILY_EXPONENTIAL:
      return hazardLogTail(a * x, Math.log(a) + Math.log(x), upper);
    case FAMILY_WEIBULL:
      return hazardLogTail(Math.pow(x / b, a), a * Math.log(x / b), upper);
    case FAMILY_GAMMA:
      return logGammaTail(a, b * x, upper);
    case FAMILY_INVERSE_GAMMA:
      return logGammaTail(a, b / x, !upper);
    case FAMILY_BETA:
      return x < 1.0 ? logBetaTail(a, b, x, 1.0 - x, upper) : upper ? -Infinity : 0.0;
    default:
      return NaN;
  }
}

/** Families on the integers, k ≥ 0. Sources: DLMF 8.4.10 (Poisson) and 8.17.5 (binomial). */
function discrete(family: i32, k: f64, a: f64, b: f64, c: f64, upper: bool): f64 {
  switch (family) {
    case FAMILY_POISSON:
      return logGammaTail(k + 1.0, a, !upper);
    case FAMILY_NEGATIVE_BINOMIAL:
      if (b == Infinity) return logGammaTail(k + 1.0, a, !upper);
      return logBetaTail(b, k + 1.0, b / (b + a), a / (b + a), upper);
    case FAMILY_BINOMIAL:
      return k >= a ? (upper ? -Infinity : 0.0) : logBetaTail(a - k, k + 1.0, 1.0 - b, b, upper);
    case FAMILY_BETA_BINOMIAL:
      return betaBinomialLogTail(k, a, b, c, upper);
    default:
      return NaN;
  }
}

/**
 * log P(X ≤ x), or log P(X > x) (upper). Arguments as `logDensity`, taken as valid; x is not NaN.
 *
 * The smaller tail has a relative error below 1e-12 for arguments up to 1e8, however far out x lies; the larger is its
 * complement, so near probability one the log is tiny and right in absolute terms.
 */
export function logTail(family: i32, upper: bool, x: f64, a: f64, b: f64, c: f64, d: f64): f64 {
  if (x == Infinity) return upper ? -Infinity : 0.0;
  if (family >= FAMILY_POISSON) {
    return x < 0.0 ? (upper ? 0.0 : -Infinity) : discrete(family, Math.floor(x), a, b, c, upper);
  }
  switch (family) {
    case FAMILY_NORMAL: {
      const z = (x - a) / b;
      return normalLogCdf(upper ? -z : z);
    }
    case FAMILY_TRUNCATED_NORMAL:
      return truncatedNormalLogTail(x, a, b, c, d, upper);
    case FAMILY_STUDENT_T: {
      const z = (x - b) / c;
      return studentTLogCdf(upper ? -z : z, a);
    }
    case FAMILY_CAUCHY: {
      const z = (x - a) / b;
      return cauchyLogCdf(upper ? -z : z);
    }
    case FAMILY_UNIFORM: {
      const part = max(0.0, min(1.0, (x - a) / (b - a)));
      const rest = max(0.0, min(1.0, (b - x) / (b - a)));
      return upper ? logPart(rest, part) : logPart(part, rest);
    }
    default:
      return x <= 0.0 ? (upper ? 0.0 : -Infinity) : positive(family, x, a, b, upper);
  }
}
