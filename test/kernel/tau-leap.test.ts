// Stochastic leaps: whole persons, exact counts, the order of the draws, and what a run depends on.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { USE_REPLICATE } from "../../assembly/layout.ts";
import { distributions } from "../../src/kernel/distribution.ts";
import type { Model } from "../../src/model/model.ts";
import { replicates, watching } from "../../src/trajectory/replicates.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import type { Trajectory } from "../../src/trajectory/trajectory.ts";
import { testKernel } from "../support/kernel.ts";
import { leaps, runs, SEED, stochasticSir } from "../support/leaps.ts";
import { constant, grid, modelOf, moved, of, op, parameter, size, time, times, where } from "../support/models.ts";
import { anyShape, randomModel } from "../support/random-model.ts";
import { codes, defaults, finals, placed, run } from "../support/run.ts";

const values = (trajectories: readonly Trajectory[]): number[][][] =>
  trajectories.map(({ outputs }) => outputs.map((output) => [...output]));

describe("a stochastic run", () => {
  test("moves whole persons and keeps the population of a closed model", () => {
    for (const { outputs } of runs(stochasticSir(), 4, 20)) {
      for (let at = 0; at < 15; at += 1) {
        const sizes = outputs.slice(0, 3).map((output) => output[at] ?? NaN);
        expect(sizes.every((persons) => Number.isInteger(persons) && persons >= 0)).toBe(true);
        expect(sizes.reduce((sum, persons) => sum + persons, 0)).toBe(763);
      }
    }
  });

  test("counts the persons of every flow exactly", () => {
    for (const { outputs } of runs(stochasticSir(), 2, 6)) {
      const [susceptible = [], , recovered = [], infections = [], recoveries = []] = outputs.map((each) => [...each]);
      for (let at = 1; at < 15; at += 1) {
        expect(infections[at]).toBe((susceptible[at - 1] ?? NaN) - (susceptible[at] ?? NaN));
        expect(recoveries[at]).toBe((recovered[at] ?? NaN) - (recovered[at - 1] ?? NaN));
      }
      expect(infections.reduce((sum, persons) => sum + persons, 0)).toBeGreaterThan(0);
    }
  });

  test("depends on seed and replicate alone, whatever runs beside it", () => {
    const alone = values(runs(stochasticSir(), 1, 9));
    for (const lanes of [2, 4, 8] as const) expect(values(runs(stochasticSir(), lanes, 9))).toEqual(alone);
    expect(values(runs(stochasticSir(), 8, 3, 4))).toEqual(alone.slice(4, 7));
    expect(new Set(alone.map((each) => JSON.stringify(each))).size).toBe(9);
    expect(values(runs(stochasticSir(), 1, 1, 0, SEED + 1))).not.toEqual(alone.slice(0, 1));
    // The high half of a seed counts too.
    expect(values(runs(stochasticSir(), 1, 1, 0, SEED + 2 ** 32))).not.toEqual(alone.slice(0, 1));
  });

  test("has the same bits in any lane, for any model", () => {
    let sound = 0;
    fc.assert(
      fc.property(anyShape, (shape) => {
        const model: Model = { ...randomModel(shape), integrator: leaps(2) };
        const alone = runs(model, 1, 4);
        expect(values(runs(model, 4, 4))).toEqual(values(alone));
        if (alone.every(({ issues }) => issues.every(({ severity }) => severity === "notice"))) sound += 1;
      }),
      { numRuns: 40, seed: 8 },
    );
    // Some random models have rates that turn negative; most must not, or little was compared.
    expect(sound).toBeGreaterThan(20);
  });

  test("by itself is the document's replicate 0, also after others have run", () => {
    const model = stochasticSir({ integrator: leaps(4, SEED) });
    const program = placed(model);
    const before = simulate(program, defaults(model));
    expect(values([before])).toEqual(values(runs(model, 1, 1)));
    expect([...replicates(program, defaults(model))]).toHaveLength(10);
    expect(values([simulate(program, defaults(model))])).toEqual(values([before]));
  });

  test("is not changed by one output more", () => {
    const { model } = watching(stochasticSir(), [1]);
    const trimmed = values(runs(model, 2, 5)).map((outputs) => outputs.slice(0, 5));
    expect(trimmed).toEqual(values(runs(stochasticSir(), 2, 5)));
  });
});

