// `compare RUN RUN…`: which of some calibrated models predicts the same data better.

import { readFile } from "node:fs/promises";
import { nodeHost } from "../node/host.ts";
import { compareRuns, type ComparedModel } from "../run/analysis/compare.ts";
import { makePool } from "../run/pool.ts";
import { decodeRecord } from "../store/codec.ts";
import type { RunRecord } from "../store/record.ts";
import { printIssues } from "./files.ts";
import { print, table } from "./print.ts";

/** @param files  run files @returns the exit code */
export async function compareFiles(files: readonly string[], workers: number | undefined): Promise<number> {
  const records: RunRecord[] = [];
  for (const file of files) {
    const answer = decodeRecord(await readFile(file));
    printIssues(answer.issues, file);
    if (!answer.ok) return 1;
    records.push(answer.value);
  }
  const pool = makePool(await nodeHost(workers));
  const answer = await compareRuns(records, pool);
  pool.close();
  printIssues(answer.issues, "runs");
  if (!answer.ok) return 1;
  print(asText(answer.value));
  return 0;
}

function asText(models: readonly ComparedModel[]): string {
  const head = ["model", "elpd", "se", "difference", "se", "parameters in effect", "k ≥ 0.7", "log evidence", "run"];
  const rows = models.map((model) => [
    model.title,
    ...[model.elpd, model.standardError, model.difference, model.differenceError].map((value) => value.toFixed(2)),
    model.effectiveParameters.toFixed(1),
    `${model.unreliable.length} of ${model.observations}`,
    model.logEvidence === null
      ? ""
      : `${model.logEvidence.value.toFixed(2)} ± ${model.logEvidence.standardError.toFixed(2)}`,
    model.id,
  ]);
  return table(head, rows);
}
