// Importance sampling against targets whose moments, distributions and integrals are known, and where it must not be believed.
import { describe, expect, test } from "vitest";
import type { LogDensity } from "../../src/sampler/contract.ts";
import { diagnose } from "../../src/sampler/diagnose.ts";
import { imis } from "../../src/sampler/imis.ts";
import { relativeWeights } from "../../src/sampler/importance-weights.ts";
import { rowsOf, startedChain, toolsFor } from "../support/chains.ts";
import { testKernel } from "../support/kernel.ts";
import { banana, bounded, correlatedNormal, studentT, type KnownTarget } from "../support/targets.ts";

const { numeric } = testKernel();
const PLAN = { warmup: 400, draws: 2000 };

/** Four chains' draws as functions of the point, with their log weights. */
function drawn(target: LogDensity, values: readonly ((z: ArrayLike<number>) => number)[], seed = 3) {
  const chains = [0, 1, 2, 3].map((chain) => {
    const running = startedChain(imis, toolsFor(target, seed, chain), PLAN);
    const rows = rowsOf(running).filter((row) => !row.isWarmup);
    const table = Float64Array.from(rows.flatMap(({ z }) => values.map((value) => value(z))));
    return { table, logWeights: Float64Array.from(rows, ({ logWeight }) => logWeight), report: running.report };
  });
  const names = values.map((_, n) => `f${n}`);
  const logWeights = chains.map((chain) => chain.logWeights);
  const diagnosis = diagnose({ names, titles: names, chains: chains.map(({ table }) => table), logWeights }, numeric);
  return { chains, diagnosis };
}

/** Errors beyond 4.5 standard errors once in 150,000 comparisons; the seeds are fixed. */
const ERRORS_LIMIT = 4.5;

const TARGETS: readonly KnownTarget[] = [
  correlatedNormal([0.03, 0.08, 0.5], 0.6),
  correlatedNormal([1, 1, 1, 1, 1, 1, 1], 0.9),
  studentT(3, 7),
  banana(),
  bounded(),
];

describe("the draws of IMIS", () => {
  test.each(TARGETS)("of $name have its moments and its distribution", (target) => {
    const truths = target.truths;
    const { chains, diagnosis } = drawn(
      target,
      truths.map((truth) => (z) => truth.value(z)),
    );
    truths.forEach((truth, n) => {
      const found = diagnosis.parameters[n];
      if (truth.mean !== undefined) {
        expect(Math.abs((found?.mean ?? NaN) - truth.mean) / (found?.mcseMean ?? NaN)).toBeLessThan(ERRORS_LIMIT);
      }
      if (truth.sd !== undefined) {
        expect(Math.abs((found?.sd ?? NaN) - truth.sd) / (found?.mcseSd ?? NaN)).toBeLessThan(ERRORS_LIMIT);
      }
      // The weighted share below a point of given probability, at nine of them, in its own standard errors.
      const logWeights = Float64Array.from(chains.flatMap((chain) => [...chain.logWeights]));
      const weights = relativeWeights(logWeights, numeric);
      const shares = chains.flatMap(({ table }) =>
        [...table].filter((_, position) => position % truths.length === n).map((x) => truth.cumulative?.(x) ?? NaN),
      );
      if (truth.cumulative === undefined) return;
      for (let p = 0.1; p < 0.95; p += 0.1) {
        const off = shares.map((share) => (share <= p ? 1 : 0) - p);
        const sum = off.reduce((so, each, draw) => so + each * (weights[draw] ?? NaN), 0);
        const squares = off.reduce((so, each, draw) => so + (each * (weights[draw] ?? NaN)) ** 2, 0);
        expect(Math.abs(sum) / Math.sqrt(squares)).toBeLessThan(ERRORS_LIMIT);
      }
    });
    expect(diagnosis.usable, diagnosis.verdict).toBe(true);
  });

  test("find two peaks far apart where the prior covers both, and the share of each", () => {
    // 0.3 · N(−8, 1) + 0.7 · N(8, 1), the prior uniform between −20 and 20.
    const peaks: LogDensity = {
      dimension: 1,
      evaluate: ([x = NaN]) =>
        numeric.log(0.3 * numeric.exp(-((x + 8) ** 2) / 2) + 0.7 * numeric.exp(-((x - 8) ** 2) / 2)),
    };
    for (const chain of [0, 1, 2, 3]) {
      const tools = {
        ...toolsFor(peaks, 1, chain),
        fromUnit: (unit: Float64Array, z: Float64Array) => void (z[0] = 40 * ((unit[0] ?? NaN) - 0.5)),
      };
      const rows = rowsOf(startedChain(imis, tools, PLAN)).filter((row) => !row.isWarmup);
      const weights = relativeWeights(
        Float64Array.from(rows, ({ logWeight }) => logWeight),
        numeric,
      );
      const left = rows.reduce((sum, { z }, draw) => sum + ((z[0] ?? NaN) < 0 ? (weights[draw] ?? NaN) : 0), 0);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      // At least a quarter of 2000 draws count: the standard error is below √(0.21 / 500) = 0.02.
      expect(Math.abs(left / total - 0.3)).toBeLessThan(0.08);
    }
  });

  test("integrate the target, with a standard error that says how well", () => {
    const normal = correlatedNormal([0.03, 0.08, 0.5], 0.6);
    const { chains } = drawn(normal, [(z) => z[0] ?? NaN]);
    // ∫ exp(−Σ r²/2σ²) = (2π)^(3/2) · 0.03 · 0.08 · 0.5: the map from noise to coordinates has the determinant 1.
    const truth = 1.5 * Math.log(2 * Math.PI) + Math.log(0.03 * 0.08 * 0.5);
    for (const { report } of chains) {
      const { value = NaN, standardError = NaN } = report.logEvidence ?? {};
      expect(standardError).toBeLessThan(0.03);
      expect(Math.abs(value - truth) / standardError).toBeLessThan(ERRORS_LIMIT);
      expect(report.paretoK).toBeLessThan(0.7);
    }
  });
});

