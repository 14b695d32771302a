// A chain: what its draws depend on, how it stops and continues, and where it cannot start.
import { describe, expect, test } from "vitest";
import { adaptiveMetropolis } from "../../src/sampler/adaptive-metropolis.ts";
import { acceptanceTarget } from "../../src/sampler/warmup.ts";
import { chainOf, drawsOf, normalTarget, rowsOf, savedPart, toolsFor } from "../support/chains.ts";

const TARGET = normalTarget([0.03, 0.08, 0.5]);
const PLAN = { warmup: 300, draws: 100 };

describe("a chain", () => {
  test("gives the same draws for the same seed and number", () => {
    expect(drawsOf(TARGET, PLAN, 7, 2)).toEqual(drawsOf(TARGET, PLAN, 7, 2));
  });

  test("gives other draws for another seed, and for another number", () => {
    const first = drawsOf(TARGET, PLAN, 7, 2);
    expect(drawsOf(TARGET, PLAN, 8, 2)).not.toEqual(first);
    expect(drawsOf(TARGET, PLAN, 7, 3)).not.toEqual(first);
  });

  test.each([1, 100, 1777, 2000])(
    "that is stopped after %i moves and continued elsewhere ends where it would have",
    (moves) => {
      const whole = chainOf(TARGET, PLAN, 1, 0);
      while (!whole.finished) whole.move();
      const first = chainOf(TARGET, PLAN, 1, 0);
      for (let i = 0; i < moves; i += 1) first.move();
      const second = adaptiveMetropolis.resume(toolsFor(TARGET, 1, 0), PLAN, first.save());
      while (!second.finished) second.move();
      expect(second.save()).toEqual(whole.save());
    },
  );

  test("has its proposal frozen after warm-up", () => {
    const chain = chainOf(TARGET, PLAN, 1, 0);
    while (chain.rows < PLAN.warmup) chain.move();
    const frozen = savedPart(chain, "proposal");
    while (!chain.finished) chain.move();
    expect(savedPart(chain, "proposal")).toEqual(frozen);
  });

  test("accepts about the share that warm-up aims at", () => {
    const chain = chainOf(TARGET, { warmup: 1000, draws: 1000 }, 1, 0);
    while (!chain.finished) chain.move();
    // 6000 moves that are correlated over about ten: a standard error of about 0.02, and as much for the scale itself.
    expect(Math.abs(chain.report.acceptance - acceptanceTarget(3))).toBeLessThan(0.08);
  });

  test("rejects and counts proposals without a finite density", () => {
    const half = { dimension: 1, evaluate: (z: Float64Array) => ((z[0] ?? 0) < 0 ? NaN : -(z[0] ?? 0)) };
    const chain = chainOf(half, PLAN, 1, 0);
    for (const { z } of rowsOf(chain)) expect(z[0]).toBeGreaterThanOrEqual(0);
    expect(chain.report.failures).toBeGreaterThan(0);
  });

  test("keeps the remark of the accepted point, not of a rejected one", () => {
    let latest = NaN;
    const remarking = {
      dimension: 3,
      evaluate(z: Float64Array) {
        latest = z[0] ?? NaN;
        return TARGET.evaluate(z);
      },
      remark: () => latest,
    };
    for (const { z, remark } of rowsOf(chainOf(remarking, PLAN, 1, 0))) expect(remark).toBe(z[0]);
  });

  test("starts at a point of its own where the first ones tried are impossible", () => {
    // Possible only within 0.05 of the start: with a spread of 0.5 in three dimensions, one point in some thousands.
    const narrow = {
      dimension: 3,
      evaluate: (z: Float64Array) => (z.every((x) => Math.abs(x) < 0.05) ? 0 : -Infinity),
    };
    for (const { z } of rowsOf(chainOf(narrow, PLAN, 1, 0))) expect(narrow.evaluate(z)).toBe(0);
  });

  test("that can start nowhere says S101", () => {
    const impossible = { dimension: 1, evaluate: () => -Infinity };
    const started = adaptiveMetropolis.start(toolsFor(impossible, 1, 0), PLAN, new Float64Array(1));
    expect(started.issues.map((issue) => issue.code)).toEqual(["S101"]);
  });
});
