// Scenarios of an open document, as a desk answers for them.
import { describe, expect, test } from "vitest";
import { makeDesk } from "../../src/run/desk.ts";
import { openDocument } from "../../src/run/open.ts";
import type { ChainDraws } from "../../src/store/record.ts";
import type { Answer } from "../../src/base/issue.ts";
import { SIR } from "../support/document.ts";
import { fanAt } from "../support/fan.ts";
import { testKernel } from "../support/kernel.ts";
import { codes } from "../support/run.ts";

const SCENARIOS = `scenarios:
  same: { title: As before, from: 4 }
  fewer: { title: Fewer contacts, from: 4, parameters: { contact_rate: 0.1 } }
  early: { title: At once, parameters: { contact_rate: { value: 0.1 } } }
`;

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues, null, 2));
  return answer.value;
}

function opened(text: string) {
  const desk = makeDesk(testKernel(), { now: () => 0, pause: () => Promise.resolve() });
  return { desk, region: valueOf(desk.open(text)) };
}

const VALUES = Float64Array.from([0.5, 0.2]);

describe("a scenario of an open document", () => {
  test("is listed with its title and its time", () => {
    const { region } = opened(SIR + SCENARIOS);
    expect(region.model.scenarios?.map(({ name, title, from }) => [name, title, from])).toEqual([
      ["same", "As before", 4],
      ["fewer", "Fewer contacts", 4],
      ["early", "At once", undefined],
    ]);
  });

  test("keeps the parameters that it sets, and takes all others from the sliders", () => {
    const { desk } = opened(SIR + SCENARIOS);
    const run = valueOf(desk.compare(Float64Array.from([0.7, 0.3]), "fewer"));
    expect(run.values).toEqual(Float64Array.from([0.1, 0.3]));
    // From the start it is the document's own run at those values.
    const early = valueOf(desk.simulate(Float64Array.from([0.7, 0.3]), "early"));
    expect(early.outputs).toEqual(valueOf(desk.simulate(Float64Array.from([0.1, 0.3]))).outputs);
  });

  test("may stop all contacts where the rate has a prior that excludes it", () => {
    const stop = "  stop: { title: No contacts, parameters: { contact_rate: 0 } }\n";
    const { desk } = opened(`${SIR}priors: { contact_rate: "lognormal(median=0.5, sd=1)" }\n${SCENARIOS}${stop}`);
    const { outputs } = valueOf(desk.simulate(VALUES, "stop"));
    // Without infection the one case recovers: exp(−0.2 t), to the tolerance of 1e-6 of the steps.
    expect(outputs[0]?.at(-1)).toBeCloseTo(Math.exp(-2), 5);
    expect(outputs[1]?.at(-1)).toBe(0);
  });

  test("is the same alone and beside its baseline, from a kept stop and from a new one", () => {
    const { desk } = opened(SIR + SCENARIOS);
    const first = valueOf(desk.simulate(VALUES, "fewer"));
    const { trajectory, baseline } = valueOf(desk.compare(VALUES, "fewer"));
    valueOf(desk.simulate(Float64Array.from([0.9, 0.1]), "fewer"));
    expect(trajectory.outputs).toEqual(first.outputs);
    expect(valueOf(desk.simulate(VALUES, "fewer")).outputs).toEqual(first.outputs);
    // Adaptive steps that begin anew at day 4: within the tolerance of 1e-6 of the unbroken run, of some ten persons.
    const unbroken = valueOf(desk.simulate(VALUES));
    baseline.outputs[0]?.forEach((value, day) => expect(value).toBeCloseTo(unbroken.outputs[0]?.[day] ?? NaN, 4));
  });

  test("that changes nothing differs by nothing", () => {
    const { desk } = opened(SIR + SCENARIOS);
    for (const { absolute, total } of valueOf(desk.compare(VALUES, "same")).differences) {
      expect(absolute).toEqual(new Float64Array(11));
      expect(total?.averted ?? 0).toBe(0);
    }
  });

  test("averts what its baseline counts and it does not, from its begin on", () => {
    const { desk } = opened(SIR + SCENARIOS);
    const { differences, baseline, trajectory } = valueOf(desk.compare(VALUES, "fewer"));
    const sum = (values: Float64Array | undefined) =>
      (values ?? new Float64Array()).slice(5).reduce((all, each) => all + each, 0);
    expect(differences[1]?.total?.averted).toBeCloseTo(sum(baseline.outputs[1]) - sum(trajectory.outputs[1]), 9);
    expect(differences[1]?.total?.averted).toBeGreaterThan(1);
    expect(differences[1]?.averted.slice(0, 5)).toEqual(new Float64Array(5));
  });

  test("that is not there is named, with those that are", () => {
    const { desk } = opened(SIR + SCENARIOS);
    const answer = desk.simulate(VALUES, "fever");
    expect(codes(answer.issues)).toEqual(["E135"]);
    expect(answer.issues[0]?.advice).toContain("fewer");
  });

  test("cannot have outputs or a method of its own, as it goes on from the baseline", () => {
    const { desk } = opened(`${SIR}scenarios:
  more: { from: 4, outputs: { recovered_now: { compartments: recovered } } }
  other: { from: 4, integrator: { method: rk4 } }
`);
    expect(codes(desk.simulate(VALUES, "more").issues)).toEqual(["S109"]);
    expect(desk.simulate(VALUES, "other").issues[0]?.message).toContain("integrator.method");
  });

  test("that begins between two output times takes over at the one before, and says so", () => {
    const text = `${SIR}scenarios:\n  late: { from: 4.5, parameters: { contact_rate: 0.1 } }\n`;
    const { desk } = opened(text);
    const answer = desk.compare(VALUES, "late");
    expect(codes(answer.issues)).toEqual(["S110"]);
    expect(valueOf(answer)).toMatchObject({ row: 4, from: 4 });
  });

  test("has fans of its own over the draws of a run", () => {
    const text = `${SIR}${SCENARIOS}priors: { contact_rate: "uniform(0, 2)", recovery_rate: "uniform(0, 1)" }\n`;
    const { desk } = opened(text);
    const draws: ChainDraws = {
      chain: 0,
      values: Float64Array.from({ length: 20 }, (_, index) => VALUES[index % 2] ?? NaN),
      logPosterior: new Float64Array(10),
      acceptance: 1,
      failures: 0,
    };
    const fans = valueOf(fanAt(desk, { text, chains: [draws], runs: 10, seed: 1, scenario: "fewer" }));
    const expected = valueOf(desk.simulate(VALUES, "fewer"));
    const { differences } = valueOf(desk.compare(VALUES, "fewer"));
    fans.forEach((fan, output) => {
      expect(fan.median).toEqual(expected.outputs[output]);
      expect(fan.averted?.lower95).toEqual(differences[output]?.averted);
      expect(fan.averted?.total?.median[0]).toBe(differences[output]?.total?.averted);
    });
  });
});

