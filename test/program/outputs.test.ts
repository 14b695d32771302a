// Outputs: counts in an interval, rates at a time, and what is computed from other outputs.

import { describe, expect, test } from "vitest";
import {
  constant,
  DENSE,
  expression,
  grid,
  modelOf,
  moved,
  op,
  outputValue,
  parameter,
  prevalence,
  RK4,
  sir,
  size,
  TIGHT,
  time,
  times,
  wholePopulation,
} from "../support/models.ts";
import { expectRows, outputOf, run } from "../support/run.ts";

describe("counts of persons moved in an interval", () => {
  test.each([
    ["Runge–Kutta 4", RK4],
    ["Dormand–Prince", TIGHT],
    ["dense output", DENSE],
  ] as const)("are the differences of the compartment that only this flow leaves, with %s", (_name, integrator) => {
    const outputs = [prevalence("susceptible", 0), moved("count", 0)];
    const [susceptible = [], count = []] = run(sir({ integrator, outputs })).outputs;
    expect(count[0]).toBe(0);
    // Rounding and, inside the steps, the same interpolation of both: 763 persons to 13 digits.
    for (let day = 1; day < count.length; day += 1) {
      expect(Math.abs((count[day] ?? NaN) - ((susceptible[day - 1] ?? NaN) - (susceptible[day] ?? NaN)))).toBeLessThan(
        1e-9,
      );
    }
  });

  test("of several flows are the sum of their counts", () => {
    const model = modelOf({
      initial: [100, 50],
      flows: [
        { from: 0, to: 1, rate: 0.1 },
        { from: 1, to: 0, rate: time },
        { to: 0, rate: 3 },
      ],
      outputs: [moved("count", 0), moved("count", 1), moved("count", 2), moved("count", 0, 1, 2)],
    });
    const [first, second, third, all] = run(model).outputs;
    all?.forEach((count, day) => {
      expect(Math.abs(count - (first?.[day] ?? NaN) - (second?.[day] ?? NaN) - (third?.[day] ?? NaN))).toBeLessThan(
        1e-10,
      );
    });
    expect([...(third ?? [])].slice(1).every((count) => Math.abs(count - 3) < 1e-12)).toBe(true);
  });

  test("start anew in each run", () => {
    const model = sir({ outputs: [moved("count", 0)] });
    expect(run(model).outputs).toEqual(run(model).outputs);
    expect(run(model).outputs[0]?.[0]).toBe(0);
  });
});

describe("rates at a time", () => {
  test("are those of the flows there, of every kind", () => {
    const model = modelOf({
      parameters: { p: 0.5 },
      initial: [64, 16, 8],
      forces: [wholePopulation([0, 1, 2], 1)],
      flows: [
        { from: 0, to: 1, rate: times(parameter(0), op("add", constant(1), time)), force: [0, 0] },
        { from: 1, to: 2, rate: 0.25 },
        { to: 0, rate: times(constant(2), size(2)) },
        { from: 2, absolute: true, rate: 3 },
        { from: 1, rate: op("divide", parameter(0), op("add", constant(4), time)) },
      ],
      outputs: [[0], [1], [2], [3], [4], [0, 1, 2, 3, 4]].map((flows) => moved("rate", ...flows)),
    });
    const first = run(model).outputs.map((values) => values[0] ?? NaN);
    const expected = [(0.5 * 64 * 16) / 88, 4, 16, 3, 2];
    expectRows(Float64Array.from(first), [...expected, expected.reduce((sum, rate) => sum + rate)]);
  });

  test("are the same with dense output", () => {
    const model = sir({ outputs: [moved("rate", 0), moved("rate", 1)], time: grid(14, 0.25) });
    const [dense, landed] = [DENSE, TIGHT].map((integrator) => run({ ...model, integrator }));
    dense?.outputs.forEach((values, output) =>
      // As exact as the sizes they are made of, which agree to 1e-9 of 763.
      values.forEach((rate, index) =>
        expect(Math.abs(rate - (landed?.outputs[output]?.[index] ?? NaN))).toBeLessThan(1e-6),
      ),
    );
  });
});

describe("outputs of outputs", () => {
  test("are computed from them at the same time", () => {
    const outputs = [
      prevalence("infectious", 1),
      expression("share", op("divide", outputValue(0), size(0, 1, 2))),
      moved("count", 0),
      expression("both", op("add", times(outputValue(1), constant(100)), outputValue(2))),
    ];
    const model = sir({ outputs });
    const trajectory = run(model);
    const [infectious, share, count] = trajectory.outputs;
    outputOf(model, trajectory, "both").forEach((both, day) => {
      expect(share?.[day]).toBeCloseTo((infectious?.[day] ?? NaN) / 763, 14);
      expect(both).toBeCloseTo(100 * (share?.[day] ?? NaN) + (count?.[day] ?? NaN), 10);
    });
  });

  test("may name the same output twice, and outputs of no compartment are zero", () => {
    const outputs = [
      prevalence("a", 1),
      prevalence("b", 1),
      expression("none", size()),
      moved("count", 0),
      moved("count", 0),
    ];
    const [first, second, none, one, other] = run(sir({ outputs })).outputs;
    expect(second).toEqual(first);
    expect(other).toEqual(one);
    expect(none?.every((value) => value === 0)).toBe(true);
  });
});
