// A likelihood averaged over points names itself in the diagnosis, which page, command line and record all show.
import { describe, expect, test } from "vitest";
import { makeDesk } from "../../src/run/desk.ts";
import type { Diagnosis } from "../../src/sampler/diagnose.ts";
import type { ChainDraws } from "../../src/store/record.ts";
import { SIR } from "../support/document.ts";
import { testKernel } from "../support/kernel.ts";

const document = (more: string): string =>
  `${SIR}targets:\n  in_bed: { title: In bed, times: [1, 2], values: [2, 3], likelihood: poisson${more} }\npriors: { contact_rate: "uniform(0, 2)" }\n`;

function diagnosisOf(text: string): Diagnosis {
  const desk = makeDesk(testKernel(), { now: () => 0, pause: () => Promise.resolve() });
  const opened = desk.open(text);
  if (!opened.ok) throw new Error(opened.issues[0]?.message);
  const draws: ChainDraws[] = [0, 1, 2, 3].map((chain) => ({
    chain,
    values: Float64Array.from({ length: 200 }, (_, draw) => 0.5 + 0.001 * ((draw * 37 + chain * 11) % 100)),
    logPosterior: new Float64Array(200),
    acceptance: 1,
    failures: 0,
  }));
  const answer = desk.diagnose(["contact_rate"], draws);
  if (!answer.ok) throw new Error(answer.issues[0]?.message);
  return answer.value;
}

describe("a diagnosis", () => {
  test("says in its verdict that a likelihood is averaged over points, and lists the target", () => {
    const diagnosis = diagnosisOf(document(", over_points: mean"));
    expect(diagnosis.averaged).toEqual(["In bed"]);
    expect(diagnosis.verdict).toContain("The likelihood of “In bed” is a mean over its points, as in estival");
  });

  test("says nothing of the kind of a likelihood that is a sum", () => {
    const diagnosis = diagnosisOf(document(""));
    expect("averaged" in diagnosis).toBe(false);
    expect(diagnosis.verdict).not.toContain("mean over its points");
  });
});
