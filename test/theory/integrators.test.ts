// The integrators have the order that their authors proved, and their dense output too.

import { describe, expect, test } from "vitest";
import type { Formula, Integrator, Model } from "../../src/model/model.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import {
  constant,
  DENSE,
  expression,
  grid,
  modelOf,
  moved,
  op,
  prevalence,
  seriesValue,
  size,
  TIGHT,
  time,
  times,
} from "../support/models.ts";
import { defaults, finals, placed, run } from "../support/run.ts";

/** A tolerance that accepts every step: one step from each stop to the next. */
const ONE_STEP: Integrator = { method: "dopri5", rtol: 1e3, atol: 1e3, maxSteps: 1000, land: true };

/** y' = (k + 1) t^k from y = 0: the solution is t^(k + 1). */
function power(k: number, changes: Partial<Model>): Model {
  const factors = Array.from({ length: k }, () => time);
  const rate = factors.reduce<Formula>((product, factor) => times(product, factor), constant(k + 1));
  return { ...modelOf({ initial: [0], flows: [{ to: 0, rate }] }), ...changes };
}

/** Predators and prey, which need every condition of the order: nonlinear, coupled, and driven by time. */
function predators(changes: Partial<Model>): Model {
  const season = op("add", constant(1), times(constant(0.3), times(time, time)));
  const model = modelOf({
    initial: [1.5, 0.8],
    flows: [
      { to: 0, rate: times(season, size(0)) },
      { from: 0, absolute: true, rate: times(size(0), size(1)) },
      { to: 1, rate: times(times(constant(0.6), size(0)), size(1)) },
      { from: 1, rate: 0.5 },
    ],
  });
  return { ...model, ...changes };
}

const TRUTH = finals(run(predators({ integrator: TIGHT, time: grid(1, 0.5) })));

function errorOf(model: Model): number {
  return Math.max(...finals(run(model)).map((value, index) => Math.abs(value - (TRUTH[index] ?? NaN))));
}

/** Orders seen from one step length to half of it. */
function orders(errors: readonly number[]): number[] {
  return errors.slice(1).map((error, index) => Math.log2((errors[index] ?? NaN) / error));
}

describe("halving the step", () => {
  // Near the order only: the next term of the error is of the size of the step, at most an eighth at the last halving.
  test.each([
    ["euler", 1],
    ["rk4", 4],
  ] as const)("shows %s to be of order %d", (method, order) => {
    const errors = [8, 16, 32].map((substeps) =>
      errorOf(predators({ integrator: { method, substeps }, time: grid(1) })),
    );
    expect(Math.abs((orders(errors).at(-1) ?? NaN) - order)).toBeLessThan(0.2);
  });

  test("shows the pair of Dormand and Prince to be of order 5", () => {
    const steps = [4, 8, 16];
    const errors = steps.map((count) => {
      const model = predators({ integrator: ONE_STEP, time: grid(1, 1 / count) });
      const ready = placed(model);
      simulate(ready, []);
      expect(ready.frame.cost).toMatchObject({ accepted: count, rejected: 0 });
      return errorOf(model);
    });
    expect(Math.abs((orders(errors).at(-1) ?? NaN) - 5)).toBeLessThan(0.3);
  });
});

describe("one step for y' = λ y", () => {
  const decay = (integrator: Integrator): number =>
    finals(run(modelOf({ integrator, time: grid(0.5, 0.5), initial: [1], flows: [{ from: 0, rate: 1 }] })))[0] ?? NaN;
  const z = -0.5;

  test("of Euler is 1 + z", () => {
    expect(decay({ method: "euler", substeps: 1 })).toBe(0.5);
  });

  test("of Runge–Kutta 4 is the Taylor polynomial of degree 4", () => {
    expect(decay({ method: "rk4", substeps: 1 })).toBeCloseTo(1 + z + z ** 2 / 2 + z ** 3 / 6 + z ** 4 / 24, 15);
  });

  test("of Dormand and Prince is that of degree 5 and z⁶/600", () => {
    // Hairer and Wanner, Solving Ordinary Differential Equations II, IV.2, formula (2.15) and table 2.1.
    const polynomial = 1 + z + z ** 2 / 2 + z ** 3 / 6 + z ** 4 / 24 + z ** 5 / 120 + z ** 6 / 600;
    expect(decay(ONE_STEP)).toBeCloseTo(polynomial, 14);
  });
});

