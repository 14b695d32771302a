// Many points at once: the log posterior on lanes has the bits of one point after the other.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Model, Prior } from "../../src/model/model.ts";
import type { Posterior } from "../../src/posterior/posterior.ts";
import { calibratedSir, DENSE, modelOf, of, parameter, target } from "../support/models.ts";
import { anyShape, randomModel } from "../support/random-model.ts";
import { posteriorOf } from "../support/run.ts";

/** Densities and remarks of points, all at once and one by one. */
function bothWays(density: Posterior, points: Float64Array): { many: number[][]; single: number[][] } {
  const count = points.length / density.dimension;
  const [densities, remarks] = [new Float64Array(count), new Float64Array(count)];
  density.evaluateMany?.(points, densities, remarks);
  const single = Array.from({ length: count }, (_, n) => [
    density.evaluate(points.slice(n * density.dimension, (n + 1) * density.dimension)),
    density.remark?.() ?? NaN,
  ]);
  return { many: [...densities].map((value, n) => [value, remarks[n] ?? NaN]), single };
}

/** Points around the start, by a rule that is as good as random here. */
function around(density: Posterior, count: number): Float64Array {
  return Float64Array.from(
    { length: count * density.dimension },
    (_, n) => (density.start[n % density.dimension] ?? 0) + (((n * 7919) % 101) - 50) / 100,
  );
}

const normal = (index: number): Prior => ({
  parameter: index,
  family: "lognormal",
  arguments: [-1, 1],
  lower: 0,
  upper: Infinity,
});

describe("the log posterior of many points", () => {
  test("has the bits of one point after the other, for any model and number of points", () => {
    fc.assert(
      fc.property(anyShape, fc.integer({ min: 1, max: 21 }), (shape, count) => {
        const model: Model = {
          ...randomModel(shape),
          priors: [0, 1, 2].map(normal),
          targets: [target({ likelihood: "normal", values: [100, 90], timeIndices: [1, 2] })],
        };
        const density = posteriorOf(model);
        const { many, single } = bothWays(density, around(density, count));
        expect(many).toEqual(single);
      }),
      { numRuns: 40, seed: 8 },
    );
  });

  test("goes one by one where steps are a lane's own", () => {
    const density = posteriorOf({ ...calibratedSir(), integrator: DENSE });
    const { many, single } = bothWays(density, around(density, 5));
    expect(many).toEqual(single);
  });

  test("leaves the other parameters at the document's values and what was evaluated last as it was", () => {
    const density = posteriorOf(calibratedSir());
    const before = density.evaluate(density.start);
    const { last } = density;
    bothWays(density, around(density, 16));
    expect(density.evaluate(density.start)).toBe(before);
    expect(density.last).toEqual(last);
  });

  test("is −Infinity at a point whose run has no answer, and says nothing of its neighbours", () => {
    const model = modelOf({ parameters: { x: 1 }, initial: [10], flows: [{ from: 0, rate: of("log", parameter(0)) }] });
    const prior: Prior = { parameter: 0, family: "normal", arguments: [0, 1], lower: -Infinity, upper: Infinity };
    const density = posteriorOf({ ...model, priors: [prior], targets: [target({})] });
    const { many, single } = bothWays(density, Float64Array.of(1, -1, 2, 1.5, -3, 2, 2, 2));
    expect(many).toEqual(single);
    expect(many[1]?.[0]).toBe(-Infinity);
    expect(many[2]?.[0]).toBeGreaterThan(-Infinity);
  });
});
