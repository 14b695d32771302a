// What the theory of epidemics says of models that it can solve.

import { describe, expect, test } from "vitest";
import {
  constant,
  DENSE,
  expression,
  grid,
  modelOf,
  moved,
  of,
  op,
  parameter,
  prevalence,
  sir,
  size,
  TIGHT,
  times,
  wholePopulation,
} from "../support/models.ts";
import { finals, outputOf, run } from "../support/run.ts";

describe("final size of a closed SIR epidemic", () => {
  // Final-size relation z = 1 − exp(−R0 · z) (Kermack and McKendrick 1927; roots to six digits by bisection).
  test.each([
    [1.5, 0.582812],
    [2, 0.796812],
    [3, 0.94048],
  ])("at R0 = %d is the share %d that the final-size relation gives", (reproductionNumber, share) => {
    const seed = 1e-9;
    const model = sir({ integrator: TIGHT, time: grid(2000, 100), initial: [1 - seed, seed, 0].map(constant) });
    const recovered = finals(run(model, [reproductionNumber * 0.2, 0.2]))[2];
    // The table has six digits; that 1e-9 begin infected and that the run ends shift the share by about as much.
    expect(recovered).toBeCloseTo(share, 6);
  });
});

describe("an SIR epidemic", () => {
  test("begins by growing at the rate β − γ", () => {
    const model = sir({ integrator: TIGHT, initial: [1e9, 1, 0].map(constant) });
    const infectious = outputOf(model, run(model), "infectious");
    const growth = Math.log((infectious[5] ?? NaN) / (infectious[0] ?? NaN)) / 5;
    // By day 5 some 600 in 10⁹ are infected: the growth rate is lower by less than 2 · 1.7 · 6e-7.
    expect(Math.abs(growth - 1.2)).toBeLessThan(2e-6);
  });

  test("keeps I + S − (γ/β) N log S constant", () => {
    const kept = op(
      "subtract",
      size(0, 1),
      times(op("divide", times(parameter(1), constant(763)), parameter(0)), of("log", size(0))),
    );
    const model = sir({ integrator: TIGHT, outputs: [expression("kept", kept)] });
    const values = outputOf(model, run(model), "kept");
    // The tolerance of the integrator is 1e-12 of some 700 persons a step, over a few hundred steps.
    for (const value of values) expect(Math.abs(value - (values[0] ?? NaN))).toBeLessThan(1e-8);
  });

  test("peaks with I = N − γN/β (1 + log(β S0 / γ N)) infectious", () => {
    const model = sir({ integrator: TIGHT, time: grid(14, 0.01), initial: [762, 1, 0].map(constant) });
    const peak = Math.max(...outputOf(model, run(model), "infectious"));
    const share = 0.5 / 1.7;
    // Output times are 0.01 days apart: the largest of them lies below the peak by at most |I″| h² / 8 < 3e-3.
    expect(Math.abs(peak - 763 * (1 - share * (1 + Math.log(762 / 763 / share))))).toBeLessThan(3e-3);
  });

  test("with births and deaths settles where R0 · S/N = 1", () => {
    const turnover = 0.02;
    const model = modelOf({
      integrator: TIGHT,
      time: grid(4000, 1000),
      initial: [999, 1, 0],
      forces: [wholePopulation([0, 1, 2], 1)],
      flows: [
        { from: 0, to: 1, rate: 0.5, force: [0, 0] },
        { from: 1, to: 2, rate: 0.18 },
        { to: 0, rate: times(constant(turnover), size(0, 1, 2)) },
        ...[0, 1, 2].map((from) => ({ from, rate: turnover })),
      ],
    });
    const [susceptible = NaN, infectious = NaN] = finals(run(model));
    // Endemic equilibrium: S = N/R0 and I = μ (N − S) / (γ + μ), with R0 = 0.5 / 0.2. It is reached like exp(−0.025 t).
    expect(susceptible).toBeCloseTo(400, 6);
    expect(infectious).toBeCloseTo((turnover * 600) / 0.2, 6);
  });
});

