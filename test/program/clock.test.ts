// What depends on time and constants alone is recalled in later runs, with the bits that computing it would give.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HEADER_CLOCK, HEADER_TIME } from "../../assembly/layout.ts";
import type { Lanes } from "../../src/kernel/placed.ts";
import { headerField, type Program } from "../../src/program/program.ts";
import { simulateMany } from "../../src/trajectory/simulate.ts";
import { testKernel } from "../support/kernel.ts";
import { calibratedSir, constant, modelOf, op, parameter, time } from "../support/models.ts";
import { anyShape, nearby, randomModel } from "../support/random-model.ts";
import { lowered } from "../support/run.ts";

/** The same program without a first part of the time section: all of it is computed each time. */
function withoutClock(program: Program): Program {
  const buffer = program.buffer.slice(0);
  new Int32Array(buffer)[HEADER_CLOCK] = 0;
  return { ...program, buffer };
}

/** Outputs of runs at the vectors, twice one after the other with the same placed program, as bytes. */
function twice(program: Program, lanes: Lanes, vectors: readonly (readonly number[])[]): string[] {
  const placed = testKernel().place(program, lanes);
  return [1, 2].flatMap(() =>
    simulateMany(placed, vectors).flatMap(({ outputs }) =>
      outputs.map((values) =>
        Buffer.from(values.map((value) => (Number.isNaN(value) ? NaN : value)).buffer).toString("hex"),
      ),
    ),
  );
}

describe("slots of time and constants", () => {
  test.each(["rk4", "euler"] as const)("are recalled with the bits they are computed with, with %s", (method) => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const program = lowered({ ...randomModel(shape), integrator: { method, substeps: 2 } });
        const vectors = nearby(program.model, 4);
        for (const lanes of [1, 4] as const) {
          expect(twice(program, lanes, vectors)).toEqual(twice(withoutClock(program), lanes, vectors));
        }
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  test("are those that no parameter changes", () => {
    const season = op("multiply", constant(0.1), op("add", constant(1), op("multiply", time, time)));
    const shape = (rate: typeof season): Program =>
      lowered({
        ...modelOf({ parameters: { scale: 0.3 }, initial: [10, 1], flows: [{ from: 0, to: 1, rate }] }),
        integrator: { method: "rk4", substeps: 2 },
      });
    const fixed = shape(season);
    expect(headerField(fixed.buffer, HEADER_CLOCK)).toBe(headerField(fixed.buffer, HEADER_TIME + 1));
    const scaled = shape(op("add", parameter(0), season));
    // The sum with the parameter, [code, dst, a, b], is computed in every run.
    expect(headerField(scaled.buffer, HEADER_CLOCK)).toBe(headerField(scaled.buffer, HEADER_TIME + 1) - 4);
  });

  test("do not exist where steps choose their own times", () => {
    const program = lowered({
      ...calibratedSir(),
      integrator: { method: "dopri5", rtol: 1e-6, atol: 1e-6, maxSteps: 1000, land: false },
    });
    expect(headerField(program.buffer, HEADER_CLOCK)).toBe(0);
  });
});
