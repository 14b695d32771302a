// The gradient goes through every likelihood, periods, weights, hierarchical and fitted priors.
import { describe, expect, test } from "vitest";
import { openDocument } from "../../src/run/open.ts";
import { posterior } from "../../src/posterior/posterior.ts";
import { spoil } from "../support/document.ts";
import { testKernel } from "../support/kernel.ts";

const SHARE = "{ expression: infectious / 1000 }";
const TEXT = `${spoil("step: 1 }", "step: 1 }\nintegrator: { method: rk4, step: 0.5 }")
  .replace("recovery_rate: 0.2", "recovery_rate: 0.2\n  spread: 2\n  tightness: 30\n  common: 0.4\n  scale: 0.3")
  .replace("outputs:", `outputs:\n  share: ${SHARE}`)}
targets:
  normal: { output: in_bed, times: [2, 5], values: [3, 9], likelihood: normal, sd: spread }
  cut: { output: in_bed, times: [3, 6], values: [2, 20], likelihood: truncated_normal, sd: 3 * spread, lower: 1, upper: 60 }
  logged: { output: in_bed, times: [4], values: [6], likelihood: lognormal, sd: spread }
  poisson: { output: new_cases, times: [2, 6], values: [1, 5], likelihood: poisson, weight: 0.5, over_points: mean }
  counts: { output: new_cases, times: [3, 8], values: [2, 8], likelihood: negative_binomial, dispersion: tightness, weights: [1, 3] }
  periods: { output: new_cases, times: [0, 4, 7], values: [3, 5, 9], likelihood: negative_binomial, dispersion: tightness, aggregate: 3 }
  means: { output: in_bed, times: [1, 5], values: [2, 9], likelihood: normal, sd: 2, aggregate: { over: 4, statistic: mean } }
  tested: { output: share, times: [5, 9], values: [1, 3], likelihood: binomial, size: [50, 60] }
  scattered: { output: share, times: [5, 9], values: [1, 3], likelihood: beta_binomial, size: [50, 60], concentration: tightness }
  shares: { output: share, times: [7, 10], values: [0.01, 0.05], likelihood: beta, concentration: 4 * tightness }
  survey: { output: share, times: [10], likelihood: beta, alpha: [3], beta: [70] }
priors:
  contact_rate: normal(common, scale)
  recovery_rate: beta(mean=0.25, interval=[0.1, 0.5])
  spread: lognormal(median=2 * common, sd=0.5)
  tightness: gamma(3, 0.1 / scale)
  common: student_t(4, 0.5, 0.2)
  scale: half_normal(0.5)
`;

/** Central differences over h, h/2, …, extrapolated by Richardson to an error of order 10. */
function difference(f: (step: number) => number): number {
  let row: number[] = [];
  for (let level = 0; level < 5; level += 1) {
    const h = 0.02 * 2 ** -level;
    const next = [(f(h) - f(-h)) / (2 * h)];
    row.forEach((coarse, order) =>
      next.push((next[order] ?? NaN) + ((next[order] ?? NaN) - coarse) / (4 ** (order + 1) - 1)),
    );
    row = next;
  }
  return row.at(-1) ?? NaN;
}

describe("the gradient of a document with every kind of target", () => {
  const kernel = testKernel();
  const opened = openDocument(TEXT, kernel);
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues, null, 1));
  const density = posterior(opened.value.placed);

  test.each([0, 0.3, -0.2])("agrees with differences at the document's values moved by %d", (shift) => {
    const z = density.start.map((value, index) => value + shift * (index % 2 === 0 ? 1 : -0.5));
    const out = new Float64Array(z.length);
    const value = density.gradient?.(z, out);
    expect(value).toBe(density.evaluate(z));
    expect(value).toBeGreaterThan(-Infinity);
    out.forEach((found, index) => {
      const expected = difference((step) =>
        density.evaluate(z.map((one, place) => one + (place === index ? step : 0))),
      );
      // Rounding of the log density, some 1e-13 of it, over the smallest step of 1e-3, and its growth by extrapolation.
      expect(Math.abs(found - expected)).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected)));
    });
  });
});
