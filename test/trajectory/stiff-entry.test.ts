// Runs that turn out to be stiff are made with the stiff method, with a notice, and a calibration has one method.

import { describe, expect, test } from "vitest";
import type { Integrator, Model } from "../../src/model/model.ts";
import { posterior } from "../../src/posterior/posterior.ts";
import { openDocument } from "../../src/run/open.ts";
import { chooseMethod } from "../../src/trajectory/choose-method.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { SIR, spoil } from "../support/document.ts";
import { testKernel } from "../support/kernel.ts";
import { calibratedSir, expression, grid, modelOf, moved, op, parameter, prevalence, size } from "../support/models.ts";
import { codes, placed, run } from "../support/run.ts";

const STIFF: Integrator = { method: "rodas5p", rtol: 1e-10, atol: 1e-10, maxSteps: 100_000, land: false };
const USUAL: Integrator = { method: "dopri5", rtol: 1e-6, atol: 1e-6, maxSteps: 100_000, land: false };

/** Fast in and out beside slow: rates of a million and of a hundredth per day. */
function fastAndSlow(rate: number, integrator: Integrator): Model {
  return modelOf({
    integrator,
    time: grid(365, 5),
    parameters: { fast: rate, slow: 0.01 },
    initial: [1000, 0, 0],
    flows: [
      { from: 0, to: 1, rate: parameter(1) },
      { from: 1, to: 2, rate: parameter(0) },
    ],
    outputs: [prevalence("a", 0), prevalence("b", 1), prevalence("c", 2), moved("count", 1), moved("rate", 1)],
  });
}

describe("a run that turns out to be stiff", () => {
  test("is made with the stiff method, with a notice, and is the run that asks for it", () => {
    const trajectory = run(fastAndSlow(1e6, USUAL));
    expect(codes(trajectory.issues)).toEqual(["K109"]);
    expect(trajectory.issues[0]?.severity).toBe("notice");
    const asked = run(fastAndSlow(1e6, { ...USUAL, method: "rodas5p" }));
    expect(asked.issues).toEqual([]);
    expect(trajectory.outputs).toEqual(asked.outputs);
  });

  test("is known by its parameters alone, whatever ran before", () => {
    const ready = placed(fastAndSlow(1, USUAL));
    const values = [[1e6, 0.01], [1, 0.01], [1e6, 0.01]]; // prettier-ignore
    const [first, second, third] = values.map((vector) => simulate(ready, vector));
    expect(codes(second?.issues ?? [])).toEqual([]);
    expect(third).toEqual(first);
    expect(second).toEqual(simulate(placed(fastAndSlow(1, USUAL)), [1, 0.01]));
  });

  test("keeps the explicit pair where its steps are not too many", () => {
    // 100 a day for a year is 36 500 lifetimes, some eleven thousand steps at the limit of stability.
    expect(codes(run(fastAndSlow(100, USUAL)).issues)).toEqual([]);
    expect(codes(run(calibratedSir({ integrator: USUAL })).issues)).toEqual([]);
  });

  test("has another try with the stiff method where it runs out of steps", () => {
    expect(codes(run(fastAndSlow(100, { ...USUAL, maxSteps: 1000 })).issues)).toEqual(["K109"]);
    // Nothing helps where a dozen steps are too few for the stiff method as well.
    expect(codes(run(fastAndSlow(100, { ...USUAL, maxSteps: 5 })).issues)).toEqual(["K102"]);
  });

  test("decides, at the document's values, the method of every run of a document", () => {
    const stiff = chooseMethod(placed(fastAndSlow(1e6, USUAL)));
    expect(codes(stiff.issues)).toEqual(["K109"]);
    expect(stiff.issues[0]?.message).toContain("calibration");
    expect(stiff.placed.program.model.integrator.method).toBe("rodas5p");
    expect(codes(simulate(stiff.placed, [1, 0.01]).issues)).toEqual([]);
    const calm = placed(fastAndSlow(1, USUAL));
    expect(chooseMethod(calm)).toEqual({ placed: calm, issues: [] });
  });

  test("is told of where the document is opened, which keeps the method", () => {
    const slow = "compartments: [susceptible, infectious, recovered]";
    const text = spoil(slow, "compartments: [susceptible, infectious, recovered, isolated]")
      .replace("recovery: { from: infectious, to: recovered", "recovery: { from: isolated, to: recovered")
      .replace(
        "flows:\n",
        "flows:\n  isolation: { from: isolated, to: infectious, rate: 1e7 }\n  back: { from: infectious, to: isolated, rate: 1e7 }\n",
      );
    const opened = openDocument(text, testKernel());
    expect(codes(opened.issues)).toEqual(["K109"]);
    expect(opened.ok && opened.value.placed.program.model.integrator.method).toBe("rodas5p");
    expect(opened.ok && opened.value.program.digest).toBe(opened.ok && opened.value.placed.program.digest);
    const calm = openDocument(SIR, testKernel());
    expect(codes(calm.issues)).toEqual([]);
    expect(calm.ok && calm.value.placed.program.model.integrator.method).toBe("dopri5");
  });

  test("gives a posterior one method for all its draws", () => {
    const model = calibratedSir({ integrator: { ...USUAL, rtol: 1e-10, atol: 1e-8 } });
    const [explicit, stiff] = [model, { ...model, integrator: { ...STIFF, atol: 1e-8 } }].map((each) =>
      posterior(placed(each)),
    );
    for (const z of [
      [0.4, -0.8],
      [0.9, -1.5],
      [0.1, 0.2],
    ].map((each) => Float64Array.from(each))) {
      // Both solve the same equations to ten digits.
      expect(Math.abs((explicit?.evaluate(z) ?? NaN) - (stiff?.evaluate(z) ?? NaN))).toBeLessThan(1e-6);
    }
  });

  test("may have outputs that are expressions, between steps", () => {
    const both = [expression("both", size(0, 1)), expression("share", op("divide", size(1), size(0, 1, 2)))];
    const model = { ...fastAndSlow(1e6, USUAL), outputs: both };
    const [first, second] = run(model).outputs;
    expect(first?.every((value) => value >= 0 && value <= 1000 * (1 + 1e-9))).toBe(true);
    expect(second?.every((value) => Math.abs(value) < 1e-6)).toBe(true);
  });
});
