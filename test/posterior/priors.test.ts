// Priors fitted to a mean or mode and an interval, hierarchical priors, and draws from both.

import { describe, expect, test } from "vitest";
import { distributions, isFamilyName } from "../../src/kernel/distribution.ts";
import type { Prior, PriorFit } from "../../src/model/model.ts";
import { fitOf, fitPriors } from "../../src/posterior/fit-priors.ts";
import { priorDraws } from "../../src/posterior/prior-draws.ts";
import { constant, modelOf, parameter } from "../support/models.ts";
import { testKernel } from "../support/kernel.ts";
import { placed, posteriorOf } from "../support/run.ts";

const kernel = testKernel();
const compute = distributions(kernel.exports);

describe("a prior fitted to a mean or mode and an interval", () => {
  // Calibration references of estival 0.5.2, whose optimiser stops at a relative change of some 1e-6.
  test.each([
    ["beta", { mean: 0.3, lower: 0.1, upper: 0.5, level: 0.95 }, [5.823047332924993, 13.587110443491651]],
    ["beta", { mean: 0.05, lower: 0.01, upper: 0.12, level: 0.95 }, [2.79367129658537, 53.07975463512202]],
    ["beta", { mean: 0.8, lower: 0.6, upper: 0.95, level: 0.95 }, [14.919588432339216, 3.729897108084803]],
    ["gamma", { mode: 5, upper: 12, level: 0.99 }, [8.352343371978783, 1 / 0.680054369278067]],
    ["gamma", { mean: 5, upper: 12, level: 0.99 }, [5.709871601324915, 1 / 0.8756785375023151]],
  ] as const)("is the %s of estival for %o", (family, fit, expected) => {
    const found = fitOf(family, fit, kernel) ?? [NaN, NaN];
    found.forEach((value, index) => expect(Math.abs(value / (expected[index] ?? NaN) - 1)).toBeLessThan(2e-5));
  });

  test.each([
    ["gamma", { mean: 5, upper: 12, level: 0.95 }],
    ["gamma", { mode: 5, upper: 12, level: 0.95 }],
    ["gamma", { mean: 5, lower: 2, level: 0.8 }],
    ["beta", { mode: 0.2, upper: 0.7, level: 0.9 }],
    ["lognormal", { mean: 5, upper: 12, level: 0.95 }],
    ["lognormal", { mode: 5, upper: 12, level: 0.95 }],
    ["lognormal", { lower: 2, upper: 9, level: 0.9 }],
    ["normal", { mean: 5, upper: 12, level: 0.95 }],
    ["normal", { lower: -1, upper: 3, level: 0.5 }],
  ] as const)("of a %s meets one end, or both where both arguments are free (%o)", (family, fit: PriorFit) => {
    const values = fitOf(family, fit, kernel) ?? [NaN, NaN];
    // A golden section finds the least of a square to the root of rounding: 1e-8 of the width.
    if (fit.upper !== undefined)
      expect(compute.quantile(family, 0.5 + fit.level / 2, values)).toBeCloseTo(fit.upper, 6);
    if (fit.lower !== undefined)
      expect(compute.quantile(family, 0.5 - fit.level / 2, values)).toBeCloseTo(fit.lower, 6);
    const [a, b] = values;
    const means = { gamma: a / b, beta: a / (a + b), lognormal: Math.exp(a + b ** 2 / 2), normal: a };
    const modes = { gamma: (a - 1) / b, beta: (a - 1) / (a + b - 2), lognormal: Math.exp(a - b ** 2), normal: a };
    if (fit.mean !== undefined) expect(means[family]).toBeCloseTo(fit.mean, 12);
    if (fit.mode !== undefined) expect(modes[family]).toBeCloseTo(fit.mode, 12);
  });

  const modelWith = (family: "beta" | "gamma", fit: PriorFit) =>
    modelOf({
      parameters: { x: 0.3 },
      initial: [0],
      flows: [],
      priors: [{ parameter: 0, family, arguments: [NaN, NaN], fit, lower: 0, upper: 1 }],
    });

  test("tells the arguments that were found", () => {
    const answer = fitPriors(modelWith("beta", { mean: 0.3, lower: 0.1, upper: 0.5, level: 0.95 }), kernel);
    expect(answer.issues).toMatchObject([
      {
        code: "E268",
        severity: "notice",
        path: "priors.x",
        message: "The prior of “x” is beta(alpha=5.82305, beta=13.5871), with 95 % between 0.123653 and 0.515279.",
      },
    ]);
    expect(answer.ok && answer.value.priors[0]?.arguments[0]).toBeCloseTo(5.82305, 4);
  });

  test("that no distribution of the family is near is refused", () => {
    // Half of the mass of a gamma would have to lie between 5 and 5.1, and 99.5 % below 1000: a mean of 5 cannot.
    const answer = fitPriors(modelWith("gamma", { mean: 5, lower: 4.9, upper: 1000, level: 0.99 }), kernel);
    expect(answer).toMatchObject({ ok: false, issues: [{ code: "E267", severity: "error", path: "priors.x" }] });
  });
});

/** Two rates about a common mean with a common spread, both of which have priors, in the order that needs sorting. */
const hierarchical = () =>
  modelOf({
    parameters: { a: 1, b: 1, mean: 1, spread: 0.5, median: 2 },
    initial: [1],
    flows: [],
    priors: [
      {
        parameter: 0,
        family: "normal",
        arguments: [1, 0.5],
        formulas: [parameter(2), parameter(3)],
        lower: -Infinity,
        upper: Infinity,
      },
      {
        parameter: 1,
        family: "lognormal",
        arguments: [2, 0.5],
        formulas: [parameter(4), null],
        logArgument: true,
        lower: 0,
        upper: Infinity,
      },
      { parameter: 2, family: "normal", arguments: [3, 2], lower: -Infinity, upper: Infinity },
      { parameter: 3, family: "half_normal", arguments: [1], lower: 0, upper: Infinity },
      { parameter: 4, family: "uniform", arguments: [1, 3], lower: 1, upper: 3 },
    ],
    targets: [],
  });

