// Binomial and Poisson variates: exact methods, inversion for small means and transformed rejection for large ones.

import { STREAM_BYTES } from "./layout";
import { nextUniform, openStream } from "./random";
import { logShare } from "./special/logarithm";
import { logBinomialTerm, logPoissonTerm } from "./special/saddle-point";

/** Below this mean a variate is found by adding up masses from 0 on; the rejection methods need a mean of at least 10. */
const INVERSION_MEAN: f64 = 10.0;
/**
 * Inversion starts again beyond this count. With a mean below 10 less than 1e-70 of all mass lies there, so it is reached
 * only where the rounding of the sum, about 1e-16, leaves something over.
 */
const INVERSION_LIMIT: f64 = 110.0;

/**
 * Number of successes in n trials of probability p.
 *
 * @param n     a whole number below 2⁵³
 * @param p, q  probability of success and of failure, p + q = 1: both, because the smaller one has digits that 1 − the
 *              other has lost
 *
 * Errors: none; n ≤ 0 or p ≤ 0 gives 0, q ≤ 0 gives n. Cost: about 50 ns, and up to ten times that by inversion.
 */
export function binomialVariate(stream: usize, n: f64, p: f64, q: f64): f64 {
  if (!(n > 0.0 && p > 0.0)) return 0.0;
  if (!(q > 0.0)) return n;
  return p <= q ? rarer(stream, n, p, q) : n - rarer(stream, n, q, p);
}

/** The same for p ≤ ½. */
function rarer(stream: usize, n: f64, p: f64, q: f64): f64 {
  return n * p < INVERSION_MEAN ? invertBinomial(stream, n, p, q) : rejectBinomial(stream, n, p, q);
}

/** The smallest k whose distribution function exceeds a uniform variate; mass(k + 1) = mass(k) (n − k) / (k + 1) p / q. */
function invertBinomial(stream: usize, n: f64, p: f64, q: f64): f64 {
  const none = Math.exp(n * logShare(q, p));
  const odds = p / q;
  while (true) {
    let left = nextUniform(stream);
    let mass = none;
    for (let k = 0.0; k <= INVERSION_LIMIT; k += 1.0) {
      if (left < mass) return k;
      left -= mass;
      mass *= ((n - k) / (k + 1.0)) * odds;
    }
  }
}

/**
 * Algorithm BTRS, for p ≤ ½ and n p ≥ 10.
 *
 * Source: Hörmann (1993), “The generation of binomial random variates”, Journal of Statistical Computation and
 * Simulation 46, 101–110. The test of acceptance compares exact log masses instead of sums of log-gamma functions.
 */
function rejectBinomial(stream: usize, n: f64, p: f64, q: f64): f64 {
  const mean = n * p;
  const spread = sqrt(mean * q);
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const squeeze = 0.92 - 4.2 / b;
  const scale = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1.0) * p);
  while (true) {
    const v = nextUniform(stream);
    const u = nextUniform(stream) - 0.5;
    const us = 0.5 - abs(u);
    const k = Math.floor(((2.0 * a) / us + b) * u + mean + 0.5);
    if (us >= 0.07 && v <= squeeze) return k;
    if (!(k >= 0.0 && k <= n)) continue;
    const height = Math.log((v * scale) / (a / (us * us) + b));
    const atMode = logBinomialTerm(mode, n - mode, p, q, mode - mean);
    if (height <= logBinomialTerm(k, n - k, p, q, k - mean) - atMode) return k;
  }
}

/**
 * Poisson variate.
 *
 * @param mean  finite
 *
 * Errors: none; a mean ≤ 0 gives 0. Cost: about 50 ns, and up to five times that by inversion.
 */
export function poissonVariate(stream: usize, mean: f64): f64 {
  if (!(mean > 0.0)) return 0.0;
  return mean < INVERSION_MEAN ? invertPoisson(stream, mean) : rejectPoisson(stream, mean);
}

/** As `invertBinomial`, with mass(k + 1) = mass(k) mean / (k + 1). */
function invertPoisson(stream: usize, mean: f64): f64 {
  const none = Math.exp(-mean);
  while (true) {
    let left = nextUniform(stream);
    let mass = none;
    for (let k = 0.0; k <= INVERSION_LIMIT; k += 1.0) {
      if (left < mass) return k;
      left -= mass;
      mass *= mean / (k + 1.0);
    }
  }
}

/**
 * Algorithm PTRS, for a mean ≥ 10.
 *
 * Source: Hörmann (1993), “The transformed rejection method for generating Poisson random variables”, Insurance:
 * Mathematics and Economics 12, 39–45.
 */
function rejectPoisson(stream: usize, mean: f64): f64 {
  const b = 0.931 + 2.53 * sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const scale = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2.0);
  while (true) {
    const v = nextUniform(stream);
    const u = nextUniform(stream) - 0.5;
    const us = 0.5 - abs(u);
    const k = Math.floor(((2.0 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (!(k >= 0.0) || (us < 0.013 && v > us)) continue;
    if (Math.log((v * scale) / (a / (us * us) + b)) <= logPoissonTerm(k, mean)) return k;
  }
}

const OWN_STREAM = memory.data(STREAM_BYTES, 8);

/** Writes the first `count` binomial variates of a stream to [count] f64. */
export function fillBinomials(
  ptr: usize,
  count: i32,
  n: f64,
  p: f64,
  seedLo: i32,
  seedHi: i32,
  chain: i32,
  stream: i32,
): void {
  openStream(OWN_STREAM, seedLo, seedHi, chain, stream);
  for (let i = 0; i < count; i++) store<f64>(ptr + ((<usize>i) << 3), binomialVariate(OWN_STREAM, n, p, 1.0 - p));
}

/** Writes the first `count` Poisson variates of a stream to [count] f64. */
export function fillPoissons(
  ptr: usize,
  count: i32,
  mean: f64,
  seedLo: i32,
  seedHi: i32,
  chain: i32,
  stream: i32,
): void {
  openStream(OWN_STREAM, seedLo, seedHi, chain, stream);
  for (let i = 0; i < count; i++) store<f64>(ptr + ((<usize>i) << 3), poissonVariate(OWN_STREAM, mean));
}
