// Stochastic documents at the desk: fans of replicates, and no calibration.

import { describe, expect, test } from "vitest";
import { makeDesk } from "../../src/run/desk.ts";
import { SIR, spoil } from "../support/document.ts";
import { testKernel } from "../support/kernel.ts";

const LEAPS = spoil("title: SIR", "title: SIR\nintegrator: { method: tau-leap, step: 0.5, replicates: 40 }");
const desk = () => makeDesk(testKernel(), { now: () => 0, pause: () => Promise.resolve() });

describe("a stochastic document at the desk", () => {
  test("has a fan at any values, the same each time", () => {
    const one = desk();
    expect(one.open(LEAPS).ok).toBe(true);
    const fan = (contactRate: number) => {
      const answer = one.replicates(Float64Array.of(contactRate, 0.2));
      if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
      return answer.value;
    };
    const usual = fan(0.5);
    expect(usual.map(({ output, noise }) => [output, noise])).toEqual([
      [0, null],
      [1, null],
    ]);
    expect(usual[0]?.times).toHaveLength(11);
    expect(fan(2)[0]?.median[10]).toBeGreaterThan(usual[0]?.median[10] ?? NaN);
    expect(fan(0.5)).toEqual(usual);
  });

  test("is not calibrated", async () => {
    const text = `${LEAPS}priors: { contact_rate: "uniform(0, 2)" }\n`;
    const answer = await desk().sampleChain(
      { sampler: "adaptive_metropolis", text, seed: 1, chain: 0, warmup: 5, draws: 5 },
      () => undefined,
    );
    expect(answer).toMatchObject({ ok: false, issues: [{ code: "S107", path: "integrator.method" }] });
  });
});

describe("a document without chance at the desk", () => {
  test("has no replicates, nor has a desk on which nothing lies", () => {
    const one = desk();
    expect(one.replicates(Float64Array.of(1, 1))).toMatchObject({ ok: false, issues: [{ code: "S106" }] });
    expect(one.open(SIR).ok).toBe(true);
    expect(one.replicates(Float64Array.of(0.5, 0.2))).toMatchObject({ ok: false, issues: [{ code: "S108" }] });
  });
});