describe("one leap", () => {
  const { exports } = testKernel();
  const exact = distributions(exports);
  /** The smallest k whose distribution function exceeds the draw numbered `index`: means here are below 10. */
  const inverse = (replicate: number, index: number, cdf: (k: number) => number): number => {
    const u = exports.uniform(SEED, 0, replicate, USE_REPLICATE, index, 0);
    let k = 0;
    while (cdf(k) <= u) k += 1;
    return k;
  };

  test("draws who leaves, then who goes where in the order of the flows, then who enters", () => {
    // Persons leave by rates 0.1 and 0.05 per head, and 1.5 enter per time unit; steps of half a time unit.
    const model = modelOf({
      integrator: leaps(2),
      time: grid(3),
      initial: [40, 0],
      flows: [
        { from: 0, to: 1, rate: 0.1 },
        { from: 0, rate: 0.05 },
        { to: 0, rate: 1.5 },
      ],
    });
    for (const replicate of [0, 3]) {
      let [size, recovered, draw] = [40, 0, 0];
      for (let step = 0; step < 6; step += 1) {
        const leaving = inverse(replicate, draw, (k) => exact.cdf("binomial", k, [size, 1 - exports.exp(-0.075)]));
        draw += 1;
        let first = 0;
        if (leaving > 0) {
          // A share above ½ is drawn from the other side; the last flow takes all who are left without a draw.
          first = leaving - inverse(replicate, draw, (k) => exact.cdf("binomial", k, [leaving, 1 / 3]));
          draw += 1;
        }
        const entering = inverse(replicate, draw, (k) => exact.cdf("poisson", k, [0.75]));
        draw += 1;
        size += entering - leaving;
        recovered += first;
      }
      const [found] = runs(model, 1, 1, replicate);
      expect(finals(found as Trajectory)).toEqual([size, recovered]);
    }
  });

  test("uses the sizes at its start and the time at its end", () => {
    // Everybody leaves in the leap that ends at 5, where the rate jumps; nobody who arrives moves on in the same leap.
    const rate = where(op("less", time, constant(5)), constant(0), constant(1e6));
    const model = modelOf({
      integrator: leaps(),
      initial: [100, 0, 0],
      flows: [
        { from: 0, to: 1, rate },
        { from: 1, to: 2, rate },
      ],
    });
    const [a = [], b = [], c = []] = run(model).outputs.map((output) => [...output]);
    expect(a.slice(3, 7)).toEqual([100, 100, 0, 0]);
    expect(b.slice(3, 7)).toEqual([0, 0, 100, 0]);
    expect(c.slice(3, 7)).toEqual([0, 0, 0, 100]);
  });

  test("takes no more persons by an absolute flow than there are", () => {
    const model = modelOf({
      integrator: leaps(3),
      initial: [50, 0],
      flows: [{ from: 0, to: 1, rate: 30, absolute: true }],
    });
    const [left = [], taken = []] = run(model).outputs.map((output) => [...output]);
    expect(left.every((persons) => persons >= 0)).toBe(true);
    expect([left.at(-1), taken.at(-1)]).toEqual([0, 50]);
  });

  test("leaves an empty compartment alone, whose rates per head may be no numbers", () => {
    const model = modelOf({
      integrator: leaps(),
      initial: [0, 7],
      flows: [{ from: 0, to: 1, rate: op("divide", constant(1), size(0)) }],
    });
    const trajectory = run(model);
    expect(finals(trajectory)).toEqual([0, 7]);
    expect(trajectory.issues).toEqual([]);
  });

  test("replaces the dead by births at the rate of the expected deaths", () => {
    // Half of the persons die in a time unit, so that the rate of births is 100 · log 2 whatever the number who die.
    const model = modelOf({
      integrator: leaps(),
      time: grid(1),
      parameters: { rate: Math.LN2 },
      initial: [100],
      flows: [
        { from: 0, rate: parameter(0) },
        { to: 0, rate: { kind: "flow", flows: [0] } },
      ],
    });
    const births = runs({ ...model, outputs: [moved("count", 1), moved("count", 0)] }, 8, 4000);
    const mean = births.reduce((sum, each) => sum + (each.outputs[0]?.[1] ?? NaN), 0) / 4000;
    // Poisson of mean 69.3: four standard errors of the mean of 4000.
    expect(Math.abs(mean - 100 * Math.LN2)).toBeLessThan(4 * Math.sqrt(69.3 / 4000));
  });
});

