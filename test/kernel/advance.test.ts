// A run in parts is the run.
import { describe, expect, test } from "vitest";
import type { Lanes } from "../../src/kernel/placed.ts";
import { modelOf, SIR, spoil } from "../support/document.ts";
import { placed } from "../support/run.ts";

const LOOKING_BACK = `${SIR}  total: { of: new_cases, cumulative: true }
  weekly: { of: new_cases, rolling: { mean: 3 } }
  delayed: { of: new_cases, delay: [0.2, 0.5, 0.3] }
`;

/** The model with fixed steps, placed, with other contact rates in each lane. */
function ready(method: string, lanes: Lanes) {
  const text = spoil("parameters:", `integrator: { method: ${method}, step: 0.25 }\nparameters:`, LOOKING_BACK);
  const run = placed(modelOf(text), lanes);
  for (let lane = 0; lane < lanes; lane += 1) run.frame.parameters[lane] = 0.3 + 0.1 * lane;
  return run;
}

describe("a run that is made in parts", () => {
  const lanes: readonly Lanes[] = [1, 2, 4, 8];
  const cases = ["euler", "rk4", "tau-leap"].flatMap((method) => lanes.map((count) => ({ method, count })));

  test.each(cases)("has the same bits as one made at once: $method on $count lanes", ({ method, count }) => {
    const { kernel, frame } = ready(method, count);
    kernel.exports.simulate(frame.address, count);
    const whole = frame.trajectory.slice();
    const state = frame.vector(0).slice();
    frame.trajectory.fill(NaN);
    kernel.exports.beginRun(frame.address, count);
    for (const [first, last] of [
      [0, 1],
      [1, 4],
      [4, 10],
      [10, 11],
    ] as const) {
      kernel.exports.advance(frame.address, count, first, last);
    }
    expect(frame.trajectory).toEqual(whole);
    expect(frame.vector(0)).toEqual(state);
  });

  test("leaves the row at which it stops to the next part", () => {
    const { kernel, frame, program } = ready("rk4", 1);
    const width = program.model.outputs.length;
    frame.trajectory.fill(NaN);
    kernel.exports.beginRun(frame.address, 1);
    kernel.exports.advance(frame.address, 1, 0, 4);
    expect(frame.trajectory.slice(0, 4 * width).every(Number.isFinite)).toBe(true);
    expect(frame.trajectory.slice(4 * width).every(Number.isNaN)).toBe(true);
  });

  test("stops with adaptive steps where a single run has a knot", () => {
    // The same knot at day 4 in a single run: both end a step there, but the next one's first trial differs.
    const model = modelOf(LOOKING_BACK);
    const single = placed({ ...model, stops: [4] });
    single.kernel.exports.simulate(single.frame.address, 1);
    const parts = placed(model);
    parts.kernel.exports.beginRun(parts.frame.address, 1);
    parts.kernel.exports.advance(parts.frame.address, 1, 0, 4);
    parts.kernel.exports.advance(parts.frame.address, 1, 4, 11);
    const before = 4 * model.outputs.length;
    expect(parts.frame.trajectory.slice(0, before)).toEqual(single.frame.trajectory.slice(0, before));
    parts.frame.trajectory.forEach((value, at) => expect(value).toBeCloseTo(single.frame.trajectory[at] ?? NaN, 3));
  });
});
