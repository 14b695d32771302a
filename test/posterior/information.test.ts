// The expected information of observations, where theory gives it in closed form.
import { describe, expect, test } from "vitest";
import { expectedInformation } from "../../src/posterior/information.ts";
import { posterior } from "../../src/posterior/posterior.ts";
import { priorSpread } from "../../src/posterior/prior-spread.ts";
import { openDocument } from "../../src/run/open.ts";
import { testKernel } from "../support/kernel.ts";

const TIMES = [1, 2, 3, 4, 5];
const GROWTH = 0.4;

/** 1000 cases that grow at a rate g: μ(t) = 1000 exp(g t). @param target  its likelihood, and what belongs to it */
function opened(target: string) {
  const text = `
midsummer: 1
title: Growth
time: { unit: day, start: 0, end: 5, step: 1 }
integrator: { method: rk4, step: 0.05 }
parameters: { growth: ${GROWTH}, width: 50 }
compartments: [cases]
initial: { cases: 1000 }
flows:
  births: { kind: entry, to: cases, rate: growth * cases }
outputs:
  size: { compartments: cases }
  share: { expression: cases / 10000 }
targets:
  seen: { ${target} }
priors:
  growth: normal(0.4, 0.3)
  width: lognormal(4, 0.5)
`;
  const answer = openDocument(text, testKernel());
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value;
}

function informationOf(target: string): Float64Array {
  const { placed } = opened(target);
  const { start } = posterior(placed);
  const answer = expectedInformation(placed, start, Float64Array.of(0.002, 0.3));
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value;
}

const VALUES = "times: [1, 2, 3, 4, 5], values: [1500, 2200, 3300, 4900, 7400]";
const mean = (t: number): number => 1000 * Math.exp(GROWTH * t);
const sum = (of: (t: number) => number): number => TIMES.reduce((total, t) => total + of(t), 0);

describe("the expected information", () => {
  // Steps of a twentieth of a width: 4e-4 of the score is left out. Counts above a thousand are all but continuous.
  test("of Poisson counts is the sum of (∂μ)² / μ, and nothing for what they do not depend on", () => {
    const [own = NaN, cross = NaN, , other = NaN] = informationOf(`output: size, ${VALUES}, likelihood: poisson`);
    expect(own / sum((t) => mean(t) * t * t)).toBeCloseTo(1, 2);
    expect([cross, other]).toEqual([0, 0]);
  });

  test("of normal observations is (∂μ)² / σ² for the mean, 2 each for log σ, and nothing across", () => {
    const [own = NaN, cross = NaN, , other = NaN] = informationOf(
      `output: size, ${VALUES}, likelihood: normal, sd: width`,
    );
    expect(own / sum((t) => (mean(t) * t) ** 2 / 2500)).toBeCloseTo(1, 2);
    expect(other / 10).toBeCloseTo(1, 2);
    // By symmetry of the nodes; what rounding leaves is small beside √(own · other).
    expect(Math.abs(cross) / Math.sqrt(own * other)).toBeLessThan(1e-3);
  });

  test("counts weights, and a mean over points for its share", () => {
    const [weighted = NaN] = informationOf(`output: size, ${VALUES}, likelihood: poisson, weights: [0, 0, 0, 0, 2]`);
    expect(weighted / (2 * mean(5) * 25)).toBeCloseTo(1, 2);
    const [averaged = NaN] = informationOf(`output: size, ${VALUES}, likelihood: poisson, over_points: mean`);
    expect(averaged / (sum((t) => mean(t) * t * t) / 5)).toBeCloseTo(1, 2);
  });

  test("of an output's own distribution is (∂μ)² over its variance", () => {
    const target = "output: share, times: [1], values: [0.15], likelihood: beta, alpha: 30, beta: 170";
    const [own = NaN] = informationOf(target);
    // Beta(30, 170): variance α β / ((α + β)² (α + β + 1)).
    const variance = (30 * 170) / (200 * 200 * 201);
    expect(own / ((mean(1) / 10000) ** 2 / variance)).toBeCloseTo(1, 2);
  });
});

describe("the spread of the priors", () => {
  test("is their covariance on the real line", () => {
    const [growth = NaN, cross = NaN, , width = NaN] = priorSpread(
      opened(`output: size, ${VALUES}, likelihood: poisson`).placed,
    );
    // A thousand draws: a variance is known to √(2 / 1000), 4.5 % of itself; four times that.
    expect(Math.abs(growth / 0.09 - 1)).toBeLessThan(0.18);
    expect(Math.abs(width / 0.25 - 1)).toBeLessThan(0.18);
    expect(Math.abs(cross) / Math.sqrt(growth * width)).toBeLessThan(4 / Math.sqrt(1000));
  });
});
