// The gradient of the log posterior is that of what was integrated: against extrapolated differences of the density.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeGradient, type Room } from "../../src/kernel/place-adjoint.ts";
import type { Integrator, Model, Output, Prior, Target } from "../../src/model/model.ts";
import type { Posterior } from "../../src/posterior/posterior.ts";
import { extrapolatedGradient } from "../support/differences.ts";
import {
  calibratedSir,
  constant,
  DENSE,
  expression,
  flowOf,
  interpolated,
  modelOf,
  moved,
  of,
  op,
  outputValue,
  parameter,
  RK4,
  sir,
  size,
  target,
  TIGHT,
  time,
  times,
  where,
} from "../support/models.ts";
import { anyShape, randomModel } from "../support/random-model.ts";
import { placed, posteriorOf } from "../support/run.ts";

const lognormal = (index: number): Prior => ({
  parameter: index,
  family: "lognormal",
  arguments: [-1, 1],
  lower: 0,
  upper: Infinity,
});

/** A model whose parameters are all calibrated and whose outputs are all seen, three times each. */
function calibrated(model: Model, changes: Partial<Target> = {}): Model {
  return {
    ...model,
    priors: model.parameters.map((_, index) => lognormal(index)),
    targets: model.outputs.map((_, output) =>
      target({ output, timeIndices: [1, 4, 8], values: [20, 30, 40], argument: constant(5), ...changes }),
    ),
  };
}

function gradientAt(density: Posterior, z: Float64Array): { value: number; gradient: Float64Array } {
  const gradient = new Float64Array(density.dimension);
  const value = density.gradient?.(z, gradient) ?? NaN;
  return { value, gradient };
}

/**
 * Compares with extrapolated differences at the document's values. These are good to about 1e-15 of the density over the
 * step (0.02), 1e-12 of it, which may be a hundred thousand times the slope: 1e-7 of the larger of slope and density / 100.
 *
 * @returns the number of derivatives of which the differences are sure
 */
function expectGradient(model: Model): number {
  const density = posteriorOf(model);
  const { value, gradient } = gradientAt(density, density.start);
  expect(value).toBe(density.evaluate(density.start));
  let sure = 0;
  extrapolatedGradient((z) => density.evaluate(z), density.start, 0.02).forEach(({ slope, error }, n) => {
    const scale = 1 + Math.max(Math.abs(slope), Math.abs(value) / 100);
    // Where a trajectory explodes, or the density is nowhere, differences say nothing, and they say so.
    if (!(error < 1e-8 * scale)) return;
    sure += 1;
    expect(Math.abs((gradient[n] ?? NaN) - slope)).toBeLessThan(1e-7 * scale);
  });
  return sure;
}

/** The same of a model of which all differences must be sure. */
function expectWholeGradient(model: Model): void {
  expect(expectGradient(model)).toBe(model.priors.length);
}

const METHODS = [
  ["Runge–Kutta 4", RK4],
  ["Euler", { method: "euler", substeps: 2 }],
  ["Dormand–Prince", TIGHT],
  ["Dormand–Prince with dense output", DENSE],
] as const satisfies readonly (readonly [string, Integrator])[];

