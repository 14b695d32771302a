// Bounded parameters laid on the real line, with the log-Jacobian that a density needs there.

import { TRANSFORM_BOTH, TRANSFORM_LOWER, TRANSFORM_NONE, TRANSFORM_UPPER } from "./family";

/** The next number above x, x finite. */
function nextUp(x: f64): f64 {
  if (x == 0.0) return 5e-324;
  const bits = reinterpret<i64>(x);
  return reinterpret<f64>(x > 0.0 ? bits + 1 : bits - 1);
}

/** θ kept strictly inside (lower, upper): where rounding would put it on a bound, the neighbouring number is taken. */
function inside(theta: f64, lower: f64, upper: f64): f64 {
  if (theta <= lower) return nextUp(lower);
  if (theta >= upper) return -nextUp(-upper);
  return theta;
}

/**
 * The parameter θ for a point z of the real line, increasing in z:
 *
 *     NONE   θ = z
 *     LOWER  θ = lower + exp z
 *     UPPER  θ = upper − exp(−z)
 *     BOTH   θ = lower + (upper − lower) / (1 + exp(−z)),  from the nearer bound
 *
 * For finite bounds, and |z| < 709 where a bound is one-sided, θ is finite and lies strictly between them: where rounding
 * would put it on a bound it is the next number, an error of at most one unit in the last place. NaN for an unknown kind.
 * Source: Stan Reference Manual, “Constraint transforms”; UPPER here has −z, so that θ grows with z in every kind.
 */
export function toNatural(kind: i32, z: f64, lower: f64, upper: f64): f64 {
  if (z != z) return NaN;
  switch (kind) {
    case TRANSFORM_NONE:
      return z;
    case TRANSFORM_LOWER:
      return inside(lower + Math.exp(z), lower, Infinity);
    case TRANSFORM_UPPER:
      return inside(upper - Math.exp(-z), -Infinity, upper);
    case TRANSFORM_BOTH: {
      const e = Math.exp(-abs(z));
      const part = ((upper - lower) * e) / (1.0 + e);
      return inside(z < 0.0 ? lower + part : upper - part, lower, upper);
    }
    default:
      return NaN;
  }
}

/**
 * log |dθ/dz|: 0, z, −z, and for BOTH log(upper − lower) − |z| − 2 log(1 + exp(−|z|)). Exact to rounding for every z.
 */
export function logJacobian(kind: i32, z: f64, lower: f64, upper: f64): f64 {
  switch (kind) {
    case TRANSFORM_NONE:
      return 0.0;
    case TRANSFORM_LOWER:
      return z;
    case TRANSFORM_UPPER:
      return -z;
    case TRANSFORM_BOTH: {
      const size = abs(z);
      return Math.log(upper - lower) - size - 2.0 * Math.log1p(Math.exp(-size));
    }
    default:
      return NaN;
  }
}

/** dθ/dz of `toNatural`: 1, exp z, exp(−z), and for BOTH (upper − lower) · e / (1 + e)² with e = exp(−|z|). */
export function slopeOfNatural(kind: i32, z: f64, lower: f64, upper: f64): f64 {
  const e = Math.exp(kind == TRANSFORM_LOWER ? z : kind == TRANSFORM_UPPER ? -z : -abs(z));
  if (kind == TRANSFORM_NONE) return 1.0;
  return kind == TRANSFORM_BOTH ? ((upper - lower) * (e / (1.0 + e))) / (1.0 + e) : e;
}

/** d/dz of `logJacobian`: 0, 1, −1, and for BOTH −tanh(z / 2). */
export function slopeOfLogJacobian(kind: i32, z: f64): f64 {
  if (kind == TRANSFORM_BOTH) return -Math.tanh(0.5 * z);
  return kind == TRANSFORM_LOWER ? 1.0 : kind == TRANSFORM_UPPER ? -1.0 : 0.0;
}

/** The point z of the real line for a parameter θ; ∓Infinity on a bound, NaN beyond it. Inverse of `toNatural`. */
export function toReal(kind: i32, theta: f64, lower: f64, upper: f64): f64 {
  switch (kind) {
    case TRANSFORM_NONE:
      return theta;
    case TRANSFORM_LOWER:
      return Math.log(theta - lower);
    case TRANSFORM_UPPER:
      return -Math.log(upper - theta);
    case TRANSFORM_BOTH:
      return Math.log(theta - lower) - Math.log(upper - theta);
    default:
      return NaN;
  }
}
