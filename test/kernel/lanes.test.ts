// Results of a lane do not depend on its neighbours, nor on how many there are: bit for bit.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Lanes } from "../../src/kernel/placed.ts";
import type { Model } from "../../src/model/model.ts";
import { simulateMany } from "../../src/trajectory/simulate.ts";
import type { Trajectory } from "../../src/trajectory/trajectory.ts";
import { calibratedSir, constant, modelOf, of, op, parameter, times, time } from "../support/models.ts";
import { anyShape, nearby, randomModel } from "../support/random-model.ts";
import { placed } from "../support/run.ts";

const WIDE = [2, 4, 8] as const;

/** Outputs as bytes: −0 is not 0. The bits of a NaN mean nothing and are the one thing that WebAssembly leaves open. */
function bits(trajectory: Trajectory): string {
  const numbers = trajectory.outputs.map((values) => values.map((value) => (Number.isNaN(value) ? NaN : value)));
  return numbers.map((values) => Buffer.from(values.buffer).toString("hex")).join(" ");
}

function simulated(model: Model, lanes: Lanes, vectors: readonly (readonly number[])[]): string[] {
  return simulateMany(placed(model, lanes), vectors).map(bits);
}

describe("lanes", () => {
  test.each(["rk4", "euler"] as const)("have the bits of runs one by one, with %s and any model", (method) => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const model: Model = { ...randomModel(shape), integrator: { method, substeps: 2 } };
        const vectors = nearby(model, 8);
        const alone = simulated(model, 1, vectors);
        for (const lanes of WIDE) expect(simulated(model, lanes, vectors)).toEqual(alone);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  test("have the bits of runs one by one where persons move on by one row at rates that vary", () => {
    // A row gains and loses in the same operation, on top of what a linear flow brings: the order of the sum shows.
    const ageing = times(parameter(0), op("add", constant(1), time));
    const model = modelOf({
      parameters: { rate: 0.3 },
      initial: [10, 7, 3, 1, 4, 9],
      flows: [
        ...[0, 1, 2, 3, 4].map((from) => ({ from, to: from + 1, rate: ageing })),
        { from: 5, to: 1, rate: 0.123 },
        { from: 0, to: 3, rate: 0.077 },
        { from: 2, to: 4, rate: 0.31 },
      ],
    });
    const vectors = nearby(model, 8);
    const alone = simulated(model, 1, vectors);
    for (const lanes of WIDE) expect(simulated(model, lanes, vectors)).toEqual(alone);
  });

  test("may be permuted", () => {
    const model = randomModel({ seed: 5, kinds: 4, groups: 5, regular: true, closed: false, jumps: true });
    const vectors = nearby(model, 8);
    const straight = simulated(model, 8, vectors);
    expect(new Set(straight).size).toBe(8);
    expect(simulated(model, 8, vectors.toReversed())).toEqual(straight.toReversed());
  });

  test("beyond the vectors given do not show", () => {
    const model = randomModel({ seed: 6, kinds: 3, groups: 3, regular: false, closed: true, jumps: true });
    const vectors = nearby(model, 6);
    expect(simulated(model, 4, vectors)).toEqual(simulated(model, 1, vectors));
  });

  test("leave their neighbours alone when they fail, and each says what happened to itself", () => {
    const model = modelOf({
      parameters: { size: 10, rate: 0.5 },
      initial: [parameter(0), 0],
      flows: [{ name: "loss", from: 0, to: 1, rate: of("log", parameter(1)) }],
    });
    const vectors = [
      [10, 1.5],
      [10, -1],
      [-3, 1.5],
      [20, 1.25],
    ];
    const trajectories = simulateMany(placed(model, 4), vectors);
    const alone = simulateMany(placed(model, 1), vectors);
    expect(trajectories.map(bits)).toEqual(alone.map(bits));
    expect(trajectories.map(({ issues }) => issues)).toEqual(alone.map(({ issues }) => issues));
    expect(trajectories.map(({ issues }) => issues[0]?.code)).toEqual([undefined, "K101", "K104", undefined]);
  });

  test("are warned of negative compartments one by one, beside a lane that failed", () => {
    const model = modelOf({
      parameters: { leaving: 1 },
      initial: [5, 0],
      flows: [{ from: 0, to: 1, absolute: true, rate: of("sqrt", parameter(0)) }],
    });
    const trajectories = simulateMany(placed(model, 2), [[4], [-1]]);
    expect(trajectories.map(({ issues }) => issues.map(({ code }) => code))).toEqual([["K106"], ["K101"]]);
  });

  test("that fail again and again take memory once", () => {
    const model = modelOf({
      parameters: { rate: 1 },
      initial: [1],
      flows: [{ from: 0, rate: of("log", parameter(0)) }],
    });
    const ready = placed(model, 4);
    simulateMany(ready, [[-1]]);
    const next = ready.kernel.reserve(0);
    for (let n = 0; n < 20; n += 1) simulateMany(ready, [[-1], [1], [-2], [-3]]);
    expect(ready.kernel.reserve(0)).toBe(next);
  });

  test("are refused to adaptive steps, which each lane has of its own", () => {
    const model = modelOf({
      integrator: { method: "dopri5", rtol: 1e-6, atol: 1e-6, maxSteps: 10, land: false },
      initial: [1],
      flows: [],
    });
    expect(() => placed(model, 2)).toThrow("one lane at a time");
  });
});

describe("the log posterior on lanes", () => {
  test("has the bits of evaluations one by one", () => {
    const model = calibratedSir();
    const points = Array.from({ length: 8 }, (_, index) => [0.1 * index - 0.3, 1.5 - 0.4 * index]);
    const evaluate = (lanes: Lanes): number[][] => {
      const { kernel, frame } = placed(model, lanes);
      const found: number[][] = [];
      for (let first = 0; first < points.length; first += lanes) {
        points.slice(first, first + lanes).forEach((z, lane) => {
          z.forEach((value, index) => (frame.unconstrained[index * lanes + lane] = value));
        });
        kernel.exports.logPosterior(frame.address, lanes);
        const terms = frame.logDensity;
        for (let lane = 0; lane < lanes; lane += 1) {
          found.push([0, 1, 2].map((term) => terms[term * lanes + lane] ?? NaN));
          // One target: its own term is all of the likelihood.
          expect(frame.targetTerms[lane]).toBe(terms[lanes + lane]);
        }
      }
      return found;
    };
    const alone = evaluate(1);
    expect(alone.flat().every(Number.isFinite)).toBe(true);
    for (const lanes of WIDE) expect(evaluate(lanes)).toEqual(alone);
  });
});
