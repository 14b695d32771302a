// Where a log density jumps is told by name, once, and nothing is said where its gradient can be trusted.

import { describe, expect, test } from "vitest";
import type { Issue } from "../../src/base/issue.ts";
import { gradientIssues } from "../../src/program/gradient-issues.ts";
import { lower } from "../../src/program/lower.ts";
import { modelOf, SIR, spoil } from "../support/document.ts";

const RECOVERY = "rate: recovery_rate }";
const RK4 = "integrator: { method: rk4, step: 0.5 }\n";
const CALIBRATED = `priors: { closing: "uniform(0, 10)" }
targets: { in_bed: { times: [2, 8], values: [3, 40], likelihood: poisson } }
`;

const SPOILT = spoil("parameters:", "parameters:\n  closing: 4.3", SIR);
const CALIBRATED_SIR = SPOILT + CALIBRATED;

/** The small epidemic with a calibrated parameter `closing`, another rate of recovery, and further lines. */
function issuesOf(rate: string, more = ""): readonly Issue[] {
  const program = lower(modelOf(spoil(RECOVERY, `rate: "${rate}" }`, CALIBRATED_SIR) + more));
  if (!program.ok) throw new Error(JSON.stringify(program.issues));
  return gradientIssues(program.value);
}

const codes = (issues: readonly Issue[]): string[] => issues.map(({ code, path }) => `${code} ${path}`);
const AT = "flows.recovery.rate";

describe("the report on the gradient", () => {
  test.each([
    ["a comparison of a parameter", "where(closing < 5, 0.1, 0.2)"],
    ["a rounded parameter", "0.1 + 0.01 * floor(closing)"],
    ["a series in steps that is read at a parameter", "piecewise(closing, [5], [0.1, 0.2])"],
    ["a choice by a number", "where(closing, 0.1, 0.2)"],
    ["a time that is not compared itself", "where(2 * t < closing, 0.1, 0.2)"],
    ["a comparison of sizes", "where(infectious > 50, 0.1, 0.2) * closing"],
  ])("names %s", (_, rate) => {
    expect(codes(issuesOf(rate))).toEqual([`S131 ${AT}`]);
  });

  test("says what moves the result, and what would do", () => {
    const [issue] = issuesOf("where(infectious * closing > 50, 0.1, 0.2)");
    expect(issue?.message).toContain("the sizes of compartments and “closing”");
    expect(issue?.advice).toContain("adaptive_metropolis");
    expect(issue?.severity).toBe("warning");
  });

  test("names a time that a parameter moves on the grid of fixed steps, once however often it is used", () => {
    const rate = "where(t < closing, 0.1, 0.2) + where(t < closing, 0.01, 0.02) + interp(t, [closing, 9], [0.1, 0.2])";
    expect(codes(issuesOf(rate, RK4))).toEqual([`S132 ${AT}`]);
  });

  test.each([
    ["a time at which adaptive steps end", "where(t < closing, 0.1, 0.2)", ""],
    ["knots at which they end", "piecewise(t, [closing, closing + 3], [0.1, 0.2, 0.3])", ""],
    ["bends", "max(0.1, min(0.3, abs(closing - 4) / 10))", RK4],
    ["knots of a linear series that is read at a parameter", "interp(closing, [0, 5], [0.1, 0.2])", RK4],
    ["a time that is written down", "closing * where(t < 5, 0.1, 0.2) * (1 + floor(t / 7))", RK4],
    ["what keeps from dividing by nobody", "closing / 10 * where(infectious > 0, recovered / infectious, 0)", RK4],
  ])("does not name %s", (_, rate, more) => {
    expect(issuesOf(rate, more)).toEqual([]);
  });

  test("does not name a jump that no target feels", () => {
    const rate = `rate: "where(closing < 5, 0.1, 0.2)" }`;
    const text = spoil(RECOVERY, rate, SPOILT) + `priors: { closing: "uniform(0, 10)" }\n`;
    const program = lower(modelOf(text));
    expect(program.ok && gradientIssues(program.value)).toEqual([]);
  });

  test("names a flow that a target looks at as it is now, where a parameter moves its jump", () => {
    const text = spoil("{ flow: infection }", "{ flow: recovery, as: rate }", CALIBRATED_SIR);
    const rate = `where(t < closing, 0.1, 0.2)`;
    const looked = text.replace("in_bed: { times", "new_cases: { times");
    const program = lower(modelOf(spoil(RECOVERY, `rate: "${rate}" }`, looked)));
    expect(program.ok && codes(gradientIssues(program.value))).toEqual([`S133 ${AT}`]);
  });

  test.each(["rodas5p", "tau-leap"])("says that %s has no gradient", (method) => {
    const settings = method === "rodas5p" ? "" : ", step: 1";
    const issues = issuesOf("0.02 * closing", `integrator: { method: ${method}${settings} }\n`);
    expect(codes(issues)).toEqual(["S134 integrator.method"]);
  });
});
