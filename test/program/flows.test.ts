// Each kind of flow moves the persons that its definition says, read off the derivative at the start.

import { describe, expect, test } from "vitest";
import {
  DENSE,
  RK4,
  constant,
  modelOf,
  of,
  op,
  parameter,
  seriesValue,
  size,
  time,
  times,
  where,
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

describe("a model without flows", () => {
  test("stays as it is", () => {
    for (const integrator of [RK4, DENSE]) {
      expect(finals(run(modelOf({ integrator, initial: [5, 7], flows: [] })))).toEqual([5, 7]);
    }
  });
});
