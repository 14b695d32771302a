// Saddle-point forms of the Poisson and binomial terms, on which all gamma- and beta-like distributions rest.

import { logGamma1p, stirlingError } from "./gamma";
import { logShare } from "./logarithm";

const LOG_2PI: f64 = 1.8378770664093453;

/**
 * Deviance x log(x / m) + m − x ≥ 0 for x, m > 0.
 *
 * @param d  x − m, given apart because the caller often knows it to more digits than the difference of x and m has
 *
 * Source: Loader (2000), eq. 5: a series in (x − m) / (x + m) where the terms would cancel.
 */
export function deviance(x: f64, m: f64, d: f64): f64 {
  if (abs(d) < 0.1 * (x + m)) {
    const v = d / (x + m);
    const v2 = v * v;
    let sum = d * v;
    let power = 2.0 * x * v;
    // v² < 0.01, so nine terms reach the last bit.
    for (let k = 3.0; k < 21.0; k += 2.0) {
      power *= v2;
      const next = sum + power / k;
      if (next == sum) break;
      sum = next;
    }
    return sum;
  }
  const ratio = x / m;
  const log = ratio > 0.0 && ratio < Infinity ? Math.log(ratio) : Math.log(x) - Math.log(m);
  return x * log - d;
}

/**
 * log(xᵃ e⁻ˣ / Γ(a + 1)) for a ≥ 0, x ≥ 0: the Poisson log mass at a, extended to real a.
 *
 * Absolute error about 1e-14, or a few units in the last place where the result is large. Source: Loader (2000), eq. 2.
 */
export function logPoissonTerm(a: f64, x: f64): f64 {
  if (a == 0.0) return 0.0 - x;
  if (x == 0.0 || x == Infinity) return -Infinity;
  if (a < 10.0) return a * Math.log(x) - x - logGamma1p(a);
  return -stirlingError(a) - deviance(a, x, a - x) - 0.5 * (LOG_2PI + Math.log(a));
}

/**
 * log(Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) xᵃ yᵇ) for a, b ≥ 0 and x + y = 1: the binomial log mass of a successes and
 * b failures, extended to real a and b.
 *
 * @param d  a y − b x (= a − (a + b) x), the distance from the mean; given apart for the sake of its digits
 *
 * Accuracy as `logPoissonTerm`. Source: Loader (2000), eq. 4.
 */
export function logBinomialTerm(a: f64, b: f64, x: f64, y: f64, d: f64): f64 {
  if (a == 0.0) return b == 0.0 ? 0.0 : b * logShare(y, x);
  if (b == 0.0) return a * logShare(x, y);
  if (x == 0.0 || y == 0.0) return -Infinity;
  const n = a + b;
  const far = deviance(a, n * x, d) + deviance(b, n * y, -d);
  const width = 0.5 * (Math.log(n / max(a, b) / min(a, b)) - LOG_2PI);
  return stirlingError(n) - stirlingError(a) - stirlingError(b) - far + width;
}

/** log(xᵃ yᵇ / B(a, b)) for a, b > 0: the Beta(a, b) density at x, times x y. Arguments as `logBinomialTerm`. */
export function logBetaTerm(a: f64, b: f64, x: f64, y: f64, d: f64): f64 {
  return logBinomialTerm(a, b, x, y, d) + Math.log(min(a, b)) + Math.log(max(a, b) / (a + b));
}
