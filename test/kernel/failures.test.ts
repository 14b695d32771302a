// A run that cannot go on says what stopped it: by name of flow, compartment or output, with the time.

import { describe, expect, test } from "vitest";
import type { Formula, Integrator } from "../../src/model/model.ts";
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
  size,
  TIGHT,
  time,
  times,
  where,
  wholePopulation,
  type Sketch,
} from "../support/models.ts";
import { codes, run } from "../support/run.ts";

const ORDINARY: Integrator = { method: "dopri5", rtol: 1e-6, atol: 1e-4, maxSteps: 10000, land: false };
const METHODS: [string, Integrator][] = [
  ["Euler", { method: "euler", substeps: 2 }],
  ["Runge–Kutta 4", RK4],
  ["Dormand–Prince", ORDINARY],
  ["Dormand–Prince, tight and landing", TIGHT],
];
const ADAPTIVE = METHODS.slice(2);

function issuesOf(sketch: Sketch) {
  return run(modelOf(sketch)).issues;
}

/** A flow “good” with a quiet rate, and one “bad”. */
function bad(rate: Formula, integrator: Integrator) {
  const flows = [
    { name: "good", from: 0, to: 1, rate: 0.1 },
    { name: "bad", from: 1, to: 0, rate },
  ];
  return issuesOf({ integrator, initial: [10, 10], flows });
}

/** The time that a message speaks of. */
function timeIn(message = ""): number {
  return Number(/at time (\d+(\.\d+)?)/.exec(message)?.[1]);
}

describe("a rate that is not a finite number", () => {
  const until5 = where(op("less", time, constant(5)), constant(1), constant(0));

  test.each(METHODS)("is named with its time where it divides by zero from t = 5 on, with %s", (_name, integrator) => {
    const [issue, ...others] = bad(op("divide", constant(1), until5), integrator);
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ code: "K101", severity: "error", path: "flows.bad.rate" });
    expect(issue?.message).toContain("the rate of “bad” is infinity at time 5.");
  });

  test.each(METHODS.slice(1))("is named with its time where it has a pole at t = 5, with %s", (_name, integrator) => {
    // Euler steps over it: it looks at the start of each step only, and the rate is finite again after t = 5.
    const [issue] = bad(
      op("divide", constant(1), op("power", op("subtract", constant(5), time), constant(2))),
      integrator,
    );
    expect(issue?.severity).toBe("error");
    expect(issue?.message).toContain("“bad”");
    expect(timeIn(issue?.message)).toBeCloseTo(5, 3);
  });

  test.each(METHODS)(
    "is named where it is the logarithm of a negative number at the very start, with %s",
    (_name, integrator) => {
      const [issue, ...others] = bad(of("log", constant(-1)), integrator);
      expect(others).toEqual([]);
      expect(issue).toMatchObject({ code: "K101", path: "flows.bad.rate" });
      expect(issue?.message).toContain("is not a number at time 0.");
    },
  );

  test.each(ADAPTIVE)("is named with the time at which the logarithm turns, with %s", (_name, integrator) => {
    const [issue] = bad(of("log", op("subtract", constant(5.25), time)), integrator);
    expect(issue).toMatchObject({ code: "K101", path: "flows.bad.rate" });
    expect(issue?.message).toContain("at time 5.25.");
  });

  test.each(METHODS)("is named where it multiplies a force of infection, with %s", (_name, integrator) => {
    const [issue] = issuesOf({
      integrator,
      parameters: { squared: -1 },
      initial: [10, 5],
      forces: [wholePopulation([0, 1], 1)],
      flows: [{ name: "infection", from: 0, to: 1, rate: of("sqrt", parameter(0)), force: [0, 0] }],
    });
    expect(issue).toMatchObject({ code: "K101", path: "flows.infection.rate" });
  });

  test("is named together with the others at the same time", () => {
    const rate = op("divide", constant(1), until5);
    const flows = ["first", "second"].map((name) => ({ name, from: 0, rate }));
    const [issue] = issuesOf({ initial: [10], flows });
    expect(issue?.message).toContain("the rate of “first” and “second” is infinity at time 5.");
  });

  test("of a parameter that is none is named too", () => {
    const model = modelOf({
      integrator: ORDINARY,
      parameters: { rate: 0.1 },
      initial: [10],
      flows: [{ name: "loss", from: 0, rate: parameter(0) }],
    });
    expect(run(model, [NaN]).issues[0]).toMatchObject({ code: "K101", path: "flows.loss.rate" });
  });
});

describe("a size that grows beyond bounds in finite time", () => {
  // y' = y² from 1/4 is 1 / (4 − t).
  const growth = { initial: [0.25], flows: [{ name: "growth", to: 0, rate: times(size(0), size(0)) }] };

  test.each(ADAPTIVE)("stops adaptive steps there and names the flow, with %s", (_name, integrator) => {
    const [issue] = issuesOf({ ...growth, integrator });
    expect(issue?.severity).toBe("error");
    expect(issue?.code).toMatch(/^K10[123]$/);
    expect(issue?.message).toContain("“growth”");
    // A tolerance of 1e-6 on sizes puts the time off by about as much, some dozens of steps.
    expect(timeIn(issue?.message)).toBeCloseTo(4, 3);
  });

  test("is found by fixed steps some steps later, and named", () => {
    const [issue] = issuesOf({ ...growth, integrator: RK4 });
    expect(issue).toMatchObject({ code: "K101", path: "flows.growth.rate" });
    expect(issue?.message).toMatch(/infinity at time [456]/);
  });

  test("is laid at the compartment's door where every rate is finite", () => {
    // A fixed step of half a day is far too long for a rate of 10⁸: each multiplies the size by some 10³⁰.
    const [issue] = issuesOf({ integrator: RK4, initial: [10, 0], flows: [{ from: 0, to: 1, rate: 1e8 }] });
    expect(issue).toMatchObject({ code: "K101", path: "compartments.a" });
    expect(issue?.advice).toContain("dopri5");
  });
});

