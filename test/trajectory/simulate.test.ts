// A trajectory: the outputs of one parameter vector at the output times, and the caller's own.

import { describe, expect, test } from "vitest";
import { outputTimes, simulate, simulateMany } from "../../src/trajectory/simulate.ts";
import { DENSE, grid, modelOf, parameter, sir } from "../support/models.ts";
import { defaults, placed } from "../support/run.ts";

describe("a trajectory", () => {
  test("has the output times of the document, each a whole number of steps from the start", () => {
    const model = sir({ time: { unit: "year", start: 1900, end: 1901, step: 0.1, count: 11 } });
    const times = outputTimes(placed(model));
    expect([...times]).toEqual(Array.from({ length: 11 }, (_, index) => 1900 + index * 0.1));
    expect(simulate(placed(model), defaults(model)).times).toEqual(times);
  });

  test("begins with the sizes at the start", () => {
    for (const integrator of [sir().integrator, DENSE]) {
      const { outputs } = simulate(placed(sir({ integrator })), [1.7, 0.5]);
      expect(outputs.map(([first]) => first)).toEqual([762, 1, 0]);
      expect(outputs.every((values) => values.length === 15)).toBe(true);
    }
  });

  test("belongs to the caller: later runs do not change it", () => {
    const ready = placed(sir());
    const first = simulate(ready, [1.7, 0.5]);
    const copy = structuredClone(first);
    simulate(ready, [0.1, 0.1]);
    expect(first).toEqual(copy);
  });

  test("of each of many vectors stands in their order", () => {
    const model = modelOf({ parameters: { size: 1 }, initial: [parameter(0)], flows: [], time: grid(2) });
    const vectors = [3, 1, 4, 1, 5, 9, 2].map((size) => [size]);
    for (const lanes of [1, 2, 4, 8] as const) {
      const sizes = simulateMany(placed(model, lanes), vectors).map(({ outputs }) => outputs[0]?.[2]);
      expect(sizes).toEqual([3, 1, 4, 1, 5, 9, 2]);
    }
    expect(simulateMany(placed(model), [])).toEqual([]);
  });

  test("of a vector that lacks a value is a failed run, not one with a value made up", () => {
    const { issues } = simulate(placed(sir()), [1.7]);
    expect(issues[0]).toMatchObject({ code: "K101", path: "flows.recovery.rate" });
  });
});
