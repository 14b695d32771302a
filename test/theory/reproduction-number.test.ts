// The reproduction number by the next-generation matrix, against closed forms and against what it means.
//
// Sources: Diekmann, Heesterbeek and Roberts, J. R. Soc. Interface 7 (2010) 873–885; van den Driessche and Watmough,
// Math. Biosci. 180 (2002) 29–48, from which the closed forms with their numbering are taken.

import { describe, expect, test } from "vitest";
import { infectedCompartments } from "../../src/model/infected.ts";
import type { Model, Output } from "../../src/model/model.ts";
import {
  reproductionNumbers,
  type ReproductionNumbers,
  type ReproductionOptions,
} from "../../src/trajectory/reproduction.ts";
import { replicates } from "../../src/trajectory/replicates.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { largeModel } from "../support/large-model.ts";
import {
  constant,
  DENSE,
  flowOf,
  grid,
  modelOf,
  prevalence,
  RK4,
  sir,
  TIGHT,
  times,
  wholePopulation,
} from "../support/models.ts";
import { defaults, outputOf, placed, run } from "../support/run.ts";

function numbers(model: Model, options: ReproductionOptions = {}, values = defaults(model)): ReproductionNumbers {
  return reproductionNumbers(placed(model), values, simulate, options);
}

/** At the start. */
const initial = (model: Model, options: ReproductionOptions = {}): number => numbers(model, options).total[0] ?? NaN;

/** Sums and quotients of a handful of numbers. */
function expectNear(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * expected);
}

const output: Output = { name: "r", title: "r", measure: "expression", kind: "reproduction" };

describe("the reproduction number of a closed SIR", () => {
  const model = sir({ outputs: [prevalence("s", 0), prevalence("i", 1), output] });

  test("is contact rate over recovery rate times the share of the susceptible, at every time", () => {
    for (const integrator of [RK4, TIGHT, DENSE]) {
      const trajectory = run({ ...model, integrator });
      const susceptible = outputOf(model, trajectory, "s");
      outputOf(model, trajectory, "r").forEach((found, day) =>
        expectNear(found, (1.7 / 0.5) * ((susceptible[day] ?? NaN) / 763)),
      );
    }
  });

  test("crosses 1 where the number of the infectious turns", () => {
    const fine = { ...model, time: grid(14, 0.01), integrator: TIGHT };
    const trajectory = run(fine);
    const infectious = outputOf(fine, trajectory, "i");
    const above = outputOf(fine, trajectory, "r").findIndex((value) => value < 1);
    const peak = infectious.indexOf(Math.max(...infectious));
    expect(peak).toBeGreaterThan(100);
    // The peak lies between two output times, and so does the crossing.
    expect(Math.abs(above - peak)).toBeLessThanOrEqual(1);
  });

  test("is that of the parameters given, in other runs too", () => {
    const ready = placed(model);
    for (const [contact, recovery] of [
      [2, 0.5],
      [0.3, 0.6],
      [1.7, 0.5],
    ] as const) {
      expectNear(simulate(ready, [contact, recovery]).outputs[2]?.[0] ?? NaN, (contact / recovery) * (762 / 763));
    }
  });

  test("can be asked for at some times alone, and leaves the other outputs as they are", () => {
    const some = numbers(model, { timeIndices: [0, 5] });
    const all = run(model);
    expect([...some.times]).toEqual([0, 5]);
    expect([...some.total]).toEqual([all.outputs[2]?.[0], all.outputs[2]?.[5]]);
    expect(all.outputs.slice(0, 2)).toEqual(run({ ...model, outputs: model.outputs.slice(0, 2) }).outputs);
  });

  test("is that of each replicate where it is stochastic", () => {
    const leaping: Model = { ...model, integrator: { method: "tau-leap", substeps: 4, replicates: 8, seed: 3 } };
    const [narrow, wide] = ([1, 4] as const).map((lanes) => [...replicates(placed(leaping, lanes), defaults(leaping))]);
    expect(new Set(narrow?.map(({ outputs }) => String(outputs[0]))).size).toBeGreaterThan(1);
    for (const { outputs } of narrow ?? []) {
      outputs[2]?.forEach((found, day) => expectNear(found, (1.7 / 0.5) * ((outputs[0]?.[day] ?? NaN) / 763)));
    }
    expect(wide).toEqual(narrow);
  });

  test("is not a number where the run fails", () => {
    expect(numbers(model, {}, [-1, NaN]).total.every(Number.isNaN)).toBe(true);
  });

  test("of density transmission is contact rate times the susceptible over the recovery rate", () => {
    const model = sir({ forces: [wholePopulation([0, 1, 2], 1, "density")] });
    expectNear(numbers(model, {}, [0.002, 0.5]).total[0] ?? NaN, (0.002 * 762) / 0.5);
  });

  test("is infinite where nobody recovers, and 0 where nobody is susceptible", () => {
    expect(numbers(model, {}, [1.7, 0]).total[0]).toBe(Infinity);
    expect(initial({ ...model, initial: [0, 1, 5].map(constant) })).toBe(0);
  });
});

