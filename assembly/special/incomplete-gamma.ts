// Logarithms of the regularised incomplete gamma functions P(a, x) and Q(a, x).

import { logGamma1p } from "./gamma";
import { log1mExp } from "./logarithm";
import { erfcx } from "./normal";
import { polynomial } from "./polynomial";
import { deviance, logPoissonTerm } from "./saddle-point";

// Taylor coefficients in η of Temme's c₀, c₁, c₂ (DLMF 8.12.9–8.12.12), computed in exact rational arithmetic.
const TEMME_0: usize = memory.data<f64>([
  1.0261809784240309e-8, 6.707853543401498e-9, -1.7665952736826078e-7, 8.296711340953087e-7, -1.85406221071516e-6,
  -2.185448510679992e-6, 3.919263178522438e-5, -1.787551440329218e-4, 3.527336860670194e-4, 1.1574074074074073e-3,
  -1.4814814814814815e-2, 8.333333333333333e-2, -0.3333333333333333,
]);
const TEMME_1: usize = memory.data<f64>([
  4.647127802807434e-9, -1.6120900894563446e-6, 7.64916091608111e-6, -1.8098550334489977e-5, -4.018775720164609e-7,
  2.0576131687242798e-4, -9.902263374485596e-4, 2.6455026455026454e-3, -3.472222222222222e-3, -1.851851851851852e-3,
]);
const TEMME_2: usize = memory.data<f64>([
  3.423578734096138e-8, -1.2760635188618728e-5, 5.2923448829120125e-5, -1.073665322636516e-4, 2.0093878600823047e-6,
  7.716049382716049e-4, -2.6813271604938273e-3, 4.133597883597883e-3,
]);
/** From this shape on three terms of Temme's expansion reach 1e-16, and series and fraction become slow near x = a. */
const LARGE_SHAPE: f64 = 4000.0;

/** log P for x < a, log Q for x ≥ a, when a is large and x within a fifth of it. Source: Temme (1979), DLMF 8.12.3–4. */
function logNearTail(a: f64, x: f64): f64 {
  const far = deviance(a, x, a - x);
  const sign = x < a ? -1.0 : 1.0;
  const eta = sign * Math.sqrt((2.0 * far) / a);
  const c1 = polynomial(TEMME_1, 10, eta) + polynomial(TEMME_2, 8, eta) / a;
  const c = polynomial(TEMME_0, 13, eta) + c1 / a;
  return Math.log(0.5 * erfcx(Math.sqrt(far)) + (sign * c) / Math.sqrt(6.283185307179586 * a)) - far;
}

/** log P or log Q for a < 1 and x < 1, where Q = 1 − P would cancel. Source: DLMF 8.7.1, with the first term split off. */
function logSmallTail(a: f64, x: f64, upper: bool): f64 {
  const first = a * Math.log(x) - logGamma1p(a);
  let term = 1.0;
  let sum = 0.0;
  for (let k = 1.0; k < 40.0; k += 1.0) {
    term *= -x / k;
    const next = sum + term / (a + k);
    if (next == sum) break;
    sum = next;
  }
  const q = -Math.expm1(first) - Math.exp(first) * a * sum;
  if (upper) return Math.log(q);
  return q < 0.5 ? Math.log1p(-q) : first + Math.log1p(a * sum);
}

/** log P(a, x) for x ≤ a + 1 by P = xᵃ e⁻ˣ / Γ(a + 1) · Σ xᵏ / ((a + 1) … (a + k)). Source: DLMF 8.11.4. */
function logLowerSeries(a: f64, x: f64): f64 {
  let term = 1.0;
  let sum = 1.0;
  for (let k = 1.0; k < 100000.0; k += 1.0) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return logPoissonTerm(a, x) + Math.log(sum);
}

/** log Q(a, x) for x ≥ a + 1, or x ≥ 1 when a < 1, by Legendre's continued fraction (DLMF 8.9.2), in Lentz's form. */
function logUpperFraction(a: f64, x: f64): f64 {
  let b = x + 1.0 - a;
  let c = 1e300;
  let d = 1.0 / b;
  let fraction = d;
  for (let k = 1.0; k < 100000.0; k += 1.0) {
    const an = k * (a - k);
    b += 2.0;
    d = 1.0 / (an * d + b);
    c = b + an / c;
    const step = c * d;
    fraction *= step;
    if (abs(step - 1.0) < 2e-16) break;
  }
  return logPoissonTerm(a, x) + Math.log(a) + Math.log(fraction);
}

/**
 * log Q(a, x) (upper) or log P(a, x), for a > 0:  P = 1/Γ(a) ∫₀ˣ tᵃ⁻¹ e⁻ᵗ dt,  Q = 1 − P.
 *
 * The tail that is below about one half is computed directly, the other as its complement; relative error below 1e-12 in
 * the smaller tail for a up to 1e8.
 */
export function logGammaTail(a: f64, x: f64, upper: bool): f64 {
  if (x <= 0.0) return upper ? 0.0 : -Infinity;
  if (x == Infinity) return upper ? -Infinity : 0.0;
  if (a < 1.0 && x < 1.0) return logSmallTail(a, x, upper);
  let direct: f64;
  let directIsUpper = x >= a;
  if (a >= LARGE_SHAPE && abs(x - a) < 0.2 * a) {
    direct = logNearTail(a, x);
  } else {
    directIsUpper = a < 1.0 || x >= a + 1.0;
    direct = directIsUpper ? logUpperFraction(a, x) : logLowerSeries(a, x);
  }
  // Rounding may carry a probability of one a hair above it.
  direct = min(direct, 0.0);
  return upper == directIsUpper ? direct : log1mExp(direct);
}
