// The gradient by times that a parameter moves: where adaptive steps end at a jump or a bend, the state after it moves too.

import { describe, expect, test } from "vitest";
import { gradientIssues } from "../../src/program/gradient-issues.ts";
import { extrapolatedGradient } from "../support/differences.ts";
import { modelOf, SIR, spoil } from "../support/document.ts";
import { placed, posteriorOf } from "../support/run.ts";

const RECOVERY = "rate: recovery_rate }";

/** The small epidemic with another rate of recovery, a calibrated `closing` and contact rate, and further flows. */
function document(rate: string, flows = ""): string {
  const flow = `rate: "${rate}" }${flows === "" ? "" : `\n  ${flows}`}`;
  return (
    spoil(RECOVERY, flow, spoil("parameters:", "parameters:\n  closing: 4.3", SIR)) +
    `priors: { closing: "uniform(2, 7)", contact_rate: "uniform(0.1, 0.9)" }
targets: { in_bed: { times: [3, 5, 8, 10], values: [3, 5, 12, 20], likelihood: normal, sd: 4 }, new_cases: { times: [7, 9], values: [4, 8], likelihood: poisson } }
integrator: { method: dopri5, rtol: 1.0e-11, atol: 1.0e-11 }
`
  );
}

/** Differences of runs at this tolerance are sure to about 1e-10 of the density over a step of 0.02, so to 1e-8 of it. */
function expectGradient(text: string): void {
  const model = modelOf(text);
  expect(gradientIssues(placed(model).program)).toEqual([]);
  const density = posteriorOf(model);
  const gradient = new Float64Array(density.dimension);
  const value = density.gradient?.(density.start, gradient) ?? NaN;
  expect(value).toBe(density.evaluate(density.start));
  extrapolatedGradient((z) => density.evaluate(z), density.start, 0.02).forEach(({ slope, error }, n) => {
    const scale = 1 + Math.max(Math.abs(slope), Math.abs(value) / 100);
    expect(error).toBeLessThan(1e-7 * scale);
    expect(Math.abs((gradient[n] ?? NaN) - slope)).toBeLessThan(1e-7 * scale);
  });
  // A slope of 0 would agree with a run that does not know the time.
  expect(Math.abs(gradient[0] ?? 0)).toBeGreaterThan(1e-3);
}

describe("the gradient by a time that a parameter moves", () => {
  test.each([
    ["a change of a rate", "where(t < closing, 0.1, 0.4)", ""],
    [
      "the start and the end of an import",
      "0.2",
      'import: { kind: entry, to: infectious, rate: "where(t > closing and t < closing + 2.1, 15, 0)" }',
    ],
    [
      "a step of a piecewise rate, among others",
      "piecewise(t, [1.7, closing, closing + 1.9], [0.1, 0.4, 0.2, 0.05])",
      "",
    ],
    ["a knot of a rate that bends", "interp(t, [1.1, closing, 8.2], [0.1, 0.5, 0.2])", ""],
    ["a jump whose height moves with it", "where(t < closing, 0.1, closing / 20)", ""],
  ])("agrees with differences for %s", (_, rate, flows) => {
    expectGradient(document(rate, flows));
  });

  // Persons enter at 3 a day until `closing` and none after it, and nobody leaves: 3 · closing of them are there at last.
  test("is the height of the jump where persons only enter", () => {
    const model = modelOf(`midsummer: 1
title: Entry
time: { unit: day, start: 0, end: 10, step: 1 }
parameters: { closing: 4.3 }
compartments: [inside]
initial: { inside: 1 }
flows: { entry: { kind: entry, to: inside, rate: "where(t < closing, 3, 0)" } }
outputs: { present: { compartments: inside } }
priors: { closing: "normal(0, 1000)" }
targets: { present: { times: [9], values: [20], likelihood: normal, sd: 2 } }
`);
    const density = posteriorOf(model);
    const slope = density.naturalGradient?.([4.3])[0];
    // d/dc of −(20 − 1 − 3c)² / (2 · 2²) − c² / (2 · 1000²); steps that sum to the times give a few roundings.
    expect(slope).toBeCloseTo((3 * (19 - 3 * 4.3)) / 4 - 4.3 / 1e6, 9);
  });
});
