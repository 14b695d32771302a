// What rates may be made of: other flows, values between knots; and how large a model may be.

import { describe, expect, test } from "vitest";
import type { Flow, Force, Formula, Model } from "../../src/model/model.ts";
import { lower } from "../../src/program/lower.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { largeModel } from "../support/large-model.ts";
import {
  constant,
  DENSE,
  expression,
  flowOf,
  grid,
  interpolated,
  modelOf,
  moved,
  op,
  parameter,
  prevalence,
  RK4,
  seriesValue,
  size,
  TIGHT,
  time,
  times,
  wholePopulation,
} from "../support/models.ts";
import { codes, derivative, finals, lowered, outputOf, placed, run } from "../support/run.ts";

/** Compares row by row; sums of a few products in some order, so a few units in the last place. */
function expectRows(found: Float64Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, row) =>
    expect(Math.abs((found[row] ?? NaN) - value)).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(value))),
  );
}

describe("a rate made of other flows", () => {
  test("is the persons that they move, shares of sources, forces and absolute flows alike", () => {
    const forces = [wholePopulation([0, 1], 1)];
    const flows = [
      { to: 0, rate: flowOf(1, 2, 3, 4) },
      { from: 0, rate: 0.25 },
      { from: 1, rate: times(constant(0.5), time) },
      { from: 0, to: 1, rate: parameter(0), force: [0, 0] as const },
      { to: 1, rate: 7 },
    ];
    // At time 2: 60 · 0.25 and 40 · 0.5 · 2 leave, 0.125 · 0.4 · 60 are infected, 7 arrive.
    const expected = 15 + 40 + 3 + 7;
    expectRows(derivative(modelOf({ parameters: { beta: 0.125 }, initial: [60, 40], forces, flows }), 2), [
      expected - 15 - 3,
      7 + 3 - 40,
    ]);
  });

  test("may be made of flows that are made of flows, in whatever order they stand", () => {
    const flows = [
      { to: 0, rate: times(constant(2), flowOf(1)) },
      { to: 0, rate: times(constant(3), flowOf(2)) },
      { from: 0, to: 1, rate: 0.5 },
    ];
    // 5 go from a to b, 15 and 30 arrive.
    expectRows(derivative(modelOf({ initial: [10, 0], flows }), 0), [40, 5]);
  });

  test("keeps a population constant where as many are born as die", () => {
    const deaths = [0.02, 0.05, 0.5].map((rate, from) => ({ from, rate }));
    const births = { to: 0, rate: flowOf(0, 1, 2) };
    const flows = [...deaths, births, { from: 0, to: 1, rate: 0.3 }, { from: 1, to: 2, rate: 0.2 }];
    for (const integrator of [RK4, TIGHT, DENSE]) {
      const model = modelOf({
        integrator,
        initial: [1000, 0, 0],
        flows,
        outputs: [expression("everyone", size(0, 1, 2))],
      });
      // Rounding of some hundred steps.
      for (const persons of outputOf(model, run(model), "everyone")) expect(persons).toBeCloseTo(1000, 9);
    }
  });

  test("sums death at one rate over all compartments in one operation", () => {
    const deaths = Array.from({ length: 200 }, (_, from) => ({ from, rate: parameter(0) }));
    const model = (born: Formula | number): Model =>
      modelOf({
        parameters: { mortality: 0.01 },
        initial: deaths.map((_, n) => n),
        flows: [...deaths, { to: 0, rate: born }],
        outputs: [],
      });
    const all = deaths.map((_, flow) => flow);
    // Σ n · 0.01 for n below 200.
    expect(derivative(model(flowOf(...all)), 0)[0]).toBeCloseTo(199, 10);
    const words = (one: Model): number => lowered(one).buffer.byteLength / 4;
    expect(words(model(flowOf(...all))) - words(model(1))).toBeLessThan(20);
  });

  test("is refused where it is made of itself, naming the flows", () => {
    const flows = [
      { name: "births", to: 0, rate: flowOf(1) },
      { name: "deaths", from: 0, rate: op("divide", flowOf(0), constant(10)) },
    ];
    expect(() => lower(modelOf({ initial: [1], flows }))).toThrow("births → deaths → births");
    const weight = flowOf(0);
    const groups = [{ population: [0, 1], infectious: [{ compartment: 1, weight }] }];
    const forces: Force[] = [{ name: "contact", mode: "frequency", groups, mixing: { kind: "fixed", matrix: [[1]] } }];
    const infection = { name: "infection", from: 0, to: 1, rate: 1, force: [0, 0] as const };
    expect(() => lower(modelOf({ initial: [1, 1], forces, flows: [infection] }))).toThrow("infection → infection");
  });

  test("can be read by an output, as the rate of these flows", () => {
    const forces = [wholePopulation([0, 1, 2], 1)];
    const flows = [
      { from: 0, to: 1, rate: times(parameter(0), time), force: [0, 0] as const },
      { from: 1, to: 2, rate: 0.25 },
      { from: 2, to: 0, rate: times(constant(0.01), time) },
      { to: 0, rate: times(constant(0.5), size(1)) },
    ];
    const outputs = [
      moved("rate", 0, 1, 2, 3),
      expression("all", flowOf(0, 1, 2, 3)),
      ...[0, 1, 2].map((at) => prevalence(`s${at}`, at)),
    ];
    for (const integrator of [RK4, DENSE]) {
      const model = modelOf({ integrator, parameters: { beta: 0.3 }, initial: [90, 10, 0], forces, flows, outputs });
      const [rate = [], all = [], a = [], b = [], c = []] = run(model).outputs.map((values) => [...values]);
      expect(all).toEqual(rate);
      rate.forEach((found, t) => {
        const [susceptible, infectious, immune] = [a[t] ?? NaN, b[t] ?? NaN, c[t] ?? NaN];
        const infected = (0.3 * t * susceptible * infectious) / (susceptible + infectious + immune);
        expect(found).toBeCloseTo(infected + 0.25 * infectious + 0.01 * t * immune + 0.5 * infectious, 10);
      });
    }
  });
});

