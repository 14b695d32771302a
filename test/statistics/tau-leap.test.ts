// The stochastic chain against laws that are known exactly, whatever the step: binomial, multinomial, Poisson, branching.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CCDF, FAMILY_GAMMA } from "../../assembly/family.ts";
import { distributions } from "../../src/kernel/distribution.ts";
import type { Integrator, Model } from "../../src/model/model.ts";
import { extinctionOf, replicates } from "../../src/trajectory/replicates.ts";
import { flowsAt, initialSizes } from "../support/interpret.ts";
import { testKernel } from "../support/kernel.ts";
import { constant, grid, modelOf, moved, op, size, times, wholePopulation } from "../support/models.ts";
import { anyShape, randomModel } from "../support/random-model.ts";
import { defaults, lowered } from "../support/run.ts";

const kernel = testKernel();
const { exports, numeric } = kernel;
const exact = distributions(exports);
const RUNS = 8000;
const leaps = (substeps: number): Integrator => ({ method: "tau-leap", substeps, replicates: RUNS, seed: 1 });

/** [run][output] at one output time. */
function ends(model: Model, seed: number, at: number): number[][] {
  const runs = replicates(kernel.place(lowered(model), 8), [], { seed, count: RUNS });
  return Array.from(runs, ({ outputs }) => outputs.map((output) => output[at] ?? NaN));
}

const column = (rows: readonly number[][], output: number): number[] => rows.map((row) => row[output] ?? NaN);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Correlation of two columns; its standard error is 1/√n where the truth is 0. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    x.reduce((sum, value, index) => sum + (value - mx) * ((y[index] ?? NaN) - my), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}

/** Chance of a chi-squared statistic as large, over cells of about a twentieth of the mass each. */
function chance(values: readonly number[], family: "binomial" | "poisson", args: readonly number[]): number {
  const edges = [...new Set(Array.from({ length: 19 }, (_, n) => exact.quantile(family, (n + 1) / 20, args)))];
  const upTo = [...edges.map((edge) => exact.cdf(family, edge, args)), 1];
  let statistic = 0;
  upTo.forEach((share, cell) => {
    const from = cell === 0 ? -Infinity : (edges[cell - 1] ?? NaN);
    const to = edges[cell] ?? Infinity;
    const expected = (share - (upTo[cell - 1] ?? 0)) * values.length;
    statistic += (values.filter((value) => value > from && value <= to).length - expected) ** 2 / expected;
  });
  return exports.distribution(CCDF, FAMILY_GAMMA, statistic, edges.length / 2, 0.5, 0, 0);
}

// Nine chi-squared tests and seven of a mean or a correlation: limits that chance passes about once in a thousand choices
// of the seeds, which are fixed.
const SMALLEST_CHANCE = 1e-4;
const STANDARD_ERRORS = 4;

describe("persons who leave by two flows", () => {
  // Whatever the step: each of 1000 persons is still there at time t with probability exp(−0.15 t), and of those who
  // are gone two thirds took the first flow.
  test.each([1, 10])("are multinomial with %d leaps per time unit", (substeps) => {
    const model = modelOf({
      integrator: leaps(substeps),
      initial: [1000, 0, 0],
      flows: [
        { from: 0, to: 1, rate: 0.1 },
        { from: 0, to: 2, rate: 0.05 },
      ],
    });
    const rows = ends(model, 10 + substeps, 8);
    const stay = exports.exp(-0.15 * 8);
    expect(chance(column(rows, 0), "binomial", [1000, stay])).toBeGreaterThan(SMALLEST_CHANCE);
    expect(chance(column(rows, 1), "binomial", [1000, (2 / 3) * (1 - stay)])).toBeGreaterThan(SMALLEST_CHANCE);
    expect(chance(column(rows, 2), "binomial", [1000, (1 / 3) * (1 - stay)])).toBeGreaterThan(SMALLEST_CHANCE);
    // Multinomial shares p and q have the correlation −√(pq / ((1 − p)(1 − q))).
    const [p, q] = [(2 / 3) * (1 - stay), (1 / 3) * (1 - stay)];
    const truth = -Math.sqrt((p * q) / ((1 - p) * (1 - q)));
    const found = correlation(column(rows, 1), column(rows, 2));
    expect(Math.abs(found - truth)).toBeLessThan((STANDARD_ERRORS * (1 - truth ** 2)) / Math.sqrt(RUNS));
  });
});