describe("IMIS that cannot be believed", () => {
  test("says so: no warm-up, and a target ten widths away", () => {
    const far: LogDensity = { dimension: 4, evaluate: (z) => -50 * z.reduce((sum, x) => sum + (x - 1) ** 2, 0) };
    const running = startedChain(imis, toolsFor(far, 1, 0), { warmup: 0, draws: 1000 });
    const rows = rowsOf(running);
    const logWeights = [Float64Array.from(rows, ({ logWeight }) => logWeight)];
    const chain = Float64Array.from(rows, ({ z }) => z[0] ?? NaN);
    const { usable, verdict } = diagnose({ names: ["a"], titles: ["a"], chains: [chain], logWeights }, numeric);
    expect(usable).toBe(false);
    expect(verdict).toMatch(/a few draws carry most of the weight/);
    expect(running.report.acceptance).toBeLessThan(0.1);
  });

  test("is refused where the density is zero everywhere", () => {
    const nothing: LogDensity = { dimension: 2, evaluate: () => -Infinity };
    const answer = imis.start(toolsFor(nothing, 1, 0), PLAN, new Float64Array(2));
    expect(answer.ok ? [] : answer.issues.map(({ code }) => code)).toEqual(["S101"]);
  });

  test("does not stumble over a density that is nearly nowhere", () => {
    // A strip of a hundredth of a unit: most of what is tried first has no density.
    const strip: LogDensity = {
      dimension: 2,
      evaluate: ([x = NaN, y = NaN]) => (Math.abs(x - y) < 0.005 ? -x * x : -Infinity),
    };
    const running = startedChain(imis, toolsFor(strip, 1, 0), PLAN);
    expect(rowsOf(running).length).toBe(2400);
    expect(running.report.failures).toBeGreaterThan(0);
    expect(running.report.paretoK).toBeLessThan(0.7);
  });
});

describe("an IMIS chain", () => {
  const target = banana();
  const plan = { warmup: 60, draws: 20 };
  const tools = () => toolsFor(target, 5, 1);

  test("that is stopped at any move and taken up elsewhere ends where it would have", () => {
    const whole = startedChain(imis, tools(), plan);
    const rows = rowsOf(whole);
    for (let stop = 0; stop < 100; stop += 7) {
      const first = startedChain(imis, tools(), plan);
      let done = 0;
      for (let move = 0; move < stop; move += 1) if (first.move() !== null) done += 1;
      const saved = first.save();
      first.move();
      const second = imis.resume(tools(), plan, saved);
      expect(rowsOf(second)).toEqual(rows.slice(done));
      expect(second.save()).toEqual(whole.save());
      expect(second.report).toEqual(whole.report);
    }
  });

  test("that is finished goes on to more draws as if they had been asked for at once", () => {
    const few = startedChain(imis, tools(), plan);
    const first = rowsOf(few);
    const longer = { warmup: 60, draws: 45 };
    const more = imis.resume(tools(), longer, few.save());
    const whole = startedChain(imis, tools(), longer);
    expect([...first, ...rowsOf(more)]).toEqual(rowsOf(whole));
    expect(more.report).toEqual(whole.report);
  });

  test("draws the same whether points are evaluated together or one by one", () => {
    const together: LogDensity = {
      dimension: 2,
      evaluate: (z) => target.evaluate(z),
      evaluateMany(points, densities, remarks) {
        densities.forEach((_, point) => {
          densities[point] = target.evaluate(points.subarray(2 * point, 2 * point + 2));
          remarks[point] = densities[point] ?? NaN;
        });
      },
    };
    const rows = rowsOf(startedChain(imis, toolsFor(together, 5, 1), plan));
    expect(rows).toEqual(rowsOf(startedChain(imis, tools(), plan)));
  });
});
