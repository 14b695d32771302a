// Every message of the language, of lowering and of runs is brought about by a document, with its place.
import { describe, expect, test } from "vitest";
import type { Issue } from "../../src/base/issue.ts";
import { read } from "../../src/model/build.ts";
import { gradientIssues } from "../../src/program/gradient-issues.ts";
import { lower } from "../../src/program/lower.ts";
import { simulate } from "../../src/trajectory/simulate.ts";
import { testKernel } from "../support/kernel.ts";
import { defaults } from "../support/run.ts";
import { ELEMENT } from "./element.ts";
import type { Provoked } from "./provoked.ts";
import { LOWERED_OR_RUN } from "./run.ts";
import { STRATA } from "./strata.ts";
import { TEXT } from "./text.ts";
import { WHOLE } from "./whole.ts";

/** What is said of the document on the way to its model. */
function issuesOf({ document, files, scenario }: Provoked): readonly Issue[] {
  return read(document, { files: (name) => files?.[name], ...(scenario === undefined ? {} : { scenario }) }).issues;
}

/** What is said of it when it is lowered and run once at its own values. */
function runIssuesOf({ document }: Provoked): readonly Issue[] {
  const answer = read(document);
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues, null, 2));
  const program = lower(answer.value.model);
  if (!program.ok) return program.issues;
  const { issues } = simulate(testKernel().place(program.value, 1), defaults(answer.value.model));
  return [...(program.issues ?? []), ...gradientIssues(program.value), ...issues];
}

function expectMessage(issues: readonly Issue[], { code, path }: Provoked): Issue | undefined {
  expect(issues.map((issue) => [issue.code, issue.path])).toContainEqual([code, path]);
  const found = issues.find((issue) => issue.code === code && issue.path === path);
  expect(found?.message).not.toBe("");
  expect(found?.advice).not.toBe("");
  return found;
}

const READ = [...TEXT, ...ELEMENT, ...STRATA, ...WHOLE];

describe("a document that provokes", () => {
  test.each(READ.map((row) => [row.code, row.path, row] as const))(
    "%s hears of it at “%s”, with the line",
    (_, __, row) => {
      const found = expectMessage(issuesOf(row), row);
      // A text that is too long or empty has no line to name, and what was left out stands in many.
      if (!["E101", "E108", "E318"].includes(row.code)) expect(found?.place?.line).toBeGreaterThan(0);
    },
  );

  test.each(LOWERED_OR_RUN.map((row) => [row.code, row.path, row] as const))(
    "%s hears of it at “%s” when it is run",
    (_, __, row) => {
      expectMessage(runIssuesOf(row), row);
    },
  );
});