describe.each(METHODS)("the gradient with %s", (_name, integrator) => {
  test("agrees with differences for random models", () => {
    let sure = 0;
    fc.assert(
      fc.property(anyShape, (shape) => {
        sure += expectGradient(calibrated({ ...randomModel(shape), integrator }));
      }),
      { numRuns: 25, seed: 12 },
    );
    // Three parameters each; of most models all three are compared.
    expect(sure).toBeGreaterThan(50);
  });

  test("goes through outputs that look back", () => {
    const label = (name: string) => ({ name, title: name, measure: "expression" }) as const;
    const outputs: Output[] = [
      { ...moved("count", 0), name: "new" },
      { ...label("sum"), kind: "cumulative", of: { output: 0 }, from: 3 },
      { ...label("week"), kind: "rolling", of: { output: 0 }, width: 7, statistic: "sum" },
      { ...label("mean"), kind: "rolling", of: { flows: [1] }, width: 3, statistic: "mean" },
      { ...label("later"), kind: "delay", of: { output: 0 }, delay: { kind: "weights", weights: [0.1, 0.6, 0.3] } },
      {
        ...label("gamma"),
        kind: "delay",
        of: { output: 0 },
        delay: { kind: "gamma", arguments: [parameter(2), parameter(1)] },
      },
      {
        ...label("lognormal"),
        kind: "delay",
        of: { flows: [0, 1] },
        delay: { kind: "lognormal", arguments: [parameter(1), parameter(2)] },
      },
      // What is computed from running sums needs them as they were at each row.
      expression("curved", of("sqrt", op("add", outputValue(1), times(outputValue(2), outputValue(5))))),
    ];
    const parameters = [...sir().parameters, { name: "shape", title: "", value: 1.3, min: 0, max: 5 }];
    expectWholeGradient(calibrated(sir({ outputs, parameters, integrator }), { values: [30, 100, 200] }));
  });

  test("goes through flows as outputs, among them infections, and rates made of flows", () => {
    const model = sir({ integrator });
    const births = { ...model.flows[1], name: "births", family: "births", from: null, to: 0, absolute: true };
    const outputs = [
      moved("rate", 0),
      moved("rate", 1, 0),
      expression("share", op("divide", flowOf(1), size(0, 1, 2))),
      expression("now", times(time, outputValue(0))),
    ];
    const rate = times(constant(0.3), flowOf(1));
    expectWholeGradient(calibrated({ ...model, flows: [...model.flows, { ...births, title: "", rate }], outputs }));
  });

  test("goes through mixing that varies", () => {
    const season = op("add", parameter(0), of("sin", time));
    const force = (mixing: Model["forces"][number]["mixing"]): Model["forces"][number] => ({
      name: "contact",
      mode: "frequency",
      groups: [0, 1, 2].map((group) => ({
        population: [group, 3 + group],
        infectious: [{ compartment: 3 + group, weight: parameter(1) }],
      })),
      mixing,
    });
    const matrix = [
      [1, 0.2, 0.1],
      [0.3, 0.8, 0.2],
      [0.1, 0.4, 0.9],
    ];
    const other = matrix.map((row) => row.map((value) => 1 - value));
    const blended = [
      { matrix, scale: season },
      { matrix: other, scale: op("divide", parameter(2), size(3, 4, 5)) },
      { matrix: other, scale: constant(0.25) },
    ];
    const entries = matrix.map((row, i) =>
      row.map((value, j) => times(constant(value), op("add", season, constant(i * j)))),
    );
    for (const mixing of [{ kind: "sum", terms: blended } as const, { kind: "entries", entries } as const]) {
      const flows = [0, 1, 2].flatMap((group) => [
        {
          from: group,
          to: 3 + group,
          rate: times(parameter(0), of("exp", of("negate", time))),
          force: [0, group] as const,
        },
        { from: 3 + group, rate: parameter(1) },
      ]);
      const parameters = { contact: 0.4, recovery: 0.3, strength: 2 };
      expectWholeGradient(
        calibrated(modelOf({ initial: [90, 80, 70, 4, 5, 6], flows, forces: [force(mixing)], parameters, integrator })),
      );
    }
  });

  test("goes through the initial population and every function", () => {
    const [a, b] = [parameter(0), parameter(1)];
    const parts = [
      of("abs", op("subtract", a, constant(3))),
      of("sqrt", a),
      of("exp", of("negate", b)),
      of("log", op("add", constant(2), a)),
      of("tan", times(constant(0.3), a)),
      of("tanh", b),
      op("power", a, b),
      op("min", a, times(constant(4), b)),
      op("max", of("cos", a), of("sin", time)),
      op("power", b, constant(2)),
      where(op("less", time, constant(4)), a, b),
      interpolated("linear", times(a, time), [[0, b], [a, 2], [9, op("add", a, b)]]),
      interpolated("step", time, [[0, a], [5, b]]),
    ]; // prettier-ignore
    const rate = parts.reduce((sum, part) => op("add", sum, times(constant(0.02), part)));
    const initial = [times(constant(100), a), op("divide", constant(10), b), constant(0)];
    const flows = [
      { from: 0, to: 1, rate },
      { from: 1, to: 2, rate: op("divide", a, op("add", constant(10), b)) },
      { from: 2, to: 0, rate: times(op("divide", b, constant(3)), op("divide", size(0), size(0, 1, 2))) },
    ];
    expectWholeGradient(calibrated(modelOf({ initial, flows, parameters: { a: 0.7, b: 0.4 }, integrator })));
  });

  test("is the same when only a few steps are remembered at a time", () => {
    const model = calibrated({
      ...randomModel({ seed: 77, kinds: 3, groups: 4, regular: true, closed: false, jumps: true }),
      integrator,
    });
    const rooms: (Room | undefined)[] = [undefined, { tapeBytes: 0, checkpointBytes: 2 ** 20, fewestSteps: 3 }];
    const [whole, parts] = rooms.map((room) => {
      const program = placed(model);
      const gradient = placeGradient(program, room);
      gradient.evaluate();
      return gradient.gradient.slice();
    });
    parts?.forEach((value, n) => {
      // Fixed steps are repeated to the bit. Adaptive ones begin at the same states, with a first stage that may differ by
      // rounding; the sum over some hundred of them, by a thousand times that.
      const tolerance = "substeps" in integrator ? 0 : 1e-12;
      expect(Math.abs(value - (whole?.[n] ?? NaN))).toBeLessThanOrEqual(tolerance * (1 + Math.abs(value)));
    });
  });
});

