// `simulate FILE`: runs a document at its own values and prints its outputs, one row per output time.

import { hasErrors } from "../base/issue.ts";
import { openFile, runAtOwnValues } from "./files.ts";
import { print } from "./print.ts";

/** Numbers are printed with all their digits: what is read back is the same number. @returns the exit code */
export async function simulateFile(file: string, asJson: boolean): Promise<number> {
  const answer = await openFile(file);
  if (answer === undefined) return 1;
  const { model, program } = answer.opened;
  const { times, outputs, issues } = runAtOwnValues(answer.opened, file);
  const names = model.outputs.map((output) => output.name);
  if (asJson) {
    const series = Object.fromEntries(names.map((name, output) => [name, [...(outputs[output] ?? [])]]));
    print(JSON.stringify({ title: model.title, programDigest: program.digest, times: [...times], outputs: series }));
  } else {
    print(["time", ...names].join(","));
    times.forEach((time, row) => print([time, ...outputs.map((output) => output[row] ?? NaN)].join(",")));
  }
  return hasErrors(issues) ? 1 : 0;
}
