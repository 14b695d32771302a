// What an evaluation says of each observation; the likelihoods beyond counts and normals; sums over periods.

import { describe, expect, test } from "vitest";
import type { Target } from "../../src/model/model.ts";
import {
  averagedTargets,
  impossibleInWords,
  impossibleObservations,
  modelledValues,
  pointLogLikelihoods,
  simulateObservations,
} from "../../src/posterior/observations.ts";
import { constant, expression, modelOf, moved, parameter, size, target } from "../support/models.ts";
import { placed, posteriorOf } from "../support/run.ts";

/** A model that stands still at one value. */
const still = (value: number, targets: readonly Target[], parameters = { x: 4 }) =>
  modelOf({ parameters, initial: [value], flows: [], targets });

/** Evaluates at the document's values. */
function evaluated(model: ReturnType<typeof modelOf>) {
  const at = placed(model);
  at.kernel.exports.logPosteriorNatural(at.frame.address, 1);
  return at;
}

const logLikelihood = (value: number, changes: Partial<Target>): number =>
  posteriorOf(still(value, [target(changes)])).terms([]).logLikelihood;

/** log Γ(n) of a whole number. */
const logFactorial = (n: number): number => (n < 2 ? 0 : Math.log(n) + logFactorial(n - 1));
const logBeta = (a: number, b: number): number => logFactorial(a - 1) + logFactorial(b - 1) - logFactorial(a + b - 1);

describe("the log likelihood", () => {
  test("of a truncated normal observation is that of the normal over what lies within the bounds", () => {
    const changes: Partial<Target> = {
      likelihood: "truncated_normal",
      values: [7],
      argument: constant(2),
      further: [constant(5), constant(Infinity)],
    };
    // The mean 5 is the lower bound: half of the normal lies above it.
    expect(logLikelihood(5, changes)).toBeCloseTo(-0.5 - Math.log(Math.sqrt(2 * Math.PI)), 13);
  });

  test("of a share has the model's value as its mean", () => {
    // Mean 0.25 and concentration 8: Beta(2, 6) at 0.5.
    const expected = Math.log(0.5) + 5 * Math.log(0.5) - logBeta(2, 6);
    const changes: Partial<Target> = { likelihood: "beta", values: [0.5], argument: constant(8) };
    expect(logLikelihood(0.25, changes)).toBeCloseTo(expected, 13);
  });

  test("of counts that scatter more than binomial ones has the model's value as their mean share", () => {
    // C(10, 3) B(3 + 2, 7 + 6) / B(2, 6)
    const expected = Math.log(120) + logBeta(5, 13) - logBeta(2, 6);
    const changes: Partial<Target> = {
      likelihood: "beta_binomial",
      values: [3],
      argument: [8],
      further: [[10]],
    };
    expect(logLikelihood(0.25, changes)).toBeCloseTo(expected, 13);
  });

  test("of a survey that gives a beta for the output is its density at the output", () => {
    const changes: Partial<Target> = {
      likelihood: "beta",
      ofOutput: true,
      values: [0.9],
      argument: [2],
      further: [[6]],
    };
    expect(logLikelihood(0.25, changes)).toBeCloseTo(Math.log(0.25) + 5 * Math.log(0.75) - logBeta(2, 6), 13);
  });

  test("takes a weight for each observation, and those of weight 0 have no say", () => {
    const of = (values: readonly number[], weights?: number | readonly number[]): number =>
      posteriorOf(
        still(5, [
          target({
            likelihood: "poisson",
            timeIndices: values.map((_, index) => index),
            values,
            ...(weights === undefined ? {} : { weights }),
          }),
        ]),
      ).terms([]).logLikelihood;
    const [four, six] = [of([4]), of([6])];
    expect(of([4, 6], [2, 0.5])).toBeCloseTo(2 * four + 0.5 * six, 13);
    expect(of([4, 6], 0.25)).toBeCloseTo(0.25 * (four + six), 13);
    // Half a case is impossible, and asked about with no weight.
    expect(of([4, 0.5], [1, 0])).toBe(four);
    expect(of([4, 0.5], [1, 1])).toBe(-Infinity);
  });

  test("of a period compares with the sum or the mean of the output over it", () => {
    // Two persons a time unit enter: the size at time t is 2t, and 2 are counted in each interval.
    const model = modelOf({
      initial: [0],
      flows: [{ to: 0, rate: 2 }],
      outputs: [expression("now", size(0)), moved("count", 0)],
    });
    const targets = [
      target({ timeIndices: [3], values: [1], windows: { first: [2], count: [4], statistic: "mean" } }),
      target({
        output: 1,
        timeIndices: [2, 6],
        values: [1, 1],
        windows: { first: [1, 5], count: [4, 3], statistic: "sum" },
      }),
    ];
    const [mean, sum] = modelledValues(evaluated({ ...model, targets }));
    expect(mean?.[0]).toBeCloseTo((4 + 6 + 8 + 10) / 4, 9); // the integrator's tolerance is 1e-10
    expect(sum?.[0]).toBeCloseTo(8, 9);
    expect(sum?.[1]).toBeCloseTo(6, 9);
  });
});

