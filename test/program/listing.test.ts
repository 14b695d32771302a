// A listing shows by name what the kernel will do.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HEADER_FLOW } from "../../assembly/layout.ts";
import { listing } from "../../src/program/listing.ts";
import { headerField } from "../../src/program/program.ts";
import {
  calibratedSir,
  constant,
  DENSE,
  modelOf,
  moved,
  op,
  parameter,
  seriesValue,
  sir,
  time,
  where,
} from "../support/models.ts";
import { anyShape, randomModel } from "../support/random-model.ts";
import { lowered } from "../support/run.ts";

describe("the listing of a program", () => {
  const text = listing(lowered(calibratedSir()));

  test("begins with the digest, sizes, times and integrator", () => {
    const { digest } = lowered(calibratedSir());
    const [first, second, third] = text.split("\n");
    expect(first).toBe(`program ${digest}, version 1: SIR`);
    expect(second).toMatch(/^3 compartments, 0 accumulators, 2 parameters, \d+ slots, \d+ bytes$/);
    expect(third).toBe("15 output times from 0 by 1; rk4, 2 steps between output times");
  });

  test("names compartments, parameters, initial sizes and constants", () => {
    expect(text).toMatch(/copy-each +× 3 +initial\.susceptible +\(762\)/);
    expect(text).toMatch(/move +× 1 +susceptible +infectious +contact_rate +s\d+\n/);
    expect(text).toMatch(/gather +× 1 +recovered +\(infectious · recovery_rate\)\n/);
  });

  test("shows priors and targets", () => {
    expect(text).toContain("  contact_rate ~ truncated_normal(2, 1, 0, Infinity), lower, 0 to Infinity\n");
    expect(text).toContain("  recovery_rate ~ uniform(0.1, 2, 0, 0), both, 0.1 to 2\n");
    expect(text).toContain("  in_bed: infectious ~ negative_binomial(output, 8, –, –) at rows 1 2 3 4 5");
    expect(text).toContain(": 3 8 26 76 225 298");
  });

  test("shows knots, those moved with both times, and those that parameters give", () => {
    const series = { name: "school", title: "", times: [3.3], values: [1], interpolation: "step" } as const;
    const rate = where(op("less", time, parameter(0)), seriesValue(0), constant(0));
    const model = modelOf({
      parameters: { closing: 4 },
      initial: [1],
      flows: [{ name: "out", from: 0, rate }],
      series: [series],
    });
    const shown = listing(lowered(model));
    expect(shown).toContain("  3.3, used as 3.5  (series.school.times)\n");
    expect(shown).toMatch(/ {2}closing, used as s\d+ {2}\(flows\.out\.rate\)\n/);
    expect(listing(lowered({ ...model, integrator: DENSE }))).toContain("  closing  (flows.out.rate)\n");
  });

  test("shows flags, tolerances and accumulators", () => {
    const shown = listing(lowered(sir({ integrator: DENSE, outputs: [moved("count", 0), moved("rate", 0)] })));
    expect(shown).toContain("dopri5, rtol 1e-12, atol 1e-12, at most 100000 steps; outputs need rates\n");
    expect(shown).toMatch(/count +× 1 +susceptible +moved\.0 +contact_rate +s\d+\n/);
    expect(shown).toMatch(/subtract +output\.count_0/);
  });

  test("can be made of any program, with names for every row and the same text each time", () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const shown = listing(lowered(randomModel(shape)));
        expect(shown).not.toMatch(/undefined|NaN|moved\.-/);
        expect(listing(lowered(randomModel(shape)))).toBe(shown);
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  test("refuses code that is none", () => {
    const program = lowered(sir());
    new Int32Array(program.buffer)[headerField(program.buffer, HEADER_FLOW)] = 9999;
    expect(() => listing(program)).toThrow("operation 9999");
  });
});
