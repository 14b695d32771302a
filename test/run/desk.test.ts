// The desk of a worker: opens, simulates, draws fans. The same object runs here without a worker around it.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FAMILY_NEGATIVE_BINOMIAL, QUANTILE } from "../../assembly/family.ts";
import { shownOf } from "../../src/model/shown.ts";
import { makeDesk } from "../../src/run/desk.ts";
import { openDocument } from "../../src/run/open.ts";
import type { ChainDraws } from "../../src/store/record.ts";
import { SIR } from "../support/document.ts";
import { testKernel } from "../support/kernel.ts";
import { fanAt } from "../support/fan.ts";
import { codes } from "../support/run.ts";

const text = readFileSync(new URL("../../regions/england-1978/influenza.yaml", import.meta.url), "utf8");
const desk = () => makeDesk(testKernel(), { now: () => 0, pause: () => Promise.resolve() });

function opened(source: string) {
  const worker = desk();
  const answer = worker.open(source);
  if (!answer.ok) throw new Error(answer.issues[0]?.message);
  return { worker, region: answer.value };
}

/** A run whose draws all stand at one point. */
function still(draws: number, values: readonly number[]): ChainDraws[] {
  const repeated = Float64Array.from({ length: draws * values.length }, (_, i) => values[i % values.length] ?? NaN);
  return [{ chain: 0, values: repeated, logPosterior: new Float64Array(draws), acceptance: 1, failures: 0 }];
}

describe("a desk", () => {
  test("opens a document with its model, digests and trajectory", () => {
    const { region } = opened(text);
    expect(region.model.time.count).toBe(15);
    expect(region.documentDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(region.trajectory.times).toEqual(Float64Array.from({ length: 15 }, (_, day) => day));
  });

  test("hands over what a page shows of a model, and not its compartments and flows, which are most of it", () => {
    const whole = openDocument(text, testKernel());
    const { region } = opened(text);
    expect(region.model).toEqual(whole.ok && shownOf(whole.value.model));
    expect(Object.keys(region.model)).not.toContain("flows");
    expect(Object.keys(region.model)).not.toContain("compartments");
  });

  test("runs the open document with other values", () => {
    const { worker, region } = opened(SIR);
    const values = region.model.parameters.map((parameter) => parameter.value);
    const same = worker.simulate(Float64Array.from(values));
    expect(same.ok && same.value.outputs).toEqual(region.trajectory.outputs);
    // Without contacts the one infectious person recovers at rate 0.2: e⁻² are left after 10 days; rtol is 1e-6.
    const alone = worker.simulate(Float64Array.from([0, 0.2]));
    expect(alone.ok && alone.value.outputs[0]?.at(-1)).toBeCloseTo(Math.exp(-2), 5);
  });

  test("keeps the last good document when another cannot be read", () => {
    const { worker, region } = opened(SIR);
    expect(worker.open("compartments: [").ok).toBe(false);
    const again = worker.simulate(Float64Array.from(region.model.parameters, ({ value }) => value));
    expect(again.ok && again.value.outputs).toEqual(region.trajectory.outputs);
  });

  test("that has nothing open says so", () => {
    expect(codes(desk().simulate(new Float64Array(2)).issues)).toEqual(["S106"]);
  });

  test("gives fans without width for draws at one point, on the trajectory of that point", () => {
    const { worker, region } = opened(text);
    const point = region.model.priors.map(({ parameter }) => region.model.parameters[parameter]?.value ?? NaN);
    const answer = fanAt(worker, { text, chains: still(50, point), runs: 20, seed: 1 });
    if (!answer.ok) throw new Error(answer.issues[0]?.message);
    expect(answer.value.length).toBe(region.model.outputs.length);
    answer.value.forEach((fan, output) => {
      expect(fan.median).toEqual(region.trajectory.outputs[output]);
      expect(fan.lower95).toEqual(fan.upper95);
    });
  });

  test("gives observation noise of the right width where the output has a target, and only there", () => {
    const { worker, region } = opened(text);
    const point = region.model.priors.map(({ parameter }) => region.model.parameters[parameter]?.value ?? NaN);
    const runs = 2000;
    const answer = fanAt(worker, { text, chains: still(runs, point), runs, seed: 1 });
    if (!answer.ok) throw new Error(answer.issues[0]?.message);
    const target = region.model.targets[0]?.output;
    for (const { output, noise } of answer.value) expect(noise !== null).toBe(output === target);
    const fan = answer.value.find(({ output }) => output === target);
    // Day 6, near the peak: quantiles of a negative binomial with that mean and dispersion. A quantile of 2000 numbers has
    // standard error √(p (1 − p) / 2000) / density: 0.06 sd for a normal, twice that in the longer upper tail; four of them.
    const mean = fan?.median[6] ?? NaN;
    const size = 1 / (point[2] ?? NaN);
    const sd = Math.sqrt(mean + mean ** 2 / size);
    const { exports } = testKernel();
    for (const [bound, chance, allowed] of [
      ["lower95", 0.025, 0.24],
      ["upper95", 0.975, 0.48],
    ] as const) {
      const expected = exports.distribution(QUANTILE, FAMILY_NEGATIVE_BINOMIAL, chance, mean, size, 0, 0);
      expect(Math.abs((fan?.noise?.[bound][6] ?? NaN) - expected)).toBeLessThan(allowed * sd);
    }
  });

  test("chooses fewer draws evenly over all chains", () => {
    const { worker, region } = opened(text);
    const point = region.model.priors.map(({ parameter }) => region.model.parameters[parameter]?.value ?? NaN);
    const other = point.map((value, i) => (i === 0 ? 0 : value));
    const chains = [...still(100, point), ...still(100, other).map((chain) => ({ ...chain, chain: 1 }))];
    const answer = fanAt(worker, { text, chains, runs: 10, seed: 1 });
    // Half of the runs have no contacts: the median of persons in bed at the peak lies between the two.
    const peak = answer.ok ? answer.value[0] : undefined;
    expect(peak?.lower50[6]).toBeLessThan(1);
    expect(peak?.upper50[6]).toBeGreaterThan(200);
  });
});
