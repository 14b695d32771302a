// The Jacobian taken from a program is the derivative of its flows, whatever the operations they are made of.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Formula, Integrator, Model } from "../../src/model/model.ts";
import { flowsAt, initialSizes, netOf } from "../support/interpret.ts";
import {
  constant,
  modelOf,
  moved,
  of,
  op,
  parameter,
  seriesValue,
  size,
  time,
  times,
  where,
} from "../support/models.ts";
import { anyShape, randomModel } from "../support/random-model.ts";
import { defaults, placed } from "../support/run.ts";

const STIFF: Integrator = { method: "rodas5p", rtol: 1e-8, atol: 1e-8, maxSteps: 1000, land: false };

/** Gains of the compartments, then flows into each accumulator, by the interpreter. */
function rowsAt(model: Model, sizes: readonly number[], t: number): number[] {
  const flows = flowsAt(model, { time: t, sizes, parameters: defaults(model), outputs: [], series: model.series });
  const counts = model.outputs.flatMap((output) => (output.kind === "count" ? [output.flows] : []));
  const distinct = [...new Map(counts.map((members) => [members.join(), members])).values()];
  return [
    ...netOf(model, flows),
    ...distinct.map((members) => members.reduce((sum, flow) => sum + (flows[flow] ?? NaN), 0)),
  ];
}

/** Derivative of a function of one number, with an error of the fourth power of h. */
function slopes(rows: (shift: number) => readonly number[], h: number): number[] {
  const [far, near, after, last] = [rows(-2 * h), rows(-h), rows(h), rows(2 * h)];
  return near.map(
    (_, row) => (8 * ((after[row] ?? NaN) - (near[row] ?? NaN)) - ((last[row] ?? NaN) - (far[row] ?? NaN))) / (12 * h),
  );
}

/** Compares the kernel's Jacobian and slope in time with differences of the interpreted flows. */
function expectJacobian(model: Model, t: number): void {
  const { kernel, frame } = placed({ ...model, integrator: STIFF });
  kernel.exports.evaluateJacobian(frame.address, t);
  const sizes = initialSizes(model, defaults(model));
  const expected = sizes.map((_, column) =>
    slopes(
      (shift) =>
        rowsAt(
          model,
          sizes.map((value, row) => value + (row === column ? shift : 0)),
          t,
        ),
      1e-3,
    ),
  );
  const inTime = slopes((shift) => rowsAt(model, sizes, t + shift), 1e-4);
  const scale = Math.max(1, ...rowsAt(model, sizes, t).map(Math.abs), ...expected.flat().map(Math.abs));
  const near = (found: number | undefined, value: number): void => {
    // Rounding of a rate over the shortest difference is 1e-12 of the largest rate; the functions are tame.
    expect(Math.abs((found ?? NaN) - value)).toBeLessThan(1e-8 * scale);
  };
  const { jacobian, timeSlope } = frame;
  expect(jacobian.length).toBe(expected.length * inTime.length);
  expected.forEach((column, j) => column.forEach((value, i) => near(jacobian[i * sizes.length + j], value)));
  inTime.forEach((value, i) => near(timeSlope[i], value));
}

/** A model of three compartments and one flow at a rate. */
function withRate(rate: Formula, absolute = false): Model {
  const series = { name: "s", title: "s", times: [0, 2, 7], values: [0.5, 1.5, 0.75] } as const;
  return modelOf({
    initial: [2.5, 0.75, 1.25],
    parameters: { p: 1.75, q: 0.4 },
    series: [
      { ...series, interpolation: "linear" },
      { ...series, interpolation: "step" },
    ],
    flows: [
      { from: 0, to: 1, rate, absolute },
      { from: 1, to: 2, rate: times(parameter(0), size(0)) },
    ],
    outputs: [moved("count", 0), moved("count", 0, 1)],
  });
}

