// Each kind of flow moves the persons that its definition says, read off the derivative at the start.

import { describe, expect, test } from "vitest";
import type { Force } from "../../src/model/model.ts";
import {
  constant,
  DENSE,
  expression,
  modelOf,
  of,
  op,
  parameter,
  prevalence,
  RK4,
  seriesValue,
  sir,
  size,
  time,
  times,
  where,
  wholePopulation,
} from "../support/models.ts";
import { derivative, expectRows, finals, run } from "../support/run.ts";

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
    const flows = [
      { from: 0, to: 0, rate: 0.5 },
      { from: 0, to: 0, rate: time },
    ];
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
      op("add", x, y),
      op("subtract", x, y),
      op("multiply", x, y),
      op("divide", x, y),
      op("power", x, y),
      op("min", x, y),
      op("max", x, y),
      op("less", x, y),
      op("lessEqual", y, y),
      op("equal", x, y),
      op("notEqual", x, y),
      op("and", x, constant(0)),
      op("or", y, constant(0)),
      of("negate", y),
      of("abs", of("negate", y)),
      of("sqrt", y),
      of("floor", x),
      of("exp", y),
      of("log", y),
      of("sin", y),
      of("cos", y),
      of("tan", y),
      of("tanh", y),
      of("not", y),
      where(op("less", y, x), y, x),
    ];
    const expected = [
      6.5,
      -1.5,
      10,
      0.625,
      39.0625,
      2.5,
      4,
      1,
      1,
      0,
      1,
      0,
      1,
      -4,
      4,
      2,
      2,
      Math.exp(4),
      Math.log(4),
      Math.sin(4),
      Math.cos(4),
      Math.tan(4),
      Math.tanh(4),
      0,
      2.5,
    ];
    const initial = rates.map(() => 0);
    const model = modelOf({ parameters: { y: 4 }, initial, flows: rates.map((rate, to) => ({ to, rate })) });
    expectRows(derivative(model, 0), expected);
  });
});

describe("an entry and an exit", () => {
  test("add persons at a rate of their own, and take a share of their source away", () => {
    const flows = [
      { to: 0, rate: 7 },
      { from: 0, rate: 0.25 },
      { to: 1, rate: times(constant(0.5), size(0)) },
    ];
    expectRows(derivative(modelOf({ initial: [16, 3], flows }), 0), [7 - 4, 8]);
  });
});

describe("an absolute flow", () => {
  test("moves persons per time unit whatever the size of its source", () => {
    const flows = [
      { from: 0, to: 1, absolute: true, rate: 6 },
      { from: 1, absolute: true, rate: time },
    ];
    expectRows(derivative(modelOf({ initial: [1, 0], flows }), 4), [-6, 2]);
  });
});

describe("an infection", () => {
  test("of frequency transmission moves β S I / N", () => {
    expectRows(derivative(sir(), 0).slice(0, 1), [(-1.7 * 762) / 763]);
  });

  test("of density transmission moves β S I", () => {
    const forces = [wholePopulation([0, 1], 1, "density")];
    expectRows(
      derivative(modelOf({ initial: [50, 4], forces, flows: [{ from: 0, to: 1, rate: 0.01, force: [0, 0] }] }), 0),
      [-2, 2],
    );
  });

  test("has a rate that may vary in time and with parameters", () => {
    const forces = [wholePopulation([0, 1], 1)];
    const rate = times(times(parameter(0), time), op("divide", constant(3), parameter(1)));
    const model = modelOf({
      parameters: { a: 2, b: 4 },
      initial: [75, 25],
      forces,
      flows: [{ from: 0, to: 1, rate, force: [0, 0] }],
    });
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
    expectRows(derivative(modelOf({ initial: [40, 100, 20, 10], forces: [pair("frequency")], flows: contact }), 0), [
      -child,
      -adult,
      child,
      adult,
    ]);
  });

  test("between two groups of density transmission mixes numbers", () => {
    const child = 0.1 * (3 * 0.5 * 20 + 2 * 10) * 40;
    const adult = 0.1 * (1 * 0.5 * 20 + 4 * 10) * 100;
    expectRows(derivative(modelOf({ initial: [40, 100, 20, 10], forces: [pair("density")], flows: contact }), 0), [
      -child,
      -adult,
      child,
      adult,
    ]);
  });

  test("from an empty group is none, not NaN", () => {
    const adult = 0.1 * 4 * (10 / 110) * 100;
    expectRows(derivative(modelOf({ initial: [0, 100, 0, 10], forces: [pair("frequency")], flows: contact }), 0), [
      0,
      -adult,
      0,
      adult,
    ]);
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
    const [healthy, ill] = [
      [30, 60, 90],
      [10, 20, 10],
    ];
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

describe("a model without flows", () => {
  test("stays as it is", () => {
    for (const integrator of [RK4, DENSE]) {
      expect(finals(run(modelOf({ integrator, initial: [5, 7], flows: [] })))).toEqual([5, 7]);
    }
  });
});