describe("the reproduction number of an SEIR with births and deaths", () => {
  // Susceptible, exposed, infectious, recovered.
  const [beta, sigma, gamma, mu] = [0.9, 0.2, 0.3, 0.01];
  const flows = [
    { to: 0, rate: flowOf(1, 2, 3, 4) },
    ...[0, 1, 2, 3].map((from) => ({ from, rate: mu })),
    { from: 0, to: 1, rate: beta, force: [0, 0] as const },
    { from: 1, to: 2, rate: sigma },
    { from: 2, to: 3, rate: gamma },
  ];
  const seir = (sizes: number[], changes: Partial<Model> = {}): Model => ({
    ...modelOf({
      time: grid(2000, 100),
      integrator: TIGHT,
      initial: sizes,
      forces: [wholePopulation([0, 1, 2, 3], 2)],
      flows,
    }),
    ...changes,
  });

  test("is the share that reaches infectiousness times what it then causes", () => {
    expectNear(initial(seir([1000, 0, 0, 0])), (beta * sigma) / ((sigma + mu) * (gamma + mu)));
    expectNear(initial(seir([500, 0, 0, 500])), (0.5 * (beta * sigma)) / ((sigma + mu) * (gamma + mu)));
  });

  test("is 1 at the endemic equilibrium, which the run approaches", () => {
    const { total } = numbers(seir([999, 0, 1, 0]));
    expect(total[0]).toBeGreaterThan(2);
    expect(total.at(-1)).toBeCloseTo(1, 6);
  });

  test("counts several stages and a share that is never infectious", () => {
    // Exposed go on to be infectious at 0.3 or are not so at 0.1 and recover; two infectious stages, the second half as much.
    const staged = modelOf({
      initial: [100, 0, 0, 0, 0],
      forces: [
        {
          name: "contact",
          mode: "frequency",
          groups: [
            {
              population: [0, 1, 2, 3, 4],
              infectious: [
                { compartment: 2, weight: constant(1) },
                { compartment: 3, weight: constant(0.5) },
              ],
            },
          ],
          mixing: { kind: "fixed", matrix: [[1]] },
        },
      ],
      flows: [
        { from: 0, to: 1, rate: 0.8, force: [0, 0] },
        { from: 1, to: 2, rate: 0.3 },
        { from: 1, to: 4, rate: 0.1 },
        { from: 2, to: 3, rate: 0.25 },
        { from: 3, to: 4, rate: 0.125 },
      ],
    });
    expectNear(initial(staged), 0.75 * 0.8 * (1 / 0.25 + 0.5 / 0.125));
    expect(infectedCompartments(staged)).toEqual([1, 2, 3]);
  });

  test("with relapse counts the time spent in all episodes", () => {
    // Treated relapse at r before they recover at c: van den Driessche and Watmough, (4.1), with treatment of the infectious.
    const [treat, relapse, cure] = [0.4, 0.1, 0.3];
    const model = modelOf({
      initial: [100, 0, 0, 0],
      forces: [wholePopulation([0, 1, 2, 3], 1)],
      flows: [
        { from: 0, to: 1, rate: beta, force: [0, 0] },
        { from: 1, to: 2, rate: treat },
        { from: 2, to: 1, rate: relapse },
        { from: 2, to: 3, rate: cure },
        { from: 1, rate: mu },
        { from: 2, rate: mu },
      ],
    });
    const again = relapse / (relapse + cure + mu);
    expectNear(initial(model), beta / (mu + treat * (1 - again)));
  });
});

