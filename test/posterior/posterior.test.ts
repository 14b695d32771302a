// The log posterior over the real line: priors, one run, and the Jacobian of the transforms.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Model, Prior } from "../../src/model/model.ts";
import { posterior } from "../../src/posterior/posterior.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import {
  calibratedSir,
  constant,
  DENSE,
  expression,
  modelOf,
  of,
  op,
  parameter,
  sir,
  size,
  target,
} from "../support/models.ts";
import { placed, posteriorOf } from "../support/run.ts";

/** One parameter of each kind of support. */
const PRIORS: readonly Prior[] = [
  { parameter: 0, family: "normal", arguments: [1, 2], lower: -Infinity, upper: Infinity },
  { parameter: 1, family: "gamma", arguments: [3, 2], lower: 0, upper: Infinity },
  { parameter: 2, family: "truncated_normal", arguments: [0, 4, -Infinity, 5], lower: -Infinity, upper: 5 },
  { parameter: 3, family: "beta", arguments: [2, 3], lower: 0, upper: 1 },
  { parameter: 4, family: "uniform", arguments: [-3, 8], lower: -3, upper: 8 },
];

function supports(changes: Partial<Model> = {}): Model {
  return {
    ...modelOf({
      parameters: { any: 0.5, positive: 1.5, below: 2, share: 0.25, between: 4 },
      initial: [10],
      flows: [{ from: 0, rate: 0.1 }],
    }),
    priors: PRIORS,
    ...changes,
  };
}

