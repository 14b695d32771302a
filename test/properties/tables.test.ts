// The tables that the kernel walks say the same as the model they were made from, whatever the model.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasErrors } from "../../src/base/issue.ts";
import type { Model } from "../../src/model/model.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { integrate } from "../support/integrate.ts";
import { flowsAt, initialSizes, netOf } from "../support/interpret.ts";
import { testKernel } from "../support/kernel.ts";
import { DENSE, grid } from "../support/models.ts";
import { anyShape, randomModel } from "../support/random-model.ts";
import { defaults, derivative, lowered, outputOf, run } from "../support/run.ts";

/** What the kernel should find: each compartment's gain, then the flow into each accumulator. */
function expectedDerivative(model: Model, t: number): { rows: number[]; scale: number } {
  const parameters = defaults(model);
  const sizes = initialSizes(model, parameters);
  const moved = flowsAt(model, { time: t, sizes, parameters, outputs: [], series: model.series });
  const counts = model.outputs.flatMap((output) => (output.kind === "count" ? [output.flows] : []));
  const distinct = [...new Map(counts.map((flows) => [flows.join(), flows])).values()];
  return {
    rows: [
      ...netOf(model, moved),
      ...distinct.map((flows) => flows.reduce((sum, flow) => sum + (moved[flow] ?? NaN), 0)),
    ],
    scale: moved.reduce((sum, flow) => sum + Math.abs(flow), 0),
  };
}

describe("the derivative of a random model", () => {
  test("is the one that its flows, read one by one, add up to", () => {
    fc.assert(
      fc.property(anyShape, fc.constantFrom(0, 0.625, 3.25, 8), (shape, t) => {
        const model = randomModel(shape);
        const found = derivative(model, t);
        const { rows, scale } = expectedDerivative(model, t);
        expect(found.length).toBe(rows.length);
        // Sums of at most some hundred terms in another order, and functions right to an ulp or two.
        rows.forEach((row, index) => expect(Math.abs((found[index] ?? NaN) - row)).toBeLessThanOrEqual(1e-13 * scale));
      }),
      { numRuns: 250, seed: 1 },
    );
  });
});

describe("a run of a random model", () => {
  test("is the one of a plain integrator with the same steps", () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        // The plain integrator evaluates at a jump; the kernel, just before and after it.
        const model = { ...randomModel({ ...shape, jumps: false }), time: grid(4) };
        const expected = integrate(model, defaults(model), 2);
        const found = run(model).outputs;
        const scale = Math.max(1, ...expected.flat().map(Math.abs));
        // Absolute flows may empty a group; what is divided by its last grain then says nothing.
        fc.pre(scale < 1e6);
        expected.forEach((row, index) =>
          row.forEach((value, output) => {
            // Rounding of 8 steps of 4 stages, on numbers up to `scale`.
            expect(Math.abs((found[output]?.[index] ?? NaN) - value)).toBeLessThanOrEqual(1e-11 * scale);
          }),
        );
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  test("conserves its population where nobody enters or leaves", () => {
    fc.assert(
      fc.property(anyShape, fc.boolean(), (shape, adaptive) => {
        const model = randomModel({ ...shape, closed: true });
        const trajectory = run(adaptive ? { ...model, integrator: { ...DENSE, rtol: 1e-6, atol: 1e-4 } } : model);
        fc.pre(!hasErrors(trajectory.issues));
        const everyone = outputOf(model, trajectory, "everyone");
        const before = everyone[0] ?? NaN;
        const sizes = 1e-12 * Math.max(before, 1e3);
        // What leaves one row enters another in the same pass: only rounding is lost, in some hundred steps.
        for (const persons of everyone) expect(Math.abs(persons - before)).toBeLessThanOrEqual(sizes);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  test("takes no memory, and leaves the program as it was", () => {
    const kernel = testKernel();
    const model = randomModel({ seed: 77, kinds: 4, groups: 5, regular: true, closed: false, jumps: true });
    const ready = kernel.place(lowered(model), 1);
    const first = simulate(ready, defaults(model));
    const bytes = kernel.memory().byteLength;
    const next = kernel.reserve(0);
    for (let n = 0; n < 50; n += 1)
      simulate(
        ready,
        defaults(model).map((value) => value * (1 + n / 10)),
      );
    expect(kernel.memory().byteLength).toBe(bytes);
    expect(kernel.reserve(0)).toBe(next);
    expect(simulate(ready, defaults(model))).toEqual(first);
  });
});
