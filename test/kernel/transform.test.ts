// The transforms between bounded parameters and the real line.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TRANSFORM_BOTH, TRANSFORM_LOWER, TRANSFORM_NONE, TRANSFORM_UPPER } from "../../assembly/family.ts";
import { testKernel } from "../support/kernel.ts";

const { toNatural, toReal, logJacobian } = testKernel().exports;

const KINDS = [
  ["no bound", TRANSFORM_NONE, -Infinity, Infinity],
  ["a lower bound", TRANSFORM_LOWER, 2.5, Infinity],
  ["an upper bound", TRANSFORM_UPPER, -Infinity, -3],
  ["both bounds", TRANSFORM_BOTH, 0.015, 0.04],
  ["wide bounds on both sides of zero", TRANSFORM_BOTH, -1e6, 1e3],
] as const;

describe.each(KINDS)("a parameter with %s", (_, kind, lower, upper) => {
  const point = fc.double({ min: -12, max: 12, noNaN: true });

  test("comes back from the real line and returns to it", () => {
    const roundTrip = fc.property(point, (z) => {
      const theta = toNatural(kind, z, lower, upper);
      // θ has a rounding error of 1e-16 |θ|; the distance to the bound, at least e⁻¹² of the scale, carries z.
      const nearest = Math.min(...[theta - lower, upper - theta].filter(Number.isFinite), Infinity);
      const rounding = Number.isFinite(nearest) ? (4e-16 * Math.max(Math.abs(theta), 1)) / nearest : 0;
      expect(Math.abs(toReal(kind, theta, lower, upper) - z)).toBeLessThanOrEqual(rounding + 4e-15);
    });
    fc.assert(roundTrip, { numRuns: 300, seed: 1 });
  });

  test("grows with its point on the real line, at the rate of the Jacobian", () => {
    const derivative = fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (z) => {
      const h = 1e-4;
      const slope = (toNatural(kind, z + h, lower, upper) - toNatural(kind, z - h, lower, upper)) / (2 * h);
      expect(slope).toBeGreaterThan(0);
      // Central difference: relative error h²/6 · |θ‴/θ′| ≤ 2e-9, and 1e-16 |θ| / (h θ′) of rounding: at |z| = 5 the
      // slope is at least 1/150 of the scale, so below 1e-8 where the bounds are not much larger than their distance.
      expect(Math.abs(Math.log(slope) - logJacobian(kind, z, lower, upper))).toBeLessThan(1e-7);
    });
    fc.assert(derivative, { numRuns: 300, seed: 2 });
  });

  test("lies strictly between its bounds wherever it is on the real line", () => {
    for (const z of [-700, -300, -40, -1, 0, 1, 40, 300, 700]) {
      const theta = toNatural(kind, z, lower, upper);
      expect(theta).toBeGreaterThan(lower);
      expect(theta).toBeLessThan(upper);
      expect(logJacobian(kind, z, lower, upper)).toBeGreaterThan(-Infinity);
    }
  });

  test("is at infinity on its bounds and nowhere beyond", () => {
    expect(toReal(kind, lower, lower, upper)).toBe(-Infinity);
    expect(toReal(kind, upper, lower, upper)).toBe(Infinity);
    if (Number.isFinite(lower)) expect(toReal(kind, lower - 1, lower, upper)).toBeNaN();
    if (Number.isFinite(upper)) expect(toReal(kind, upper + 1, lower, upper)).toBeNaN();
  });
});

describe("the log-Jacobian", () => {
  test("has its closed forms", () => {
    expect(logJacobian(TRANSFORM_NONE, 3, -Infinity, Infinity)).toBe(0);
    expect(logJacobian(TRANSFORM_LOWER, 3, 1, Infinity)).toBe(3);
    expect(logJacobian(TRANSFORM_UPPER, 3, -Infinity, 1)).toBe(-3);
    // θ′ = (upper − lower) s (1 − s) with s = ½ at 0.
    expect(logJacobian(TRANSFORM_BOTH, 0, 1, 9)).toBeCloseTo(Math.log(2), 15);
    // s (1 − s) → exp(−|z|) far out, where s itself rounds to 1.
    expect(logJacobian(TRANSFORM_BOTH, 500, 0, 1)).toBe(-500);
    expect(logJacobian(TRANSFORM_BOTH, -500, 0, 1)).toBe(-500);
  });

  test("makes the density on the real line integrate to one", () => {
    // A uniform parameter: ∫ exp(log-Jacobian − log(upper − lower)) dz = 1. The trapezoidal rule converges
    // exponentially for this analytic integrand; beyond |z| = 40 less than e⁻³⁹ is left out.
    const [lower, upper, h] = [-2, 5, 0.25];
    let sum = 0;
    for (let z = -40; z <= 40; z += h) sum += h * Math.exp(logJacobian(TRANSFORM_BOTH, z, lower, upper));
    expect(sum / (upper - lower)).toBeCloseTo(1, 12);
  });

  test("and the transform are not numbers for an unknown kind or for NaN", () => {
    expect(toNatural(9, 0, 0, 1)).toBeNaN();
    expect(logJacobian(9, 0, 0, 1)).toBeNaN();
    expect(toReal(9, 0.5, 0, 1)).toBeNaN();
    expect(toNatural(TRANSFORM_LOWER, NaN, 0, Infinity)).toBeNaN();
  });
});
