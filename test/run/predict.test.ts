// Predictive checks and overlaps, where theory says what they are.
import { describe, expect, test } from "vitest";
import { openDocument } from "../../src/run/open.ts";
import { overlapOf } from "../../src/run/analysis/overlap.ts";
import { predictionAt } from "../../src/run/analysis/predict.ts";
import { testKernel } from "../support/kernel.ts";

/** A constant level that is counted five times with a normal error of 2. */
const text = (values: string) => `
midsummer: 1
title: Level
time: { unit: day, start: 0, end: 5, step: 1 }
integrator: { method: rk4, step: 1 }
parameters: { level: 100 }
compartments: [cases]
initial: { cases: level }
flows:
  none: { kind: entry, to: cases, rate: 0 }
outputs:
  size: { compartments: cases }
targets:
  seen: { title: Seen, output: size, times: [1, 2, 3, 4, 5], values: ${values}, likelihood: normal, sd: 2 }
priors:
  level: normal(100, 10)
`;

function prediction(values: string, draws: readonly Float64Array[] | null) {
  const kernel = testKernel();
  const opened = openDocument(text(values), kernel);
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues));
  const answer = predictionAt(opened.value, kernel, { text: "", draws, seed: 1, count: 2000 });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value;
}

describe("a predictive check", () => {
  const still = Array.from({ length: 2000 }, () => Float64Array.of(100));

  test("of the posterior has the likelihood's own quantiles where the draws stand still", () => {
    const [seen] = prediction("[100, 98, 104, 96, 108]", still).targets;
    // N(100, 2²): 95 % within 3.92, 50 % within 1.35. A quantile of 2000 draws is right to 0.1 of a standard deviation at
    // the ends (√(p q / n) over the density), 0.2; four such errors.
    seen?.upper95.forEach((value) => expect(Math.abs(value - 103.92)).toBeLessThan(0.8));
    seen?.lower50.forEach((value) => expect(Math.abs(value - 98.65)).toBeLessThan(0.3));
    expect([seen?.within50, seen?.within95]).toEqual([1, 2]);
    // Two or fewer of five at 95 % each: 10 · 0.95² · 0.05³ and less, 0.00116.
    expect(seen?.chance).toBeCloseTo(0.001158, 5);
    // One standard deviation below: Φ(−1) = 0.159, right to √(0.159 · 0.841 / 2000) = 0.008; four times.
    expect(Math.abs((seen?.below[1] ?? NaN) - 0.1587)).toBeLessThan(0.033);
  });

  test("of the priors is as wide as prior and likelihood together", () => {
    const { targets, overlaps } = prediction("[100, 98, 104, 96, 108]", null);
    // Φ⁻¹(0.75) √(10² + 2²) = 6.88; the error of a quartile of 2000 draws is 0.3.
    expect(Math.abs((targets[0]?.upper50[0] ?? NaN) - 106.88)).toBeLessThan(1.2);
    expect(overlaps).toEqual([]);
  });

  test("says how much of the prior is left", () => {
    const [overlap] = prediction("[100, 98, 104, 96, 108]", still).overlaps;
    // All draws in one of twenty stretches.
    expect(overlap?.share).toBeCloseTo(0.05, 12);
    expect(overlap?.width).toBe(0);
    expect(Math.abs((overlap?.place ?? NaN) - 0.5)).toBeLessThan(0.05);
  });
});

describe("the overlap of prior and posterior", () => {
  const { numeric } = testKernel();
  const evenly = (from: number, to: number) =>
    Float64Array.from({ length: 2000 }, (_, n) => from + ((n + 0.5) / 2000) * (to - from));

  test("is one for the same draws, a half for half of the range, none apart", () => {
    const prior = evenly(0, 1);
    expect(overlapOf("a", prior, prior, numeric)).toMatchObject({ share: expect.closeTo(1, 10) as number, width: 1 });
    const half = overlapOf("a", prior, evenly(0, 0.5), numeric);
    // A draw on the edge of a stretch falls to either side: 1 of 2000.
    expect(Math.abs(half.share - 0.5)).toBeLessThan(1.5 / 2000);
    expect(half.width).toBeCloseTo(0.5, 3);
    expect(half.place).toBeCloseTo(0.25, 3);
    // What lies beyond the prior counts to its last stretch: one of twenty.
    expect(overlapOf("a", prior, evenly(5, 6), numeric)).toMatchObject({ share: 0.05, place: 1 });
  });
});
