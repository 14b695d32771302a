// The sampler against targets whose moments and quantiles are known.
import { describe, expect, test } from "vitest";
import { summarise } from "../../src/sampler/summary.ts";
import { column, drawsOf, normalTarget } from "../support/chains.ts";
import { testKernel } from "../support/kernel.ts";

const { numeric, exports } = testKernel();
const CHAINS = [0, 1, 2, 3];

/**
 * Distance of a summary from the truth in Monte Carlo standard errors. Beyond 4.5 once in 150,000 comparisons for
 * normal errors; the seeds are fixed, so a failure is a change of the sampler, never of luck.
 */
function expectWithin(value: number, truth: number, error: number | null): void {
  expect(Math.abs(value - truth) / (error ?? NaN)).toBeLessThan(4.5);
}

describe("adaptive Metropolis on a correlated normal in three dimensions", () => {
  // Widths as in the boarding-school posterior on its unconstrained scale. Recursion z[i] = 0.6 z[i-1] + noise.
  const SDS = [0.03, 0.08, 0.5];
  const truth = [0.03, Math.sqrt(0.08 ** 2 + (0.6 * 0.03) ** 2)];
  truth.push(Math.sqrt(0.5 ** 2 + (0.6 * (truth[1] ?? NaN)) ** 2));
  const chains = CHAINS.map((chain) => drawsOf(normalTarget(SDS), { warmup: 1000, draws: 2000 }, 11, chain));

  test.each([0, 1, 2])("finds mean, standard deviation and quantiles of coordinate %i", (coordinate) => {
    const sd = truth[coordinate] ?? NaN;
    const found = summarise("z", "z", column(chains, coordinate, 3), numeric);
    expectWithin(found.mean, 0, found.mcseMean);
    expectWithin(found.sd, sd, found.mcseSd);
    expectWithin(found.q05, -1.6448536269514722 * sd, found.mcseQ05);
    expectWithin(found.q95, 1.6448536269514722 * sd, found.mcseQ95);
  });

  test("fills twenty cells of equal probability evenly", () => {
    const counts = new Array<number>(20).fill(0);
    // Every fifth draw: those are as good as independent at an autocorrelation time of two to three draws.
    const draws = column(chains, 2, 3).flatMap((chain) => [...chain.filter((_, draw) => draw % 5 === 0)]);
    for (const draw of draws) {
      const cell = Math.floor(20 * exports.normalCdf(draw / (truth[2] ?? NaN)));
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    const expected = draws.length / 20;
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // The 99.99 per cent quantile of chi-squared with 19 degrees of freedom is 50.8.
    expect(chiSquared).toBeLessThan(50.8);
  });

  test("has R̂ below 1.01 with 4 × (1000 + 2000) for every one of twelve seeds", () => {
    const worst = Array.from({ length: 12 }, (_, seed) => {
      const draws = CHAINS.map((chain) => drawsOf(normalTarget(SDS), { warmup: 1000, draws: 2000 }, 100 + seed, chain));
      return Math.max(...[0, 1, 2].map((i) => summarise("z", "z", column(draws, i, 3), numeric).rhat ?? NaN));
    });
    expect(Math.max(...worst)).toBeLessThan(1.01);
  });
});

describe("adaptive Metropolis on other targets", () => {
  test("finds the moments of a banana", () => {
    // x ~ N(0, 1), y | x ~ N(x², 0.7²): E y = 1, var y = 2 + 0.49.
    const banana = {
      dimension: 2,
      evaluate(z: Float64Array) {
        const [x = NaN, y = NaN] = z;
        return -0.5 * x * x - (0.5 * (y - x * x) ** 2) / 0.49;
      },
    };
    const chains = CHAINS.map((chain) => drawsOf(banana, { warmup: 2000, draws: 20000 }, 5, chain));
    const x = summarise("x", "x", column(chains, 0, 2), numeric);
    const y = summarise("y", "y", column(chains, 1, 2), numeric);
    expectWithin(x.mean, 0, x.mcseMean);
    expectWithin(x.sd, 1, x.mcseSd);
    expectWithin(y.mean, 1, y.mcseMean);
    expectWithin(y.sd, Math.sqrt(2.49), y.mcseSd);
  });

  test("finds the moments of a normal in ten dimensions whose widths span three orders", () => {
    const sds = Array.from({ length: 10 }, (_, i) => 10 ** (-2 + i / 3));
    const chains = CHAINS.map((chain) => drawsOf(normalTarget(sds), { warmup: 2000, draws: 2000 }, 3, chain));
    let variance = 0;
    sds.forEach((sd, i) => {
      variance = sd * sd + 0.36 * variance;
      const found = summarise("z", "z", column(chains, i, 10), numeric);
      expectWithin(found.mean, 0, found.mcseMean);
      expectWithin(found.sd, Math.sqrt(variance), found.mcseSd);
    });
  });

  test("finds the quantiles of a skewed target, the logarithm of an exponential variate", () => {
    // log density of z = log x with x ~ Exponential(1), Jacobian included.
    const skewed = { dimension: 1, evaluate: (z: Float64Array) => (z[0] ?? NaN) - numeric.exp(z[0] ?? NaN) };
    const chains = CHAINS.map((chain) => drawsOf(skewed, { warmup: 1000, draws: 4000 }, 2, chain));
    const found = summarise("z", "z", column(chains, 0, 1), numeric);
    const quantile = (p: number) => Math.log(-Math.log(1 - p));
    expectWithin(found.q05, quantile(0.05), found.mcseQ05);
    expectWithin(found.q50, quantile(0.5), found.mcseQ50);
    expectWithin(found.q95, quantile(0.95), found.mcseQ95);
  });
});
