// Laplace's approximation and eigenvalues, where both are known in closed form.
import { describe, expect, test } from "vitest";
import { eigenOf } from "../../src/optimise/eigen.ts";
import { laplaceAt } from "../../src/optimise/laplace.ts";
import { testKernel } from "../support/kernel.ts";
import { bounded, correlatedNormal } from "../support/targets.ts";

const { numeric } = testKernel();

describe("Laplace's approximation", () => {
  const target = correlatedNormal([1, 0.001, 30], 0.5);
  // The log density has no normalising constant: its integral is Π sd √(2π).
  const evidence = 1.5 * Math.log(2 * Math.PI) + Math.log(1 * 0.001 * 30);
  // z[1] = z[0]/2 + noise, z[2] = z[1]/2 + noise.
  const variances = [1, 0.25 + 1e-6, 0.0625 + 2.5e-7 + 900];

  test.each([
    ["gradients", target],
    ["log densities alone", { dimension: 3, evaluate: target.evaluate }],
  ])("is exact for a normal density, by differences of %s", (_by, density) => {
    const { covariance, logEvidence } = laplaceAt(density, Float64Array.of(0, 0, 0), numeric);
    // Differences of a parabola have no error but rounding: 1e-16 of the largest term over (0.01)² of a width.
    expect(logEvidence).toBeCloseTo(evidence, 6);
    variances.forEach((variance, i) => expect((covariance?.[4 * i] ?? NaN) / variance).toBeCloseTo(1, 6));
  });

  test("is near for a skewed density", () => {
    // θ ~ Beta(2, 3) on the logit scale: its top is at θ = 2/5, its second derivative −5 · 0.4 · 0.6. Exponential(1) on
    // the logarithm's: top at φ = 1, second derivative −1.
    const top = Float64Array.of(numeric.log(0.4 / 0.6), 0);
    const { precision, logEvidence } = laplaceAt(bounded(), top, numeric);
    // Differences over a hundredth of a width: 1e-4 of the curvature's own change.
    expect(precision[0]).toBeCloseTo(1.2, 4);
    expect(precision[3]).toBeCloseTo(1, 4);
    expect(precision[1]).toBeCloseTo(0, 6);
    const logTop = 2 * Math.log(0.4) + 3 * Math.log(0.6) - 1;
    expect(logEvidence).toBeCloseTo(logTop + Math.log(2 * Math.PI) - 0.5 * Math.log(1.2), 3);
  });

  test("knows no evidence on a ridge", () => {
    const ridge = { dimension: 2, evaluate: (z: Float64Array) => -(((z[0] ?? 0) + (z[1] ?? 0)) ** 2) };
    const { covariance, logEvidence } = laplaceAt(ridge, Float64Array.of(1, -1), numeric);
    expect([covariance, logEvidence]).toEqual([null, null]);
  });
});

describe("eigenvalues", () => {
  test("of the second difference are those of theory", () => {
    // 2 on the diagonal, −1 beside it: 4 sin²(k π / (2 (n + 1))), k = 1 … n (Golub and Van Loan, section 4.8).
    const n = 12;
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const apart = Math.abs(Math.floor(at / n) - (at % n));
      return apart === 0 ? 2 : apart === 1 ? -1 : 0;
    });
    const { values, vectors } = eigenOf(matrix, n, numeric);
    values.forEach((value, k) => {
      expect(value).toBeCloseTo(4 * Math.sin(((k + 1) * Math.PI) / (2 * (n + 1))) ** 2, 13);
      const vector = vectors[k] ?? new Float64Array();
      const image = vector.map((own, i) => 2 * own - (vector[i - 1] ?? 0) - (vector[i + 1] ?? 0));
      image.forEach((own, i) => expect(own).toBeCloseTo(value * (vector[i] ?? NaN), 13));
    });
  });

  test("are right relative to themselves where they lie far apart", () => {
    // [[1, c], [c, c² + d]] has the determinant d: the small eigenvalue is d / the large one.
    const [c, d] = [1e6, 1e-3];
    const { values } = eigenOf(Float64Array.of(c * c + d, c, c, 1), 2, numeric);
    const large = 0.5 * (c * c + d + 1 + Math.sqrt((c * c + d + 1) ** 2 - 4 * d));
    // c² + d is rounded to 1e-16 of 1e12, which is 1e-4 in d; nothing more may be lost.
    expect((values[1] ?? NaN) / large).toBeCloseTo(1, 12);
    expect(Math.abs((values[0] ?? NaN) - d / large)).toBeLessThan(3e-16);
  });
});