describe("a hierarchical prior", () => {
  test("takes its arguments from the parameters of the same vector", () => {
    const { logPrior } = posteriorOf(hierarchical()).terms([1.2, 1.5, 0.7, 0.9, 1.8]);
    const expected =
      compute.logDensity("normal", 1.2, [0.7, 0.9]) +
      compute.logDensity("lognormal", 1.5, [Math.log(1.8), 0.5]) +
      compute.logDensity("normal", 0.7, [3, 2]) +
      compute.logDensity("half_normal", 0.9, [1]) +
      compute.logDensity("uniform", 1.8, [1, 3]);
    expect(logPrior).toBeCloseTo(expected, 12);
  });

  test("is refused where its spread is no spread, as a point and not as a run", () => {
    const density = posteriorOf(hierarchical());
    expect(density.terms([1.2, 1.5, 0.7, -0.9, 1.8]).logPrior).toBeNaN();
  });
});

describe("draws from the priors", () => {
  const COUNT = 4000;

  test("follow the document's order, the stream, and the arguments drawn before", () => {
    const at = placed(hierarchical());
    const draws = priorDraws(at, at.kernel.random(3, 0, 0), COUNT);
    expect(priorDraws(at, at.kernel.random(3, 0, 0), 10)).toEqual(draws.slice(0, 10));
    // What each prior makes of its own draw is uniform: chi-squared over 20 equal bins, 19 degrees of freedom, whose
    // quantile at 1 − 1e-6 is 63.2.
    const shares = draws.map(([a = NaN, b = NaN, mean = NaN, spread = NaN, median = NaN]) => [
      compute.cdf("normal", a, [mean, spread]),
      compute.cdf("lognormal", b, [Math.log(median), 0.5]),
      compute.cdf("normal", mean, [3, 2]),
      compute.cdf("half_normal", spread, [1]),
      (median - 1) / 2,
    ]);
    for (const position of [0, 1, 2, 3, 4]) {
      const bins = Array.from({ length: 20 }, () => 0);
      for (const row of shares) {
        const bin = Math.floor(20 * (row[position] ?? NaN));
        bins[bin] = (bins[bin] ?? 0) + 1;
      }
      const chi = bins.reduce((sum, seen) => sum + (seen - COUNT / 20) ** 2 / (COUNT / 20), 0);
      expect(chi).toBeLessThan(63.2);
    }
    // Var a = Var mean + E spread² = 4 + 1; its estimate from 4000 draws has a relative error of √(κ / n), κ below 6.
    const values = draws.map(([a = NaN]) => a);
    const mean = values.reduce((sum, value) => sum + value, 0) / COUNT;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT;
    expect(Math.abs(variance / 5 - 1)).toBeLessThan(5 * Math.sqrt(6 / COUNT));
  });

  test("are made anew where a prior makes no distribution, and given up where none ever does", () => {
    const spread: Prior = { parameter: 1, family: "normal", arguments: [0, 1], lower: -Infinity, upper: Infinity };
    const child: Prior = {
      parameter: 0,
      family: "normal",
      arguments: [0, 1],
      formulas: [null, parameter(1)],
      lower: -Infinity,
      upper: Infinity,
    };
    const model = modelOf({ parameters: { x: 0, s: 1 }, initial: [0], flows: [], priors: [child, spread] });
    const at = placed(model);
    const draws = priorDraws(at, at.kernel.random(1, 0, 0), 200);
    expect(draws.every(([, s = NaN]) => s > 0)).toBe(true);
    const never = placed({ ...model, priors: [{ ...child, formulas: [null, constant(-1)] }] });
    expect(() => priorDraws(never, never.kernel.random(1, 0, 0), 1)).toThrow(/no distribution/);
  });

  test("cover every family that a prior may have", () => {
    const families: readonly Omit<Prior, "parameter">[] = [
      { family: "student_t", arguments: [3, 0, 1], lower: -Infinity, upper: Infinity },
      { family: "truncated_normal", arguments: [0, 1, 0, 2], lower: 0, upper: 2 },
      { family: "inverse_gamma", arguments: [3, 2], lower: 0, upper: Infinity },
      { family: "weibull", arguments: [1.5, 2], lower: 0, upper: Infinity },
      { family: "cauchy", arguments: [0, 1], lower: -Infinity, upper: Infinity },
      { family: "half_cauchy", arguments: [1], lower: 0, upper: Infinity },
      { family: "exponential", arguments: [2], lower: 0, upper: Infinity },
      { family: "gamma", arguments: [2, 1], lower: 0, upper: Infinity },
      { family: "beta", arguments: [2, 3], lower: 0, upper: 1 },
    ];
    const names = Object.fromEntries(families.map(({ family }) => [family, 0.5]));
    const priors = families.map((prior, index): Prior => ({ ...prior, parameter: index }));
    const at = placed(modelOf({ parameters: names, initial: [0], flows: [], priors }));
    const [draw = new Float64Array()] = priorDraws(at, at.kernel.random(9, 0, 0), 1);
    const random = at.kernel.random(9, 0, 0);
    families.forEach(({ family, arguments: values }, index) => {
      if (!isFamilyName(family)) throw new Error(family);
      expect(draw[index]).toBe(compute.quantile(family, random.uniform(), values));
    });
  });
});
