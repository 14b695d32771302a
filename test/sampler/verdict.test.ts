// The verdict in words: what it rests on, whom it names, and what it advises.
import { describe, expect, test } from "vitest";
import type { ChainReport } from "../../src/sampler/contract.ts";
import { diagnose } from "../../src/sampler/diagnose.ts";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();
const names = ["contact_rate", "recovery_rate"];
const titles = ["Contact rate", "Recovery rate"];

/** Independent normal draws of two parameters; `shift` is added to the first one of the last chain. */
function chains(count: number, draws: number, shift = 0): Float64Array[] {
  return Array.from({ length: count }, (_, chain) => {
    const random = kernel.random(3, chain);
    const last = chain === count - 1;
    return Float64Array.from({ length: 2 * draws }, (_, i) => random.normal() + (last && i % 2 === 0 ? shift : 0));
  });
}

const diagnosisOf = (draws: Float64Array[]) => diagnose({ names, titles, chains: draws }, kernel.numeric);

describe("the verdict", () => {
  test("on four good chains is “Usable”, with what it rests on", () => {
    const { usable, verdict } = diagnosisOf(chains(4, 1000));
    expect(usable).toBe(true);
    expect(verdict).toMatch(
      /^Usable: 4 chains of 1,000 draws agree on every parameter \(R̂ at most 1\.00\d\), with at least \d,\d{3} /,
    );
  });

  test("names the parameter on which the chains disagree, by its title, and how many draws to add", () => {
    const { usable, verdict } = diagnosisOf(chains(4, 1000, 0.5));
    expect(usable).toBe(false);
    expect(verdict).toMatch(
      /^Do not use yet: the chains disagree on contact rate \(R̂ 1\.0\d+\)\. Run [\d,]+ more draws per chain\.$/,
    );
  });

  test("on chains that stand far apart advises to look, not to wait", () => {
    expect(diagnosisOf(chains(4, 1000, 5)).verdict).toMatch(
      /^Do not use yet: .* Look at the traces: the chains stand in different places\./,
    );
  });

  test("says that the effective draws are too few", () => {
    // R̂ of independent draws is below 1.01 well before 400 of them are there in every case; this seed is one.
    const { usable, verdict } = diagnosisOf(chains(2, 150));
    expect(usable).toBe(false);
    expect(verdict).toMatch(/(has only \d+ effective draws|disagree)/);
  });

  test("on one chain asks for more", () => {
    expect(diagnosisOf(chains(1, 1000)).verdict).toBe(
      "Do not use yet: one chain alone cannot show whether another would agree. Run 4 chains.",
    );
  });

  test("on hardly any draws, or none, says so", () => {
    expect(diagnosisOf(chains(4, 5)).verdict).toContain("5 draws per chain are too few to judge");
    expect(diagnosisOf([]).verdict).toContain("there are no draws");
  });

  test("on a parameter that never moved names it", () => {
    const still = chains(4, 1000).map((chain) => chain.map((value, i) => (i % 2 === 1 ? 3 : value)));
    expect(diagnosisOf(still).verdict).toContain("recovery rate never moved");
  });

  test("on a draw that is not a number is no, and its summaries are not numbers either", () => {
    const draws = chains(4, 1000);
    draws[2]?.fill(NaN, 0, 1);
    const { usable, parameters } = diagnosisOf(draws);
    expect(usable).toBe(false);
    expect(parameters[0]?.mean).toBeNaN();
    expect(parameters[0]?.q50).toBeNaN();
    expect(parameters[0]?.rhat).toBeNull();
  });

  test("on chains of unequal length looks at as many draws as the shortest has, and leaves out empty chains", () => {
    const [first, second, third, fourth] = chains(4, 1000);
    const unequal = [first, second, third?.slice(0, 1400), fourth?.slice(0, 0)].filter((chain) => chain !== undefined);
    const diagnosis = diagnosisOf(unequal);
    expect([diagnosis.chains, diagnosis.draws]).toEqual([3, 700]);
  });

  test("names a chain that is stuck, divergences and energies out of reach before anything else", () => {
    const verdict = (report: Partial<ChainReport>) => {
      const reports = [{}, {}, report, {}];
      return diagnose({ names, titles, chains: chains(4, 1000), reports }, kernel.numeric);
    };
    expect(verdict({ acceptance: 0 }).verdict).toContain("chain 3 is stuck: after warm-up it accepted 0 % of its");
    expect(verdict({ divergences: 40 }).verdict).toContain("40 trajectories diverged");
    expect(verdict({ energy: 0.21 }).verdict).toContain("chain 3 hardly reaches the tails (E-BFMI 0.21, below 0.3)");
    expect(verdict({ energy: 0.21 }).usable).toBe(false);
    const few = verdict({ divergences: 2, energy: 0.9, acceptance: 0.8 });
    expect([few.usable, few.verdict]).toEqual([true, expect.stringContaining(" 2 trajectories diverged")]);
  });

  test("takes the walkers of a chain for chains of their own", () => {
    // Each walker stays near a place of its own: no walker agrees with another, though their mixtures do.
    const apart = chains(4, 1000).map((chain) => chain.map((z, i) => 0.1 * z + (Math.floor(i / 2) % 8)));
    const reports = apart.map(() => ({ walkers: 8 }));
    expect(diagnosisOf(apart).parameters[0]?.rhat).toBeLessThan(1.01);
    expect(diagnose({ names, titles, chains: apart, reports }, kernel.numeric).parameters[0]?.rhat).toBeGreaterThan(3);
  });
});
