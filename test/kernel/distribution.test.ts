// The kernel's distributions against theory, recorded 50-digit values and their own definitions.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDistributions } from "../../src/cli/reference/distributions.ts";
import { distributions, FAMILIES, isFamilyName, type FamilyName } from "../../src/kernel/distribution.ts";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();
const compute = distributions(kernel.exports);
const names = Object.keys(FAMILIES).filter(isFamilyName);

/** Arguments of moderate size for each family, as the names of its arguments ask for. */
function someArguments(name: FamilyName): fc.Arbitrary<number[]> {
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const one = (arg: string): fc.Arbitrary<number> => {
    if (arg === "mean" && FAMILIES[name].discrete) return between(0.01, 1000);
    if (arg === "mean" || arg === "location" || arg === "meanlog") return between(-5, 5);
    if (arg === "size" && name !== "negative_binomial") return fc.integer({ min: 1, max: 200 });
    if (arg === "prob") return between(0.01, 0.99);
    if (arg === "lower") return between(-4, -1);
    if (arg === "upper") return between(1, 30);
    if (arg === "sdlog") return between(0.1, 5);
    return between(0.3, 50);
  };
  return fc.tuple(...FAMILIES[name].args.map(one));
}

describe("the recorded values", () => {
  const rows = checkDistributions(fileURLToPath(new URL("../reference/distributions", import.meta.url)), kernel);

  test("cover every family", () => {
    expect(rows.map(({ file }) => file.replace(".json", "")).sort()).toEqual([...names].sort());
  });

  test.each(rows)("of $file are met", ({ worst, limit, note }) => {
    expect(worst, note).toBeLessThanOrEqual(limit);
  });

  test("are missed by a wrong number, an unknown family and a broken file, each said so", () => {
    const folder = mkdtempSync(join(tmpdir(), "midsummer-distributions-"));
    try {
      const point = { x: 0, log_density: -0.9189385332, cdf: 0.5, log_ccdf: -0.6931471805599453 };
      const file = { distribution: "normal", cases: [{ parameters: { mean: 0, sd: 1 }, points: [point] }] };
      writeFileSync(join(folder, "a-good.json"), JSON.stringify(file));
      writeFileSync(join(folder, "b-wrong.json"), JSON.stringify(file).replace("0.5", "0.5000001"));
      writeFileSync(join(folder, "c-unknown.json"), JSON.stringify({ distribution: "zipf", cases: [] }));
      writeFileSync(join(folder, "d-broken.json"), "{");
      const [good, wrong, unknown, broken] = checkDistributions(folder, kernel);
      expect(good?.worst).toBeLessThan(1);
      expect(wrong?.worst).toBeGreaterThan(1);
      expect(unknown).toMatchObject({ worst: Infinity, note: expect.stringContaining("zipf") as string });
      expect(broken?.worst).toBe(Infinity);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe.each(names)("%s", (name) => {
  const { discrete } = FAMILIES[name];
  const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

  test("has quantiles that undo its distribution function", () => {
    const inverse = fc.property(someArguments(name), probability, (args, p) => {
      const x = compute.quantile(name, p, args);
      if (discrete) {
        // The smallest integer that reaches p; a tie within 1e-13 counts as reached.
        expect(compute.cdf(name, x, args)).toBeGreaterThanOrEqual(p * (1 - 2e-13));
        if (x > 0) expect(compute.cdf(name, x - 1, args)).toBeLessThan(p);
      } else {
        // The solver's error, and what a rounding of x moves: its density times |x| · 1e-16, four times over.
        const rounding = 4e-16 * Math.exp(compute.logDensity(name, x, args)) * Math.abs(x);
        expect(Math.abs(compute.cdf(name, x, args) - p)).toBeLessThan(1e-11 * p + rounding);
      }
    });
    fc.assert(inverse, { numRuns: 200, seed: 1 });
  });

  test("has tails that add up to one", () => {
    const sum = fc.property(someArguments(name), probability, (args, p) => {
      const x = compute.quantile(name, p, args);
      // Each part is the smaller tail or its complement, so only rounding is left.
      expect(compute.cdf(name, x, args) + compute.ccdf(name, x, args)).toBeCloseTo(1, 13);
      expect(Math.exp(compute.logCdf(name, x, args))).toBeCloseTo(compute.cdf(name, x, args), 13);
    });
    fc.assert(sum, { numRuns: 100, seed: 2 });
  });

  test("has a density or mass that is the growth of its distribution function", () => {
    const growth = fc.property(someArguments(name), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (args, p) => {
      const x = compute.quantile(name, p, args);
      const mass = Math.exp(compute.logDensity(name, x, args));
      if (discrete) {
        expect(mass).toBeCloseTo(compute.cdf(name, x, args) - compute.cdf(name, x - 1, args), 11);
        return;
      }
      // Central difference over h, 1e-3 of the width of the middle 0.02 of probability. Its relative error is
      // h²/6 · |f″/f|, at most 1e-5 for the heaviest tail here (index 0.3); rounding adds 1e-14 / 2e-5.
      const h = 1e-3 * (compute.quantile(name, p + 0.01, args) - compute.quantile(name, p - 0.01, args));
      const slope = (compute.cdf(name, x + h, args) - compute.cdf(name, x - h, args)) / (2 * h);
      expect(Math.abs(slope / mass - 1)).toBeLessThan(1e-5);
    });
    fc.assert(growth, { numRuns: 100, seed: 3 });
  });

  test("is NaN for arguments outside their domain, and refuses a wrong number of them", () => {
    const bad = FAMILIES[name].args.map(() => NaN);
    expect(compute.logDensity(name, 1, bad)).toBeNaN();
    expect(compute.cdf(name, 1, bad)).toBeNaN();
    expect(() => compute.cdf(name, 1, [...bad, 1])).toThrow(/arguments/);
  });

  test("keeps its quantiles of 0 and 1 at the ends of its support, and knows none beyond", () => {
    const [args] = fc.sample(someArguments(name), { numRuns: 1, seed: 4 });
    if (args === undefined) throw new Error("fast-check gave no arguments");
    const [lower, upper] = FAMILIES[name].support(args);
    expect(compute.quantile(name, 0, args)).toBe(lower);
    expect(compute.quantile(name, 1, args)).toBe(upper);
    expect(compute.quantile(name, 1.001, args)).toBeNaN();
    if (Number.isFinite(lower)) expect(compute.logDensity(name, lower - 1, args)).toBe(-Infinity);
    if (Number.isFinite(upper)) expect(compute.logDensity(name, upper + 1, args)).toBe(-Infinity);
  });
});

describe("log masses of large counts", () => {
  // Stirling's series at the mean x = μ: log mass = −½ log(2πx) − 1/(12x) + O(x⁻³).
  test.each([1e4, 1e7, 1e10])("of Poisson(%d) at its mean keep all digits", (x) => {
    const expected = -0.5 * Math.log(2 * Math.PI * x) - 1 / (12 * x) + 1 / (360 * x ** 3);
    expect(Math.abs(compute.logDensity("poisson", x, [x]) - expected)).toBeLessThan(1e-14 * Math.abs(expected) * 4);
  });

  // log NB − log Poisson = ((x − μ)² − x) / (2 size) + O(size⁻²), here below 1e-12 from size 1e15 on.
  test.each([1e15, 1e18, 1e100, 1e300, Infinity])(
    "of a negative binomial of size %d are those of a Poisson",
    (size) => {
      for (const x of [0, 1, 10, 40]) {
        const expected = compute.logDensity("poisson", x, [10]);
        expect(Math.abs(compute.logDensity("negative_binomial", x, [10, size]) - expected)).toBeLessThan(1e-12);
        expect(compute.logCdf("negative_binomial", x, [10, size])).toBeCloseTo(compute.logCdf("poisson", x, [10]), 11);
      }
    },
  );

  test("of a beta-binomial with large shapes are those of a binomial", () => {
    // The relative difference of the masses is of the order size² / (alpha + beta) = 1e4 / 1e15.
    for (const x of [0, 20, 30, 100]) {
      const expected = compute.logDensity("binomial", x, [100, 0.3]);
      expect(Math.abs(compute.logDensity("beta_binomial", x, [100, 3e14, 7e14]) - expected)).toBeLessThan(1e-9);
    }
  });

  test("of a beta-binomial with both shapes 1 are all equal", () => {
    for (const x of [0, 1, 500, 1000]) {
      expect(compute.logDensity("beta_binomial", x, [1000, 1, 1])).toBeCloseTo(-Math.log(1001), 12);
    }
  });
});

describe("far tails", () => {
  test("of a normal distribution cut off there are nearly exponential", () => {
    // For X | X > c the excess times c tends to a unit exponential: log P(c (X − c) > 1) = −1 − 1/(2c²) + log ratio of
    // Mills' ratios at c + 1/c and c, which is −1/c² + O(c⁻⁴): together −1 − 1.5/c².
    const c = 100;
    const log = compute.logCcdf("truncated_normal", c + 1 / c, [0, 1, c, Infinity]);
    expect(Math.abs(log - (-1 - 1.5 / (c * c)))).toBeLessThan(1e-7); // c⁻⁴ = 1e-8, times a small factor
  });

  test("of a gamma distribution with shape 1 are exponential at any distance", () => {
    for (const x of [1e-300, 1e-8, 1, 700, 1e6]) {
      expect(compute.logCcdf("gamma", x, [1, 2])).toBeCloseTo(-2 * x, 12);
    }
  });

  test("of Student's t with one degree of freedom are Cauchy's", () => {
    for (const x of [-1e100, -1e8, -3, 0.5, 1e8, 1e100]) {
      const [t, cauchy] = [compute.logCdf("student_t", x, [1, 0, 1]), compute.logCdf("cauchy", x, [0, 1])];
      expect(Math.abs(t - cauchy)).toBeLessThan(1e-13 * Math.max(1, Math.abs(cauchy)));
    }
  });
});

describe("special cases", () => {
  test("a mean of zero has all its mass at 0, and a mean below zero none", () => {
    expect(compute.logDensity("poisson", 0, [0])).toBe(0);
    expect(compute.logDensity("poisson", 1, [0])).toBe(-Infinity);
    expect(compute.logDensity("poisson", 0, [-1])).toBe(-Infinity);
    expect(compute.logDensity("negative_binomial", 0, [0, 3])).toBe(0);
    expect(compute.logDensity("negative_binomial", 2, [0, 3])).toBe(-Infinity);
    expect(compute.logDensity("negative_binomial", 0, [-1, 3])).toBe(-Infinity);
    expect(compute.logDensity("negative_binomial", 0, [-1, -3])).toBeNaN();
  });

  test("a number between two counts has no mass", () => {
    expect(compute.logDensity("poisson", 1.5, [2])).toBe(-Infinity);
    expect(compute.cdf("poisson", 1.5, [2])).toBe(compute.cdf("poisson", 1, [2]));
  });

  test("an exact tie takes the smaller integer", () => {
    expect(compute.quantile("binomial", 0.5, [1, 0.5])).toBe(0);
    expect(compute.quantile("binomial", 0.5, [99, 0.5])).toBe(49); // by symmetry P(X ≤ 49) = ½
    expect(compute.quantile("beta_binomial", 0.25, [3, 1, 1])).toBe(0); // P(X = 0) = 1/4
    expect(compute.quantile("beta_binomial", 0.75, [3, 1, 1])).toBe(2);
  });

  test("densities with a pole are infinite there and not beyond", () => {
    expect(compute.logDensity("gamma", 0, [0.5, 1])).toBe(Infinity);
    expect(compute.logDensity("beta", 1, [0.5, 0.5])).toBe(Infinity);
    expect(compute.logDensity("beta", 1.1, [0.5, 0.5])).toBe(-Infinity);
    expect(compute.logDensity("exponential", 0, [2])).toBeCloseTo(Math.log(2), 15);
  });
});
