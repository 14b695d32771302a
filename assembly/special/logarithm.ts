// Logarithms of sums and differences of exponentials, without overflow or cancellation.

/** log(1 − exp x) for x ≤ 0, to full relative accuracy. Source: Mächler (2012), “Accurately computing log(1 − exp(−|a|))”. */
export function log1mExp(x: f64): f64 {
  return x > -0.6931471805599453 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/** log(exp x + exp y); −Infinity stands for a term of zero. */
export function logAddExp(x: f64, y: f64): f64 {
  const high = max(x, y);
  if (high == -Infinity) return high;
  return high + Math.log1p(Math.exp(min(x, y) - high));
}

/** log y for a share y = 1 − x, taken from whichever of the two is small and so carries more digits. */
export function logShare(y: f64, x: f64): f64 {
  return x < 0.5 ? Math.log1p(-x) : Math.log(y);
}

/** 1 / (1 + exp(−z)), to full relative accuracy for every z. */
export function logistic(z: f64): f64 {
  if (z >= 0.0) return 1.0 / (1.0 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1.0 + e);
}