describe("each observation", () => {
  const counts = target({ likelihood: "poisson", timeIndices: [1, 2, 4], values: [4, 6, 9], weights: 0.5 });
  const shares = target({ likelihood: "negative_binomial", timeIndices: [3], values: [2], argument: parameter(0) });

  test("has its log likelihood without weight, and they add up to the target's", () => {
    const at = evaluated(still(5, [counts, shares]));
    const [first = new Float64Array(), second] = pointLogLikelihoods(at);
    expect(first[1]).toBeCloseTo(6 * Math.log(5) - 5 - logFactorial(6), 13);
    expect(first).toHaveLength(3);
    expect(0.5 * first.reduce((sum, one) => sum + one, 0)).toBeCloseTo(at.frame.targetTerms[0] ?? NaN, 13);
    expect(second?.[0]).toBe(at.frame.targetTerms[1]);
  });

  test("that is impossible is named with its time and both values", () => {
    const model = still(0, [counts, target({ timeIndices: [1], values: [1] })]);
    const at = evaluated(model);
    const found = impossibleObservations(at);
    expect(found.map(({ target: which, point, time }) => [which, point, time])).toEqual([
      [0, 0, model.time.start + model.time.step],
      [0, 1, model.time.start + 2 * model.time.step],
      [0, 2, model.time.start + 4 * model.time.step],
    ]);
    const [first] = found;
    if (first === undefined) throw new Error("nothing is impossible");
    expect(impossibleInWords(model, first, "1")).toBe(
      "“Seen” at time 1: 4 was observed, the model says 0, and a poisson likelihood makes that impossible",
    );
  });

  test("of a run that failed is impossible", () => {
    // The rate 1 / (x − 4) is infinite.
    const model = modelOf({
      parameters: { x: 4 },
      initial: [5],
      flows: [
        {
          from: 0,
          rate: {
            kind: "binary",
            operator: "divide",
            left: constant(1),
            right: { kind: "binary", operator: "subtract", left: parameter(0), right: constant(4) },
          },
        },
      ],
      targets: [counts],
    });
    expect(pointLogLikelihoods(evaluated(model))).toEqual([new Float64Array(3).fill(-Infinity)]);
  });

  test("is simulated from its distribution, the same for the same stream", () => {
    const many = Array.from({ length: 2000 }, (_, index) => index % 3);
    const of = (changes: Partial<Target>) => target({ timeIndices: many, values: many.map(() => 0), ...changes });
    const targets = [
      of({ likelihood: "poisson" }),
      of({ likelihood: "truncated_normal", argument: constant(2), further: [constant(0.4), constant(9)] }),
      of({ likelihood: "beta", argument: constant(8) }),
      of({ likelihood: "beta_binomial", argument: constant(8), further: [constant(10)] }),
      of({ likelihood: "beta", ofOutput: true, argument: constant(2), further: [constant(3)] }),
    ];
    const at = evaluated(still(0.4, targets));
    const draws = simulateObservations(at, at.kernel.random(7, 0, 0));
    expect(simulateObservations(at, at.kernel.random(7, 0, 0))).toEqual(draws);
    const means = draws.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
    // Half a normal from 0.4 on: the mean lies sd √(2/π) above; the cut at 9 takes less than 1e-4 of it.
    const expected = [0.4, 0.4 + 2 * Math.sqrt(2 / Math.PI), 0.4, 4];
    // Variances: mean; sd² (1 − 2/π); m (1 − m) / 9; n m (1 − m) (8 + n) / 9.
    const variances = [0.4, 4 * (1 - 2 / Math.PI), 0.24 / 9, (10 * 0.24 * 18) / 9];
    expected.forEach((mean, index) => {
      // Five standard errors: a false alarm once in a million.
      const error = 5 * Math.sqrt((variances[index] ?? NaN) / many.length);
      expect(Math.abs((means[index] ?? NaN) - mean)).toBeLessThan(error);
    });
    expect(means[4]).toBeNaN();
  });
});

describe("a likelihood that is averaged over points", () => {
  test("is known by the title of its target", () => {
    const model = still(5, [target({ weights: 1, overPoints: "mean", title: "Cases" }), target({})]);
    expect(averagedTargets(model)).toEqual(["Cases"]);
  });
});
