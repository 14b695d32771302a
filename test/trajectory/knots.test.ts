// Times at which something bends or jumps: fixed steps have them on their grid, adaptive steps stop at them.

import { describe, expect, test } from "vitest";
import type { Formula, Integrator, Model, Series } from "../../src/model/model.ts";
import { simulate, simulateMany } from "../../src/trajectory/simulate.ts";
import {
  constant,
  DENSE,
  expression,
  grid,
  modelOf,
  moved,
  of,
  op,
  parameter,
  prevalence,
  RK4,
  seriesValue,
  size,
  TIGHT,
  time,
  times,
  where,
} from "../support/models.ts";
import { codes, finals, lowered, outputOf, placed, run } from "../support/run.ts";

const LOOSE: Integrator = { method: "dopri5", rtol: 1e-3, atol: 1e-3, maxSteps: 1000, land: false };
const EULER: Integrator = { method: "euler", substeps: 2 };
const METHODS: [string, Integrator][] = [
  ["Euler", EULER],
  ["Runge–Kutta 4", RK4],
  ["Dormand–Prince", TIGHT],
  ["Dormand–Prince with dense output", DENSE],
];

/** A step series of arrivals per day: 10, and `after` from a time on. */
function arrivals(at: number, after: number): Series {
  return { name: "arrivals", title: "", times: [0, at], values: [10, after], interpolation: "step" };
}

/** Persons who arrive as a series says, and stay. */
function arriving(series: Series, changes: Partial<Model> = {}): Model {
  const outputs = [prevalence("here", 0), moved("count", 0)];
  return {
    ...modelOf({ initial: [0], flows: [{ to: 0, rate: seriesValue(0) }], outputs }),
    series: [series],
    ...changes,
  };
}

/** A compartment that is left at one rate before a time and at another after it. */
function switching(condition: Formula, changes: Partial<Model> = {}): Model {
  const rate = where(condition, constant(0.1), constant(0.7));
  return { ...modelOf({ parameters: { at: 4 }, initial: [100, 0], flows: [{ from: 0, to: 1, rate }] }), ...changes };
}

describe("a time off the grid of fixed steps", () => {
  const model = arriving(arrivals(3.3, 4));

  test("is moved to the nearest step and reported with both times", () => {
    const { issues } = lowered(model);
    expect(codes(issues)).toEqual(["E401"]);
    expect(issues[0]).toMatchObject({ severity: "notice", path: "series.arrivals.times" });
    expect(issues[0]?.message).toContain("3.3");
    expect(issues[0]?.message).toContain("3.5");
    expect(run(model).outputs).toEqual(run(arriving(arrivals(3.5, 4))).outputs);
  });

  test("is reported by the lowering alone, not by every run again", () => {
    expect(run(model).issues).toEqual([]);
  });

  test("is not reported where it lies outside the run, or is a rounding away from a step", () => {
    expect(lowered(arriving(arrivals(-3.3, 4))).issues).toEqual([]);
    expect(lowered(arriving(arrivals(10.3, 4))).issues).toEqual([]);
    const fine = arriving(arrivals(0.3, 4), { time: grid(1, 0.1), integrator: { method: "rk4", substeps: 1 } });
    expect(lowered(fine).issues).toEqual([]);
    // Ten a day until 0.3, then four.
    expect(finals(run(fine))[0]).toBeCloseTo(3 + 0.7 * 4, 14);
  });

  test("is used as written by adaptive steps", () => {
    expect(lowered({ ...model, integrator: DENSE }).issues).toEqual([]);
  });
});

describe("a step series of arrivals", () => {
  test.each(METHODS)("is counted exactly with %s", (_name, integrator) => {
    const model = arriving(arrivals(3.5, 4), { integrator });
    const here = outputOf(model, run(model), "here");
    const count = outputOf(model, run(model), "count_0");
    // The sums are exact but for the rounding of some ten additions.
    here.forEach((persons, day) =>
      expect(persons).toBeCloseTo(10 * Math.min(day, 3.5) + 4 * Math.max(0, day - 3.5), 12),
    );
    expect([...count.slice(0, 6)].map((persons) => Number(persons.toFixed(12)))).toEqual([0, 10, 10, 10, 7, 4]);
  });

  test("is counted exactly by adaptive steps at any time and tolerance, because they stop there", () => {
    const ready = placed(arriving(arrivals(Math.PI, 4e6), { integrator: LOOSE }));
    const [here] = finals(simulate(ready, []));
    expect(here).toBeCloseTo(10 * Math.PI + 4e6 * (10 - Math.PI), 7);
    // A step across the jump would have been tried and refused.
    expect(ready.frame.cost.rejected).toBe(0);
  });

  test("may have many times, some of them the same as output times but for rounding", () => {
    const at = Array.from({ length: 10 }, (_, index) => Number((index / 10).toFixed(1)));
    const series: Series = { ...arrivals(1, 0), times: at, values: at.map((_, index) => index % 3) };
    for (const integrator of [TIGHT, DENSE, LOOSE]) {
      const trajectory = run(arriving(series, { integrator, time: grid(1, 0.1) }));
      expect(trajectory.issues).toEqual([]);
      // 0 1 2 0 1 2 0 1 2 0, a tenth of a day each.
      expect(finals(trajectory)[0]).toBeCloseTo(0.9, 13);
    }
  });
});

