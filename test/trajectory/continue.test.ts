// A scenario goes on from the baseline's state, with everything that outputs carry along.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Placed } from "../../src/kernel/placed.ts";
import { read } from "../../src/model/build.ts";
import type { Model } from "../../src/model/model.ts";
import { simulateContinued } from "../../src/trajectory/continue.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { testKernel } from "../support/kernel.ts";
import { defaults, lowered, outputOf } from "../support/run.ts";

const METHODS = {
  euler: "{ method: euler, step: 0.25 }",
  rk4: "{ method: rk4, step: 0.25 }",
  dopri5: "{ method: dopri5, rtol: 1.0e-8 }",
  rodas5p: "{ method: rodas5p, rtol: 1.0e-8 }",
  "tau-leap": "{ method: tau-leap, step: 0.25, seed: 7 }",
} as const;
type Method = keyof typeof METHODS;

/** Outputs of every kind that looks back, and a reproduction number. */
function document(method: Method, text = ""): string {
  return `midsummer: 1
title: SEIR
time: { unit: day, start: 0, end: 60, step: 1 }
integrator: ${METHODS[method]}
parameters: { contact_rate: 0.6 }
series: { closure: { times: [0, 40.5], values: [1, 0.8], interpolation: step } }
compartments: [susceptible, exposed, infectious, recovered]
initial: { susceptible: 99900, infectious: 100 }
infectious: [infectious]
flows:
  infection: { kind: infection, from: susceptible, to: exposed, rate: contact_rate * closure }
  onset: { from: exposed, to: infectious, rate: 0.25 }
  recovery: { from: infectious, to: recovered, rate: 0.2 }
outputs:
  ill: { compartments: infectious }
  new_cases: { flow: onset }
  rate: { flow: onset, as: rate }
  total: { of: new_cases, cumulative: true }
  weekly: { of: new_cases, rolling: { sum: 7 } }
  admissions: { of: new_cases, delay: "gamma(mean=5, sd=2)" }
  r: { reproduction_number: true }
${text}`;
}

const SCENARIOS = `scenarios:
  same: { title: The same, from: 20 }
  fewer: { title: Fewer contacts, from: 20, parameters: { contact_rate: 0.2 } }
  early: { title: Fewer contacts at once, parameters: { contact_rate: 0.2 } }
`;

function modelOf(text: string, scenario?: string): Model {
  const answer = read(text, scenario === undefined ? {} : { scenario });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues, null, 2));
  return answer.value.model;
}

function pair(
  text: string,
  name: string,
  row: number,
): { baseline: Placed; scenario: Placed; row: number; model: Model } {
  const kernel = testKernel();
  const model = modelOf(text);
  const baseline = kernel.place(lowered(model), 1);
  return { baseline, scenario: kernel.place(lowered(modelOf(text, name)), 1), row, model };
}

function runPair(text: string, name: string, row: number) {
  const both = pair(text, name, row);
  const { baseline, scenario, model } = both;
  const values = defaults(model);
  const runs = simulateContinued(both, values, defaults(scenario.program.model));
  return {
    ...runs,
    model,
    unbroken: simulate(baseline, values),
    own: simulate(scenario, defaults(scenario.program.model)),
  };
}

const FIXED: readonly Method[] = ["euler", "rk4", "tau-leap"];
const ADAPTIVE: readonly Method[] = ["dopri5", "rodas5p"];

describe("a scenario that changes nothing", () => {
  test.each([...FIXED, ...ADAPTIVE])("is the baseline beside it bit for bit with %s", (method) => {
    const { baseline, scenario } = runPair(document(method, SCENARIOS), "same", 20);
    expect(scenario.outputs).toEqual(baseline.outputs);
    expect(scenario.issues).toEqual(baseline.issues);
  });

  test.each(FIXED)("is the unbroken run bit for bit with the fixed steps of %s", (method) => {
    const { scenario, unbroken } = runPair(document(method, SCENARIOS), "same", 20);
    expect(scenario.outputs).toEqual(unbroken.outputs);
  });

  test.each(ADAPTIVE)("is the unbroken run within the tolerance with the adaptive steps of %s", (method) => {
    const { scenario, unbroken, model } = runPair(document(method, SCENARIOS), "same", 20);
    // Tolerance 1e-8 of a step; the error grows with the epidemic by a factor of some tens.
    for (const name of model.outputs.map((output) => output.name)) {
      const [found, expected] = [outputOf(model, scenario, name), outputOf(model, unbroken, name)];
      found.forEach((value, time) => expect(value).toBeCloseToRelative(expected[time] ?? NaN, 1e-5, 1e-4));
    }
  });
});

