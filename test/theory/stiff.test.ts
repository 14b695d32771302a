// The stiff method: its order and stability, few steps where rates lie far apart, and published problems.

import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DENSE_COMPARTMENTS } from "../../assembly/layout.ts";
import { hasErrors } from "../../src/base/issue.ts";
import { odeDocument } from "../../src/cli/reference/ode-document.ts";
import { checkOde } from "../../src/cli/reference/ode.ts";
import type { Integrator, Model } from "../../src/model/model.ts";
import { openDocument } from "../../src/run/open.ts";
import { lower } from "../../src/program/lower.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import {
  constant,
  DENSE,
  grid,
  modelOf,
  moved,
  op,
  parameter,
  prevalence,
  seriesValue,
  size,
  TIGHT,
  time,
  times,
  where,
} from "../support/models.ts";
import { testKernel } from "../support/kernel.ts";
import { anyShape, randomModel } from "../support/random-model.ts";
import { codes, finals, outputOf, placed, run } from "../support/run.ts";

const STIFF: Integrator = { method: "rodas5p", rtol: 1e-10, atol: 1e-10, maxSteps: 100_000, land: false };
const USUAL: Integrator = { method: "dopri5", rtol: 1e-6, atol: 1e-6, maxSteps: 100_000, land: false };
/** A tolerance that accepts every step: one step from each stop to the next. */
const ONE_STEP: Integrator = { method: "rodas5p", rtol: 1e9, atol: 1e9, maxSteps: 1000, land: true };

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

/** Largest distance of the last values from those of a tight explicit run. */
function errorOf(model: Model): number {
  return Math.max(...finals(run(model)).map((value, index) => Math.abs(value - (TRUTH[index] ?? NaN))));
}

/** Order seen at the last halving of the step. */
function lastOrder(errors: readonly number[]): number {
  return Math.log2((errors.at(-2) ?? NaN) / (errors.at(-1) ?? NaN));
}

describe("halving the step of the stiff method", () => {
  test("shows order 5 on equations that are nonlinear, coupled and driven by time", () => {
    const errors = [8, 16, 32].map((count) => {
      const model = predators({ integrator: ONE_STEP, time: grid(1, 1 / count) });
      const ready = placed(model);
      simulate(ready, []);
      expect(ready.frame.cost).toMatchObject({ accepted: count, rejected: 0 });
      return errorOf(model);
    });
    expect(Math.abs(lastOrder(errors) - 5)).toBeLessThan(0.3);
  });

  test("shows an error of fifth order inside a step", () => {
    // Stops by a series that does not change, outputs at four times as many times.
    const errors = [8, 16, 32].map((count) => {
      const knots = Array.from({ length: count + 1 }, (_, index) => index / count);
      const values = knots.map(() => 1);
      const series = [{ name: "one", title: "one", times: knots, values, interpolation: "step" }] as const;
      const base = predators({});
      const flows = base.flows.map((flow) => ({ ...flow, rate: times(flow.rate, seriesValue(0)) }));
      const at = { ...base, flows, series, time: grid(1, 1 / (4 * count)) };
      const coarse = run({ ...at, integrator: { ...ONE_STEP, land: false } });
      const fine = run({ ...at, integrator: TIGHT });
      return Math.max(
        ...coarse.outputs.flatMap((found, output) =>
          Array.from(found, (value, index) => Math.abs(value - (fine.outputs[output]?.[index] ?? NaN))),
        ),
      );
    });
    expect(lastOrder(errors)).toBeGreaterThan(4.6);
  });

  test.each([1e-4, 1e-6, 1e-8, 1e-10])("keeps the error near a tolerance of %d", (tolerance) => {
    const integrator: Integrator = { ...STIFF, rtol: tolerance, atol: tolerance };
    // As for the explicit pair: errors of some tens of steps add up, and grow with a problem that grows threefold.
    expect(errorOf(predators({ integrator, time: grid(1) }))).toBeLessThan(30 * tolerance);
  });
});

describe("one step of the stiff method", () => {
  test("leaves nothing of what decays at once", () => {
    const decay = (rate: number): number =>
      finals(run(modelOf({ integrator: ONE_STEP, time: grid(1, 1), initial: [1], flows: [{ from: 0, rate }] })))[0] ??
      NaN;
    // R(z) goes to zero like 1 / z; what is left besides is the rounding of coefficients up to 150.
    expect(Math.abs(decay(1e6))).toBeLessThan(1e-4);
    expect(Math.abs(decay(1e12))).toBeLessThan(1e-11);
  });

  test("never swings an oscillation up, whatever its frequency", () => {
    for (let frequency = 0.125; frequency < 1e4; frequency *= 1.25) {
      // a' = ω b, b' = −ω a on the circle around nobody.
      const swing = times(constant(frequency), size(1));
      const back = times(constant(-frequency), size(0));
      const flows = [
        { to: 0, rate: swing },
        { to: 1, rate: back },
      ];
      const [a = NaN, b = NaN] = finals(
        run(modelOf({ integrator: ONE_STEP, time: grid(1, 1), initial: [0.6, 0.8], flows })),
      );
      expect(Math.sqrt(a * a + b * b)).toBeLessThan(1 + 1e-13);
    }
  });
});

