// The kernel's special and elementary functions against 40-digit values and identities.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testKernel } from "../support/kernel.ts";

const { exports: kernel } = testKernel();
const relative = (found: number, expected: number): number => Math.abs(found / expected - 1);

describe("the logarithm of the gamma function", () => {
  // Computed with mpmath 1.3 at 40 digits.
  test.each([
    [1e-10, 23.025850929882735],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [2.5, 0.28468287047291916],
    [9.75, 12.242204940050763],
    [10.25, 13.368023671476046],
    [1e5, 1051287.7089736569],
    [1e15, 33538776394910669],
  ])("at %d is right to a few units in the last place", (x, expected) => {
    expect(relative(kernel.lgamma(x), expected)).toBeLessThan(2e-15);
  });

  test("is exactly zero at 1 and 2, and follows its slope there", () => {
    expect(kernel.lgamma(1)).toBe(0);
    expect(kernel.lgamma(2)).toBe(0);
    // Taylor: log Γ(1 + u) = −γ u + π²/12 u² + O(u³), with Euler's γ.
    const u = 2 ** -30;
    expect(relative(kernel.lgamma(1 + u), -0.5772156649015329 * u + (Math.PI ** 2 / 12) * u * u)).toBeLessThan(1e-14);
  });

  test("obeys Γ(x + 1) = x Γ(x)", () => {
    const recurrence = fc.property(fc.double({ min: 0.001, max: 1000, noNaN: true }), (x) => {
      const difference = kernel.lgamma(x + 1) - kernel.lgamma(x) - Math.log(x);
      // Each of the terms is right to about 1e-15 of its size, which is below 6000.
      expect(Math.abs(difference)).toBeLessThan(4e-15 * Math.max(1, Math.abs(kernel.lgamma(x + 1))));
    });
    fc.assert(recurrence, { numRuns: 1000, seed: 1 });
  });

  test("has no value below zero and none but infinity at the ends", () => {
    expect(kernel.lgamma(-0.5)).toBeNaN();
    expect(kernel.lgamma(0)).toBe(Infinity);
    expect(kernel.lgamma(Infinity)).toBe(Infinity);
  });
});

describe("the normal distribution function", () => {
  // Computed with mpmath 1.3 at 40 digits. The relative error of the tail is that of exp(−z²/2): z²/2 · 1e-16.
  test.each([
    [-37, 5.7255712225245768e-300, 2e-13],
    [-8, 6.2209605742717841e-16, 1e-14],
    [-1, 0.15865525393145705, 1e-15],
    [-0.5, 0.3085375387259869, 1e-15],
    [0.25, 0.59870632568292372, 1e-15],
    [1, 0.84134474606854295, 1e-15],
    [3, 0.99865010196836991, 1e-15],
  ])("at %d has its known value", (z, expected, limit) => {
    expect(relative(kernel.normalCdf(z), expected)).toBeLessThan(limit);
  });

  // Roots found with mpmath 1.3 at 40 digits for the double nearest to p.
  test.each([
    [1e-300, -37.047096299361199],
    [1e-20, -9.2623400897984076],
    [0.01, -2.3263478740408411],
    [0.07, -1.4757910281791707],
    [0.3, -0.52440051270804082],
  ])("reaches %d at its known quantile", (p, expected) => {
    expect(relative(kernel.normalQuantile(p), expected)).toBeLessThan(2e-15);
  });

  test("has quantiles that mirror each other about zero", () => {
    expect(kernel.normalQuantile(0.5)).toBe(0);
    for (const p of [2 ** -40, 2 ** -10, 0.125, 0.375]) {
      expect(kernel.normalQuantile(1 - p)).toBe(-kernel.normalQuantile(p)); // 1 − p is exact for these
    }
  });

  test("has infinite quantiles at the ends and none beyond", () => {
    expect([0, 1].map((p) => kernel.normalQuantile(p))).toEqual([-Infinity, Infinity]);
    expect(kernel.normalQuantile(-0.1)).toBeNaN();
  });
});

describe("quantiles of a beta distribution", () => {
  test("with one shape 1 are powers", () => {
    const power = fc.property(
      fc.double({ min: 1e-9, max: 0.999, noNaN: true }),
      fc.double({ min: 0.05, max: 200, noNaN: true }),
      (p, shape) => {
        // P(X ≤ x) = x^a for Beta(a, 1). Solved in log x, whose error of 1e-14 (1 + |log x|) is relative in x.
        expect(relative(kernel.betaQuantile(p, shape, 1), p ** (1 / shape))).toBeLessThan(1e-11);
      },
    );
    fc.assert(power, { numRuns: 300, seed: 1 });
  });

  test("of the arcsine law are squared sines", () => {
    for (const p of [1e-8, 0.1, 0.5, 0.9]) {
      expect(relative(kernel.betaQuantile(p, 0.5, 0.5), Math.sin((Math.PI * p) / 2) ** 2)).toBeLessThan(1e-12);
    }
  });

  test("underflow to the ends where no number lies between", () => {
    expect(kernel.betaQuantile(0.3, 0.0001, 1)).toBe(0); // 0.3^10000
    expect(kernel.betaQuantile(0.3, 1, 0.0001)).toBe(1);
  });
});

describe("elementary functions", () => {
  const anyNumber = fc.double({ min: -30, max: 30, noNaN: true });
  const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true });

  // Host and kernel may differ in the last bits, which is why results use the kernel's; both claim about one unit.
  test.each([
    ["exp", anyNumber],
    ["expm1", anyNumber],
    ["sin", anyNumber],
    ["cos", anyNumber],
    ["tan", anyNumber],
    ["tanh", anyNumber],
    ["log", positive],
    ["log1p", positive],
    ["sqrt", positive],
  ] as const)("%s agrees with the host's to the last bits", (name, range) => {
    const agreement = fc.property(range, (x) => {
      const [found, expected] = [kernel[name](x), Math[name](x)];
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-15 * Math.abs(expected));
    });
    fc.assert(agreement, { numRuns: 300, seed: 1 });
  });

  test("pow agrees with products", () => {
    for (const x of [0.5, 1.5, -3, 10]) expect(kernel.pow(x, 5)).toBe(x * x * x * x * x);
    expect(kernel.pow(2, 0.5)).toBe(Math.SQRT2);
  });
});