describe("a value between knots", () => {
  const entering = (rate: Formula, changes: Partial<Model> = {}): Model => ({
    ...modelOf({ parameters: { at: 4, height: 3 }, initial: [0], flows: [{ to: 0, rate }] }),
    ...changes,
  });

  test.each([
    [-1, 2],
    [1, 2],
    [2, 3],
    [3, 4],
    [5, 7],
    [8, 7],
  ])("at time %f is %f, flat outside", (t, value) => {
    const rate = interpolated("linear", time, [
      [1, 2],
      [3, 4],
      [5, 7],
    ]);
    expectRows(derivative(entering(rate), t), [value]);
  });

  test.each([
    [0.5, 2],
    [3, 4],
    [4.75, 4],
    [9, 7],
  ])("in steps at time %f is %f", (t, value) => {
    const rate = interpolated("step", time, [
      [1, 2],
      [3, 4],
      [5, 7],
    ]);
    expectRows(derivative(entering(rate), t), [value]);
  });

  test("has the bits of a series with the same knots", () => {
    for (const interpolation of ["linear", "step"] as const) {
      const [knots, heights] = [
        [1, 2.25, 7],
        [0.1, 3, 1.7],
      ];
      const series = { name: "s", title: "", times: knots, values: heights, interpolation };
      const rate = interpolated(
        interpolation,
        time,
        knots.map((knot, n) => [knot, heights[n] ?? NaN] as const),
      );
      for (const integrator of [RK4, DENSE]) {
        const model = entering(rate, { integrator });
        expect(run(model).outputs).toEqual(
          run({ ...entering(seriesValue(0), { integrator }), series: [series] }).outputs,
        );
        expect(codes(lowered(model).issues)).toEqual(integrator === RK4 ? ["E401"] : []);
      }
    }
  });

  test("may have parameters as heights and times, at which adaptive steps stop", () => {
    const rate = interpolated("step", time, [
      [0, 1],
      [parameter(0), parameter(1)],
    ]);
    const ready = placed(entering(rate, { integrator: DENSE }));
    expect(finals(simulate(ready, [Math.PI, 5]))[0]).toBeCloseTo(Math.PI + 5 * (10 - Math.PI), 10);
    expect(ready.frame.cost.rejected).toBe(0);
    expect(finals(simulate(ready, [2, 0.5]))[0]).toBeCloseTo(2 + 4, 10);
  });

  test("has a time that is a parameter moved to the grid of fixed steps, and reported", () => {
    const rate = interpolated("linear", time, [
      [0, 0],
      [parameter(0), 8],
      [10, 8],
    ]);
    const trajectory = simulate(placed(entering(rate)), [4.2, 0]);
    expect(codes(trajectory.issues)).toEqual(["K107"]);
    // A ramp up to time 4, integrated exactly by Runge–Kutta 4 in steps that end at its knee.
    expect(finals(trajectory)[0]).toBeCloseTo(4 * 4 + 6 * 8, 11);
  });

  test("may depend on sizes of compartments, and its heights may vary too", () => {
    const rate = interpolated("linear", size(0), [
      [0, time],
      [100, constant(7)],
    ]);
    // A quarter of the way from 3 to 7.
    expectRows(derivative(modelOf({ initial: [25], flows: [{ to: 0, rate }] }), 3), [4]);
    expect(lowered(entering(rate)).knots).toEqual([]);
  });

  test("in steps of a function of time is noticed: its jumps cannot be told", () => {
    const rate = interpolated("step", times(constant(2), time), [
      [1, 2],
      [3, 4],
    ]);
    expect(codes(lowered(entering(rate)).issues)).toEqual(["E402"]);
    expect(
      codes(
        lowered(
          entering(
            interpolated("linear", times(constant(2), time), [
              [1, 2],
              [3, 4],
            ]),
          ),
        ).issues,
      ),
    ).toEqual([]);
  });
});

describe("a model of thousands of compartments", () => {
  test("is lowered to a program that grows with the model and no faster", () => {
    const bytes = (kinds: number): number => lowered(largeModel(kinds)).buffer.byteLength;
    const [small, middle, large] = [49, 98, 196].map(bytes);
    // The same bytes for each further kind of compartment, but for the alignment of a block here and there.
    const growth = ((large ?? NaN) - (middle ?? NaN)) / ((middle ?? NaN) - (small ?? NaN));
    expect(growth).toBeGreaterThan(1.9);
    expect(growth).toBeLessThan(2.1);
  });

  test("keeps as many people as it began with: as many are born as die", () => {
    const model = largeModel(40);
    const everyone = expression("everyone", size(...model.compartments.map((_, row) => row)));
    const short = { ...model, time: grid(60), outputs: [everyone] };
    // 16 ages of 1e5 and 10; rounding of 240 right-hand sides.
    for (const persons of run(short).outputs[0] ?? []) expect(Math.abs(persons - 1600160)).toBeLessThan(1e-6);
  });

  test("names every flow where its rate can be read", () => {
    const model = largeModel(20);
    const flows: readonly Flow[] = model.flows;
    expect(lowered(model).flowSlots.map(({ name }) => name)).toEqual(flows.map(({ name }) => name));
  });
});
