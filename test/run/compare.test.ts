// Runs beside one another: the model that made the data predicts them better, and other data are no comparison.
import { afterAll, describe, expect, test } from "vitest";
import { compareRuns } from "../../src/run/analysis/compare.ts";
import { localPool } from "../support/pool.ts";
import { recordOf } from "../support/record.ts";
import { codes } from "../support/run.ts";

const pool = localPool(2);
afterAll(() => pool.close());

/** Growth by 50 % a day from ten cases, counted without error. */
const COUNTS = "[15, 22, 34, 51, 76]";

/** @param rate  per day, of the parameter `growth` */
function document(rate: string, values = COUNTS, more = ""): string {
  return `
midsummer: 1
title: Growth
time: { unit: day, start: 0, end: 5, step: 1 }
integrator: { method: rk4, step: 0.05 }
parameters: { growth: 0.4 }
compartments: [cases]
initial: { cases: 10 }
flows:
  births: { kind: entry, to: cases, rate: (${rate}) * cases }
outputs:
  size: { compartments: cases }
targets:
  seen: { title: Cases, output: size, times: [1, 2, 3, 4, 5], values: ${values}, likelihood: poisson${more} }
priors: { growth: exponential(1) }
`;
}

/** A run whose draws are evenly spread over the normal distribution of a mean and a standard deviation. */
function run(id: string, text: string, mean: number, sd: number) {
  const steps = Array.from({ length: 200 }, (_, n) => (n + 0.5) / 200);
  // Logistic quantiles, which are near enough to a normal's in shape: what is tested is the order, not the digits.
  const values = Float64Array.from(steps, (p) => mean + sd * 0.55 * Math.log(p / (1 - p)));
  const chains = [{ chain: 0, values, logPosterior: new Float64Array(200), acceptance: 1, failures: 0 }];
  return recordOf(id, { title: id, document: text, parameters: ["growth"], chains });
}

// Σ μ t² = 1.2e3 about growth 0.4: a standard deviation of 0.02.
const right = run("right", document("growth"), 0.407, 0.02);

async function codesOf(...records: ReturnType<typeof run>[]) {
  return codes((await compareRuns(records, pool)).issues);
}

describe("a comparison", () => {
  test("puts the model that made the data first, with the difference of pairs", async () => {
    // As many new cases every day: too many at first, too few at last.
    const wrong = run("wrong", document("10 * growth / cases"), 0.95, 0.1);
    const answer = await compareRuns([wrong, right], pool);
    if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
    const [first, second] = answer.value;
    expect([first?.title, first?.difference, first?.differenceError]).toEqual(["right", 0, 0]);
    expect(second?.difference).toBeLessThan(0);
    expect(second?.difference).toBeCloseTo((second?.elpd ?? NaN) - (first?.elpd ?? NaN), 12);
    expect(first?.observations).toBe(5);
    expect(first?.logEvidence).toBeNull();
  });

  test("averages the evidence of chains that have one", async () => {
    const chains = [-10, -12].map((value, chain) => ({
      ...(right.chains[0] ?? {
        values: new Float64Array(),
        logPosterior: new Float64Array(),
        acceptance: 1,
        failures: 0,
      }),
      chain,
      logEvidence: { value, standardError: 0.3 },
    }));
    const answer = await compareRuns([recordOf("weighted", { ...right, chains }), right], pool);
    const weighted = answer.ok ? answer.value.find(({ logEvidence }) => logEvidence !== null) : undefined;
    expect(weighted?.logEvidence?.value).toBe(-11);
    expect(weighted?.logEvidence?.standardError).toBeCloseTo(0.3 / Math.SQRT2, 12);
  });

  test("of other data, of means over points, of no data and of one run is refused", async () => {
    expect(await codesOf(right, run("other", document("growth", "[15, 22, 34, 51, 77]"), 0.4, 0.02))).toEqual(["S147"]);
    const averaged = document("growth", COUNTS, ", over_points: mean");
    expect(await codesOf(right, run("averaged", averaged, 0.4, 0.02))).toEqual(["S148"]);
    const untold = document("growth").replace(/targets:[^}]*\}/, "targets: {}");
    expect(await codesOf(right, run("untold", untold, 0.4, 0.02))).toContain("S146");
    expect(await codesOf(right)).toEqual(["S149"]);
  });

  test("names an observation that alone decides", async () => {
    // Four weights of nearly nothing: without the last count the posterior is all but the prior.
    const text = document("growth", COUNTS, ", weights: [0.001, 0.001, 0.001, 0.001, 5]");
    const one = run("one", text, 0.406, 0.01);
    const answer = await compareRuns([one, { ...one, id: "again" }], pool);
    expect(codes(answer.issues)).toEqual(["S150", "S150"]);
    expect(answer.issues[0]?.message).toContain("Cases at time 5");
  });
});
