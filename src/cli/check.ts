// `check FILE…`: reads documents, runs each once, and prints all that is wrong with them.

import { hasErrors } from "../base/issue.ts";
import { openFile, runAtOwnValues } from "./files.ts";
import { print } from "./print.ts";

/** @returns the exit code */
export async function checkDocuments(files: readonly string[]): Promise<number> {
  let failed = 0;
  for (const file of files) {
    const answer = await openFile(file);
    const good = answer !== undefined && !hasErrors(runAtOwnValues(answer.opened, file).issues);
    if (!good) failed += 1;
    print(`${file}: ${good ? "runs" : "does not run"}`);
  }
  return failed > 0 ? 1 : 0;
}
