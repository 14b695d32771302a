// Opens documents for the command line: reads the file, and prints what is wrong with it.

import { readFileSync } from "node:fs";
import { issueText, type Issue } from "../base/issue.ts";
import { instantiate } from "../kernel/kernel.ts";
import { compileKernel } from "../node/kernel-file.ts";
import { openDocument, run, type Opened } from "../run/open.ts";
import type { Trajectory } from "../trajectory/trajectory.ts";
import { printError } from "./print.ts";

/** Opens a document; prints its issues, and gives nothing where it cannot be run. Errors: a file that cannot be read. */
export async function openFile(file: string): Promise<{ text: string; opened: Opened } | undefined> {
  const text = readFileSync(file, "utf8");
  const answer = openDocument(text, instantiate(await compileKernel()));
  printIssues(answer.issues, file);
  return answer.ok ? { text, opened: answer.value } : undefined;
}

/** Runs a document at its own values; prints the issues of the run. */
export function runAtOwnValues(opened: Opened, file: string): Trajectory {
  const values = opened.model.parameters.map((parameter) => parameter.value);
  const trajectory = run(opened, values);
  printIssues(trajectory.issues, file);
  return trajectory;
}

export function printIssues(issues: readonly Issue[], file: string): void {
  for (const issue of issues) printError(issueText(issue, file));
}