describe("the transforms of a posterior", () => {
  const density = posteriorOf(supports());

  test("take the document's values to its start and back", () => {
    expect(density.names).toEqual(["any", "positive", "below", "share", "between"]);
    expect(density.dimension).toBe(5);
    density.toNatural(density.start).forEach((value, index) => {
      expect(value).toBeCloseTo([0.5, 1.5, 2, 0.25, 4][index] ?? NaN, 14);
    });
  });

  test("start a hundredth of the prior's width inside where a value lies on an end of its support", () => {
    const ends: readonly Prior[] = [
      { parameter: 0, family: "uniform", arguments: [0.5, 2.5], lower: 0.5, upper: 2.5 },
      { parameter: 1, family: "uniform", arguments: [0, 1.5], lower: 0, upper: 1.5 },
      { parameter: 2, family: "truncated_normal", arguments: [0, 4, 2, Infinity], lower: 2, upper: Infinity },
      { parameter: 3, family: "exponential", arguments: [5], lower: 0.25, upper: Infinity },
      { parameter: 4, family: "half_cauchy", arguments: [7], lower: 4, upper: Infinity },
    ];
    const onEnds = posteriorOf(supports({ priors: ends }));
    onEnds.toNatural(onEnds.start).forEach((value, index) => {
      expect(value).toBeCloseTo([0.52, 1.485, 2.04, 0.252, 4.07][index] ?? NaN, 12);
    });
    expect(Number.isFinite(onEnds.evaluate(onEnds.start))).toBe(true);
  });

  test("undo each other", () => {
    const z = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(z, (point) => {
        density.toReal(density.toNatural(point)).forEach((value, index) => {
          // Close to a bound b, θ keeps only eps · b / |θ − b| of its distance: e²⁰ · 8 · 1.1e-16 at most, twice.
          expect(Math.abs(value - (point[index] ?? NaN))).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 300, seed: 6 },
    );
  });

  test("stay within the support, however far out", () => {
    for (const far of [-700, -50, 50, 700]) {
      density.toNatural(Array.from({ length: 5 }, () => far)).forEach((value, index) => {
        const prior = PRIORS[index];
        expect(value).toBeGreaterThan(prior?.lower ?? NaN);
        expect(value).toBeLessThan(prior?.upper ?? NaN);
      });
    }
  });

  test("count the logarithm of |dθ/dz| in the density and nothing else", () => {
    const point = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(point, (values) => {
        const z = Float64Array.from(values);
        const whole = density.evaluate(z);
        const { logPrior, logLikelihood } = density.terms(density.toNatural(z));
        const h = 1e-4;
        const [up, down] = [h, -h].map((move) => density.toNatural(z.map((value) => value + move)));
        const slopes = z.map((_, index) => Math.log(((up?.[index] ?? NaN) - (down?.[index] ?? NaN)) / (2 * h)));
        const jacobian = slopes.reduce((sum, slope) => sum + slope, 0);
        // Central differences: h² / 6 for each of the five, and 1e-16 · e⁴ / h of rounding.
        expect(Math.abs(whole - logPrior - logLikelihood - jacobian)).toBeLessThan(5e-8);
        expect(density.last).toMatchObject({ logPrior, logLikelihood, failed: false });
        expect(whole).toBe(logPrior + logLikelihood + density.last.logJacobian);
        expect(density.remark?.()).toBe(logPrior + logLikelihood);
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});

describe("the log prior", () => {
  test("is the sum of the log densities", () => {
    // Normal(1, 2) at 0.5, Gamma(3, 2) at 1.5, Normal(0, 4) below 5 at 2, Beta(2, 3) at 0.25, Uniform(−3, 8).
    const normal = (x: number, mean: number, sd: number): number =>
      -((x - mean) ** 2) / (2 * sd * sd) - Math.log(sd * Math.sqrt(2 * Math.PI));
    // Φ(5 / 4) from Abramowitz and Stegun, table 26.1: 0.894350226333145.
    const expected =
      normal(0.5, 1, 2) +
      Math.log((2 ** 3 / 2) * 1.5 ** 2) -
      3 +
      normal(2, 0, 4) -
      Math.log(0.894350226333145) +
      Math.log(12 * 0.25 * 0.75 ** 2) -
      Math.log(11);
    expect(posteriorOf(supports()).terms([0.5, 1.5, 2, 0.25, 4]).logPrior).toBeCloseTo(expected, 13);
  });

  test("is −Infinity outside the support", () => {
    expect(posteriorOf(supports()).terms([0.5, -1, 2, 0.25, 4]).logPrior).toBe(-Infinity);
  });

  test("takes the logarithm of a median in the kernel", () => {
    const lognormal = { parameter: 1, family: "lognormal", lower: 0, upper: Infinity } as const;
    const [one, other] = [
      { ...lognormal, arguments: [8, 0.6], logArgument: true as const },
      { ...lognormal, arguments: [Math.log(8), 0.6] },
    ].map((prior) => posteriorOf(supports({ priors: [prior] })).terms([5]).logPrior);
    // The host's logarithm is right to an ulp.
    expect(one).toBeCloseTo(other ?? NaN, 14);
  });

  test("alone is the posterior where there are no targets, and nothing where there are no priors", () => {
    expect(posteriorOf(supports()).terms([0, 1, 2, 0.5, 0]).logLikelihood).toBe(0);
    const nothing = posteriorOf(supports({ priors: [] }));
    expect(nothing.dimension).toBe(0);
    expect(nothing.evaluate(new Float64Array(0))).toBe(0);
  });
});

describe("a run that has no answer", () => {
  test("gives −Infinity and says that it failed", () => {
    const model = modelOf({ parameters: { x: 1 }, initial: [10], flows: [{ from: 0, rate: of("log", parameter(0)) }] });
    const prior: Prior = { parameter: 0, family: "normal", arguments: [0, 1], lower: -Infinity, upper: Infinity };
    for (const integrator of [model.integrator, DENSE]) {
      const density = posteriorOf({ ...model, integrator, priors: [prior], targets: [target({})] });
      expect(density.evaluate(Float64Array.of(-1))).toBe(-Infinity);
      expect(density.last.failed).toBe(true);
      expect(Number.isFinite(density.last.logPrior)).toBe(true);
      expect(Number.isFinite(density.evaluate(Float64Array.of(1.5)))).toBe(true);
      expect(density.last.failed).toBe(false);
    }
  });

  test("gives −Infinity where an output that is looked at is no number, and its density where it is not looked at", () => {
    const outputs = [expression("fine", size(0)), expression("bad", op("divide", constant(0), constant(0)))];
    const model = modelOf({ initial: [1], flows: [], outputs });
    expect(posteriorOf({ ...model, targets: [target({ output: 1 })] }).terms([]).logLikelihood).toBe(-Infinity);
    expect(Number.isFinite(posteriorOf({ ...model, targets: [target({})] }).terms([]).logLikelihood)).toBe(true);
  });

  test("gives −Infinity where an unconstrained value is no number or lies at the end of the line", () => {
    const density = posteriorOf(calibratedSir());
    for (const z of [NaN, Infinity, -Infinity]) expect(density.evaluate(Float64Array.of(z, 0))).toBe(-Infinity);
    expect(Number.isFinite(density.evaluate(density.start))).toBe(true);
  });
});

describe("a posterior", () => {
  test("depends on its argument alone, whatever ran in between on the same placed program", () => {
    const model = calibratedSir({ priors: calibratedSir().priors.slice(0, 1) });
    const ready = placed(model);
    const density = posterior(ready);
    const before = density.evaluate(Float64Array.of(0.5));
    simulate(ready, [9, 9]);
    density.terms([0.1]);
    expect(density.evaluate(Float64Array.of(0.5))).toBe(before);
    // The parameter without a prior stays at the document's value.
    expect(ready.frame.parameters[1]).toBe(0.5);
  });

  test("agrees with the trajectory of the same parameters", () => {
    const model = sir({ targets: [target({ output: 1, timeIndices: [14], values: [20], argument: constant(3) })] });
    const ready = placed(model);
    const modelled = simulate(ready, [1.9, 0.6]).outputs[1]?.[14] ?? NaN;
    const priors: Prior[] = [0, 1].map((at) => ({
      parameter: at,
      family: "uniform",
      arguments: [0, 4],
      lower: 0,
      upper: 4,
    }));
    const { logLikelihood } = posteriorOf({ ...model, priors }).terms([1.9, 0.6]);
    expect(logLikelihood).toBeCloseTo(-0.5 * ((20 - modelled) / 3) ** 2 - Math.log(3 * Math.sqrt(2 * Math.PI)), 12);
  });

  test("wants one lane", () => {
    expect(() => posterior(placed(calibratedSir(), 2))).toThrow("one lane");
  });
});