describe("persons who enter at a steady rate and leave at a steady rate per head", () => {
  // S' = Binomial(S, exp(−0.1 h)) + Poisson(3 h): from nobody, Poisson at every time, since thinned and added Poisson
  // numbers are Poisson. Mean after n steps: 3 h (1 − qⁿ) / (1 − q), q = exp(−0.1 h).
  test("are Poisson at every time", () => {
    const model = modelOf({
      integrator: leaps(2),
      time: grid(40),
      initial: [0],
      flows: [
        { to: 0, rate: 3 },
        { from: 0, rate: 0.1 },
      ],
    });
    const q = exports.exp(-0.05);
    for (const at of [2, 40]) {
      const expected = (1.5 * (1 - exports.pow(q, 2 * at))) / (1 - q);
      expect(chance(column(ends(model, 30 + at, at), 0), "poisson", [expected])).toBeGreaterThan(SMALLEST_CHANCE);
    }
  });

  test("come in numbers that do not hang together from step to step", () => {
    // A generator that is seeded anew at each step, as summer's is where a seed is given, makes this correlation 1.
    const model = modelOf({ integrator: leaps(1), time: grid(2), initial: [0], flows: [{ to: 0, rate: 20 }] });
    const runs = replicates(kernel.place(lowered({ ...model, outputs: [moved("count", 0)] }), 8), [], {
      seed: 5,
      count: RUNS,
    });
    const counts = Array.from(runs, ({ outputs }) => [outputs[0]?.[1] ?? NaN, outputs[0]?.[2] ?? NaN]);
    const found = correlation(column(counts, 0), column(counts, 1));
    expect(Math.abs(found)).toBeLessThan(STANDARD_ERRORS / Math.sqrt(RUNS));
  });
});

describe("crude births", () => {
  // E S(n) = S(0) (1 + b h)ⁿ exactly: births of a step are Poisson with mean b h S.
  test("multiply the expected population by 1 + rate · step in each step", () => {
    const model = modelOf({
      integrator: leaps(4),
      time: grid(10),
      initial: [200],
      flows: [{ to: 0, rate: times(constant(0.05), size(0)) }],
    });
    const persons = column(ends(model, 40, 10), 0);
    const growth = exports.pow(1 + 0.05 / 4, 40);
    // Variance of a branching number with Poisson offspring: S(0) · growth · (growth − 1) / (1 + b h).
    const sd = Math.sqrt((200 * growth * (growth - 1)) / (1 + 0.05 / 4));
    expect(Math.abs(mean(persons) - 200 * growth)).toBeLessThan((STANDARD_ERRORS * sd) / Math.sqrt(RUNS));
    const variance = mean(persons.map((value) => (value - mean(persons)) ** 2));
    expect(Math.abs(variance / sd ** 2 - 1)).toBeLessThan(STANDARD_ERRORS * Math.sqrt(2.1 / RUNS));
  });
});

