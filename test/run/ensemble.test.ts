// Many runs of a document over the workers of a pool: the digits of one run after the other, in the order of the vectors.
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import type { Answer } from "../../src/base/issue.ts";
import { nodeHost } from "../../src/node/host.ts";
import { documentValues, makeDesk } from "../../src/run/desk.ts";
import { baselinesOf, runEnsemble, seriesOf } from "../../src/run/ensemble.ts";
import { fans } from "../../src/run/fan.ts";
import { openDocument } from "../../src/run/open.ts";
import { makePool } from "../../src/run/pool.ts";
import { SIR, spoil } from "../support/document.ts";
import { testKernel } from "../support/kernel.ts";
import { codes } from "../support/run.ts";

const SCENARIOS = "scenarios:\n  fewer: { from: 4, parameters: { contact_rate: 0.1 } }\n";
const FIXED = spoil("title: SIR", "title: SIR\nintegrator: { method: rk4, step: 0.5 }") + SCENARIOS;
const LEAPS =
  spoil("title: SIR", "title: SIR\nintegrator: { method: tau-leap, step: 0.5, replicates: 40 }") + SCENARIOS;
const ADAPTIVE = SIR + SCENARIOS;

// Workers that are warm are kept from test to test.
const one = makePool(await nodeHost(1));
const three = makePool(await nodeHost(3));
afterAll(() => [one, three].forEach((pool) => pool.close()));

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value;
}

/** Vectors of the parameters of SIR, all different: [contact_rate, recovery_rate]. */
function vectors(count: number): Float64Array[] {
  return Array.from({ length: count }, (_, run) => Float64Array.of(0.2 + run / 50, 0.1 + ((run * 7) % 11) / 50));
}

/** One run after the other, by the desk that answers a page. */
function alone(text: string, scenario?: string): (vector: Float64Array) => readonly Float64Array[] {
  const desk = makeDesk(testKernel(), { now: () => 0, pause: () => Promise.resolve() });
  valueOf(desk.open(text));
  return (vector) => valueOf(desk.simulate(vector, scenario)).outputs;
}

describe("an ensemble", () => {
  test("has the digits of one run after the other, on lanes and without, with 1 and 3 workers", async () => {
    for (const text of [FIXED, ADAPTIVE]) {
      const runs = vectors(45);
      const expected = runs.map(alone(text));
      for (const workers of [one, three]) {
        const found = valueOf(await runEnsemble(workers, { text, vectors: runs }));
        expect(found.map(({ first }) => first)).toEqual(found.map((_, block) => block * (found[0]?.runs ?? NaN)));
        expect(seriesOf(found, 0)).toEqual(expected.map((outputs) => outputs[0]));
        expect(seriesOf(found, 1)).toEqual(expected.map((outputs) => outputs[1]));
      }
    }
  });

  test("gives the outputs that are asked for, in that order", async () => {
    const found = valueOf(await runEnsemble(one, { text: FIXED, vectors: vectors(9), outputs: [1] }));
    const expected = vectors(9).map(alone(FIXED));
    expect(found.map(({ outputs }) => outputs.length)).toEqual(found.map(() => 1));
    expect(seriesOf(found, 0)).toEqual(expected.map((outputs) => outputs[1]));
  });

  test("of a scenario has beside each run the baseline that it goes on from", async () => {
    const runs = vectors(19);
    for (const text of [FIXED, ADAPTIVE]) {
      const found = valueOf(await runEnsemble(three, { text, vectors: runs, scenario: "fewer" }));
      const desk = makeDesk(testKernel(), { now: () => 0, pause: () => Promise.resolve() });
      valueOf(desk.open(text));
      const expected = runs.map((vector) => valueOf(desk.compare(vector, "fewer")));
      expect(found[0]?.row).toBe(4);
      expect(seriesOf(found, 0)).toEqual(expected.map(({ trajectory }) => trajectory.outputs[0]));
      expect(baselinesOf(found, 0)).toEqual(expected.map(({ baseline }) => baseline.outputs[0]));
    }
  });

  test("of a stochastic document has in run n replicate n, in any block and lane", async () => {
    const same = Array.from({ length: 40 }, () => Float64Array.of(0.5, 0.2));
    const found = valueOf(await runEnsemble(one, { text: LEAPS, vectors: same }));
    expect(
      valueOf(await runEnsemble(three, { text: LEAPS, vectors: same })).flatMap(({ outputs }) => [
        ...(outputs[0] ?? []),
      ]),
    ).toEqual(found.flatMap(({ outputs }) => [...(outputs[0] ?? [])]));
    // The document's own replicates, 40 of them, have these very bands.
    const desk = makeDesk(testKernel(), { now: () => 0, pause: () => Promise.resolve() });
    valueOf(desk.open(LEAPS));
    const own = valueOf(desk.replicates(Float64Array.of(0.5, 0.2)));
    expect(valueOf(await fans(three, { text: LEAPS, vectors: same, seed: null }))).toEqual(own);
    const stopped = valueOf(desk.replicates(Float64Array.of(0.5, 0.2), "fewer"));
    const fewer = await fans(three, { text: LEAPS, vectors: same, seed: null, scenario: "fewer" });
    expect(valueOf(fewer)).toEqual(stopped);
  });

  test("of a document or scenario that cannot be run says why, once", async () => {
    const broken = await runEnsemble(three, { text: "compartments: [", vectors: vectors(40) });
    expect(broken.ok).toBe(false);
    expect(new Set(codes(broken.issues)).size).toBe(broken.issues.length);
    expect((await runEnsemble(three, { text: SIR, vectors: vectors(3), scenario: "none" })).ok).toBe(false);
  });

  test("that is stopped ends without an answer and without an issue", async () => {
    const stopper = new AbortController();
    stopper.abort();
    const request = { text: FIXED, vectors: vectors(40), signal: stopper.signal };
    expect(await runEnsemble(three, request)).toEqual({ ok: false, issues: [] });
  });
});

describe("fans over a pool", () => {
  const text = readFileSync(new URL("../../regions/england-1978/influenza.yaml", import.meta.url), "utf8");

  test("have the same digits, noise included, with 1 and 3 workers", async () => {
    const { model } = valueOf(openDocument(text, testKernel()));
    const values = documentValues(valueOf(openDocument(text, testKernel())));
    const draws = Array.from({ length: 60 }, (_, draw) =>
      Float64Array.from(model.priors, ({ parameter }) => (values[parameter] ?? NaN) * (0.8 + draw / 150)),
    );
    const request = { text, vectors: draws, of: "priors", seed: 5 } as const;
    const [alone, together] = [valueOf(await fans(one, request)), valueOf(await fans(three, request))];
    expect(together).toEqual(alone);
    expect(alone.map(({ output }) => output)).toEqual(model.outputs.map((_, output) => output));
    expect(alone.some(({ noise }) => noise !== null)).toBe(true);
  });
});
