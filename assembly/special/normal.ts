// The error function's family and the standard normal distribution with its inverse.

import { polynomial } from "./polynomial";

const SQRT_HALF: f64 = 0.7071067811865476;
const LOG_HALF: f64 = -0.6931471805599453;
const SQRT_2_OVER_PI: f64 = 0.7978845608028654;

// Rational approximations of W. J. Cody (1969), “Rational Chebyshev approximations for the error function”,
// Math. Comp. 23, 631–637, with the coefficients of his CALERF (netlib specfun); highest power first.
const ERF_TOP: usize = memory.data<f64>([
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3,
]);
const ERF_BOTTOM: usize = memory.data<f64>([
  1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3,
]);
const ERFCX_TOP: usize = memory.data<f64>([
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
  8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
]);
const ERFCX_BOTTOM: usize = memory.data<f64>([
  1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
  3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
]);
const FAR_TOP: usize = memory.data<f64>([
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
  1.60837851487422766e-2, 6.58749161529837803e-4,
]);
const FAR_BOTTOM: usize = memory.data<f64>([
  1.0, 2.56852019228982242, 1.87295284992346047, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
]);

// Rational approximations of M. J. Wichura (1988), “Algorithm AS 241”, Appl. Statist. 37, 477–484, routine PPND16
// (about 1 part in 1e16); highest power first.
const CENTRE_TOP: usize = memory.data<f64>([
  2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
  1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608,
]);
const CENTRE_BOTTOM: usize = memory.data<f64>([
  5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
  5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1.0,
]);
const TAIL_TOP: usize = memory.data<f64>([
  7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
]);
const TAIL_BOTTOM: usize = memory.data<f64>([
  1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
  6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1.0,
]);
const FAR_TAIL_TOP: usize = memory.data<f64>([
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2,
  2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
]);
const FAR_TAIL_BOTTOM: usize = memory.data<f64>([
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
  1.48753612908506148525e-2, 1.3692988092273580531e-1, 5.9983220655588793769e-1, 1.0,
]);

/** erf x for |x| ≤ 0.46875. */
function erfCentre(x: f64): f64 {
  const s = x * x;
  return (x * polynomial(ERF_TOP, 5, s)) / polynomial(ERF_BOTTOM, 5, s);
}

/** Scaled complementary error function exp(x²) erfc(x) for x ≥ 0; relative error about 1e-16. Source: Cody (1969). */
export function erfcx(x: f64): f64 {
  if (x <= 0.46875) return Math.exp(x * x) * (1.0 - erfCentre(x));
  if (x <= 4.0) return polynomial(ERFCX_TOP, 9, x) / polynomial(ERFCX_BOTTOM, 9, x);
  const s = 1.0 / (x * x);
  return (0.5641895835477563 - (s * polynomial(FAR_TOP, 6, s)) / polynomial(FAR_BOTTOM, 6, s)) / x;
}

/** Error function, relative error about 1e-16. Source: Cody (1969). */
export function erf(x: f64): f64 {
  const size = abs(x);
  if (size <= 0.46875) return erfCentre(x);
  return copysign(1.0 - Math.exp(-size * size) * erfcx(size), x);
}

/** log Φ(z), to full relative accuracy in both tails. */
export function normalLogCdf(z: f64): f64 {
  const t = z * SQRT_HALF;
  if (t < -0.46875) return LOG_HALF + Math.log(erfcx(-t)) - 0.5 * z * z;
  if (t <= 0.46875) return Math.log(0.5 + 0.5 * erfCentre(t));
  return Math.log1p(-0.5 * Math.exp(-0.5 * z * z) * erfcx(t));
}

/** Φ(z); relative error about z² · 1e-16 in the lower tail. */
export function normalCdf(z: f64): f64 {
  const t = z * SQRT_HALF;
  if (t < -0.46875) return 0.5 * Math.exp(-0.5 * z * z) * erfcx(-t);
  return 0.5 + 0.5 * erf(t);
}

/** z with Φ(z) = ½ + q, for |q| ≤ 0.425. Source: AS 241. */
export function normalQuantileCentre(q: f64): f64 {
  const r = 0.180625 - q * q;
  return (q * polynomial(CENTRE_TOP, 8, r)) / polynomial(CENTRE_BOTTOM, 8, r);
}

/** z < 0 with log Φ(z) = −r², for r > 1.6. AS 241 to r = 27, beyond that Newton's method on log Φ. */
function normalQuantileTail(r: f64): f64 {
  if (r <= 5.0) return -polynomial(TAIL_TOP, 8, r - 1.6) / polynomial(TAIL_BOTTOM, 8, r - 1.6);
  if (r <= 27.0) return -polynomial(FAR_TAIL_TOP, 8, r - 5.0) / polynomial(FAR_TAIL_BOTTOM, 8, r - 5.0);
  if (r == Infinity) return -Infinity;
  const s = r * r;
  // Φ(z) ≈ φ(z) / |z|, so z² ≈ 2r² − log(4π r²); log Φ is concave and nearly a parabola: three steps reach the last bit.
  let z = -Math.sqrt(2.0 * s - Math.log(12.566370614359172 * s));
  for (let step = 0; step < 3; step++) {
    z -= ((normalLogCdf(z) + s) * erfcx(-z * SQRT_HALF)) / SQRT_2_OVER_PI;
  }
  return z;
}

/** z with Φ(z) = p; −Infinity at 0, Infinity at 1, NaN outside. Relative error about 1e-15. Source: AS 241. */
export function normalQuantile(p: f64): f64 {
  if (!(p >= 0.0 && p <= 1.0)) return NaN;
  const q = p - 0.5;
  if (abs(q) <= 0.425) return normalQuantileCentre(q);
  return q < 0.0 ? normalQuantileTail(Math.sqrt(-Math.log(p))) : -normalQuantileTail(Math.sqrt(-Math.log(1.0 - p)));
}

/** z with log Φ(z) = logP, for logP ≤ 0 however small exp(logP) is. */
export function normalQuantileOfLog(logP: f64): f64 {
  return logP < -2.6 ? normalQuantileTail(Math.sqrt(-logP)) : normalQuantile(Math.exp(logP));
}