describe("the reproduction number of two strains", () => {
  // Susceptible, infectious with one and with the other, recovered.
  const model = modelOf({
    initial: [900, 50, 20, 30],
    forces: [wholePopulation([0, 1, 2, 3], 1), wholePopulation([0, 1, 2, 3], 2)],
    flows: [
      { from: 0, to: 1, rate: 0.5, force: [0, 0] },
      { from: 0, to: 2, rate: 0.9, force: [1, 0] },
      { from: 1, to: 3, rate: 0.25 },
      { from: 2, to: 3, rate: 0.3 },
    ],
  });

  test("is the larger one of theirs, and each is told", () => {
    const { total, byForce } = numbers(model);
    expectNear(byForce[0]?.[0] ?? NaN, (0.9 * 0.5) / 0.25);
    expectNear(byForce[1]?.[0] ?? NaN, (0.9 * 0.9) / 0.3);
    expect(total).toEqual(byForce[1]);
  });
});

describe("the infected compartments", () => {
  test("are not those to whom the recovered or the susceptible return", () => {
    const sirs = modelOf({
      initial: [10, 1, 0, 0],
      forces: [wholePopulation([0, 1, 2, 3], 1)],
      flows: [
        { from: 0, to: 1, rate: 1, force: [0, 0] },
        { from: 1, to: 2, rate: 0.5 },
        { from: 2, to: 0, rate: 0.1 },
        { from: 0, to: 3, rate: 0.1 },
      ],
    });
    expect(infectedCompartments(sirs)).toEqual([1]);
  });

  test("may be corrected by the person", () => {
    // Travellers fall ill elsewhere: a flow from the susceptible to the infectious that is no infection here.
    const sis = modelOf({
      initial: [100, 0],
      forces: [wholePopulation([0, 1], 1)],
      flows: [
        { from: 0, to: 1, rate: 0.8, force: [0, 0] },
        { from: 0, to: 1, rate: 0.001 },
        { from: 1, to: 0, rate: 0.4 },
      ],
    });
    expect(infectedCompartments(sis)).toEqual([0, 1]);
    expectNear(initial(sis, { infected: [1] }), 0.8 / 0.4);
    const outputs: Output[] = [{ ...output, infected: [1] }];
    expectNear(run({ ...sis, outputs }).outputs[0]?.[0] ?? NaN, 2);
  });

  test("of tuberculosis hold the latent, whom a second infection takes away", () => {
    // Susceptible, latent, active; the latent fall ill at a, or are infected anew and fall ill at once with share p.
    const [beta, a, recover, p] = [3, 0.05, 0.5, 0.2];
    const tuberculosis = modelOf({
      integrator: TIGHT,
      time: grid(4000, 400),
      initial: [900, 0, 100],
      forces: [wholePopulation([0, 1, 2], 2)],
      flows: [
        { to: 0, rate: flowOf(1, 2, 3) },
        ...[0, 1, 2].map((from) => ({ from, rate: 0.02 })),
        { from: 0, to: 1, rate: beta, force: [0, 0] as const },
        { from: 1, to: 2, rate: times(constant(p), constant(beta)), force: [0, 0] as const },
        { from: 1, to: 2, rate: a },
        { from: 2, to: 1, rate: recover },
      ],
    });
    expect(infectedCompartments(tuberculosis)).toEqual([1, 2]);
    // At an equilibrium each infected person is replaced by one: F x = V x with x itself, so R = 1.
    expect(numbers(tuberculosis).total.at(-1)).toBeCloseTo(1, 9);
  });
});

describe("a model of thousands of compartments", () => {
  test("has the number of a model of its infected alone", () => {
    const model = { ...largeModel(392), time: grid(1) };
    const small = { ...largeModel(12), time: grid(1) };
    const [many, few] = [numbers(model), numbers(small)];
    // Kinds beyond the tenth are not infectious and lead to none: populations are the same at the start.
    expect(many.infected).toEqual(few.infected);
    expectNear(many.total[0] ?? NaN, few.total[0] ?? NaN);
  });
});
