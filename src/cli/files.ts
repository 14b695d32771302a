// Opens documents for the command line: reads the file, and prints what is wrong with it.

import { readFileSync } from "node:fs";
import { issueText, type Issue } from "../base/issue.ts";
import { instantiate } from "../kernel/kernel.ts";
import { filesBeside } from "../node/files.ts";
import { compileKernel } from "../node/kernel-file.ts";
import { openDocument, run, type Opened } from "../run/open.ts";
import type { Trajectory } from "../trajectory/trajectory.ts";
import { printError } from "./print.ts";

/**
 * Opens a document with the files that it reads, and prints its issues; `opened` is undefined where it cannot be run.
 * Errors: a file that cannot be read.
 */
export async function openFile(file: string): Promise<{ opened: Opened | undefined; issues: readonly Issue[] }> {
  const text = readFileSync(file, "utf8");
  const answer = openDocument(text, instantiate(await compileKernel()), filesBeside(file));
  printIssues(answer.issues, file);
  return { opened: answer.ok ? answer.value : undefined, issues: answer.issues };
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