describe("a linear series", () => {
  test.each([
    ["Runge–Kutta 4", RK4],
    ["Dormand–Prince", LOOSE],
  ] as const)("is integrated exactly with %s: its bends are at the ends of steps", (_name, integrator) => {
    const series: Series = {
      name: "arrivals",
      title: "",
      times: [1, 3, 3.5, 8],
      values: [4, 0, 8, 2],
      interpolation: "linear",
    };
    // Trapezia: 4 to day 1, then 4, 2 and 22.5, and 2 a day from day 8. Rounding of some twenty additions.
    expect(finals(run(arriving(series, { integrator })))[0]).toBeCloseTo(4 + 4 + 2 + 22.5 + 4, 12);
  });
});

describe("a jump", () => {
  test.each(METHODS)("at t < 4 is the same as at t <= 4 with %s, to the last bit", (_name, integrator) => {
    const [less, lessEqual] = (["less", "lessEqual"] as const).map((operator) => op(operator, time, constant(4)));
    const [one, other] = [less, lessEqual].map((when) => run(switching(when ?? time, { integrator })));
    expect(one?.outputs).toEqual(other?.outputs);
  });

  test.each(METHODS.slice(1))("lies between two exponentials with %s", (_name, integrator) => {
    const model = switching(op("less", time, constant(4)), { integrator });
    // Runge–Kutta 4 errs by 6 · 0.7 · (0.7 · 0.5)⁴ / 120 = 5e-4 of what is left, one person; the other by its tolerance.
    const digits = integrator.method === "rk4" ? 2 : 9;
    expect(finals(run(model))[0]).toBeCloseTo(100 * Math.exp(-0.4 - 0.7 * 6), digits);
  });

  test("written the other way round is found too", () => {
    const model = switching(op("less", time, constant(4)));
    const rate = where(op("lessEqual", constant(4), time), constant(0.7), constant(0.1));
    const swapped = { ...model, flows: model.flows.map((flow) => ({ ...flow, rate })) };
    expect(run(swapped).outputs).toEqual(run(model).outputs);
  });

  test("whose time cannot be told before the run is noticed once", () => {
    const week = of("floor", op("divide", time, constant(7)));
    const model = modelOf({
      initial: [10],
      flows: [
        { from: 0, rate: times(constant(0.1), week) },
        { from: 0, rate: week },
      ],
    });
    const { issues } = lowered(model);
    expect(codes(issues)).toEqual(["E402"]);
    expect(issues[0]).toMatchObject({ severity: "notice", path: "flows.flow_0.rate" });
    const scaled = switching(op("less", times(constant(2), time), constant(8)));
    expect(codes(lowered(scaled).issues)).toEqual(["E402"]);
  });

  test("in what depends on sizes is no knot", () => {
    const model = switching(op("less", size(0), constant(50)));
    expect(lowered(model).knots).toEqual([]);
    expect(lowered(model).issues).toEqual([]);
  });
});

describe("a time that is a parameter", () => {
  const condition = op("less", time, parameter(0));

  test("is moved to the grid of fixed steps in each run, and reported with both times", () => {
    const ready = placed(switching(condition));
    const off = simulate(ready, [4.2]);
    expect(codes(off.issues)).toEqual(["K107"]);
    expect(off.issues[0]).toMatchObject({ severity: "notice", path: "flows.flow_0.rate" });
    expect(off.issues[0]?.message).toContain("4.2");
    expect(off.issues[0]?.message).toMatch(/moved to 4\.$/);
    const on = simulate(ready, [4]);
    expect(on.issues).toEqual([]);
    expect(on.outputs).toEqual(off.outputs);
    expect(simulate(ready, [400.2]).issues).toEqual([]);
  });

  test("is each lane's own", () => {
    const model = switching(condition);
    const vectors = [[2.2], [4], [7.4], [9]];
    const side = simulateMany(placed(model, 4), vectors);
    expect(side.map(({ issues }) => codes(issues))).toEqual([["K107"], [], ["K107"], []]);
    expect(side).toEqual(simulateMany(placed(model, 1), vectors));
  });

  test("is where adaptive steps stop", () => {
    const trajectory = simulate(placed(switching(condition, { integrator: DENSE })), [Math.E]);
    expect(trajectory.issues).toEqual([]);
    // The tolerance is 1e-12 a step, of 100 persons; some hundred steps.
    expect(finals(trajectory)[0]).toBeCloseTo(100 * Math.exp(-0.1 * Math.E - 0.7 * (10 - Math.E)), 9);
  });

  test("may be the same as another, but for rounding", () => {
    const both = op(
      "add",
      where(condition, constant(0), constant(1)),
      where(op("less", time, constant(0.3)), constant(0), constant(1)),
    );
    const model = modelOf({
      integrator: DENSE,
      parameters: { at: 0.1 },
      time: grid(1),
      initial: [0],
      flows: [{ to: 0, rate: both }],
    });
    expect(finals(run(model, [0.1 + 0.2]))[0]).toBeCloseTo(1.4, 13);
  });

  test("that is no number bends nothing and shows in what it is compared with", () => {
    const model = switching(condition, { integrator: DENSE, outputs: [expression("a", size(0))] });
    // No time is less than NaN: the second rate holds throughout.
    expect(finals(run(model, [NaN]))[0]).toBeCloseTo(100 * Math.exp(-7), 9);
  });
});
