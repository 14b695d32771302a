// Flows that are alike but for their group are one operation, in whatever order the document brings them.

import { describe, expect, test } from "vitest";
import { listing } from "../../src/program/listing.ts";
import type { Model } from "../../src/model/model.ts";
import { constant, modelOf, moved, op, parameter, prevalence, RK4, time, times } from "../support/models.ts";
import { expectRows, lowered, derivative, outputOf, run } from "../support/run.ts";

const GROUPS = 8;
const groups = Array.from({ length: GROUPS }, (_, group) => group);

/** The source of a group, its two destinations, and a place that all reach at their own rate. */
const source = (group: number): number => group;
const left = (group: number): number => GROUPS + group;
const right = (group: number): number => 2 * GROUPS + group;
const initial = [...groups.map((group) => 100 + group), ...groups.map(() => 10), ...groups.map(() => 20)];

function interleaved(
  rates: (group: number) => { left: ReturnType<typeof times>; right: ReturnType<typeof times> },
): Model {
  return modelOf({
    integrator: RK4,
    parameters: { p: 0.5 },
    initial,
    flows: groups.flatMap((group) => [
      { from: source(group), to: left(group), rate: rates(group).left },
      { from: source(group), to: right(group), rate: rates(group).right },
    ]),
  });
}

function count(model: Model, operation: RegExp): number {
  return listing(lowered(model))
    .split("\n")
    .filter((line) => operation.test(line)).length;
}

describe("flows of groups", () => {
  test("with one factor are one run to each destination, though they stand group by group", () => {
    const model = interleaved(() => ({ left: times(constant(0.5), time), right: times(constant(0.25), time) }));
    expect(count(model, /^ {2}move/)).toBe(2);
    // At time 2 everybody leaves at 1.5 a day, 1 to the left.
    expectRows(derivative(model, 2), [
      ...groups.map((group) => -1.5 * (100 + group)),
      ...groups.map((group) => 100 + group),
      ...groups.map((group) => 0.5 * (100 + group)),
    ]);
  });

  test("with a factor for each group are one run as well", () => {
    const own = (group: number): ReturnType<typeof times> => op("max", time, constant(group));
    const model = interleaved((group) => ({ left: own(group), right: times(parameter(0), own(group)) }));
    expect(count(model, /^ {2}move +× 8/)).toBe(2);
    expect(count(model, /^ {2}move/)).toBe(2);
    const factor = (group: number): number => Math.max(3, group);
    expectRows(derivative(model, 3), [
      ...groups.map((group) => -1.5 * factor(group) * (100 + group)),
      ...groups.map((group) => factor(group) * (100 + group)),
      ...groups.map((group) => 0.5 * factor(group) * (100 + group)),
    ]);
  });

  test("that outputs count group by group are one block of rows", () => {
    const plain = interleaved(() => ({ left: parameter(0), right: constant(0.25) }));
    const counted = groups.map((group) => moved("count", 2 * group, 2 * group + 1));
    const model: Model = { ...plain, outputs: [...counted, prevalence("left", GROUPS)] };
    expect(count(model, /^ {2}count.*×/)).toBe(0);
    expect(count(model, /^ {2}gather +× 8 +moved/)).toBe(1);
    const trajectory = run(model);
    // Nobody returns: exp(−0.75) stay from one day to the next. Steps of half a day err by (0.375)⁵ / 120 each.
    for (const group of groups) {
      const values = outputOf(model, trajectory, counted[group]?.name ?? "");
      expect(Math.abs((values[1] ?? NaN) / ((100 + group) * (1 - Math.exp(-0.75))) - 1)).toBeLessThan(2e-4);
    }
  });
});
