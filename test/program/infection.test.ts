// Infection: who meets whom, how many of them are infectious, and what that makes of the susceptible.

import { describe, expect, test } from "vitest";
import type { Force } from "../../src/model/model.ts";
import { constant, modelOf, op, parameter, sir, time, times, wholePopulation } from "../support/models.ts";
import { derivative, expectRows, run } from "../support/run.ts";

describe("an infection", () => {
  test("of frequency transmission moves β S I / N", () => {
    expectRows(derivative(sir(), 0).slice(0, 1), [(-1.7 * 762) / 763]);
  });

  test("of density transmission moves β S I", () => {
    const forces = [wholePopulation([0, 1], 1, "density")];
    expectRows(
      derivative(modelOf({ initial: [50, 4], forces, flows: [{ from: 0, to: 1, rate: 0.01, force: [0, 0] }] }), 0),
      [-2, 2],
    );
  });

  test("has a rate that may vary in time and with parameters", () => {
    const forces = [wholePopulation([0, 1], 1)];
    const rate = times(times(parameter(0), time), op("divide", constant(3), parameter(1)));
    const model = modelOf({
      parameters: { a: 2, b: 4 },
      initial: [75, 25],
      forces,
      flows: [{ from: 0, to: 1, rate, force: [0, 0] }],
    });
    // 2 · 8 · 3/4 · 25/100 · 75
    expectRows(derivative(model, 8), [-225, 225]);
  });

  const pair = (mode: Force["mode"]): Force => ({
    name: "contact",
    mode,
    // Compartments: susceptible child and adult, infectious child and adult, children half as infectious.
    groups: [
      { population: [0, 2], infectious: [{ compartment: 2, weight: constant(0.5) }] },
      { population: [1, 3], infectious: [{ compartment: 3, weight: constant(1) }] },
    ],
    mixing: {
      kind: "fixed",
      matrix: [
        [3, 2],
        [1, 4],
      ],
    },
  });
  const contact = [0, 1].map((group) => ({ from: group, to: group + 2, rate: 0.1, force: [0, group] as const }));

  test("between two groups mixes prevalence, rows being infected and columns infecting", () => {
    const child = 0.1 * (3 * 0.5 * (20 / 60) + 2 * (10 / 110)) * 40;
    const adult = 0.1 * (1 * 0.5 * (20 / 60) + 4 * (10 / 110)) * 100;
    expectRows(derivative(modelOf({ initial: [40, 100, 20, 10], forces: [pair("frequency")], flows: contact }), 0), [
      -child,
      -adult,
      child,
      adult,
    ]);
  });

  test("between two groups of density transmission mixes numbers", () => {
    const child = 0.1 * (3 * 0.5 * 20 + 2 * 10) * 40;
    const adult = 0.1 * (1 * 0.5 * 20 + 4 * 10) * 100;
    expectRows(derivative(modelOf({ initial: [40, 100, 20, 10], forces: [pair("density")], flows: contact }), 0), [
      -child,
      -adult,
      child,
      adult,
    ]);
  });

  test("from an empty group is none, not NaN", () => {
    const adult = 0.1 * 4 * (10 / 110) * 100;
    expectRows(derivative(modelOf({ initial: [0, 100, 0, 10], forces: [pair("frequency")], flows: contact }), 0), [
      0,
      -adult,
      0,
      adult,
    ]);
    const trajectory = run(modelOf({ initial: [0, 100, 0, 10], forces: [pair("frequency")], flows: contact }));
    expect(trajectory.issues).toEqual([]);
    expect(trajectory.outputs[0]?.every((persons) => persons === 0)).toBe(true);
  });

  test("among three groups is scaled by a rate that varies, each group by its own susceptibility", () => {
    const mixing = [
      [5, 1, 0.5],
      [2, 3, 1],
      [0.25, 4, 2],
    ];
    const force: Force = {
      name: "contact",
      mode: "frequency",
      groups: [0, 1, 2].map((group) => ({
        population: [group, group + 3],
        infectious: [{ compartment: group + 3, weight: constant(1) }],
      })),
      mixing: { kind: "fixed", matrix: mixing },
    };
    const susceptibility = [0.5, 1, 0.25];
    const flows = susceptibility.map((own, group) => ({
      from: group,
      to: group + 3,
      rate: times(times(constant(own), time), parameter(0)),
      force: [0, group] as const,
    }));
    const [healthy, ill] = [
      [30, 60, 90],
      [10, 20, 10],
    ];
    const model = modelOf({ parameters: { beta: 0.125 }, initial: [...healthy, ...ill], forces: [force], flows });
    const prevalent = [0.25, 0.25, 0.1];
    const infected = mixing.map((row, group) => {
      const force = row.reduce((sum, contacts, by) => sum + contacts * (prevalent[by] ?? NaN), 0);
      return force * 0.125 * 2 * (susceptibility[group] ?? NaN) * (healthy[group] ?? NaN);
    });
    expectRows(derivative(model, 2), [...infected.map((persons) => -persons), ...infected]);
  });

  test("of two agents has a force for each", () => {
    const forces = [wholePopulation([0, 1, 2], 1), wholePopulation([0, 1, 2], 2, "density")];
    const flows = [
      { from: 0, to: 1, rate: 0.5, force: [0, 0] as const },
      { from: 0, to: 2, rate: 0.25, force: [1, 0] as const },
    ];
    // 0.5 · 8/64 · 40 and 0.25 · 16 · 40
    expectRows(derivative(modelOf({ initial: [40, 8, 16], forces, flows }), 0), [-162.5, 2.5, 160]);
  });
});
