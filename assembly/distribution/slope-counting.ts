// Slopes of log masses by their arguments. Those by a count or a number of trials are 0: neither can move.

import { digammaGapFall, digammaRise } from "../special/digamma";
import { deviance } from "../special/saddle-point";
import { putSlopes } from "./slope-put";

/**
 * By the mean (x − m) / m · k / (k + m), for k = size; by the size log((k + x) / (k + m)) − (x − m) / (k + m) and what the
 * digammas lack to logarithms, each of the order 1 / k². The Poisson's slope is that of size Infinity.
 */
export function negativeBinomialSlopes(out: usize, x: f64, mean: f64, size: f64): void {
  const byMean = (x == 0.0 ? -1.0 : (x - mean) / mean) / (1.0 + mean / size);
  const total = size + mean;
  const bySize = size == Infinity ? 0.0 : digammaGapFall(size, x) - deviance(total, size + x, mean - x) / total;
  putSlopes(out, 0.0, byMean, bySize, 0.0, 0.0);
}

export function binomialSlopes(out: usize, x: f64, size: f64, p: f64): void {
  const q = 1.0 - p;
  const byP = x == 0.0 ? -size / q : x == size ? size / p : (x - size * p) / p / q;
  putSlopes(out, 0.0, 0.0, byP, 0.0, 0.0);
}

export function betaBinomialSlopes(out: usize, k: f64, n: f64, a: f64, b: f64): void {
  const rise = digammaRise(a + b, n);
  putSlopes(out, 0.0, 0.0, digammaRise(a, k) - rise, digammaRise(b, n - k) - rise, 0.0);
}

/**
 * By mean μ and concentration φ. By φ the logarithms join to the deviance of q = (k + μφ) / (n + φ) from μ, which is known
 * to be (k − nμ) / (n + φ) away, so nothing cancels as φ → ∞.
 */
export function betaBinomialMeanSlopes(out: usize, k: f64, n: f64, mean: f64, concentration: f64): void {
  const rest = 1.0 - mean;
  const a = mean * concentration;
  const b = rest * concentration;
  if (concentration == Infinity || a == 0.0 || b == 0.0) {
    const rise = n == 0.0 ? 0.0 : concentration * digammaRise(concentration, n);
    binomialSlopes(out, k, n, mean);
    // At a mean of 0 nothing was counted, and the slope is that of the failures; at 1 that of the successes.
    if (concentration < Infinity) store<f64>(out, a == 0.0 ? -rise : rise, 16);
    return;
  }
  const byMean = concentration * (digammaRise(a, k) - digammaRise(b, n - k));
  const total = n + concentration;
  const d = (k - n * mean) / total;
  const far = deviance(mean, (k + a) / total, -d) + deviance(rest, (n - k + b) / total, d);
  const gaps = mean * digammaGapFall(a, k) + rest * digammaGapFall(b, n - k) - digammaGapFall(concentration, n);
  putSlopes(out, 0.0, 0.0, byMean, gaps - far, 0.0);
}