describe("a scenario from a time on", () => {
  test.each([...FIXED, ...ADAPTIVE])("has the baseline's numbers before it begins, with %s", (method) => {
    const { baseline, scenario, model } = runPair(document(method, SCENARIOS), "fewer", 20);
    model.outputs.forEach((_, output) => {
      expect(scenario.outputs[output]?.slice(0, 20)).toEqual(baseline.outputs[output]?.slice(0, 20));
    });
    // The count at the takeover is of the interval before it.
    expect(outputOf(model, scenario, "new_cases")[20]).toBe(outputOf(model, baseline, "new_cases")[20]);
    expect(outputOf(model, scenario, "ill")[20]).toBe(outputOf(model, baseline, "ill")[20]);
    expect(outputOf(model, scenario, "ill")[30]).not.toBe(outputOf(model, baseline, "ill")[30]);
  });

  test("goes on with sums, windows and counts across the takeover, each step counted once", () => {
    const { scenario, model } = runPair(document("rk4", SCENARIOS), "fewer", 20);
    const cases = outputOf(model, scenario, "new_cases");
    const total = outputOf(model, scenario, "total");
    const weekly = outputOf(model, scenario, "weekly");
    cases.forEach((count, time) => {
      expect(total[time]).toBeCloseToRelative((total[time - 1] ?? 0) + count, 1e-15, 0);
      const window = cases.slice(Math.max(0, time - 6), time + 1).reduce((sum, each) => sum + each, 0);
      expect(weekly[time]).toBeCloseToRelative(window, 1e-14, 0);
    });
  });

  test.each(["rk4", "dopri5"] as const)("equals a single run whose parameter jumps at that time, with %s", (method) => {
    const { scenario, model } = runPair(document(method, SCENARIOS), "fewer", 20);
    const jumping = document(method).replace(
      "rate: contact_rate * closure",
      'rate: "where(t < 20, contact_rate, 0.2) * closure"',
    );
    const kernel = testKernel();
    const single = simulate(kernel.place(lowered(modelOf(jumping)), 1), [0.6]);
    // The rates at the takeover itself are those of either side; all that follows is the same but for adaptive steps.
    for (const name of ["ill", "new_cases", "total", "weekly", "admissions"]) {
      const expected = outputOf(model, single, name);
      outputOf(model, scenario, name).forEach((value, time) => {
        expect(value).toBeCloseToRelative(expected[time] ?? NaN, method === "rk4" ? 1e-12 : 1e-6, 1e-6);
      });
    }
  });

  test("shows the scenario's rates and reproduction number from its first time on", () => {
    const { baseline, scenario, model } = runPair(document("rk4", SCENARIOS), "fewer", 20);
    const r = outputOf(model, scenario, "r");
    const before = outputOf(model, baseline, "r");
    expect(r[19]).toBe(before[19]);
    // The same susceptible share, a third of the contacts.
    expect(r[20]).toBeCloseToRelative((before[20] ?? NaN) / 3, 1e-12, 0);
  });
});

describe("a scenario that is stiff where its baseline is not", () => {
  const STIFF = `scenarios:
  fast: { from: 20, flows: { recovery: { rate: 1.0e+7 } } }
`;

  test("is run with the stiff method, its baseline as well, and says so", () => {
    const { baseline, scenario, unbroken, model } = runPair(document("dopri5", STIFF), "fast", 20);
    const stiff = runPair(document("rodas5p", STIFF), "fast", 20);
    for (const run of [baseline, scenario]) expect(run.issues.map(({ code }) => code)).toContain("K109");
    expect(scenario.outputs).toEqual(stiff.scenario.outputs);
    // Two methods at tolerance 1e-8.
    const ill = outputOf(model, unbroken, "ill");
    outputOf(model, baseline, "ill").forEach((value, time) => {
      expect(value).toBeCloseToRelative(ill[time] ?? NaN, 1e-5, 1e-4);
    });
    // Who falls ill is ill for a ten-millionth of a day: of some thousand persons a day less than a thousandth of one.
    expect(outputOf(model, scenario, "ill")[60]).toBeLessThan(1e-3);
  });
});

describe("a scenario from the start", () => {
  test.each([...FIXED, ...ADAPTIVE])("is its own run bit for bit, with %s", (method) => {
    const { scenario, own } = runPair(document(method, SCENARIOS), "early", 0);
    expect(scenario.outputs).toEqual(own.outputs);
  });
});

describe("the recorded scenario of summer", () => {
  test("agrees with its true solution from the baseline's state on", () => {
    const path = new URL("../reference/summer/scenario_from_baseline.json", import.meta.url);
    const file = JSON.parse(readFileSync(path, "utf8")) as { outputs: number[][] }; // recorded: times 30 to 100, S E I R
    const text = `midsummer: 1
title: Recorded
time: { unit: day, start: 0, end: 100, step: 1 }
integrator: { method: dopri5, rtol: 1.0e-10 }
series: { contact_rate: { times: [0], values: [0.4], interpolation: step } }
compartments: [S, E, I, R]
initial: { S: 99900, I: 100 }
infectious: [I]
flows:
  infection: { kind: infection, from: S, to: E, rate: contact_rate }
  progression: { from: E, to: I, rate: 0.2 }
  recovery: { from: I, to: R, rate: 0.1 }
scenarios:
  later: { from: 30, series: { contact_rate: { times: [0, 50], values: [0.2, 0.3], interpolation: step } } }
`;
    const { scenario, model } = runPair(text, "later", 30);
    file.outputs.forEach((sizes, index) => {
      sizes.forEach((size, compartment) => {
        const found = outputOf(model, scenario, ["S", "E", "I", "R"][compartment] ?? "")[30 + index] ?? NaN;
        // The bound of the replay of summer's models: 1e-6, with a floor of 1e-9 of the population.
        expect(Math.abs(found - size)).toBeLessThan(Math.max(1e-6 * Math.abs(size), 1e-4));
      });
    });
  });
});

interface Matchers {
  /** Relative, or absolute within `floor`. */
  toBeCloseToRelative(expected: number, relative: number, floor: number): void;
}
declare module "vitest" {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the way in which vitest takes new matchers
  interface Assertion extends Matchers {}
}
expect.extend({
  toBeCloseToRelative(found: number, expected: number, relative: number, floor: number) {
    const pass =
      Math.abs(found - expected) <= Math.max(relative * Math.abs(expected), floor) || Object.is(found, expected);
    return { pass, message: () => `${found} is not ${expected} within ${relative} of it or ${floor}` };
  },
});