describe("adaptive steps", () => {
  test("end after the largest number of them, with the time reached and the fastest flow", () => {
    const flows = [
      { name: "slow", from: 0, to: 1, rate: 0.5 },
      { name: "fast", from: 0, to: 1, rate: 1e6 },
    ];
    // Too few even for the stiff method, which would do it in some dozens.
    const [issue] = issuesOf({ integrator: { ...ORDINARY, maxSteps: 5 }, initial: [10, 0], flows });
    expect(issue).toMatchObject({ code: "K102", severity: "error", path: "integrator" });
    expect(issue?.message).toContain("“fast”, 1000000");
  });

  test("that shrink to nothing say where, and at which flow to look", () => {
    const rate = op("divide", constant(1), op("subtract", constant(5), time));
    const [issue] = issuesOf({ integrator: ORDINARY, initial: [0], flows: [{ name: "arrivals", to: 0, rate }] });
    expect(issue).toMatchObject({ code: "K103", severity: "error", path: "flows.arrivals.rate" });
    expect(issue?.message).toContain("at time 5, where the largest rate is that of “arrivals”");
  });

  test("far from time 0 tell a rate that is no number from a step that is too small", () => {
    const rate = of("sqrt", op("subtract", constant(2005), time));
    const decade = { unit: "year", start: 2000, end: 2010, step: 0.01, count: 1001 } as const;
    const [issue] = issuesOf({
      integrator: ORDINARY,
      time: decade,
      initial: [10],
      flows: [{ name: "loss", from: 0, rate }],
    });
    expect(issue).toMatchObject({ code: "K101", path: "flows.loss.rate" });
    expect(issue?.message).toContain("at time 2005.");
  });
});

describe("an initial size", () => {
  const start = (formula: Formula, value: number, integrator: Integrator) =>
    issuesOf({ integrator, parameters: { x: value }, initial: [1, formula], flows: [{ from: 1, to: 0, rate: 0.5 }] });

  test.each(METHODS)("that is no number is named, with %s", (_name, integrator) => {
    const issues = start(of("log", parameter(0)), -1, integrator);
    expect(codes(issues)).toEqual(["K104"]);
    expect(issues[0]).toMatchObject({ severity: "error", path: "initial.b" });
    expect(issues[0]?.message).toContain("the initial size of “b” is not a number.");
  });

  test.each(METHODS)("that is negative is named with its value, with %s", (_name, integrator) => {
    const issues = start(op("subtract", constant(1), parameter(0)), 3, integrator);
    expect(codes(issues)).toEqual(["K104"]);
    expect(issues[0]?.message).toContain("the initial size of “b” is -2.");
  });

  test("may be zero", () => {
    expect(start(parameter(0), 0, RK4)).toEqual([]);
  });
});

describe("an output that is not a finite number", () => {
  test.each(METHODS)("is named with the first time and leaves the others as they are, with %s", (_name, integrator) => {
    const pole = op("divide", constant(1), op("subtract", time, constant(5)));
    const outputs = [prevalence("b", 1), expression("inverse", pole)];
    const trajectory = run(modelOf({ integrator, initial: [0, 5], flows: [{ from: 0, rate: 1 }], outputs }));
    expect(trajectory.issues).toHaveLength(1);
    expect(trajectory.issues[0]).toMatchObject({ code: "K105", severity: "warning", path: "outputs.inverse" });
    expect(trajectory.issues[0]?.message).toContain("at time 5.");
    expect(trajectory.outputs[0]?.every((value) => value === 5)).toBe(true);
    expect(trajectory.outputs[1]?.at(-1)).toBe(0.2);
  });

  test("may be the share of an empty group", () => {
    const outputs = [expression("share", op("divide", size(0), size(0)))];
    expect(issuesOf({ initial: [0], flows: [], outputs })[0]?.message).toContain(
      "“share” is not a finite number at time 0.",
    );
  });
});

describe("a compartment below zero", () => {
  const draining = { initial: [10, 5], flows: [{ from: 0, to: 1, absolute: true, rate: 3 }] };

  test.each(METHODS)("is named with its lowest size and when, with %s", (_name, integrator) => {
    const issues = issuesOf({ ...draining, integrator });
    expect(codes(issues)).toEqual(["K106"]);
    expect(issues[0]).toMatchObject({ severity: "warning", path: "compartments.a" });
    expect(issues[0]?.message).toContain("“a” falls to -20 at time 10.");
  });

  test("is seen at the ends of adaptive steps too, where outputs are interpolated", () => {
    // The jump ends a step between two output times.
    const rate = where(op("less", time, constant(3.5)), constant(4), constant(-4));
    const issues = issuesOf({
      integrator: DENSE,
      initial: [10, 50],
      flows: [{ from: 0, to: 1, absolute: true, rate }],
    });
    expect(issues[0]?.message).toContain("“a” falls to -4 at time 3.5.");
  });

  test("by rounding or by the integrator's tolerance is no matter", () => {
    expect(issuesOf({ integrator: ORDINARY, initial: [1000, 0], flows: [{ from: 0, to: 1, rate: 12 }] })).toEqual([]);
  });
});
