// Each kind of flow moves the persons that its definition says, read off the derivative at the start.

import { describe, expect, test } from "vitest";
import type { Force } from "../../src/model/model.ts";
import {
  constant,
  DENSE,
  expression,
  grid,
  modelOf,
  moved,
  of,
  op,
  outputValue,
  parameter,
  prevalence,
  RK4,
  seriesValue,
  sir,
  size,
  TIGHT,
  time,
  times,
  where,
  wholePopulation,
} from "../support/models.ts";
import { derivative, finals, outputOf, run } from "../support/run.ts";

/** Compares row by row; sums of a few products in some order, so a few units in the last place. */
function expectRows(found: Float64Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, row) => expect(Math.abs((found[row] ?? NaN) - value)).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(value))));
}

describe("a transition", () => {
  test("moves its rate times its source from one compartment to the other", () => {
    expectRows(derivative(modelOf({ initial: [80, 5], flows: [{ from: 0, to: 1, rate: 0.25 }] }), 0), [-20, 20]);
  });

  test("shares its source with others between the same compartments, either way", () => {
    const flows = [
      { from: 0, to: 1, rate: 0.25 },
      { from: 0, to: 1, rate: parameter(0) },
      { from: 1, to: 0, rate: 0.125 },
      { from: 0, to: 1, rate: 0.25 },
    ];
    // 80 · (0.25 + 0.5 + 0.25) − 40 · 0.125
    expectRows(derivative(modelOf({ parameters: { p: 0.5 }, initial: [80, 40], flows }), 0), [-75, 75]);
  });

  test("from a compartment to itself changes nothing", () => {
    const flows = [{ from: 0, to: 0, rate: 0.5 }, { from: 0, to: 0, rate: time }];
    expectRows(derivative(modelOf({ initial: [80], flows }), 2), [0]);
  });

  test("may vary in time, with a series, and with the sizes of compartments", () => {
    const series = { name: "s", title: "", times: [0, 4], values: [1, 3], interpolation: "linear" } as const;
    const flows = [
      { from: 0, to: 1, rate: times(constant(0.5), time) },
      { from: 1, to: 2, rate: op("divide", seriesValue(0), constant(4)) },
      { from: 2, to: 0, rate: op("divide", size(0, 1), constant(100)) },
    ];
    const model = modelOf({ initial: [10, 20, 40], flows, series: [series] });
    // At t = 3: 0.5·3·10 = 15; 2.5/4·20 = 12.5; 30/100·40 = 12.
    expectRows(derivative(model, 3), [-15 + 12, 15 - 12.5, 12.5 - 12]);
  });

  test("reads each expression as arithmetic does", () => {
    const [x, y] = [constant(2.5), parameter(0)];
    const rates = [
      op("add", x, y), op("subtract", x, y), op("multiply", x, y), op("divide", x, y), op("power", x, y),
      op("min", x, y), op("max", x, y), op("less", x, y), op("lessEqual", y, y), op("equal", x, y),
      op("notEqual", x, y), op("and", x, constant(0)), op("or", y, constant(0)), of("negate", y), of("abs", of("negate", y)),
      of("sqrt", y), of("floor", x), of("exp", y), of("log", y), of("sin", y), of("cos", y), of("tan", y), of("tanh", y),
      of("not", y), where(op("less", y, x), y, x),
    ];
    const expected = [
      6.5, -1.5, 10, 0.625, 39.0625, 2.5, 4, 1, 1, 0, 1, 0, 1, -4, 4, 2, 2, Math.exp(4), Math.log(4), Math.sin(4),
      Math.cos(4), Math.tan(4), Math.tanh(4), 0, 2.5,
    ];
    const initial = rates.map(() => 0);
    const model = modelOf({ parameters: { y: 4 }, initial, flows: rates.map((rate, to) => ({ to, rate })) });
    expectRows(derivative(model, 0), expected);
  });
});

describe("an entry and an exit", () => {
  test("add persons at a rate of their own, and take a share of their source away", () => {
    const flows = [{ to: 0, rate: 7 }, { from: 0, rate: 0.25 }, { to: 1, rate: times(constant(0.5), size(0)) }];
    expectRows(derivative(modelOf({ initial: [16, 3], flows }), 0), [7 - 4, 8]);
  });
});

describe("an absolute flow", () => {
  test("moves persons per time unit whatever the size of its source", () => {
    const flows = [{ from: 0, to: 1, absolute: true, rate: 6 }, { from: 1, absolute: true, rate: time }];
    expectRows(derivative(modelOf({ initial: [1, 0], flows }), 4), [-6, 2]);
  });
});

