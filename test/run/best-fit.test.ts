// The best fit of a document, and what is told of it before anything is sampled.
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "../../src/document/parse.ts";
import { bestFit, type FitWork } from "../../src/run/analysis/best-fit.ts";
import { fitLayer } from "../../src/run/analysis/fit-layer.ts";
import { localPool } from "../support/pool.ts";
import { codes } from "../support/run.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const ENGLAND = read("regions/england-1978/influenza.yaml");
const pool = localPool(2);
afterAll(() => pool.close());

/** Growth whose rate is a product; `seen` depends on nothing else. @param further  lines of parameters and priors */
function growth(rate: string, parameters: string, priors: readonly string[]): string {
  return `
midsummer: 1
title: Growth
time: { unit: day, start: 0, end: 5, step: 1 }
integrator: { method: rk4, step: 0.5 }
parameters: { ${parameters} }
compartments: [cases]
initial: { cases: 10 }
flows:
  births: { kind: entry, to: cases, rate: (${rate}) * cases }
outputs:
  size: { compartments: cases }
targets:
  seen: { output: size, times: [1, 2, 3, 4, 5], values: [16, 27, 45, 74, 122], likelihood: poisson }
priors:${priors.length === 0 ? " {}" : priors.map((prior) => `\n  ${prior}`).join("")}
`;
}

async function fit(text: string, more: Partial<FitWork> = {}) {
  const answer = await bestFit({ text, seed: 1, pool, ...more });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer;
}

interface Recorded {
  readonly reference: Readonly<Record<string, { mean: number; sd: number; q50: number }>>;
  readonly log_evidence_by_importance_sampling: { readonly value: number };
}

describe("the best fit of England 1978", async () => {
  const england = await fit(ENGLAND);
  const recorded = JSON.parse(read("test/reference/posteriors/boarding_school_sir.json")) as Recorded; // its form is its own
  const order = ["beta", "gamma", "phi_inv"];

  test.each(["cma_es", "nelder_mead"] as const)(
    "is found by %s as by gradients, from every start",
    async (optimiser) => {
      const { value, issues } = await fit(ENGLAND, { optimiser, searches: 2 });
      expect(value.agreed).toBe(2);
      expect(codes(issues)).toEqual([]);
      // All stop where at most 1e-8 is to be gained: √(2e-8) standard deviations of a normal density, ten times that here.
      value.parameters.forEach(({ value: found, lower, upper }, i) => {
        const best = england.value.parameters[i]?.value ?? NaN;
        expect(Math.abs(found - best)).toBeLessThan((1e-3 * (upper - lower)) / 4);
      });
    },
  );

  test("lies where the recorded posterior has its top", () => {
    // The top of a posterior that is nearly normal on the real line lies at its median; skewness moves it by less than a
    // half of a standard deviation.
    england.value.parameters.forEach(({ value: found }, i) => {
      const { q50 = NaN, sd = NaN } = recorded.reference[order[i] ?? ""] ?? {};
      expect(Math.abs(found - q50)).toBeLessThan(0.6 * sd);
    });
  });

  test("has an evidence by Laplace near the one by quadrature", () => {
    const { value } = england;
    // Its error is of the order of 1 / 14 observations for each of three parameters.
    expect(Math.abs((value.logEvidence ?? NaN) - recorded.log_evidence_by_importance_sampling.value)).toBeLessThan(0.2);
  });

  test("tells all parameters apart, as the posterior does", () => {
    const { value, issues } = england;
    expect(codes(issues)).toEqual([]);
    expect(Math.min(...(value.ratios ?? []))).toBeGreaterThan(1);
  });

  test("depends on no number of workers", async () => {
    const single = localPool(1);
    const again = await fit(ENGLAND, { pool: single });
    single.close();
    expect(again).toEqual(england);
  });

  test("is a document that extends its own, with the provenance of each value", () => {
    const { value } = england;
    const notes = { title: "England", extended: "influenza.yaml", digest: "0123456789abcdef", by: "Midsummer 0" };
    const layer = fitLayer(value.parameters, notes);
    const document = parse(layer, { files: (path) => (path === "influenza.yaml" ? ENGLAND : undefined) });
    expect(document.issues).toEqual([]);
    const written: unknown = document.ok && document.value.content.parameters["contact_rate"];
    expect(written).toMatchObject({ value: value.parameters[0]?.value, title: "Contact rate" });
    expect(written).toHaveProperty("source", expect.stringContaining("best fit"));
  });
});

