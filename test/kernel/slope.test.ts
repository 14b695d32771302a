// Slopes of the log densities against extrapolated differences of those, and against theory where differences drown.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FAMILY_BETA_BINOMIAL_MEAN, FAMILY_BETA_MEAN, LOG_DENSITY } from "../../assembly/family.ts";
import { FAMILIES, isFamilyName, type FamilyName } from "../../src/kernel/distribution.ts";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();
const out = kernel.reserve(40);

interface Case {
  readonly family: number;
  /** x, then the arguments. */
  readonly at: readonly number[];
}

const logDensity = (family: number, [x = NaN, a = 0, b = 0, c = 0, d = 0]: readonly number[]): number =>
  kernel.exports.distribution(LOG_DENSITY, family, x, a, b, c, d);

function slopes(family: number, [x = NaN, a = 0, b = 0, c = 0, d = 0]: readonly number[]): number[] {
  kernel.exports.logDensitySlopes(family, x, a, b, c, d, out);
  return [...new Float64Array(kernel.memory(), out, 5)];
}

/** Central differences over h, h/2, … of ratio 2, extrapolated to 0 by Richardson; 2⁻⁴ of `scale` first. */
function difference(f: (step: number) => number, scale: number): number {
  let row: number[] = [];
  for (let level = 0; level < 6; level += 1) {
    const h = (scale / 16) * 2 ** -level;
    const next = [(f(h) - f(-h)) / (2 * h)];
    row.forEach((coarse, order) =>
      next.push((next[order] ?? NaN) + ((next[order] ?? NaN) - coarse) / (4 ** (order + 1) - 1)),
    );
    row = next;
  }
  return row.at(-1) ?? NaN;
}

/** Arguments of moderate size, and a place within the middle of the distribution. */
function someCase(name: FamilyName): fc.Arbitrary<Case> {
  const { args: names, family, discrete } = FAMILIES[name];
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const one = (arg: string): fc.Arbitrary<number> => {
    if (arg === "mean" && discrete) return between(0.5, 1000);
    if (arg === "mean" || arg === "location" || arg === "meanlog") return between(-5, 5);
    if (arg === "size" && name !== "negative_binomial") return fc.integer({ min: 1, max: 200 });
    if (arg === "prob") return between(0.05, 0.95);
    if (arg === "lower") return between(-9, -6);
    if (arg === "upper") return between(6, 30);
    return arg === "sdlog" ? between(0.1, 2) : between(0.5, 30);
  };
  return fc.tuple(between(0.05, 0.95), ...names.map(one)).map(([p = 0.5, a = 0, b = 0, c = 0, d = 0]) => ({
    family,
    at: [kernel.exports.distribution(6, family, p, a, b, c, d), a, b, c, d],
  }));
}

/** A length over which a log density bends little: a share of the distance from 0, and of that from 1 for a share. */
const lengthOf = (family: number, at: readonly number[], which: number): number => {
  const value = Math.abs(at[which] ?? NaN);
  const isShare = which === 0 && (family === FAMILIES.beta.family || family === FAMILY_BETA_MEAN);
  if (isShare) return 0.3 * Math.min(value, 1 - value);
  return which === 0 || value < 0.1 ? 0.1 * Math.min(1, Math.max(value, 1e-6)) : 0.3 * value;
};

function expectSlopes(family: number, at: readonly number[], which: readonly number[]): void {
  const found = slopes(family, at);
  for (const index of which) {
    const moved = (step: number) =>
      logDensity(
        family,
        at.map((value, place) => (place === index ? value + step : value)),
      );
    const length = lengthOf(family, at, index);
    const expected = difference(moved, length);
    // Rounding of the log density (1e-13 of its size) over the smallest step, 2⁻⁹ of the length, and its growth by
    // extrapolation (less than 4): 2e-10 / length; the rest of the expansion, of order 12, is smaller.
    const size = Math.max(1, Math.abs(logDensity(family, at)));
    const rounding = (2e-10 * size) / length;
    expect(Math.abs((found[index] ?? NaN) - expected), `${family} ${at.join(" ")} by ${index}`).toBeLessThan(
      rounding + 1e-9 * Math.abs(expected),
    );
  }
}

const NAMES = Object.keys(FAMILIES).filter(isFamilyName);
/** Of counting families: neither the count nor a number of trials moves. */
const movable = (name: FamilyName): number[] =>
  ["x", ...FAMILIES[name].args].flatMap((arg, index) => {
    const isTrials = arg === "size" && name !== "negative_binomial";
    return (index === 0 && FAMILIES[name].discrete) || isTrials ? [] : [index];
  });