/** Fast in and out beside slow: rates of a million and of a hundredth per day. */
function fastAndSlow(rate: number, integrator: Integrator): Model {
  return modelOf({
    integrator,
    time: grid(365, 5),
    parameters: { fast: rate, slow: 0.01 },
    initial: [1000, 0, 0],
    flows: [
      { from: 0, to: 1, rate: parameter(1) },
      { from: 1, to: 2, rate: parameter(0) },
    ],
    outputs: [prevalence("a", 0), prevalence("b", 1), prevalence("c", 2), moved("count", 1), moved("rate", 1)],
  });
}

describe("the stiff method", () => {
  test("takes a decay over 365 million lifetimes in few steps", () => {
    const integrator: Integrator = { ...STIFF, rtol: 1e-6, atol: 1e-6 };
    const model = modelOf({ integrator, time: grid(365), initial: [1000], flows: [{ from: 0, rate: 1e6 }] });
    const ready = placed(model);
    const trajectory = simulate(ready, []);
    expect(trajectory.issues).toEqual([]);
    trajectory.outputs[0]?.slice(1).forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-6));
    // Some tens while it decays to the tolerance, then each ten times longer than the one before.
    expect(ready.frame.cost.accepted).toBeLessThan(80);
  });

  test("follows what is slow beside what is fast, with counts and rates", () => {
    const model = fastAndSlow(1e6, STIFF);
    const trajectory = run(model);
    const b = (t: number): number => (10 * (Math.exp(-0.01 * t) - Math.exp(-1e6 * t))) / (1e6 - 0.01);
    Array.from(trajectory.times).forEach((t, index) => {
      const at = (name: string): number => outputOf(model, trajectory, name)[index] ?? NaN;
      const left = 1000 * Math.exp(-0.01 * t);
      // Tolerance 1e-10, relative to a thousand, over some hundred steps and inside them.
      expect(Math.abs(at("a") - left)).toBeLessThan(1e-5);
      expect(Math.abs(at("c") - (1000 - left - b(t)))).toBeLessThan(1e-5);
      if (index === 0) return;
      expect(Math.abs(at("b") / b(t) - 1)).toBeLessThan(1e-5);
      expect(Math.abs(at("rate_1") / (10 * Math.exp(-0.01 * t)) - 1)).toBeLessThan(1e-5);
      const before = 1000 * Math.exp(-0.01 * (t - 5));
      expect(Math.abs(at("count_1") - (before - left))).toBeLessThan(2e-5);
    });
  });

  test("agrees with the explicit pair on any model that is not stiff", () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const model = randomModel(shape);
        const [stiff, explicit] = [STIFF, DENSE].map((integrator) => run({ ...model, integrator }));
        fc.pre(stiff !== undefined && explicit !== undefined && !hasErrors(explicit.issues));
        const scale = Math.max(1, ...explicit.outputs.flatMap((values) => Array.from(values, Math.abs)));
        fc.pre(scale < 1e6);
        stiff.outputs.forEach((values, output) =>
          values.forEach((value, index) => {
            // Tolerance 1e-10 over some hundred steps, and interpolation inside them.
            expect(Math.abs(value - (explicit.outputs[output]?.[index] ?? NaN))).toBeLessThan(1e-6 * scale);
          }),
        );
      }),
      { numRuns: 60, seed: 6 },
    );
  });

  test("conserves the population to rounding", () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const model: Model = {
          ...randomModel({ ...shape, closed: true }),
          integrator: { ...STIFF, rtol: 1e-5, atol: 1e-5 },
        };
        const trajectory = run(model);
        fc.pre(!hasErrors(trajectory.issues));
        const everyone = outputOf(model, trajectory, "everyone");
        // Columns of the Jacobian add up to zero; each step rounds sums of stages with coefficients up to 150.
        for (const persons of everyone) expect(Math.abs(persons - (everyone[0] ?? NaN))).toBeLessThan(1e-8);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  test("stops at jumps and bends", () => {
    const series = [
      { name: "s", title: "s", times: [0.3, 1.1, 2], values: [1, 3, 0.5], interpolation: "linear" },
    ] as const;
    const sketch = {
      time: grid(3, 0.25),
      series,
      parameters: { closing: 1.7 },
      initial: [100, 0],
      flows: [
        { from: 0, to: 1, rate: where(op("less", time, parameter(0)), seriesValue(0), constant(20)) },
        { from: 1, to: 0, rate: 0.4 },
      ],
    };
    const [stiff, explicit] = [STIFF, TIGHT].map((integrator) => run(modelOf({ ...sketch, integrator })));
    stiff?.outputs.forEach((values, output) =>
      values.forEach((value, index) => {
        expect(Math.abs(value - (explicit?.outputs[output]?.[index] ?? NaN))).toBeLessThan(1e-6);
      }),
    );
  });

  test("names the flow whose rate is not a number, and when", () => {
    const gone = op(
      "divide",
      constant(1),
      op("subtract", constant(2), where(op("less", time, constant(2)), time, constant(2))),
    );
    const flows = [
      { from: 0, to: 1, rate: 0.1 },
      { name: "leak", from: 0, rate: op("subtract", gone, gone) },
    ];
    const { issues } = run(modelOf({ integrator: STIFF, initial: [100, 0], flows }));
    expect(issues.map(({ code, path }) => [code, path])).toEqual([["K101", "flows.leak.rate"]]);
    expect(issues[0]?.message).toContain("time 2");
  });

  test("refuses more compartments than its matrix takes, with the limit", () => {
    const model = modelOf({
      integrator: STIFF,
      initial: Array.from({ length: DENSE_COMPARTMENTS + 1 }, () => 1),
      flows: [{ from: 0, to: 1, rate: 1 }],
    });
    const answer = lower(model);
    expect(answer.ok).toBe(false);
    expect(codes(answer.issues)).toEqual(["K108"]);
    expect(answer.issues[0]?.message).toContain(String(DENSE_COMPARTMENTS));
    expect(lower({ ...model, integrator: USUAL }).ok).toBe(true);
  });
});

