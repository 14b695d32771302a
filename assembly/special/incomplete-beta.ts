// Logarithms of the regularised incomplete beta function and of its complement.

import { log1mExp } from "./logarithm";
import { logBetaTerm } from "./saddle-point";

/**
 * The continued fraction F in Iₓ(a, b) = xᵃ yᵇ / B(a, b) / F, for x at or below the mean a / (a + b); Lentz's form.
 *
 * @param d  a y − b x ≥ 0; taking it apart keeps the leading term from cancelling when a or b is large
 *
 * Cost: up to a few times √max(a, b) terms near the mean. Source: Didonato and Morris (1992), “Algorithm 708”, eq. 9.
 */
function betaFraction(a: f64, b: f64, x: f64, y: f64, d: f64): f64 {
  let f = (a * (d + 1.0)) / (a + 1.0);
  let c = f;
  let e = 0.0;
  for (let m = 1.0; m < 1000000.0; m += 1.0) {
    const below = a + 2.0 * m - 1.0;
    // x stands beside b wherever b may be huge: their product is moderate below the mean.
    const rest = (b - m) * x;
    const an = ((((a + m - 1.0) / below) * ((a + b + m - 1.0) * x)) / below) * m * rest;
    const bn = m + (m * rest) / below + ((a + m) * (d + 1.0 + m * (1.0 + y))) / (below + 2.0);
    e = 1.0 / (bn + an * e);
    c = bn + an / c;
    const step = c * e;
    f *= step;
    if (abs(step - 1.0) < 2e-16) break;
  }
  return f;
}

/**
 * log Iₓ(a, b), or log(1 − Iₓ(a, b)) (upper), for a, b > 0.
 *
 * @param x, y  with x + y = 1; both are given so that neither loses digits near 0
 *
 * The tail on x's side of the mean is computed directly, the other as its complement; relative error of the former below
 * 1e-12 for a + b up to 1e8.
 */
export function logBetaTail(a: f64, b: f64, x: f64, y: f64, upper: bool): f64 {
  if (x <= 0.0) return upper ? 0.0 : -Infinity;
  if (y <= 0.0) return upper ? -Infinity : 0.0;
  const d = a * y - b * x;
  const direct =
    d >= 0.0
      ? logBetaTerm(a, b, x, y, d) - Math.log(betaFraction(a, b, x, y, d))
      : logBetaTerm(b, a, y, x, -d) - Math.log(betaFraction(b, a, y, x, -d));
  const bounded = min(direct, 0.0);
  return upper == d < 0.0 ? bounded : log1mExp(bounded);
}