describe("integrals of t^k", () => {
  // Rounding: a few hundred additions of numbers up to 3^5.
  const near = (value: number, k: number, end: number): void => {
    expect(Math.abs(value / end ** (k + 1) - 1)).toBeLessThan(1e-13);
  };

  test.each([0, 1, 2, 3, 4])("are exact with a step of Dormand and Prince for k = %d", (k) => {
    near(finals(run(power(k, { integrator: ONE_STEP, time: grid(3, 1) })))[0] ?? NaN, k, 3);
  });

  test("are not exact with such a step for k = 5", () => {
    const value = finals(run(power(5, { integrator: ONE_STEP, time: grid(3, 1) })))[0] ?? NaN;
    expect(Math.abs(value / 3 ** 6 - 1)).toBeGreaterThan(1e-6);
  });

  test.each([0, 1, 2, 3])("are exact with Runge–Kutta 4, which is Simpson's rule, for k = %d", (k) => {
    near(finals(run(power(k, { integrator: { method: "rk4", substeps: 1 }, time: grid(3, 1) })))[0] ?? NaN, k, 3);
  });

  test.each([0, 1, 2, 3])("have no error in the eyes of the step control for k = %d", (k) => {
    const ready = placed(
      power(k, { integrator: { ...TIGHT, rtol: 1e-9, atol: 1e-9, land: false }, time: grid(1000, 1000) }),
    );
    simulate(ready, []);
    // Steps grow tenfold each: from 1e-6 to 1000 in ten steps, and one more where the estimate holds only rounding.
    expect(ready.frame.cost.rejected).toBe(0);
    expect(ready.frame.cost.accepted).toBeLessThanOrEqual(12);
  });

  test.each([0, 1, 2, 3])("are exact inside the steps too, by dense output, for k = %d", (k) => {
    const values = run(power(k, { integrator: { ...ONE_STEP, land: false }, time: grid(3, 0.0625) })).outputs[0];
    values?.forEach((value, index) => {
      expect(Math.abs(value - (index * 0.0625) ** (k + 1))).toBeLessThan(1e-12);
    });
  });
});

describe("dense output", () => {
  test("has an error of fifth order in the step inside a step", () => {
    // Stops every `step` by a series that does not change; outputs at four times as many times.
    const errors = [4, 8, 16].map((count) => {
      const knots = Array.from({ length: count + 1 }, (_, index) => index / count);
      const series = {
        name: "one",
        title: "one",
        times: knots,
        values: knots.map(() => 1),
        interpolation: "step",
      } as const;
      const base = predators({});
      const flows = base.flows.map((flow) => ({ ...flow, rate: times(flow.rate, seriesValue(0)) }));
      const at = { ...base, flows, series: [series], time: grid(1, 1 / (4 * count)) };
      const [coarse, fine] = [
        run({ ...at, integrator: { ...ONE_STEP, land: false } }),
        run({ ...at, integrator: TIGHT }),
      ];
      return Math.max(
        ...coarse.outputs.flatMap((values, output) =>
          Array.from(values, (value, index) => Math.abs(value - (fine.outputs[output]?.[index] ?? NaN))),
        ),
      );
    });
    expect(orders(errors).at(-1)).toBeGreaterThan(4.7);
  });

  test("agrees with steps that end at the output times", () => {
    const [dense, landed] = [DENSE, TIGHT].map((integrator) => run(predators({ integrator, time: grid(5, 0.125) })));
    dense?.outputs.forEach((values, output) =>
      values.forEach((value, index) => {
        // Inside a step the interpolation has the order of the pair less one: a few digits are lost of the twelve.
        expect(Math.abs(value - (landed?.outputs[output]?.[index] ?? NaN))).toBeLessThan(1e-9);
      }),
    );
  });

  test("is the same for projections of the state as for the whole state, which rates need", () => {
    const outputs = [prevalence("a", 0), expression("both", size(0, 1))];
    const few = run(predators({ integrator: DENSE, time: grid(5, 0.125), outputs }));
    const all = run(predators({ integrator: DENSE, time: grid(5, 0.125), outputs: [...outputs, moved("rate", 0, 1)] }));
    few.outputs.forEach((values, output) =>
      values.forEach((value, index) => {
        // The same numbers in another order: rounding.
        expect(Math.abs(value - (all.outputs[output]?.[index] ?? NaN))).toBeLessThan(1e-13 * Math.abs(value));
      }),
    );
  });
});

describe("the step control", () => {
  test.each([1e-4, 1e-6, 1e-8, 1e-10])("keeps the error near a tolerance of %d", (tolerance) => {
    const integrator: Integrator = { ...DENSE, rtol: tolerance, atol: tolerance };
    // Errors of some tens of steps add up, and grow with a problem that grows threefold.
    expect(errorOf(predators({ integrator, time: grid(1) }))).toBeLessThan(30 * tolerance);
  });

  test("follows a decay over four hundred of its lifetimes", () => {
    const model = modelOf({ integrator: DENSE, time: grid(400, 400), initial: [1], flows: [{ from: 0, rate: 1 }] });
    const ready = placed(model);
    const trajectory = simulate(ready, defaults(model));
    expect(trajectory.issues).toEqual([]);
    expect(Math.abs(finals(trajectory)[0] ?? NaN)).toBeLessThan(1e-11);
  });
});
