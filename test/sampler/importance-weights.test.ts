// Importance weights: smoothing, effective number and evidence where theory gives the answer.
import { describe, expect, test } from "vitest";
import { kishSize, logEvidence, paretoSmooth } from "../../src/sampler/importance-weights.ts";
import { fitPareto, paretoQuantile } from "../../src/sampler/pareto.ts";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();
const { numeric } = kernel;

/** [count] Uniform numbers. */
function uniforms(count: number, seed: number): Float64Array {
  const random = kernel.random(seed, 0);
  return Float64Array.from({ length: count }, () => random.uniform());
}

describe("the generalised Pareto distribution", () => {
  // Asymptotic standard error of the shape by maximum likelihood: (1 + k) / √n for k > −1/2 (Smith 1987).
  test.each([-0.3, 0.001, 0.5, 1])("with shape %d is found in its own excesses", (shape) => {
    const excesses = uniforms(4000, 1)
      .map((u) => paretoQuantile({ shape, scale: 3 }, u, numeric))
      .sort();
    const found = fitPareto(excesses, numeric);
    // Ten excesses of shape 0.5 are mixed in, which moves it by 0.002 at most; that is a tenth of an error.
    expect(Math.abs(found.shape - shape)).toBeLessThan((4 * (1 + shape)) / Math.sqrt(4000));
    // sd of log scale is √(2 (1 + k) / n).
    expect(Math.abs(Math.log(found.scale / 3))).toBeLessThan(4 * Math.sqrt((2 * (1 + shape)) / 4000));
  });
});

describe("Pareto-smoothed weights", () => {
  test.each([0.2, 0.5, 0.9])("find the shape %d of weights u^−k, which have such a tail from 1 on", (k) => {
    const logWeights = uniforms(20_000, 2).map((u) => -k * numeric.log(u));
    const { paretoK } = paretoSmooth(logWeights, numeric);
    const tail = 3 * Math.sqrt(20_000);
    // The pull of ten excesses towards 0.5 comes to at most 0.01.
    expect(Math.abs(paretoK - k)).toBeLessThan((4 * (1 + k)) / Math.sqrt(tail) + 0.01);
  });

  test("keep the order, leave what is no tail as it was, and exceed no weight that was there", () => {
    const logWeights = uniforms(1000, 3).map((u) => 500 - 0.8 * numeric.log(u));
    const { logWeights: smoothed } = paretoSmooth(logWeights, numeric);
    const order = Array.from(logWeights.keys()).sort((a, b) => (logWeights[a] ?? 0) - (logWeights[b] ?? 0));
    const tail = Math.ceil(3 * Math.sqrt(1000));
    order.forEach((draw, rank) => {
      if (rank < 1000 - tail) expect(smoothed[draw]).toBe(logWeights[draw]);
      if (rank > 0) expect(smoothed[draw]).toBeGreaterThanOrEqual(smoothed[order[rank - 1] ?? 0] ?? NaN);
    });
    expect(Math.max(...smoothed)).toBeLessThanOrEqual(Math.max(...logWeights));
    expect(order.slice(1000 - tail).some((draw) => smoothed[draw] !== logWeights[draw])).toBe(true);
  });

  test("say nothing of five draws, are content with equal weights, and refuse one weight alone", () => {
    expect(paretoSmooth(Float64Array.of(0, 1, 2, 3, 4), numeric).paretoK).toBe(Infinity);
    expect(paretoSmooth(new Float64Array(1000), numeric).paretoK).toBe(-Infinity);
    const alone = new Float64Array(1000).fill(-Infinity);
    alone[7] = 3;
    expect(paretoSmooth(alone, numeric).paretoK).toBe(Infinity);
    expect(paretoSmooth(new Float64Array(1000).fill(-Infinity), numeric).paretoK).toBe(Infinity);
  });
});

describe("the effective number of weighted draws", () => {
  test("is their number where all weights are alike, and that of the others where some are zero", () => {
    const logWeights = new Float64Array(100).fill(-1234);
    expect(kishSize(logWeights, numeric)).toBe(100);
    logWeights.fill(-Infinity, 40);
    expect(kishSize(logWeights, numeric)).toBe(40);
    expect(kishSize(new Float64Array(3).fill(-Infinity), numeric)).toBe(0);
  });

  test("of weights 1 and 3 in equal parts is four fifths", () => {
    const logWeights = Float64Array.from({ length: 10 }, (_, draw) => (draw % 2 === 0 ? 0 : numeric.log(3)));
    expect(kishSize(logWeights, numeric)).toBeCloseTo(8, 12); // (5 + 15)² / (5 + 45)
  });
});

describe("the evidence", () => {
  test("of a normal density without its constant is the constant", () => {
    // Target exp(−x²/2) · e⁷⁰⁰, proposal N(0, 2²): the integral is e⁷⁰⁰ √(2π).
    const random = kernel.random(5, 0);
    const logWeights = Float64Array.from({ length: 10_000 }, () => {
      const x = 2 * random.normal();
      return 700 - (x * x) / 2 + (x * x) / 8 + numeric.log(2 * numeric.sqrt(2 * Math.PI));
    });
    const { value, standardError } = logEvidence(logWeights, numeric);
    // Relative variance of one weight: 2 ∫ e^(−x²) e^(x²/8) dx / … = 4/√7 − 1 = 0.512.
    expect(standardError).toBeCloseTo(Math.sqrt(0.512 / 10_000), 3);
    expect(Math.abs(value - 700 - Math.log(Math.sqrt(2 * Math.PI)))).toBeLessThan(4 * standardError);
  });

  test("of nothing but zeros is nothing", () => {
    expect(logEvidence(new Float64Array(10).fill(-Infinity), numeric).value).toBe(-Infinity);
  });
});
