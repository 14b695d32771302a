// Leave-one-out cross-validation against a conjugate normal model, where it is known in closed form.
import { describe, expect, test } from "vitest";
import { distributions } from "../../src/kernel/distribution.ts";
import { looDifference, looOf } from "../../src/sampler/loo.ts";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();
const { numeric } = kernel;
const exact = distributions(kernel.exports);

/** y ~ N(μ, 1), μ ~ N(0, PRIOR²). */
const PRIOR = 3;
const DATA = [0.3, -0.8, 1.9, 0.6, 2.2, -0.1, 1.1, 0.4, 1.5, 0.9];
const DRAWS = 4000;

/** Mean and standard deviation of μ given some observations. */
function posterior(data: readonly number[]): readonly [number, number] {
  const precision = 1 / PRIOR ** 2 + data.length;
  return [data.reduce((sum, y) => sum + y, 0) / precision, 1 / Math.sqrt(precision)];
}

/** log p(y | others) = log N(mean, 1 + sd²). */
const truths = DATA.map((y, i) => {
  const [mean, sd] = posterior(DATA.filter((_, j) => j !== i));
  return exact.logDensity("normal", y, [mean, Math.sqrt(1 + sd * sd)]);
});

function tableOf(draws: ArrayLike<number>): Float64Array {
  return Float64Array.from(
    Array.from(draws).flatMap((mean) => DATA.map((y) => exact.logDensity("normal", y, [mean, 1]))),
  );
}

/** Normal draws, and for each the logarithm of the posterior's density over theirs. */
function drawn(mean: number, sd: number) {
  const random = kernel.random(1, 0);
  const draws = Float64Array.from({ length: DRAWS }, () => mean + sd * random.normal());
  const [centre, width] = posterior(DATA);
  const logWeights = draws.map(
    (x) => exact.logDensity("normal", x, [centre, width]) - exact.logDensity("normal", x, [mean, sd]),
  );
  return { logLikelihoods: tableOf(draws), logWeights };
}

describe("leave-one-out cross-validation of a conjugate normal model", () => {
  const [mean, sd] = posterior(DATA);

  test.each([
    ["draws from the posterior", { logLikelihoods: drawn(mean, sd).logLikelihoods }],
    ["weighted draws from a wider distribution", drawn(mean + 0.2, 1.6 * sd)],
  ])("is that of theory, from %s", (_from, draws) => {
    const loo = looOf(draws, DATA.length, numeric);
    // A likelihood varies by about a third of itself over the posterior; its mean over 4000 draws is right to 0.33 / √4000,
    // 0.005, and to twice that where weights make them worth half as many. Four such errors.
    loo.pointwise.forEach((value, i) => expect(Math.abs(value - (truths[i] ?? NaN))).toBeLessThan(0.03));
    expect(Math.abs(loo.elpd - truths.reduce((sum, each) => sum + each, 0))).toBeLessThan(0.06);
    expect(Math.max(...loo.paretoK)).toBeLessThan(0.7);
    const average = loo.elpd / DATA.length;
    const variance = loo.pointwise.reduce((sum, each) => sum + (each - average) ** 2, 0) / (DATA.length - 1);
    expect(loo.standardError).toBeCloseTo(Math.sqrt(DATA.length * variance), 12);
  });

  test("counts about one parameter, less what the prior knows and the scatter of the data", () => {
    // In theory Σ (log p(y) under the whole posterior − log p(y | others)), both normal.
    const whole = DATA.map((y) => exact.logDensity("normal", y, [mean, Math.sqrt(1 + sd * sd)]));
    const expected = whole.reduce((sum, each, i) => sum + each - (truths[i] ?? NaN), 0);
    const loo = looOf({ logLikelihoods: drawn(mean, sd).logLikelihoods }, DATA.length, numeric);
    expect(Math.abs(loo.effectiveParameters - expected)).toBeLessThan(0.06);
  });

  test("is not to be relied on where an observation alone decides", () => {
    // One observation of width 1/20 among others of width 1: without it the posterior is nine times as wide.
    const random = kernel.random(2, 0);
    const draws = Float64Array.from({ length: DRAWS }, () => 0.05 * random.normal());
    const sharp = Float64Array.from(draws, (x) => exact.logDensity("normal", 0.15, [x, 0.05]));
    const loo = looOf({ logLikelihoods: sharp }, 1, numeric);
    expect(loo.paretoK[0]).toBeGreaterThan(0.7);
  });
});

test("the difference of two models has the standard error of their pairs", () => {
  const one = Float64Array.of(-1, -2, -3, -4);
  const other = Float64Array.of(-2, -2, -5, -4);
  // Differences 1, 0, 2, 0: sum 3, variance 11/12.
  const { difference, standardError } = looDifference(one, other, numeric);
  expect(difference).toBe(3);
  expect(standardError).toBeCloseTo(Math.sqrt((4 * 11) / 12), 14);
});