describe("an infection among very many susceptible persons", () => {
  // A branching process: in a step of length h an infected person stays with probability s = exp(−γ h) and infects a
  // Poisson number of mean β h. Extinct by step n from one case: qₙ = (1 − s + s qₙ₋₁) exp(β h (qₙ₋₁ − 1)), q₀ = 0;
  // as h → 0 the limit is γ / β (Kendall 1948). Ten million susceptible are as good as infinitely many for 40 days.
  test("dies out as often as the branching process", () => {
    const [beta, gamma, h] = [0.5, 0.3, 0.25];
    const model = modelOf({
      integrator: leaps(4),
      time: grid(40),
      initial: [1e7, 1, 0],
      forces: [wholePopulation([0, 1, 2], 1)],
      flows: [
        { from: 0, to: 1, rate: beta, force: [0, 0] },
        { from: 1, to: 2, rate: gamma },
      ],
    });
    const runs = replicates(kernel.place(lowered(model), 8), [], { seed: 50, count: RUNS });
    const { probability, standardError } = extinctionOf(runs, [1], numeric);
    const stays = exports.exp(-gamma * h);
    let extinct = 0;
    for (let step = 1; step <= 160; step += 1) {
      extinct = (1 - stays + stays * extinct) * exports.exp(beta * h * (extinct - 1));
      if (![20, 160].includes(step)) continue;
      const at = step / 4;
      const error = STANDARD_ERRORS * (standardError[at] ?? NaN);
      expect(Math.abs((probability[at] ?? NaN) - extinct)).toBeLessThan(error);
    }
    // The chain of quarter days is within a few per cent of the limit in continuous time.
    expect(Math.abs(extinct - gamma / beta)).toBeLessThan(0.05);
  });
});

describe("an absolute flow out of a compartment", () => {
  test("takes its rate on average while there are many more persons than it takes", () => {
    // Expected in one leap: n (1 − exp(−r h / n)), which for 20 of 10,000 persons is 19.98.
    const model = modelOf({
      integrator: leaps(1),
      time: grid(1),
      initial: [10_000, 0],
      flows: [{ from: 0, to: 1, rate: op("add", constant(15), constant(5)), absolute: true }],
    });
    const taken = column(ends(model, 60, 1), 1);
    expect(chance(taken, "binomial", [10_000, -exports.expm1(-20 / 10_000)])).toBeGreaterThan(SMALLEST_CHANCE);
  });
});

describe("one leap of any model", () => {
  const REPEATS = 400;
  const LENGTH = 0.5;

  test("moves the persons by each flow that its rate asks for, on average", () => {
    let compared = 0;
    fc.assert(
      fc.property(anyShape, (shape) => {
        const random = randomModel(shape);
        const outputs = random.flows.map((_, flow) => moved("count", flow));
        const model: Model = { ...random, integrator: leaps(1), time: grid(LENGTH, LENGTH), outputs };
        const place = kernel.place(lowered(model), 8);
        const runs = [...replicates(place, defaults(model), { seed: shape.seed, count: REPEATS })];
        if (runs.some(({ issues }) => issues.some(({ severity }) => severity === "error"))) return;
        expectedMoves(model).forEach(({ mean: expected, variance }, flow) => {
          const found = mean(runs.map(({ outputs: counts }) => counts[flow]?.[1] ?? NaN));
          if (expected * REPEATS < 20) return;
          compared += 1;
          // One in 1.7 million for each of some hundreds.
          expect(Math.abs(found - expected)).toBeLessThan(5 * Math.sqrt(variance / REPEATS));
        });
      }),
      { numRuns: 40, seed: 12 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  /** By the plain meaning of the model, at the sizes of the start and the time of the end. */
  function expectedMoves(model: Model): { mean: number; variance: number }[] {
    const parameters = defaults(model);
    const sizes = initialSizes(model, parameters).map(Math.floor);
    const rates = flowsAt(model, { time: LENGTH, sizes, parameters, outputs: [], series: model.series });
    const leaving = sizes.map((_, row) =>
      model.flows.reduce((sum, { from }, flow) => sum + (from === row ? (rates[flow] ?? NaN) : 0), 0),
    );
    return model.flows.map(({ from }, flow) => {
      const rate = rates[flow] ?? NaN;
      if (from === null) return { mean: rate * LENGTH, variance: rate * LENGTH };
      const [size = 0, all = 0] = [sizes[from], leaving[from]];
      // An absolute flow out of nobody has a rate all the same.
      const share = size === 0 || all === 0 ? 0 : (1 - Math.exp((-all / size) * LENGTH)) * (rate / all);
      return { mean: size * share, variance: size * share * (1 - share) };
    });
  }
});