describe("an SEIR epidemic", () => {
  test("begins by growing at the larger root of (r + σ)(r + γ) = βσ", () => {
    const [beta, sigma, gamma] = [0.6, 0.25, 0.2];
    const model = modelOf({
      integrator: DENSE,
      time: grid(80, 10),
      initial: [1e12, 1, 1, 0],
      forces: [wholePopulation([0, 1, 2, 3], 2)],
      flows: [
        { from: 0, to: 1, rate: beta, force: [0, 0] },
        { from: 1, to: 2, rate: sigma },
        { from: 2, to: 3, rate: gamma },
      ],
    });
    const infectious = outputOf(model, run(model), "c");
    const growth = Math.log((infectious[8] ?? NaN) / (infectious[6] ?? NaN)) / 20;
    const half = (sigma + gamma) / 2;
    const root = -half + Math.sqrt(half * half + sigma * (beta - gamma));
    // The other root has died out like exp(−0.8 · 60), and 10⁶ in 10¹² are infected: beyond 1e-5 nothing is left.
    expect(Math.abs(growth - root)).toBeLessThan(1e-5);
  });
});

describe("models with a closed solution", () => {
  test("a compartment that is left at a constant rate decays exponentially", () => {
    const model = modelOf({ integrator: TIGHT, initial: [100], flows: [{ from: 0, rate: 0.3 }] });
    run(model).outputs[0]?.forEach((persons, day) => {
      // 1e-12 per step and some hundred steps.
      expect(Math.abs(persons / (100 * Math.exp(-0.3 * day)) - 1)).toBeLessThan(1e-10);
    });
  });

  test("a population with births r N (1 − N/K) follows the logistic curve", () => {
    const births = times(
      times(constant(0.8), size(0)),
      op("subtract", constant(1), op("divide", size(0), constant(50))),
    );
    const model = modelOf({ integrator: TIGHT, initial: [2], flows: [{ to: 0, rate: births }] });
    run(model).outputs[0]?.forEach((persons, day) => {
      expect(Math.abs(persons / (50 / (1 + 24 * Math.exp(-0.8 * day))) - 1)).toBeLessThan(1e-10);
    });
  });

  test("an SI epidemic of density transmission follows the logistic curve", () => {
    const model = modelOf({
      integrator: TIGHT,
      initial: [99, 1],
      forces: [wholePopulation([0, 1], 1, "density")],
      flows: [{ from: 0, to: 1, rate: 0.01, force: [0, 0] }],
    });
    run(model).outputs[1]?.forEach((persons, day) => {
      expect(Math.abs(persons / (100 / (1 + 99 * Math.exp(-day))) - 1)).toBeLessThan(1e-10);
    });
  });

  test("a chain of stages is passed like an Erlang distribution", () => {
    const rate = 0.7;
    const model = modelOf({
      integrator: TIGHT,
      initial: [1, 0, 0, 0],
      flows: [0, 1, 2].map((from) => ({ from, to: from + 1, rate })),
    });
    run(model).outputs[3]?.forEach((share, day) => {
      const x = rate * day;
      // Steps are bounded by an absolute error of 1e-12 each.
      expect(Math.abs(share - (1 - Math.exp(-x) * (1 + x + (x * x) / 2)))).toBeLessThan(1e-10);
    });
  });

  test("what enters at a constant rate and leaves in proportion settles at their ratio", () => {
    const model = modelOf({
      integrator: TIGHT,
      time: grid(100, 50),
      initial: [0],
      flows: [
        { to: 0, rate: 12 },
        { from: 0, rate: 0.4 },
      ],
      outputs: [prevalence("a", 0), moved("rate", 1)],
    });
    const [persons, leaving] = finals(run(model));
    expect(persons).toBeCloseTo(30, 9);
    expect(leaving).toBeCloseTo(12, 9);
  });
});
