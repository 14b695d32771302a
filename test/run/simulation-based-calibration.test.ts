// Simulation-based calibration: right samplers pass it, one without a Jacobian does not.
import { describe, expect, test } from "vitest";
import { makeDesk } from "../../src/run/desk.ts";
import { openDocument } from "../../src/run/open.ts";
import { evennessWithBand, ranksOf, ranksOnWorkers } from "../../src/run/simulation-based-calibration.ts";
import type { LogDensity } from "../../src/sampler/contract.ts";
import { imis } from "../../src/sampler/imis.ts";
import { testKernel } from "../support/kernel.ts";
import { localPool } from "../support/pool.ts";
import { codes } from "../support/run.ts";

/** Three points of exponential growth: a run costs next to nothing. */
const TEXT = `
midsummer: 1
title: Growth
time: { unit: day, start: 0, end: 3, step: 1 }
integrator: { method: rk4, step: 0.5 }
parameters: { growth: 0.5 }
compartments: [cases]
initial: { cases: 10 }
flows:
  births: { kind: entry, to: cases, rate: growth * cases }
outputs:
  size: { compartments: cases }
targets:
  seen: { output: size, times: [1, 2, 3], values: [16, 27, 45], likelihood: poisson }
priors:
  growth: exponential(1)
`;

function ranks(distort?: (density: LogDensity) => LogDensity) {
  const kernel = testKernel();
  const opened = openDocument(TEXT, kernel);
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues));
  const answer = ranksOf({
    opened: opened.value,
    kernel,
    sampler: imis,
    plan: { warmup: 60, draws: 200 },
    simulations: 100,
    seed: 1,
    ...(distort === undefined ? {} : { distort }),
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value[0];
}

describe("simulation-based calibration", () => {
  test("finds the ranks of IMIS uniform, by both tests", () => {
    const found = ranks();
    expect(found?.ranks.length).toBe(100);
    expect(found?.chiSquaredChance).toBeGreaterThan(0.001);
    expect(found?.bandChance).toBeGreaterThan(0.001);
  });

  test("gives a simulation the same ranks in whichever block and kernel it is computed", () => {
    const desk = () => makeDesk(testKernel(), { now: () => 0, pause: () => Promise.resolve() });
    const request = { text: TEXT, sampler: "adaptive_metropolis", warmup: 60, draws: 200, seed: 1 } as const;
    const whole = desk().ranks({ ...request, first: 0, simulations: 4 });
    const second = desk().ranks({ ...request, first: 2, simulations: 2 });
    expect(whole.ok && second.ok && whole.value.slice(2)).toEqual(second.ok && second.value);
    expect(whole.ok && whole.value.length).toBe(4);
  });

  test("that is stopped keeps the blocks that had begun", async () => {
    const pool = localPool(1);
    const stopper = new AbortController();
    const request = { text: TEXT, sampler: "adaptive_metropolis", warmup: 20, draws: 20, seed: 1 } as const;
    const heard: number[] = [];
    const hear = (done: number) => {
      heard.push(done);
      if (done === 10) stopper.abort();
    };
    const answer = await ranksOnWorkers({ ...request, first: 0, simulations: 40 }, pool, hear, stopper.signal);
    pool.close();
    // Blocks of five on one worker: the second was the last to begin.
    expect(heard).toEqual([5, 10]);
    expect(answer.ok && answer.value.length).toBe(10);
  });

  test("has a band that holds 99 % of the cells of uniform ranks", () => {
    const even = Array.from({ length: 500 }, (_, simulation) => [simulation % 100]);
    const { lower, upper, parameters } = evennessWithBand(["growth"], even, testKernel(), 1);
    // Binomial with 500 trials of 1/20: 25 ± 2.576 · 4.873, that is 12.4 and 37.6, but for its skewness and whole numbers.
    expect(Math.abs(lower - 12.4)).toBeLessThan(1.5);
    expect(Math.abs(upper - 37.6)).toBeLessThan(1.5);
    expect(parameters[0]?.histogram).toEqual(new Array(20).fill(25));
  });

  test("says of a sampler that follows the gradient that a broken density has none", () => {
    const one = makeDesk(testKernel(), { now: () => 0, pause: () => Promise.resolve() });
    const plan = { warmup: 20, draws: 20, seed: 1, first: 0, simulations: 1 };
    expect(codes(one.ranks({ text: TEXT, sampler: "nuts", ...plan, withoutJacobian: true }).issues)).toEqual(["S120"]);
    // The desk finds its way back to the document that the simulations have put aside.
    expect(one.ranks({ text: TEXT, sampler: "nuts", ...plan }).ok).toBe(true);
  });

  test("catches a sampler that counts the Jacobian many times", () => {
    // The growth rate is positive, so z is its logarithm and the Jacobian exp(z); eight more times shift the mass far out.
    const found = ranks((density) => ({ dimension: 1, evaluate: (z) => density.evaluate(z) + 8 * (z[0] ?? NaN) }));
    expect(found?.chiSquaredChance).toBeLessThan(0.001);
    expect(found?.bandChance).toBeLessThan(0.002);
  });
});