describe("an infection", () => {
  test("of frequency transmission moves β S I / N", () => {
    expectRows(derivative(sir(), 0).slice(0, 1), [(-1.7 * 762) / 763]);
  });

  test("of density transmission moves β S I", () => {
    const forces = [wholePopulation([0, 1], 1, "density")];
    expectRows(derivative(modelOf({ initial: [50, 4], forces, flows: [{ from: 0, to: 1, rate: 0.01, force: [0, 0] }] }), 0), [-2, 2]);
  });

  test("has a rate that may vary in time and with parameters", () => {
    const forces = [wholePopulation([0, 1], 1)];
    const rate = times(times(parameter(0), time), op("divide", constant(3), parameter(1)));
    const model = modelOf({ parameters: { a: 2, b: 4 }, initial: [75, 25], forces, flows: [{ from: 0, to: 1, rate, force: [0, 0] }] });
    // 2 · 8 · 3/4 · 25/100 · 75
    expectRows(derivative(model, 8), [-225, 225]);
  });

  const pair = (mode: Force["mode"]): Force => ({
    name: "contact",
    mode,
    // Compartments: susceptible child and adult, infectious child and adult, children half as infectious.
    groups: [
      { population: [0, 2], infectious: [{ compartment: 2, weight: constant(0.5) }] },
      { population: [1, 3], infectious: [{ compartment: 3, weight: constant(1) }] },
    ],
    mixing: [
      [3, 2],
      [1, 4],
    ],
  });
  const contact = [0, 1].map((group) => ({ from: group, to: group + 2, rate: 0.1, force: [0, group] as const }));

  test("between two groups mixes prevalence, rows being infected and columns infecting", () => {
    const child = 0.1 * (3 * 0.5 * (20 / 60) + 2 * (10 / 110)) * 40;
    const adult = 0.1 * (1 * 0.5 * (20 / 60) + 4 * (10 / 110)) * 100;
    expectRows(derivative(modelOf({ initial: [40, 100, 20, 10], forces: [pair("frequency")], flows: contact }), 0), [-child, -adult, child, adult]);
  });

  test("between two groups of density transmission mixes numbers", () => {
    const child = 0.1 * (3 * 0.5 * 20 + 2 * 10) * 40;
    const adult = 0.1 * (1 * 0.5 * 20 + 4 * 10) * 100;
    expectRows(derivative(modelOf({ initial: [40, 100, 20, 10], forces: [pair("density")], flows: contact }), 0), [-child, -adult, child, adult]);
  });

  test("from an empty group is none, not NaN", () => {
    const adult = 0.1 * 4 * (10 / 110) * 100;
    expectRows(derivative(modelOf({ initial: [0, 100, 0, 10], forces: [pair("frequency")], flows: contact }), 0), [0, -adult, 0, adult]);
    const trajectory = run(modelOf({ initial: [0, 100, 0, 10], forces: [pair("frequency")], flows: contact }));
    expect(trajectory.issues).toEqual([]);
    expect(trajectory.outputs[0]?.every((persons) => persons === 0)).toBe(true);
  });

  test("among three groups is scaled by a rate that varies, each group by its own susceptibility", () => {
    const mixing = [
      [5, 1, 0.5],
      [2, 3, 1],
      [0.25, 4, 2],
    ];
    const force: Force = {
      name: "contact",
      mode: "frequency",
      groups: [0, 1, 2].map((group) => ({
        population: [group, group + 3],
        infectious: [{ compartment: group + 3, weight: constant(1) }],
      })),
      mixing,
    };
    const susceptibility = [0.5, 1, 0.25];
    const flows = susceptibility.map((own, group) => ({
      from: group,
      to: group + 3,
      rate: times(times(constant(own), time), parameter(0)),
      force: [0, group] as const,
    }));
    const [healthy, ill] = [[30, 60, 90], [10, 20, 10]];
    const model = modelOf({ parameters: { beta: 0.125 }, initial: [...healthy, ...ill], forces: [force], flows });
    const prevalent = [0.25, 0.25, 0.1];
    const infected = mixing.map((row, group) => {
      const force = row.reduce((sum, contacts, by) => sum + contacts * (prevalent[by] ?? NaN), 0);
      return force * 0.125 * 2 * (susceptibility[group] ?? NaN) * (healthy[group] ?? NaN);
    });
    expectRows(derivative(model, 2), [...infected.map((persons) => -persons), ...infected]);
  });

  test("of two agents has a force for each", () => {
    const forces = [wholePopulation([0, 1, 2], 1), wholePopulation([0, 1, 2], 2, "density")];
    const flows = [
      { from: 0, to: 1, rate: 0.5, force: [0, 0] as const },
      { from: 0, to: 2, rate: 0.25, force: [1, 0] as const },
    ];
    // 0.5 · 8/64 · 40 and 0.25 · 16 · 40
    expectRows(derivative(modelOf({ initial: [40, 8, 16], forces, flows }), 0), [-162.5, 2.5, 160]);
  });
});

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
      expect(Math.abs((count[day] ?? NaN) - ((susceptible[day - 1] ?? NaN) - (susceptible[day] ?? NaN)))).toBeLessThan(1e-9);
    }
  });

  test("of several flows are the sum of their counts", () => {
    const model = modelOf({
      initial: [100, 50],
      flows: [{ from: 0, to: 1, rate: 0.1 }, { from: 1, to: 0, rate: time }, { to: 0, rate: 3 }],
      outputs: [moved("count", 0), moved("count", 1), moved("count", 2), moved("count", 0, 1, 2)],
    });
    const [first, second, third, all] = run(model).outputs;
    all?.forEach((count, day) => {
      expect(Math.abs(count - (first?.[day] ?? NaN) - (second?.[day] ?? NaN) - (third?.[day] ?? NaN))).toBeLessThan(1e-10);
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
      values.forEach((rate, index) => expect(Math.abs(rate - (landed?.outputs[output]?.[index] ?? NaN))).toBeLessThan(1e-6)),
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
    const outputs = [prevalence("a", 1), prevalence("b", 1), expression("none", size()), moved("count", 0), moved("count", 0)];
    const [first, second, none, one, other] = run(sir({ outputs })).outputs;
    expect(second).toEqual(first);
    expect(other).toEqual(one);
    expect(none?.every((value) => value === 0)).toBe(true);
  });
});

describe("a model without flows", () => {
  test("stays as it is", () => {
    for (const integrator of [RK4, DENSE]) {
      expect(finals(run(modelOf({ integrator, initial: [5, 7], flows: [] })))).toEqual([5, 7]);
    }
  });
});
