// `check FILE…` and `check FOLDER`: reads documents and data files, runs each document and scenario once, says what is wrong.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { hasErrors, type Issue } from "../base/issue.ts";
import { listInWords } from "../base/text.ts";
import { documentValues } from "../run/desk.ts";
import type { Opened } from "../run/open.ts";
import { openScenario, runScenarioAlone } from "../run/scenario.ts";
import { csvIssues } from "./check-csv.ts";
import { changesIn, inputsBelow, LIST, writeChecksums } from "./checksums.ts";
import { openFile, printIssues, runAtOwnValues } from "./files.ts";
import { print } from "./print.ts";

/** What was found in some files. */
interface Findings {
  files: number;
  failed: number;
  warnings: number;
  notices: number;
}

/** Of a folder, all documents and data files below it; its list of sums is written anew. @returns the exit code */
export async function checkDocuments(paths: readonly string[]): Promise<number> {
  const findings: Findings = { files: 0, failed: 0, warnings: 0, notices: 0 };
  for (const path of paths) {
    if (statSync(path).isDirectory()) await checkFolder(path, findings);
    else await checkFile(path, findings);
  }
  return findings.failed > 0 ? 1 : 0;
}

async function checkFolder(folder: string, findings: Findings): Promise<void> {
  for (const input of inputsBelow(folder)) await checkFile(join(folder, input), findings, true);
  const { files, failed, warnings, notices } = findings;
  print(`\n${files} files, ${failed} of them with errors; warnings: ${warnings}, notices: ${notices}`);
  const { changed, added, removed } = changesIn(folder);
  const parts = [
    { word: "changed", paths: changed },
    { word: "new", paths: added },
    { word: "gone", paths: removed },
  ].filter(({ paths }) => paths.length > 0);
  for (const { word, paths } of parts) for (const path of paths) print(`${word}: ${path}`);
  writeChecksums(folder);
  const list = join(folder, LIST);
  print(
    parts.length === 0 ? `${list}: nothing has changed` : `${list}: written; look at what changed before you commit`,
  );
}

/** @param isPublished  what others build on says where its figures come from and what they are counted in */
async function checkFile(path: string, findings: Findings, isPublished = false): Promise<void> {
  const isDocument = /\.ya?ml$/.test(path);
  const { issues, words } = isDocument ? await documentFindings(path, isPublished) : dataFindings(path);
  const isBad = hasErrors(issues);
  findings.files += 1;
  findings.failed += Number(isBad);
  findings.warnings += issues.filter(({ severity }) => severity === "warning").length;
  findings.notices += issues.filter(({ severity }) => severity === "notice").length;
  print(`${path}: ${isBad && isDocument ? "does not run" : words}`);
}

interface Checked {
  readonly issues: readonly Issue[];
  readonly words: string;
}

function dataFindings(path: string): Checked {
  if (!path.endsWith(".csv")) return { issues: [], words: "not looked into" };
  const issues = csvIssues(readFileSync(path, "utf8"));
  printIssues(issues, path);
  return { issues, words: hasErrors(issues) ? "has errors" : "can be read" };
}

async function documentFindings(path: string, isPublished: boolean): Promise<Checked> {
  const { opened, issues } = await openFile(path);
  if (opened === undefined) return { issues, words: "" };
  const own = runAtOwnValues(opened, path).issues;
  const further = (opened.model.scenarios ?? []).flatMap(({ name }) =>
    scenarioIssues(opened, name, [...issues, ...own]),
  );
  printIssues(further, path);
  const scenarios = opened.model.scenarios?.length ?? 0;
  const along = scenarios === 0 ? "" : `, with ${scenarios} scenario${scenarios === 1 ? "" : "s"}`;
  const words = `runs${along}${isPublished ? withoutUnits(opened) : ""}`;
  return { issues: [...issues, ...own, ...further], words };
}

/** What a scenario adds to the issues of its document. */
function scenarioIssues(opened: Opened, name: string, known: readonly Issue[]): Issue[] {
  const answer = openScenario(opened, name);
  const run = answer.ok ? runScenarioAlone(opened, answer.value, documentValues(opened)).issues : [];
  const said = new Set(known.map(({ code, path, message }) => `${code} ${path} ${message}`));
  return [...answer.issues, ...run]
    .filter(({ code, path, message }) => !said.has(`${code} ${path} ${message}`))
    .map((issue) => ({ ...issue, message: `in the scenario “${name}”: ${issue.message}` }));
}

/** Parameters whose unit or source a reader has to guess. */
function withoutUnits({ model }: Opened): string {
  const nameless = (key: "unit" | "source") =>
    model.parameters.filter((parameter) => parameter[key] === undefined).length;
  const parts = (["unit", "source"] as const).flatMap((key) => {
    const count = nameless(key);
    return count === 0 ? [] : [`${count} without a ${key}`];
  });
  return parts.length === 0 ? "" : `; of ${model.parameters.length} parameters ${listInWords(parts)}`;
}