describe("a stochastic run that cannot go on", () => {
  test("names the flow with a negative rate, and leaves other lanes alone", () => {
    const sign = op("subtract", parameter(0), times(time, constant(0.1)));
    const model = modelOf({
      integrator: leaps(),
      parameters: { rate: 2 },
      initial: [100, 0],
      flows: [{ name: "progress", from: 0, to: 1, rate: times(sign, constant(0.001)) }],
    });
    expect(run(model, [2]).issues).toEqual([]);
    const failed = run(model, [0.45]);
    expect(codes(failed.issues)).toEqual(["K112"]);
    // 0.45 − 0.1 t is first negative at the end of the leap from 4 to 5.
    expect(failed.issues[0]).toMatchObject({ severity: "error", path: "flows.progress.rate" });
    expect(failed.issues[0]?.message).toContain("at time 5");
    expect(failed.outputs[0]?.[4]).toBeGreaterThan(0);
    expect(failed.outputs[0]?.[5]).toBeNaN();
  });

  test("names an absolute flow with the rate as it is written, not by head", () => {
    const model = modelOf({
      integrator: leaps(),
      initial: [100, 0],
      flows: [{ name: "back", from: 0, to: 1, rate: -20, absolute: true }],
    });
    expect(run(model).issues[0]?.message).toContain("the rate of “back” is -20 at time 1");
  });

  test("names an entry whose rate is no number", () => {
    const rate = of("log", op("subtract", constant(3), time));
    const model = modelOf({ integrator: leaps(), initial: [5], flows: [{ name: "births", to: 0, rate }] });
    const [issue] = run(model).issues;
    expect(issue?.code).toBe("K112");
    expect(issue?.message).toContain("births");
  });

  test("begins with whole persons and says what it cut", () => {
    const model = modelOf({ integrator: leaps(), initial: [10.75, 3, 2.5], flows: [] });
    const trajectory = run(model);
    expect(finals(trajectory)).toEqual([10, 3, 2]);
    expect(codes(trajectory.issues)).toEqual(["K113"]);
    expect(trajectory.issues[0]).toMatchObject({ severity: "notice" });
    expect(trajectory.issues[0]?.message).toContain("1.25 were cut from “a” and “c”");
    // One first case in five groups is none: the infection never begins.
    const shared = modelOf({ integrator: leaps(), initial: [constant(0.2), constant(0.2)], flows: [] });
    expect(run(shared).issues).toMatchObject([{ code: "K113", severity: "warning" }]);
    expect(run(shared).issues[0]?.message).toContain("Nobody is left in “a” and “b”");
    // 0.7 · 10 · 100 is 699.9999999999999 in binary.
    const product = times(times(parameter(0), constant(10)), constant(100));
    const rounded = modelOf({ integrator: leaps(), parameters: { share: 0.7 }, initial: [product], flows: [] });
    expect(finals(run(rounded))).toEqual([700]);
    expect(run(rounded).issues).toEqual([]);
  });
});