describe("the gradient", () => {
  test.each([
    ["normal", [10, 20, 30], constant(5)],
    ["normal", [10, 20, 30], parameter(1)],
    ["normal", [10, 20, 30], [3, 4, 5]],
    ["lognormal", [10, 20, 30], parameter(0)],
    ["poisson", [10, 20, 30], undefined],
    ["negative_binomial", [10, 20, 30], times(parameter(0), parameter(1))],
  ] as const)("goes through a %s likelihood of %o with argument %o", (likelihood, values, argument) => {
    const model = sir();
    const seen = target({ output: 1, timeIndices: [1, 5, 9], values, likelihood });
    const { argument: _, ...without } = seen;
    expectWholeGradient({
      ...model,
      priors: [lognormal(0), lognormal(1)],
      targets: [argument === undefined ? without : { ...without, argument }],
    });
  });

  test("goes through a binomial likelihood, whose share is the output", () => {
    const model = sir({ outputs: [expression("share", op("divide", size(1), size(0, 1, 2)))] });
    const seen = target({ likelihood: "binomial", timeIndices: [3, 6], values: [3, 8], argument: [20, 30] });
    expectWholeGradient({ ...model, priors: [lognormal(0), lognormal(1)], targets: [seen] });
  });

  test("is that of the prior and the Jacobian where there are no targets, for every kind of support", () => {
    const priors: readonly Prior[] = [
      { parameter: 0, family: "normal", arguments: [1, 2], lower: -Infinity, upper: Infinity },
      { parameter: 1, family: "gamma", arguments: [3, 2], lower: 0, upper: Infinity },
      { parameter: 2, family: "truncated_normal", arguments: [0, 4, -Infinity, 5], lower: -Infinity, upper: 5 },
      { parameter: 3, family: "beta", arguments: [2, 3], lower: 0, upper: 1 },
      { parameter: 4, family: "uniform", arguments: [-3, 8], lower: -3, upper: 8 },
    ];
    const parameters = { any: 0.5, positive: 1.5, below: 2, share: 0.25, between: 4 };
    const model = { ...modelOf({ parameters, initial: [10], flows: [{ from: 0, rate: 0.1 }] }), priors };
    expectWholeGradient(model);
    const density = posteriorOf(model);
    for (const z of [-5, -1, 0, 2, 6]) {
      const at = new Float64Array(5).fill(z);
      const { gradient } = gradientAt(density, at);
      extrapolatedGradient((point) => density.evaluate(point), at, 0.1).forEach(({ slope }, n) => {
        expect(Math.abs((gradient[n] ?? NaN) - slope)).toBeLessThan(1e-9 * (1 + Math.abs(slope)));
      });
    }
  });

  test("is not a number where the density is not finite, and right at the next point", () => {
    const rate = of("log", parameter(0));
    const model = modelOf({ parameters: { x: 2 }, initial: [10], flows: [{ from: 0, rate }] });
    const prior: Prior = { parameter: 0, family: "normal", arguments: [0, 1], lower: -Infinity, upper: Infinity };
    for (const integrator of [RK4, DENSE]) {
      const density = posteriorOf({ ...model, integrator, priors: [prior], targets: [target({ timeIndices: [2] })] });
      const before = gradientAt(density, Float64Array.of(2));
      const failed = gradientAt(density, Float64Array.of(-1));
      expect(failed.value).toBe(-Infinity);
      expect(failed.gradient[0]).toBeNaN();
      expect(gradientAt(density, Float64Array.of(2))).toEqual(before);
      expect(before.gradient[0]).not.toBeNaN();
    }
  });

  test("is not a number where an adaptive run took more steps than can be remembered", () => {
    const program = placed(calibratedSir({ integrator: TIGHT }));
    const gradient = placeGradient(program, { tapeBytes: 0, checkpointBytes: 0, fewestSteps: 2 });
    gradient.evaluate();
    expect(program.frame.cost.accepted).toBeGreaterThan(2);
    expect([...gradient.gradient]).toEqual([NaN, NaN]);
    expect(program.frame.logDensity.every((part) => Number.isFinite(part))).toBe(true);
  });

  test("is absent for methods without a reverse pass", () => {
    expect(posteriorOf(calibratedSir({ integrator: { ...TIGHT, method: "rodas5p" } })).gradient).toBeUndefined();
  });

  test("has the bits of one lane on lanes", () => {
    const model = calibrated(randomModel({ seed: 5, kinds: 4, groups: 3, regular: true, closed: false, jumps: false }));
    const [one, ...wide] = ([1, 2, 4, 8] as const).map((lanes) => {
      const program = placed(model, lanes);
      const gradient = placeGradient(program);
      const [z, dimension] = [program.frame.unconstrained, model.priors.length];
      for (let n = 0; n < dimension; n += 1) {
        for (let lane = 0; lane < lanes; lane += 1) z[n * lanes + lane] = -0.3 * n - lane / 10;
      }
      gradient.evaluate();
      return model.priors.map((_, n) => gradient.gradient[n * lanes]);
    });
    for (const lane of wide) expect(lane).toEqual(one);
  });
});
