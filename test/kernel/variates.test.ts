// Binomial and Poisson variates against the exact masses, over means and extremes of all branches.

import { describe, expect, test } from "vitest";
import { CCDF, FAMILY_GAMMA } from "../../assembly/family.ts";
import { distributions } from "../../src/kernel/distribution.ts";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();
const { exports, numeric } = kernel;
const exact = distributions(exports);
const COUNT = 40_000;
const buffer = kernel.reserve(8 * COUNT);
const draws = (): Float64Array => new Float64Array(kernel.memory(), buffer, COUNT).slice();

function binomials(n: number, p: number, seed: number): Float64Array {
  exports.fillBinomials(buffer, COUNT, n, p, seed, 0, 0, 0);
  return draws();
}

function poissons(mean: number, seed: number): Float64Array {
  exports.fillPoissons(buffer, COUNT, mean, seed, 0, 0, 0);
  return draws();
}

/**
 * Probability that a chi-squared statistic as large as that of the draws arises by chance. Cells are single numbers, or
 * runs of numbers of about 1/200 of the mass, each with at least 20 draws expected; the two tails are cells too.
 */
function chance(drawn: Float64Array, cdf: (k: number) => number, quantile: (p: number) => number): number {
  // Upper ends of the cells: each value in turn while it carries enough mass.
  const ends: number[] = [];
  for (let step = 0; step <= 200; step += 1) {
    const end = quantile(Math.min(Math.max(step / 200, 0.0006), 0.9994));
    if (end !== ends.at(-1)) ends.push(end);
  }
  const edges = ends.filter((end, index) => {
    const above = 1 - cdf(end);
    const within = cdf(end) - (index === 0 ? 0 : cdf(ends[index - 1] ?? NaN));
    return above * COUNT > 20 && within * COUNT > 20;
  });
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of drawn) {
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= (edges[middle] ?? NaN)) high = middle;
      else low = middle + 1;
    }
    counts[low] = (counts[low] ?? 0) + 1;
  }
  let statistic = 0;
  let below = 0;
  counts.forEach((count, cell) => {
    const upTo = cell < edges.length ? cdf(edges[cell] ?? NaN) : 1;
    const expected = (upTo - below) * COUNT;
    statistic += (count - expected) ** 2 / expected;
    below = upTo;
  });
  const degrees = counts.length - 1;
  expect(degrees).toBeGreaterThan(0);
  return exports.distribution(CCDF, FAMILY_GAMMA, statistic, degrees / 2, 0.5, 0, 0);
}

// 58 chi-squared tests in this file: below 1e-5 once in 1,700 choices of the seeds, which are fixed.
const SMALLEST_CHANCE = 1e-5;

const SIZES = [1, 2, 7, 19, 20, 100, 1000, 1e5, 1e9];
const SHARES = [1e-9, 1e-4, 0.01, 0.3, 0.5, 0.7, 0.999];

describe("a binomial variate", () => {
  const grid = [...SIZES.flatMap((n) => SHARES.map((p) => [n, p] as const)), [1e12, 1e-7] as const]
    // A variance below 1/1000 leaves too little to count in 40,000 draws.
    .filter(([n, p]) => n * p * (1 - p) >= 0.99e-3);

  test.each(grid)("of %d trials of probability %d has the masses of the distribution", (n, p) => {
    const drawn = binomials(n, p, 1000 + n);
    expect(drawn.every((k) => Number.isInteger(k) && k >= 0 && k <= n)).toBe(true);
    const found = chance(
      drawn,
      (k) => exact.cdf("binomial", k, [n, p]),
      (q) => exact.quantile("binomial", q, [n, p]),
    );
    expect(found).toBeGreaterThan(SMALLEST_CHANCE);
  });

  test("is certain where the probability is 0 or 1, or nobody is there", () => {
    expect(binomials(50, 0, 1).every((k) => k === 0)).toBe(true);
    expect(binomials(50, 1, 1).every((k) => k === 50)).toBe(true);
    expect(binomials(0, 0.3, 1).every((k) => k === 0)).toBe(true);
  });

  test("keeps its mean and variance on either side of the mean at which the method changes", () => {
    for (const mean of [9.99, 10.01]) {
      const drawn = binomials(1000, mean / 1000, 77);
      const average = drawn.reduce((sum, k) => sum + k, 0) / COUNT;
      const variance = drawn.reduce((sum, k) => sum + (k - average) ** 2, 0) / (COUNT - 1);
      const expected = mean * (1 - mean / 1000);
      expect(Math.abs(average - mean)).toBeLessThan(4.5 * numeric.sqrt(expected / COUNT));
      // Standard error of a variance of nearly normal numbers, a little wider for the kurtosis 1/npq.
      expect(Math.abs(variance / expected - 1)).toBeLessThan(4.5 * numeric.sqrt((2 + 1 / expected) / COUNT));
    }
  });
});

describe("a Poisson variate", () => {
  test.each([1e-3, 0.01, 0.5, 1, 3, 9.99, 10, 11, 30, 100, 1234.5, 1e6, 1e12])(
    "of mean %d has the masses of the distribution",
    (mean) => {
      const found = chance(
        poissons(mean, 2000),
        (k) => exact.cdf("poisson", k, [mean]),
        (q) => exact.quantile("poisson", q, [mean]),
      );
      expect(found).toBeGreaterThan(SMALLEST_CHANCE);
    },
  );

  test("is 0 where the mean is 0", () => {
    expect(poissons(0, 1).every((k) => k === 0)).toBe(true);
  });
});

describe("the variates of a stream", () => {
  test("are the same again, and others with another seed", () => {
    expect(poissons(50, 3)).toEqual(poissons(50, 3));
    expect(poissons(50, 3)).not.toEqual(poissons(50, 4));
  });

  test("of one draw each are the inverse of the stream's uniform variates", () => {
    // Inversion takes one uniform variate per number: the smallest k whose distribution function exceeds it.
    const drawn = poissons(2, 9);
    for (let index = 0; index < 200; index += 1) {
      const u = exports.uniform(9, 0, 0, 0, index, 0);
      expect(exact.cdf("poisson", drawn[index] ?? NaN, [2])).toBeGreaterThan(u);
      expect(exact.cdf("poisson", (drawn[index] ?? NaN) - 1, [2])).toBeLessThanOrEqual(u);
    }
  });
});
