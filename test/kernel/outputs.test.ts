// Outputs that look back: running sums, windows, delays. Computed in the kernel, so that targets and formulas may use them.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distributions } from "../../src/kernel/distribution.ts";
import type { Delay, LookedBackOn, Model, Output } from "../../src/model/model.ts";
import { lower } from "../../src/program/lower.ts";
import { simulate, simulateMany } from "../../src/trajectory/simulate.ts";
import { testKernel } from "../support/kernel.ts";
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
  TIGHT,
  time,
  times,
} from "../support/models.ts";
import { defaults, outputOf, placed, run } from "../support/run.ts";

const label = (name: string) => ({ name, title: name, measure: "expression" }) as const;
const cumulative = (of: LookedBackOn, from?: number): Output => ({
  ...label("cumulative"),
  kind: "cumulative",
  of,
  ...(from === undefined ? {} : { from }),
});
const rolling = (of: LookedBackOn, width: number, statistic: "sum" | "mean"): Output => ({
  ...label(`${statistic}_${width}`),
  kind: "rolling",
  of,
  width,
  statistic,
});
const delayed = (of: LookedBackOn, delay: Delay): Output => ({ ...label("delayed"), kind: "delay", of, delay });

/** SIR over twenty days with the infections of each day as output 0, and others. */
function epidemic(outputs: readonly Output[], changes: Partial<Model> = {}): Model {
  return sir({ time: grid(20), outputs: [{ ...moved("count", 0), name: "new" }, ...outputs], ...changes });
}

const METHODS = [
  ["Runge–Kutta 4", RK4],
  ["Dormand–Prince", TIGHT],
  ["Dormand–Prince with dense output", DENSE],
] as const;

describe("a running sum", () => {
  test.each(METHODS)("of a count is all who were moved since the start, with %s", (_name, integrator) => {
    const model = epidemic([cumulative({ output: 0 }), prevalence("susceptible", 0)], { integrator });
    const trajectory = run(model);
    const susceptible = outputOf(model, trajectory, "susceptible");
    // Twenty differences that add up again: rounding of numbers below a thousand; the tolerance for dense output.
    outputOf(model, trajectory, "cumulative").forEach((total, day) => {
      expect(Math.abs(total - (762 - (susceptible[day] ?? NaN)))).toBeLessThan(1e-9);
    });
  });

  test("from a time on is 0 before it and counts the value at it once", () => {
    const ticks = expression("ticks", time);
    const model = (from: number): Model =>
      modelOf({ initial: [0], flows: [], outputs: [ticks, cumulative({ output: 0 }, from)] });
    expect([...(run(model(4)).outputs[1] ?? [])]).toEqual([0, 0, 0, 0, 4, 9, 15, 22, 30, 39, 49]);
    // Between two output times the later one is the first.
    expect([...(run(model(3.5)).outputs[1] ?? [])]).toEqual([0, 0, 0, 0, 4, 9, 15, 22, 30, 39, 49]);
    expect([...(run(model(-5)).outputs[1] ?? [])]).toEqual([0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 55]);
    expect([...(run(model(50)).outputs[1] ?? [])].every((value) => value === 0)).toBe(true);
  });

  test("begins at an output time that is the same but for rounding", () => {
    // 0.1 · 3 is a little more than 0.3.
    const model = modelOf({
      time: grid(0.5, 0.1),
      initial: [2],
      flows: [],
      outputs: [prevalence("a", 0), cumulative({ output: 0 }, 0.3)],
    });
    expect([...(run(model).outputs[1] ?? [])]).toEqual([0, 0, 0, 2, 4, 6]);
  });

  test("may look back on flows that no other output counts", () => {
    const direct = run(epidemic([cumulative({ flows: [0] })])).outputs[1];
    expect(direct).toEqual(run(epidemic([cumulative({ output: 0 })])).outputs[1]);
    const alone: Model = sir({ time: grid(20), outputs: [cumulative({ flows: [0] })] });
    expect(run(alone).outputs[0]).toEqual(direct);
  });

  test("begins anew in each run", () => {
    const ready = placed(epidemic([cumulative({ output: 0 }), rolling({ output: 0 }, 3, "mean")]));
    const first = simulate(ready, [1.7, 0.5]);
    simulate(ready, [0.9, 0.2]);
    expect(simulate(ready, [1.7, 0.5])).toEqual(first);
  });
});

