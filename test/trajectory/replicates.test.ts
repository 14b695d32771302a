// From a document with random leaps to its fan.

import { describe, expect, test } from "vitest";
import { posterior } from "../../src/posterior/posterior.ts";
import { documentValues } from "../../src/run/desk.ts";
import { openDocument } from "../../src/run/open.ts";
import { extinctionOf, replicateFans, replicates, watching } from "../../src/trajectory/replicates.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import type { Trajectory } from "../../src/trajectory/trajectory.ts";
import { issuesOf, modelOf, SIR, spoil } from "../support/document.ts";
import { testKernel } from "../support/kernel.ts";
import { leaps, runs, SEED, stochasticSir } from "../support/leaps.ts";
import { prevalence, sir } from "../support/models.ts";
import { defaults, placed } from "../support/run.ts";

const withLeaps = (options: string): string =>
  spoil("title: SIR", `title: SIR\nintegrator: { method: tau-leap${options} }`);

describe("a document with `method: tau-leap`", () => {
  test("says the length of a leap, the number of replicates and the seed", () => {
    expect(modelOf(withLeaps(", step: 0.1, replicates: 50, seed: 7")).integrator).toEqual({
      method: "tau-leap",
      substeps: 10,
      replicates: 50,
      seed: 7,
    });
    expect(modelOf(withLeaps("")).integrator).toEqual({ method: "tau-leap", substeps: 10, replicates: 100, seed: 1 });
  });

  test.each([
    [", rtol: 1e-6", "E222", "integrator.rtol"],
    [", step: 0.3", "E310", "integrator.step"],
  ])("is refused with%s", (options, code, path) => {
    expect(issuesOf(withLeaps(options))).toMatchObject([{ code, path }]);
  });

  test("alone has replicates and a seed", () => {
    const issues = issuesOf(spoil("title: SIR", "title: SIR\nintegrator: { method: rk4, replicates: 5, seed: 1 }"));
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ["E222", "integrator.replicates"],
      ["E222", "integrator.seed"],
    ]);
    expect(issues[0]?.advice).toContain("tau-leap");
  });

  test("shows a fan of its replicates around whole persons", () => {
    const kernel = testKernel();
    const text = withLeaps(", step: 0.5, replicates: 200").replace(
      "susceptible: 999, infectious: 1",
      "susceptible: 950, infectious: 50",
    );
    const answer = openDocument(text, kernel);
    if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
    const { placed, model } = answer.value;
    const values = documentValues(answer.value);
    const { fans, times, issues } = replicateFans(placed, values);
    expect(issues).toEqual([]);
    expect([fans.length, times.length]).toEqual([model.outputs.length, 11]);
    const [inBed] = fans;
    if (inBed === undefined) throw new Error("there is a fan for each output");
    expect(inBed.lower95[0]).toBe(50);
    expect(inBed.upper95[0]).toBe(50);
    for (let at = 1; at < 11; at += 1) {
      const band = [inBed.lower95, inBed.lower50, inBed.median, inBed.upper50, inBed.upper95].map(
        (line) => line[at] ?? NaN,
      );
      expect(band).toEqual([...band].sort((a, b) => a - b));
      expect((band[4] ?? NaN) - (band[0] ?? NaN)).toBeGreaterThan(4);
    }
    // One run is one of the fan's, of whole persons.
    const alone = simulate(placed, values);
    expect(alone.outputs[0]?.every((persons) => Number.isInteger(persons))).toBe(true);
    expect(() => posterior(placed)).toThrow(RangeError);
  });

  test("follows the smooth epidemic on average where persons are many", () => {
    const many = (text: string): string =>
      text.replace("susceptible: 999, infectious: 1", "susceptible: 9.9e9, infectious: 1e8");
    const final = (text: string): number => {
      const answer = openDocument(many(text), testKernel());
      if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
      return simulate(answer.value.placed, documentValues(answer.value)).outputs[0]?.at(-1) ?? NaN;
    };
    // Ten thousand million persons: chance is 1e-4 of the size, and the error of a leap of 0.001 is of its own order.
    expect(final(withLeaps(", step: 0.001")) / final(SIR)).toBeCloseTo(1, 3);
  });
});

describe("replicates", () => {
  test("give fans between their smallest and largest runs, of type 7", () => {
    const model = { ...stochasticSir(), integrator: leaps(4, SEED) };
    const { fans, times: at, issues } = replicateFans(placed(model, 4), defaults(model), { seed: SEED, count: 5 });
    const infectious = runs(model, 1, 5).map(({ outputs }) => outputs[1]?.[7] ?? NaN);
    const ordered = [...infectious].sort((a, b) => a - b);
    expect(at).toHaveLength(15);
    expect(issues).toEqual([]);
    expect(fans).toHaveLength(5);
    // Of five numbers: the middle one, the second and fourth, and a tenth of the way in from the ends.
    expect([fans[1]?.median[7], fans[1]?.lower50[7], fans[1]?.upper50[7]]).toEqual([
      ordered[2],
      ordered[1],
      ordered[3],
    ]);
    expect(fans[1]?.lower95[7]).toBeCloseTo((ordered[0] ?? NaN) * 0.9 + (ordered[1] ?? NaN) * 0.1, 9);
  });

  test("tell how often an infection dies out, by a time and at it", () => {
    const numeric = testKernel().numeric;
    const trajectory = (...persons: number[]): Trajectory => ({
      times: Float64Array.of(0, 1, 2),
      outputs: [Float64Array.from(persons), Float64Array.of(0, 0, 0)],
      issues: [],
    });
    const four = [trajectory(1, 0, 2), trajectory(1, 1, 0), trajectory(1, 2, 3), trajectory(1, 0, 0)];
    const by = extinctionOf(four, [0, 1], numeric);
    expect([...by.probability]).toEqual([0, 0.5, 0.75]);
    expect([...by.standardError]).toEqual([0, 0.25, Math.sqrt(0.1875 / 4)]);
    expect([...extinctionOf(four, [0], numeric, false).probability]).toEqual([0, 0.5, 0.5]);
    expect(() => extinctionOf([], [0], numeric)).toThrow(RangeError);
  });

  test("are refused for a model that is not stochastic", () => {
    expect(() => replicates(placed(sir()), [1, 1]).next()).toThrow(RangeError);
  });

  test("keep whatever output there is, and add the persons that are watched", () => {
    const { model, output } = watching(sir({ integrator: leaps() }), [1, 2]);
    const [first] = runs(model, 1, 1);
    const outputs = first?.outputs ?? [];
    expect(
      outputs[output]?.map((persons, at) => persons - (outputs[1]?.[at] ?? NaN) - (outputs[2]?.[at] ?? NaN)),
    ).toEqual(new Float64Array(15));
    expect(model.outputs.slice(0, 3)).toEqual(["susceptible", "infectious", "recovered"].map(prevalence));
  });
});
