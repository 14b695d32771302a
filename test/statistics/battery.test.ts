// Every sampler against the same targets, stopped at the same moments; and the battery against samplers that are wrong.
import { describe, expect, test } from "vitest";
import { adaptiveMetropolis } from "../../src/sampler/adaptive-metropolis.ts";
import type { LogDensity, Sampler } from "../../src/sampler/contract.ts";
import { deMcz } from "../../src/sampler/de-mcz.ts";
import { independence } from "../../src/sampler/independence.ts";
import { nutsWith } from "../../src/sampler/nuts.ts";
import { battery, type BatteryPlan } from "../support/battery.ts";
import { rowsOf, startedChain, toolsFor } from "../support/chains.ts";
import { banana, bounded, correlatedNormal, funnel, studentT } from "../support/targets.ts";

interface Case {
  readonly name: string;
  readonly sampler: Sampler;
  readonly plan: BatteryPlan;
}

// A banana bends more sharply in its tails than a step for its middle can follow: the step is to be smaller than by default.
const CASES: readonly Case[] = [
  { name: "adaptive Metropolis", sampler: adaptiveMetropolis, plan: { warmup: 1000, draws: 3000, seed: 3 } },
  { name: "independence Metropolis", sampler: independence, plan: { warmup: 600, draws: 2000, seed: 3 } },
  { name: "DE-MCz", sampler: deMcz, plan: { warmup: 1000, draws: 3000, seed: 3 } },
  {
    name: "NUTS with a dense metric",
    sampler: nutsWith({ metric: "dense", acceptance: 0.9 }),
    plan: { warmup: 400, draws: 1500, seed: 3 },
  },
  {
    name: "NUTS with a diagonal metric",
    sampler: nutsWith({ metric: "diagonal", acceptance: 0.9 }),
    plan: { warmup: 400, draws: 1500, seed: 3 },
  },
];

const TARGETS = [
  // Widths as in the boarding-school posterior on its unconstrained scale.
  correlatedNormal([0.03, 0.08, 0.5], 0.6),
  correlatedNormal([1, 1, 1, 1, 1, 1, 1], 0.9),
  studentT(3, 7),
  banana(),
  bounded(),
  funnel(),
];

describe.each(CASES)("$name", ({ sampler, plan }) => {
  test.each(TARGETS)("draws from $name", (target) => {
    expect(battery(sampler, target, plan)).toEqual([]);
  });

  test("that is stopped at any move and taken up elsewhere ends where it would have", () => {
    const target = correlatedNormal([0.03, 0.08, 0.5], 0.6);
    const short = { warmup: 60, draws: 20 };
    const tools = () => toolsFor(target, 5, 1);
    const whole = startedChain(sampler, tools(), short);
    const rows = rowsOf(whole);
    // Moments drawn evenly from all moves but the last, by the fractional parts of multiples of the golden ratio.
    const moves = movesOf(startedChain(sampler, tools(), short));
    for (let moment = 1; moment <= 12; moment += 1) {
      const stop = Math.floor(((moment * 0.6180339887498949) % 1) * (moves - 1));
      const first = startedChain(sampler, tools(), short);
      let done = 0;
      for (let move = 0; move < stop; move += 1) if (first.move() !== null) done += 1;
      const saved = first.save();
      // What goes on after the save is to leave it as it is.
      first.move();
      const second = sampler.resume(tools(), short, saved);
      expect(rowsOf(second)).toEqual(rows.slice(done));
      expect(second.save()).toEqual(whole.save());
      expect(second.report).toEqual(whole.report);
    }
  });

  test("that is finished goes on to more draws as if they had been asked for at once", () => {
    const target = correlatedNormal([0.03, 0.08, 0.5], 0.6);
    const tools = () => toolsFor(target, 5, 1);
    const few = startedChain(sampler, tools(), { warmup: 60, draws: 10 });
    const first = rowsOf(few);
    const more = rowsOf(sampler.resume(tools(), { warmup: 60, draws: 30 }, few.save()));
    expect([...first, ...more]).toEqual(rowsOf(startedChain(sampler, tools(), { warmup: 60, draws: 30 })));
  });

  test("that leaves out the Jacobian, or accepts too much, does not pass", () => {
    const target = bounded();
    expect(battery(sampler, target, plan, bounded(0))).not.toEqual([]);
    expect(battery(sampler, target, plan, flattened(target, 0.8))).not.toEqual([]);
  });
});

function movesOf(chain: { readonly finished: boolean; move(): unknown }): number {
  let moves = 0;
  for (; !chain.finished; moves += 1) chain.move();
  return moves;
}

/** What a sampler sees that takes the ratio of two densities to a power below 1: it accepts more than it should. */
function flattened(
  target: Required<Pick<LogDensity, "dimension" | "evaluate" | "gradient">>,
  power: number,
): LogDensity {
  return {
    dimension: target.dimension,
    evaluate: (z) => power * target.evaluate(z),
    gradient(z, gradient) {
      const density = power * target.gradient(z, gradient);
      gradient.forEach((slope, i) => (gradient[i] = power * slope));
      return density;
    },
  };
}