describe("the Jacobian taken from the program", () => {
  const mixed = op("add", times(size(0), size(1, 2)), times(constant(0.3), time));
  const turn = op("subtract", size(1), times(constant(0.25), time));

  test.each(["negate", "abs", "sqrt", "floor", "exp", "log", "sin", "cos", "tan", "tanh", "not"] as const)(
    "knows the slope of %s",
    (operator) => {
      // tan is tame away from its poles; the argument is 5.06 or, divided by 8, 0.63.
      expectJacobian(withRate(of(operator, op("divide", mixed, constant(8)))), 0.2);
      expectJacobian(withRate(of(operator, op("divide", mixed, constant(8))), true), 0.2);
    },
  );

  test.each([
    "add",
    "subtract",
    "multiply",
    "divide",
    "power",
    "min",
    "max",
    "less",
    "lessEqual",
    "equal",
    "notEqual",
    "and",
    "or",
  ] as const)("knows the slopes of %s", (operator) => {
    expectJacobian(withRate(op(operator, mixed, turn)), 0.2);
    expectJacobian(withRate(op(operator, turn, mixed)), 0.2);
  });

  test("knows the slope of a choice, of series, and of knots that move", () => {
    expectJacobian(withRate(where(op("less", time, constant(3)), mixed, turn)), 1);
    expectJacobian(withRate(where(op("less", time, constant(3)), mixed, turn)), 4);
    for (const series of [0, 1]) expectJacobian(withRate(times(seriesValue(series), size(2))), 4.5);
    const knots = [constant(0), size(1), constant(4)];
    const values = [parameter(1), times(size(2), time), size(0)];
    for (const interpolation of ["linear", "step"] as const) {
      for (const at of [size(0), op("divide", size(0), constant(8)), times(constant(4), size(0))]) {
        expectJacobian(withRate({ kind: "interpolate", at, times: knots, values, interpolation }), 0.5);
      }
    }
  });

  test("knows the slope of a rate made of other flows", () => {
    expectJacobian(withRate(times(constant(0.5), { kind: "flow", flows: [1] }), true), 0.5);
  });

  test.each(["frequency", "density"] as const)("knows the slopes of forces by %s and any kind of mixing", (mode) => {
    const one = [[0.3, 0.1], [0.2, 0.4]]; // prettier-ignore
    const two = [[0.1, 0.7], [0.6, 0.2]]; // prettier-ignore
    const entries = [[size(0), constant(2)], [time, parameter(0)]]; // prettier-ignore
    for (const mixing of [
      { kind: "fixed", matrix: one },
      {
        kind: "sum",
        terms: [
          { matrix: one, scale: time },
          { matrix: two, scale: op("divide", size(1), constant(9)) },
        ],
      },
      { kind: "entries", entries },
    ] as const) {
      const groups = [0, 1].map((group) => ({
        population: [group, 2 + group, 4 + group],
        infectious: [{ compartment: 2 + group, weight: group === 0 ? time : parameter(0) }],
      }));
      expectJacobian(
        modelOf({
          initial: [9, 7, 2, 1, 3, 0],
          parameters: { p: 1.75 },
          forces: [{ name: "contact", mode, groups, mixing }],
          flows: [0, 1].flatMap((group) => [
            { from: group, to: 2 + group, rate: op("add", constant(1), time), force: [0, group] as const },
            { from: 2 + group, to: 4 + group, rate: parameter(0) },
          ]),
          outputs: [moved("count", 0, 2)],
        }),
        0.5,
      );
    }
  });

  test("is that of differences of the flows, for any model", () => {
    fc.assert(
      fc.property(anyShape, fc.constantFrom(0.625, 3.25, 8), (shape, t) => {
        const model = randomModel(shape);
        // Rates with a corner have it at zero, where differences say nothing.
        const initial = model.initial.map((formula) => op("add", constant(0.75), formula));
        expectJacobian({ ...model, initial }, t);
      }),
      { numRuns: 100, seed: 5 },
    );
  });
});