/** Reference solutions of the Test Set for IVP Solvers (Mazzia and Magherini), whose formulas these are. */
const PUBLISHED = [
  {
    name: "HIRES, eight reactants of a plant's response to light",
    end: 321.8122,
    initial: { a: 1, b: 0, c: 0, d: 0, e: 0, f: 0, g: 0, h: 0.0057 },
    rhs: {
      a: "-1.71*a + 0.43*b + 8.32*c + 0.0007",
      b: "1.71*a - 8.75*b",
      c: "-10.03*c + 0.43*d + 0.035*e",
      d: "8.32*b + 1.71*c - 1.12*d",
      e: "-1.745*e + 0.43*f + 0.43*g",
      f: "-280*f*h + 0.69*d + 1.71*e - 0.43*f + 0.69*g",
      g: "280*f*h - 1.81*g",
      h: "-280*f*h + 1.81*g",
    },
    solution: [
      0.7371312573325668e-3, 0.1442485726316185e-3, 0.5888729740967575e-4, 0.1175651343283149e-2, 0.2386356198831331e-2,
      0.6238968252742796e-2, 0.2849998395185769e-2, 0.2850001604814231e-2,
    ],
  },
  {
    name: "the Oregonator, a reaction that goes to and fro",
    end: 360,
    initial: { a: 1, b: 2, c: 3 },
    rhs: { a: "77.27*(b + a*(1 - 8.375e-6*a - b))", b: "(c - (1 + a)*b)/77.27", c: "0.161*(a - c)" },
    solution: [0.1000814870318523e1, 0.1228178521549917e4, 0.1320554942846706e3],
  },
];

describe("published stiff problems", () => {
  test.each(PUBLISHED)("among them $name", ({ end, initial, rhs, solution }) => {
    const { text } = odeDocument({ stiff: true, t0: 0, parameters: {}, initial, rhs }, end);
    const opened = openDocument(text, testKernel());
    if (!opened.ok) throw new Error(JSON.stringify(opened.issues));
    // A relative tolerance of 1e-12, over some ten thousand steps that forget the errors of the steps before.
    finals(simulate(opened.value.placed, [])).forEach((value, state) => {
      expect(Math.abs(value / (solution[state] ?? NaN) - 1)).toBeLessThan(2e-11);
    });
  });

  test("are solved as exactly as two other methods agree on them", async () => {
    const folder = fileURLToPath(new URL("../reference/ode", import.meta.url));
    const rows = await checkOde(folder, testKernel());
    const stiff = rows.filter(({ file }) => /robertson|van_der_pol/.test(file));
    expect(stiff.length).toBe(2);
    for (const { worst, limit, skipped } of stiff) {
      expect(skipped).toBeUndefined();
      expect(worst).toBeLessThan(limit);
    }
  });
});