describe("a warning before sampling", () => {
  const priors = ["a: lognormal(-0.35, 0.5)", "b: lognormal(-0.35, 0.5)"];

  test("names a product that the data fix where they cannot tell its factors", async () => {
    const { issues, value } = await fit(growth("a * b", "a: 0.7, b: 0.7", priors));
    expect(codes(issues)).toEqual(["S140"]);
    expect(issues[0]?.message).toMatch(
      /^the data fix a × b, but not each alone: raising a by 10 % and lowering b by 10 %/,
    );
    // Of the two directions one is known from the data and one from the priors alone, in equal parts: (1 + λ)⁻¹ ≈ 0 and 1,
    // so each parameter's variance is half of its prior's.
    value.parameters.forEach(({ narrowing }) => expect(narrowing).toBeCloseTo(Math.SQRT1_2, 1));
  });

  test("names a quotient", async () => {
    const { issues } = await fit(growth("0.5 * a / b", "a: 0.7, b: 0.7", priors));
    expect(issues[0]?.message).toMatch(
      /^the data fix a \/ b, but not each alone: raising a by 10 % and raising b by 10 %/,
    );
  });

  test("says how parameters go together that make neither", async () => {
    const { issues } = await fit(growth("a * b * b", "a: 0.7, b: 0.85", priors));
    // a b² stays where a falls by 10 % and b rises by half as much.
    expect(issues[0]?.message).toMatch(/^the data cannot tell a and b apart: raising a by 10 % and lowering b by 5 %/);
  });

  test("names a parameter of which the data say nothing, apart from others", async () => {
    const text = growth("a * b", "a: 0.7, b: 0.7, c: 1", [...priors, "c: exponential(1)"]);
    const { issues } = await fit(text);
    expect(codes(issues).toSorted()).toEqual(["S140", "S141"]);
    expect(issues.find(({ code }) => code === "S141")?.message).toContain("about c:");
  });

  test("is not given where each is known from somewhere", async () => {
    const { issues } = await fit(growth("a * b", "a: 0.7, b: 0.7", priors.slice(0, 1)));
    expect(codes(issues)).toEqual([]);
  });
});

describe("a search for the best fit", () => {
  test("without priors, or by a gradient that is not there, says so", async () => {
    const none = await bestFit({ text: growth("a", "a: 0.5", []), seed: 1, pool });
    expect(codes(none.issues)).toContain("S102");
    const text = growth("a", "a: 0.5", ["a: exponential(1)"]).replace("method: rk4, step: 0.5", "method: rodas5p");
    expect(codes((await bestFit({ text, seed: 1, pool, optimiser: "lbfgs" })).issues)).toEqual(["S120"]);
    // Left to choose, it climbs without.
    expect((await fit(text)).value.optimiser).toBe("cma_es");
  });

  test("where no point has a density names what stands in the way", async () => {
    const text = growth("a", "a: 0.5", ["a: exponential(1)"]).replace("cases: 10", "cases: 0");
    const answer = await bestFit({ text, seed: 1, pool });
    expect(codes(answer.issues)).toEqual(["S101"]);
    expect(answer.issues[0]?.message).toContain("“size” at time 1");
  });

  test("that is stopped at once leaves nothing", async () => {
    const stopper = new AbortController();
    stopper.abort();
    const answer = await bestFit({ text: ENGLAND, seed: 1, pool, signal: stopper.signal });
    expect(codes(answer.issues)).toEqual(["S145"]);
  });

  test("that is stopped on the way keeps what it has, and says that it had not come to its end", async () => {
    const stopper = new AbortController();
    const onProgress = ({ evaluations }: { evaluations: number }) => (evaluations > 0 ? stopper.abort() : undefined);
    // A clock by which every look takes a second: the worker reports and listens after each of some seventy generations,
    // however fast the machine is.
    let clock = 0;
    const slow = localPool(1, () => (clock += 1000));
    const { issues } = await fit(ENGLAND, {
      pool: slow,
      signal: stopper.signal,
      onProgress,
      searches: 1,
      optimiser: "cma_es",
    });
    slow.close();
    expect(codes(issues)).toContain("S144");
  });

  test("on a ridge has no interval", async () => {
    // Two uniform priors so wide that only the product counts: the top is a line but for the Jacobian of the logits.
    const text = growth("a * b", "a: 0.7, b: 0.7", ["a: lognormal(0, 1e9)", "b: lognormal(0, 1e9)"]);
    const { value, issues } = await fit(text);
    expect(codes(issues)).toContain("S143");
    expect(value.logEvidence).toBeNull();
  });
});