describe("a window", () => {
  test.each(["sum", "mean"] as const)("takes the %s of the latest values, fewer at the start", (statistic) => {
    const model = epidemic([rolling({ output: 0 }, 7, statistic)]);
    const [daily = [], found = []] = run(model).outputs.map((values) => [...values]);
    found.forEach((value, day) => {
      const latest = daily.slice(Math.max(0, day - 6), day + 1);
      const sum = latest.reduce((total, persons) => total + persons, 0);
      expect(value).toBe(statistic === "sum" ? sum : sum / latest.length);
    });
  });

  test("of one output time is the output, and of more than the run is its running sum", () => {
    const [daily, one, all, sum] = run(
      epidemic([rolling({ output: 0 }, 1, "mean"), rolling({ output: 0 }, 1000, "sum"), cumulative({ output: 0 })]),
    ).outputs;
    expect(one).toEqual(daily);
    expect(all).toEqual(sum);
  });

  test("of a weekly count equals the count of a run with weekly output times", () => {
    const daily = run(epidemic([rolling({ output: 0 }, 7, "sum")], { time: grid(28), integrator: TIGHT })).outputs[1];
    const weekly = run(epidemic([], { time: grid(28, 7), integrator: TIGHT })).outputs[0];
    // Differences of two numbers below a thousand, found by other steps to 1e-12.
    weekly?.forEach((persons, week) => expect(daily?.[7 * week]).toBeCloseTo(persons, 8));
  });
});

describe("a delay", () => {
  test("by weights moves shares of each value to later output times", () => {
    const impulse = expression("impulse", op("equal", time, constant(2)));
    const delay: Delay = { kind: "weights", weights: [0.125, 0.5, 0.25] };
    const model = modelOf({
      initial: [0],
      flows: [],
      time: grid(6),
      outputs: [impulse, delayed({ output: 0 }, delay)],
    });
    expect([...(run(model).outputs[1] ?? [])]).toEqual([0, 0, 0.125, 0.5, 0.25, 0, 0]);
  });

  /** What a single event at the start leads to: the weights themselves. */
  const response = (kind: "gamma" | "lognormal", a: number, b: number, step: number): number[] => {
    const impulse = expression("impulse", op("equal", time, constant(0)));
    const delay: Delay = { kind, arguments: [constant(a), parameter(0)] };
    const outputs = [impulse, delayed({ output: 0 }, delay)];
    const model = modelOf({ parameters: { b }, time: grid(40 * step, step), initial: [0], flows: [], outputs });
    return [...(run(model).outputs[1] ?? [])];
  };

  test("that is exponential has the weights of its survival function", () => {
    // exp(−r·k·h) − exp(−r·(k + 1)·h), a geometric distribution; a gamma distribution of shape 1.
    response("gamma", 1, 0.3, 0.5).forEach((weight, lag) => {
      const expected = Math.exp(-0.15 * lag) * (1 - Math.exp(-0.15));
      expect(Math.abs(weight - expected)).toBeLessThan(2e-16 + 1e-13 * expected);
    });
  });

  test.each([
    ["gamma", 2.5, 0.4, 1],
    ["gamma", 20, 8, 0.25],
    ["lognormal", 1.2, 0.6, 1],
    ["lognormal", 2, 0.1, 0.5],
  ] as const)(
    "of a %s distribution (%f, %f) at steps of %f has its shares between output times",
    (kind, a, b, step) => {
      const { cdf } = distributions(testKernel().exports);
      const found = response(kind, a, b, step);
      found.forEach((weight, lag) => {
        // Each probability is right to an ulp or so of 1, which the difference keeps.
        const expected = cdf(kind, (lag + 1) * step, [a, b]) - cdf(kind, lag * step, [a, b]);
        expect(Math.abs(weight - expected)).toBeLessThan(1e-15);
      });
      const total = found.reduce((sum, weight) => sum + weight, 0);
      expect(total).toBeCloseTo(cdf(kind, 41 * step, [a, b]), 14);
    },
  );

  test("of two stages in a row is the delay of their sum", () => {
    // Exponential delays add up to a gamma one of shape 2 only in continuous time; as weights they are a convolution.
    const twice = epidemic([
      delayed({ output: 0 }, { kind: "weights", weights: [0.5, 0.5] }),
      delayed({ output: 1 }, { kind: "weights", weights: [0.25, 0.75] }),
      delayed({ output: 0 }, { kind: "weights", weights: [0.125, 0.5, 0.375] }),
    ]);
    const [, , stepwise, atOnce] = run(twice).outputs;
    stepwise?.forEach((value, day) => expect(value).toBeCloseTo(atOnce?.[day] ?? NaN, 11));
  });

  test("must be known before the run", () => {
    const delay: Delay = { kind: "gamma", arguments: [constant(2), op("add", time, constant(1))] };
    expect(() => lower(epidemic([delayed({ output: 0 }, delay)]))).toThrow(
      "outputs.delayed has a delay that changes in time",
    );
  });
});

