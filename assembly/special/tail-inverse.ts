// Inverts the tails of the gamma and beta distributions by Newton's method on logarithms.

import { logBetaTail } from "./incomplete-beta";
import { logGammaTail } from "./incomplete-gamma";
import { logistic } from "./logarithm";
import { logBetaTerm, logPoissonTerm } from "./saddle-point";

/** The log tail at u, and in `slope` the log of the derivative of its exponential. */
let slope: f64 = 0.0;
function logTailAt(isBeta: bool, upper: bool, u: f64, a: f64, b: f64): f64 {
  if (isBeta) {
    const x = logistic(u);
    const y = logistic(-u);
    slope = logBetaTerm(a, b, x, y, a * y - b * x);
    return logBetaTail(a, b, x, y, upper);
  }
  const x = Math.exp(u);
  slope = logPoissonTerm(a, x) + Math.log(a);
  return logGammaTail(a, x, upper);
}

/** To |u| = 700 exp u is a normal number. */
const REACH: f64 = 700.0;

/**
 * The root beyond the reach of exp u, from u near its end. There the tails that tend to 0 are exact exponentials, with
 * slope a to the left and b to the right; the others are 1 to the last bit short of a root that no number can hold.
 */
function beyondReach(isBeta: bool, upper: bool, target: f64, a: f64, b: f64, u: f64): f64 {
  const miss = logTailAt(isBeta, upper, u, a, b) - target;
  if (u < 0.0) return upper ? -Infinity : u - miss / a;
  return upper && isBeta ? u + miss / b : Infinity;
}

/**
 * Solves log tail(u) = target, u = log x for Gamma(a, 1) and u = log(x / (1 − x)) for Beta(a, b).
 *
 * In u both densities are log-concave, hence so are both tails: from any point Newton's method lands on the far side of
 * the root and then approaches it from there. A bracket guards against rounding. Error of u: about 1e-14 (1 + |u|).
 */
function invertTail(isBeta: bool, upper: bool, target: f64, a: f64, b: f64, start: f64): f64 {
  let low = -REACH;
  let high = REACH;
  let u = min(max(start, low), high);
  for (let step = 0; step < 200; step++) {
    const value = logTailAt(isBeta, upper, u, a, b);
    const miss = value - target;
    if (miss == 0.0) return u;
    if (miss < 0.0 == upper) high = u;
    else low = u;
    let change = miss * Math.exp(value - slope);
    if (!upper) change = -change;
    // The upper gamma tail falls like exp(−exp u): a long step to the right would take as many short ones back.
    if (!isBeta && change > 1.0) change = 1.0;
    let next = u + change;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    const moved = abs(next - u);
    u = next;
    if (moved <= 1e-14 * (1.0 + abs(u)) || high - low <= 1e-15 * (1.0 + abs(u))) break;
  }
  return abs(u) < REACH - 0.1 ? u : beyondReach(isBeta, upper, target, a, b, u);
}

/** log x where log P(a, x) = target, or log Q(a, x) = target (upper). */
export function logGammaQuantile(a: f64, target: f64, upper: bool): f64 {
  return invertTail(false, upper, target, a, 0.0, Math.log(a));
}

/** log(x / (1 − x)) where log Iₓ(a, b) = target, or log(1 − Iₓ(a, b)) = target (upper). */
export function logitBetaQuantile(a: f64, b: f64, target: f64, upper: bool): f64 {
  return invertTail(true, upper, target, a, b, Math.log(a) - Math.log(b));
}