const BRANCHING = `midsummer: 1
title: One case
time: { unit: day, start: 0, end: 60, step: 1 }
integrator: { method: tau-leap, step: 0.05, replicates: 400, seed: 3 }
parameters: { contact_rate: 0.4, recovery_rate: 0.2 }
compartments: [susceptible, infectious, recovered]
initial: { susceptible: 999999, infectious: 1 }
infectious: [infectious]
flows:
  infection: { kind: infection, from: susceptible, to: infectious, rate: contact_rate }
  recovery: { from: infectious, to: recovered, rate: recovery_rate }
outputs:
  ill: { compartments: infectious }
scenarios:
  same: { from: 10 }
  stop: { from: 10, parameters: { contact_rate: 0 } }
`;

describe("a stochastic document", () => {
  const { desk } = opened(BRANCHING);
  const values = Float64Array.from([0.4, 0.2]);

  test("dies out from one case as often as a branching process: 1/R₀ of the time", () => {
    const over = valueOf(desk.extinction(values));
    expect(over.compartments).toEqual([1]);
    expect(over.replicates).toBe(400);
    // Whittle (1955): 1/2 for R₀ = 2. Four standard errors of 400 runs; steps of 1 % of an infectious time move it less.
    const error = over.standardError.at(-1) ?? NaN;
    expect(Math.abs((over.probability.at(-1) ?? NaN) - 0.5)).toBeLessThan(4 * error);
    expect(error).toBeCloseTo(0.025, 3);
  });

  test("has replicates of a scenario that go on from those of the baseline", () => {
    const before = valueOf(desk.replicates(values));
    const same = valueOf(desk.replicates(values, "same"));
    expect(same.map(({ averted: _, ...fan }) => fan)).toEqual(before);
    expect(same[0]?.averted).toMatchObject({
      upper95: new Float64Array(61),
      lower95: new Float64Array(61),
      total: null,
    });
    const stopped = valueOf(desk.replicates(values, "stop"));
    expect(stopped[0]?.median.slice(0, 10)).toEqual(before[0]?.median.slice(0, 10));
    // Nobody is infected any more: 50 days of recovery at 0.2 leave e⁻¹⁰ of the few there were.
    expect(stopped[0]?.upper95.at(-1)).toBe(0);
    expect(valueOf(desk.replicates(values))).toEqual(before);
  });

  test("says which documents have nothing to die out", () => {
    expect(codes(opened(SIR).desk.extinction(VALUES).issues)).toEqual(["S108"]);
  });
});

describe("a document that reads files", () => {
  const files: Record<string, string> = {
    "../models/sir.yaml": SIR,
    "rates.csv": "day,rate\n0,1\n5,0.5\n",
  };
  const region = `extends: ../models/sir.yaml
title: Somewhere
parameters: { contact_rate: 0.6 }
series: { closure: { file: rates.csv } }
flows: { infection: { rate: contact_rate * closure } }
`;
  const read = (changed: Record<string, string> = {}) =>
    valueOf(openDocument(region, testKernel(), (path) => changed[path] ?? files[path]));

  test("is one text with them, which opens anywhere and has the same digests", () => {
    const whole = read();
    const again = valueOf(openDocument(whole.text, testKernel()));
    expect(again.documentDigest).toBe(whole.documentDigest);
    expect(again.program.digest).toBe(whole.program.digest);
  });

  test("has another digest with another figure in any of them", () => {
    const { documentDigest } = read();
    expect(read({ "rates.csv": "day,rate\n0,1\n5,0.4\n" }).documentDigest).not.toBe(documentDigest);
    expect(read({ "../models/sir.yaml": SIR.replace("0.2", "0.3") }).documentDigest).not.toBe(documentDigest);
  });

  test("says where each value comes from", () => {
    const { region: found } = opened(read().text);
    const [contact, recovery] = found.provenance;
    expect([contact?.value, contact?.file]).toEqual([0.6, undefined]);
    expect(recovery?.text).toBe("0.2 from ../models/sir.yaml, line 6");
  });

  test("is refused, with the name, where one is not there", () => {
    const answer = openDocument(region, testKernel(), () => undefined);
    expect(answer.ok).toBe(false);
    expect(answer.issues[0]?.message).toContain("sir.yaml");
  });
});