describe("an output that looks back", () => {
  test("may be used by formulas and looked back on again", () => {
    const model = epidemic([
      rolling({ output: 0 }, 7, "sum"),
      expression("per_100000", op("divide", times(constant(100000), outputValue(1)), constant(763))),
      rolling({ output: 2 }, 2, "mean"),
    ]);
    const [, weekly, share, smooth] = run(model).outputs;
    share?.forEach((value, day) => expect(value).toBe((100000 * (weekly?.[day] ?? NaN)) / 763));
    smooth?.forEach((value, day) => {
      const [before, now] = [share?.[day - 1], share?.[day] ?? NaN];
      expect(value).toBe(before === undefined ? now : (before + now) / 2);
    });
  });

  test("may be what a target is compared with", () => {
    const delay: Delay = { kind: "gamma", arguments: [constant(3), parameter(1)] };
    const model = epidemic([delayed({ output: 0 }, delay)], {
      targets: [
        { name: "reports", title: "", output: 1, timeIndices: [3, 6, 9], values: [20, 100, 90], likelihood: "poisson" },
      ],
    });
    const { kernel, frame } = placed(model);
    kernel.exports.logPosteriorNatural(frame.address, 1);
    const reported = run(model).outputs[1];
    const { logDensity } = distributions(kernel.exports);
    const expected = [20, 100, 90].map((value, n) => logDensity("poisson", value, [reported?.[3 * n + 3] ?? NaN]));
    expect(frame.logDensity[1]).toBe((expected[0] ?? NaN) + (expected[1] ?? NaN) + (expected[2] ?? NaN));
  });

  test("has the bits of runs one by one on lanes, each with its own delay", () => {
    const delays: Delay[] = [
      { kind: "gamma", arguments: [parameter(0), parameter(1)] },
      { kind: "lognormal", arguments: [parameter(1), parameter(0)] },
      { kind: "weights", weights: [0.1, 0.3, 0.7] },
    ];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 25 }), (width, from) => {
        const model = epidemic([
          ...delays.map((delay) => delayed({ output: 0 }, delay)),
          rolling({ output: 1 }, width, "mean"),
          cumulative({ output: 2 }, from),
          expression("ratio", op("divide", outputValue(5), op("add", constant(1), outputValue(4)))),
        ]);
        const vectors = Array.from({ length: 8 }, (_, index) =>
          defaults(model).map((value) => value * (0.6 + 0.1 * index)),
        );
        const alone = simulateMany(placed(model, 1), vectors);
        for (const lanes of [2, 4, 8] as const) expect(simulateMany(placed(model, lanes), vectors)).toEqual(alone);
      }),
      { numRuns: 10, seed: 8 },
    );
  });
});
