// From a model to its trajectory in one call, and what a test reads off it.

import { expect } from "vitest";
import { issueText, type Issue } from "../../src/base/issue.ts";
import type { Lanes, Placed } from "../../src/kernel/placed.ts";
import type { Model } from "../../src/model/model.ts";
import { lower } from "../../src/program/lower.ts";
import type { Program } from "../../src/program/program.ts";
import { posterior, type Posterior } from "../../src/posterior/posterior.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import type { Trajectory } from "../../src/trajectory/trajectory.ts";
import { testKernel } from "./kernel.ts";

/** The program of a model that can be lowered. */
export function lowered(model: Model): Program {
  const answer = lower(model);
  if (!answer.ok) throw new Error(answer.issues.map((issue) => issueText(issue)).join("\n"));
  return answer.value;
}

/** The model's program, placed in a kernel of its own. */
export function placed(model: Model, lanes: Lanes = 1): Placed {
  return testKernel().place(lowered(model), lanes);
}

/** The document's own parameter values. */
export function defaults(model: Model): number[] {
  return model.parameters.map(({ value }) => value);
}

/** Runs a model once, at its own parameter values unless others are given. */
export function run(model: Model, values: readonly number[] = defaults(model)): Trajectory {
  return simulate(placed(model), values);
}

/** The posterior of a model. */
export function posteriorOf(model: Model): Posterior {
  return posterior(placed(model));
}

/** The values of one output, by name. */
export function outputOf(model: Model, trajectory: Trajectory, name: string): Float64Array {
  const values = trajectory.outputs[model.outputs.findIndex((output) => output.name === name)];
  if (values === undefined) throw new Error(`there is no output ${name}`);
  return values;
}

/** The last value of each output. */
export function finals(trajectory: Trajectory): number[] {
  return trajectory.outputs.map((values) => values.at(-1) ?? NaN);
}

/** The derivative of every row of the state at time t and the initial sizes, [row]. */
export function derivative(model: Model, t: number): Float64Array {
  const { kernel, frame } = placed(model);
  kernel.exports.evaluateRightHandSide(frame.address, 1, t, 1);
  return frame.vector(1).slice();
}

export function codes(issues: readonly Issue[]): string[] {
  return issues.map(({ code }) => code);
}

/** Compares row by row; sums of a few products in some order, so a few units in the last place. */
export function expectRows(found: Float64Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, row) =>
    expect(Math.abs((found[row] ?? NaN) - value)).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(value))),
  );
}
