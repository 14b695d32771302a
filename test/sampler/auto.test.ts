// The default sampler: what it chooses for which target, that all chains choose alike, and how it stops and continues.
import { describe, expect, test } from "vitest";
import { auto } from "../../src/sampler/auto.ts";
import type { ChainTools, Choice, LogDensity } from "../../src/sampler/contract.ts";
import { diagnose } from "../../src/sampler/diagnose.ts";
import { rowsOf, startedChain, toolsFor } from "../support/chains.ts";
import { testKernel } from "../support/kernel.ts";
import { correlatedNormal } from "../support/targets.ts";

const kernel = testKernel();
/** Three parameters as in the boarding school, within reach of a proposal fitted in some hundred evaluations. */
const EASY = correlatedNormal([0.03, 0.08, 0.5], 0.6);
/** Twenty parameters, all far better known than the start says, and a warm-up of few evaluations. */
const WIDE = correlatedNormal(Array<number>(20).fill(0.02), 0.5);
const PLAN = { warmup: 100, draws: 60 };

/** As chains of a run are made: with a stream of the seed alone beside their own. */
function tools(density: LogDensity, chain = 0): ChainTools {
  return { ...toolsFor(density, 5, chain), shared: kernel.random(5, 0, 1) };
}

function chosen(density: LogDensity, plan = PLAN) {
  const chain = startedChain(auto, tools(density), plan);
  const rows = rowsOf(chain);
  expect(rows.length).toBe(plan.warmup + plan.draws);
  expect(rows.filter((row) => row.isWarmup).length).toBe(plan.warmup);
  return chain.report.chosen;
}

function expectChoice(choice: Choice | undefined, sampler: string, reason: RegExp): void {
  expect(choice?.sampler).toBe(sampler);
  expect(choice?.reason).toMatch(reason);
}

const withoutGradient = ({ dimension, evaluate }: LogDensity): LogDensity => ({ dimension, evaluate });
const rough: LogDensity = {
  ...WIDE,
  gradientIssues: [{ code: "S131", severity: "warning", path: "flows.infection", message: "it jumps.", advice: "" }],
};

describe("the default sampler", () => {
  test("takes IMIS where its proposal fits, NUTS along a smooth gradient, and DE-MCz otherwise, and says why", () => {
    expectChoice(chosen(EASY), "imis", /fits the 3 parameters/);
    expectChoice(chosen(WIDE), "nuts", /does not fit the 20/);
    expectChoice(chosen(withoutGradient(WIDE)), "de_mcz", /no gradient/);
    expectChoice(chosen(rough), "de_mcz", /flows\.infection/);
  });

  test("takes DE-MCz where the slope is finite nowhere, and needs no warm-up to choose", () => {
    const flawed = { ...WIDE, gradient: (z: Float64Array, slope: Float64Array) => (slope.fill(NaN), WIDE.evaluate(z)) };
    expect(chosen(flawed)?.sampler).toBe("de_mcz");
    expect(chosen(EASY, { warmup: 0, draws: 20 })?.reason).toMatch(/no warm-up/);
  });

  test("chooses alike in every chain of a run, whose draws are their own, and tells in the verdict", () => {
    const chains = [0, 1, 2].map((chain) => {
      const running = startedChain(auto, tools(EASY, chain), PLAN);
      const rows = rowsOf(running).filter((row) => !row.isWarmup);
      const values = Float64Array.from(rows.flatMap(({ z }) => [...z]));
      return { values, logWeights: Float64Array.from(rows, ({ logWeight }) => logWeight), report: running.report };
    });
    const [first, second, third] = chains;
    expect(second?.report.chosen).toEqual(first?.report.chosen);
    expect(third?.report.chosen).toEqual(first?.report.chosen);
    expect(second?.values).not.toEqual(first?.values);
    const names = ["a", "b", "c"];
    const given = {
      names,
      titles: names,
      chains: chains.map(({ values }) => values),
      logWeights: chains.map(({ logWeights }) => logWeights),
      reports: chains.map(({ report }) => report),
    };
    expect(diagnose(given, kernel.numeric).verdict).toMatch(/Sampler: IMIS, because its proposal fits/);
  });

  test.each([
    ["IMIS", EASY],
    ["NUTS", WIDE],
    ["DE-MCz", withoutGradient(WIDE)],
  ])("that is stopped at any move of trial, warm-up or draws comes to the same end, choosing %s", (_, density) => {
    const plan = { warmup: 40, draws: 20 };
    const whole = startedChain(auto, tools(density, 1), plan);
    const saved = [whole.save()];
    while (!whole.finished) {
      whole.move();
      saved.push(whole.save());
    }
    for (let moment = 0; moment < saved.length; moment += Math.ceil(saved.length / 9)) {
      const further = auto.resume(tools(density, 1), plan, saved[moment] ?? null);
      while (!further.finished) further.move();
      expect(further.save()).toEqual(whole.save());
      expect(further.report).toEqual(whole.report);
    }
  });

  test("goes on to the same draws with a plan of more", () => {
    const whole = startedChain(auto, tools(EASY), { ...PLAN, draws: 100 });
    const rows = rowsOf(whole);
    const first = startedChain(auto, tools(EASY), PLAN);
    const begun = rowsOf(first);
    const further = auto.resume(tools(EASY), { ...PLAN, draws: 100 }, first.save());
    expect([...begun, ...rowsOf(further)]).toEqual(rows);
  });
});
