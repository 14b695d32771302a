// The beta-binomial distribution: a binomial whose probability is Beta distributed.

import { log1mExp } from "../special/logarithm";
import { logBetaTerm, logBinomialTerm } from "../special/saddle-point";

/**
 * log of C(n, k) B(k + a, n − k + b) / B(a, b), 0 ≤ k ≤ n.
 *
 * The three factors are written as binomial terms at one common probability, the posterior mean, where the powers of that
 * probability drop out; each term is then moderate, also for a, b → ∞, where the binomial appears.
 */
export function betaBinomialLogMass(k: f64, n: f64, a: f64, b: f64): f64 {
  const total = n + a + b;
  const x = (k + a) / total;
  const y = (n - k + b) / total;
  const d = k * (b / total) - (n - k) * (a / total);
  const choose = logBinomialTerm(k, n - k, x, y, d);
  return choose + logBetaTerm(a, b, x, y, -d) - logBetaTerm(k + a, n - k + b, x, y, 0.0);
}

/** log Σ of the masses at k, k + step, … to the end of the support; step is 1 or −1. Cost: up to n terms of 5 ns. */
function logSum(k: f64, n: f64, a: f64, b: f64, step: f64): f64 {
  if (k < 0.0 || k > n) return -Infinity;
  const hasOneMode = a >= 1.0 && b >= 1.0;
  let shift = betaBinomialLogMass(k, n, a, b);
  let term = 1.0;
  let sum = 1.0;
  let j = k;
  while (step > 0.0 ? j < n : j > 0.0) {
    const ratio =
      step > 0.0
        ? ((n - j) / (j + 1.0)) * ((a + j) / (n - j - 1.0 + b))
        : (j / (n - j + 1.0)) * ((n - j + b) / (a + j - 1.0));
    term *= ratio;
    sum += term;
    j += step;
    // With one mode the ratios fall, so the rest is below a geometric series.
    if (hasOneMode && ratio < 1.0 && term < 1e-17 * sum * (1.0 - ratio)) break;
    if (sum > 1e250) {
      shift += Math.log(sum);
      term /= sum;
      sum = 1.0;
    }
  }
  return shift + Math.log(sum);
}

/** log P(X ≤ k), or log P(X > k) (above), k an integer. The tail on k's side of the mean is summed, the other its complement. */
export function betaBinomialLogTail(k: f64, n: f64, a: f64, b: f64, above: bool): f64 {
  if (k < 0.0) return above ? 0.0 : -Infinity;
  if (k >= n) return above ? -Infinity : 0.0;
  const directIsAbove = k > n * (a / (a + b));
  const direct = min(directIsAbove ? logSum(k + 1.0, n, a, b, 1.0) : logSum(k, n, a, b, -1.0), 0.0);
  if (above == directIsAbove) return direct;
  // Where the mass sits on this side after all, the other tail is summed too rather than lost in a difference.
  if (direct > -0.1) return min(above ? logSum(k + 1.0, n, a, b, 1.0) : logSum(k, n, a, b, -1.0), 0.0);
  return log1mExp(direct);
}
