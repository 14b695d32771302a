// The log likelihood of each family, with every constant, summed over points and targets.

import { describe, expect, test } from "vitest";
import type { Target } from "../../src/model/model.ts";
import { constant, expression, modelOf, moved, parameter, size, target } from "../support/models.ts";
import { placed, posteriorOf } from "../support/run.ts";

describe("the log likelihood", () => {
  /** The log likelihood of one observation of 7 where the model says 5. */
  const of7 = (changes: Partial<Target>, parameters = { x: 4 }): number => {
    const model = modelOf({ parameters, initial: [5], flows: [] });
    return posteriorOf({ ...model, targets: [target({ values: [7], ...changes })] }).terms([]).logLikelihood;
  };

  test.each([
    ["normal", constant(2), -0.5 - Math.log(2 * Math.sqrt(2 * Math.PI))],
    ["normal", parameter(0), -1 / 8 - Math.log(4 * Math.sqrt(2 * Math.PI))],
    ["normal", [0.5], -8 - Math.log(0.5 * Math.sqrt(2 * Math.PI))],
    ["lognormal", constant(1), -(Math.log(7 / 5) ** 2) / 2 - Math.log(7 * Math.sqrt(2 * Math.PI))],
    ["poisson", undefined, 7 * Math.log(5) - 5 - Math.log(5040)],
    // Size 4, mean 5: C(10, 7) (4/9)⁴ (5/9)⁷.
    ["negative_binomial", parameter(0), Math.log(120 * (4 / 9) ** 4 * (5 / 9) ** 7)],
  ] as const)("of a %s observation has every constant (argument %o)", (likelihood, argument, expected) => {
    expect(of7({ likelihood, ...(argument === undefined ? {} : { argument }) })).toBeCloseTo(expected, 13);
  });

  test("of a binomial observation takes its size from the data and the share from the model", () => {
    const model = modelOf({ initial: [0.25], flows: [] });
    const seen = target({ likelihood: "binomial", values: [3], argument: [10] });
    // C(10, 3) 0.25³ 0.75⁷
    expect(posteriorOf({ ...model, targets: [seen] }).terms([]).logLikelihood).toBeCloseTo(
      Math.log(120 * 0.25 ** 3 * 0.75 ** 7),
      13,
    );
  });

  test("sums over points and targets, each at its own times", () => {
    const model = modelOf({
      initial: [0],
      flows: [{ to: 0, rate: 2 }],
      outputs: [expression("now", size(0)), moved("count", 0)],
    });
    const targets = [
      target({ timeIndices: [1, 3], values: [2.5, 5] }),
      target({ output: 1, timeIndices: [10, 4], values: [2, 3] }),
    ];
    const { frame, kernel } = placed({ ...model, targets });
    kernel.exports.logPosteriorNatural(frame.address, 1);
    const each = -Math.log(Math.sqrt(2 * Math.PI));
    const [first = NaN, second = NaN] = frame.targetTerms;
    expect(first).toBeCloseTo(2 * each - 0.5 * (0.25 + 1), 12);
    expect(second).toBeCloseTo(2 * each - 0.5 * 1, 12);
    expect(frame.logDensity[1]).toBe(first + second);
  });
});