describe("slopes of a log density", () => {
  test.each(NAMES)("of %s are the limits of its differences", (name) => {
    fc.assert(
      fc.property(someCase(name), ({ family, at }) => expectSlopes(family, at, movable(name))),
      { numRuns: 200, seed: 1 },
    );
  });

  test("by mean and concentration are the limits of differences too", () => {
    const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    const concentration = fc.double({ min: 0.5, max: 300, noNaN: true });
    const both = fc.property(share, share, concentration, fc.integer({ min: 0, max: 50 }), (x, mean, phi, k) => {
      expectSlopes(FAMILY_BETA_MEAN, [x, mean, phi, 0, 0], [0, 1, 2]);
      expectSlopes(FAMILY_BETA_BINOMIAL_MEAN, [k, 50, mean, phi, 0], [2, 3]);
    });
    fc.assert(both, { numRuns: 200, seed: 2 });
  });

  test.each(NAMES.filter((name) => FAMILIES[name].discrete))("of %s by what cannot move are 0", (name) => {
    const [one] = fc.sample(someCase(name), { numRuns: 1, seed: 3 });
    if (one === undefined) throw new Error("fast-check gave no case");
    const found = slopes(one.family, one.at);
    const fixed = [0, 1, 2, 3, 4].filter((index) => !movable(name).includes(index));
    expect(fixed.map((index) => found[index])).toEqual(fixed.map(() => 0));
  });

  test("are NaN where there is no density", () => {
    expect(slopes(FAMILIES.gamma.family, [-1, 2, 3])).toEqual([NaN, NaN, NaN, NaN, NaN]);
    expect(slopes(FAMILIES.poisson.family, [2, -1])).toEqual([NaN, NaN, NaN, NaN, NaN]);
    expect(slopes(FAMILIES.normal.family, [2, 0, -1])).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });
});

/** Relative error against the leading term of an expansion whose next term is smaller by a factor `next`. */
function expectNear(found: number | undefined, expected: number, next: number): void {
  expect(Math.abs((found ?? NaN) / expected - 1)).toBeLessThan(1e-12 + next);
}

describe("slopes at the limits of large sizes", () => {
  // log NB − log Poisson = ((x − m)² − x) / (2 size) · −1 + O(size⁻²).
  test.each([1e6, 1e9, 1e13, 1e100])("of a negative binomial by size %d are x − (x − m)² over 2 size²", (size) => {
    for (const x of [0, 1, 30]) {
      const found = slopes(FAMILIES.negative_binomial.family, [x, 12, size]);
      expectNear(found[2], (x - (x - 12) ** 2) / size / size / 2, 100 / size);
      expectNear(found[1], (x - 12) / 12, 13 / size);
    }
  });

  test("of a Poisson are x / m − 1, at a mean of 0 too", () => {
    expect(slopes(FAMILIES.poisson.family, [30, 12])[1]).toBeCloseTo(1.5, 14);
    expect(slopes(FAMILIES.poisson.family, [0, 0])[1]).toBe(-1);
  });

  // log t − log normal = (z⁴ − 2z² − 1) / (4 df) + O(df⁻²).
  test.each([1e6, 1e9, 1e13, 1e100])("of Student's t by %d degrees of freedom are (1 + 2z² − z⁴) / 4 df²", (df) => {
    for (const z of [0, 0.3, 3]) {
      const expected = (1 + 2 * z ** 2 - z ** 4) / df / df / 4;
      expectNear(slopes(FAMILIES.student_t.family, [z, df, 0, 1])[1], expected, 1000 / df);
    }
  });

  // Γ(a + k) / Γ(a) = aᵏ (1 + k (k − 1) / (2a) + O(a⁻²)).
  test.each([1e6, 1e9, 1e13])("of a beta-binomial by concentration %d are of its square", (phi) => {
    const [n, mean] = [40, 0.3];
    for (const k of [0, 3, 12, 40]) {
      const pairs = (k * (k - 1)) / mean + ((n - k) * (n - k - 1)) / (1 - mean) - n * (n - 1);
      expectNear(slopes(FAMILY_BETA_BINOMIAL_MEAN, [k, n, mean, phi])[3], -pairs / phi / phi / 2, 1000 / phi);
    }
  });

  test("of a beta-binomial that expects nobody are those of the failures", () => {
    // log P(0) = log Γ(n + φ(1 − μ)) − log Γ(φ(1 − μ)) + …: at μ = 0 and φ = 1 the slope is −(1 + 1/2 + … + 1/n).
    expect(slopes(FAMILY_BETA_BINOMIAL_MEAN, [0, 3, 0, 1])[2]).toBeCloseTo(-(1 + 1 / 2 + 1 / 3), 13);
  });

  // At x = μ: μ / (2μφ) + (1 − μ) / (2 (1 − μ) φ) − 1 / (2φ) = 1 / (2φ).
  test.each([1e6, 1e12])("of a beta by concentration %d at its mean are half its inverse", (phi) => {
    expectNear(slopes(FAMILY_BETA_MEAN, [0.25, 0.25, phi])[2], 0.5 / phi, 10 / phi);
  });
});

describe("slopes of a normal distribution cut to a narrow interval", () => {
  // E[z | narrow] = m − m w²/12 + …, so by mean the slope tends to (x − middle) / sd².
  test.each([1e-2, 1e-5, 1e-9])("of width %d are those of a uniform distribution", (width) => {
    const x = 3 + 0.25 * width;
    const found = slopes(FAMILIES.truncated_normal.family, [x, 1, 2, 3 - width / 2, 3 + width / 2]);
    // The middle, 3, is known to 4e-16, which is compared with a quarter of the width.
    expect(Math.abs((found[1] ?? NaN) / (width / 16) - 1)).toBeLessThan(width + 1e-14 / width);
    expect(Math.abs((found[3] ?? NaN) * width - 1)).toBeLessThan(width + 1e-14 / width);
    expect(Math.abs((found[4] ?? NaN) * width + 1)).toBeLessThan(width + 1e-14 / width);
  });

  test("agree with differences on both sides of where the series takes over", () => {
    for (const width of [0.15, 0.21]) {
      expectSlopes(FAMILIES.truncated_normal.family, [1.02, 0.4, 1.5, 1, 1 + width], [1, 2]);
    }
  });
});
