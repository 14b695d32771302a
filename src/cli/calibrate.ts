// `calibrate FILE`: samples the posterior on worker threads, prints the verdict and the table, and may save the run.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeHost } from "../node/host.ts";
import { fileStore } from "../node/store-files.ts";
import { calibrate } from "../run/calibrate.ts";
import type { ParameterSummary } from "../sampler/diagnose.ts";
import { drawsCsv } from "../store/codec.ts";
import type { RunRecord } from "../store/record.ts";
import { openFile, printIssues } from "./files.ts";
import { print, printError, table } from "./print.ts";

export interface CalibrateWords {
  readonly chains: number | undefined;
  readonly warmup: number | undefined;
  readonly draws: number | undefined;
  readonly seed: number | undefined;
  readonly workers: number | undefined;
  readonly out: string | undefined;
}

/** Interrupting it once (Ctrl+C) stops the chains and keeps their draws. @returns the exit code */
export async function calibrateFile(file: string, words: CalibrateWords): Promise<number> {
  const { opened } = await openFile(file);
  if (opened === undefined) return 1;
  const own = opened.model.calibration;
  const settings = {
    sampler: own.sampler,
    chains: words.chains ?? own.chains,
    warmup: words.warmup ?? own.warmup,
    draws: words.draws ?? own.draws,
    seed: words.seed ?? own.seed,
  };
  const stop = new AbortController();
  process.once("SIGINT", () => {
    printError("Stopping: the draws so far are kept. Interrupt again to end at once.");
    stop.abort();
  });
  const host = await nodeHost(words.workers);
  const run = await calibrate({ text: opened.text, settings, region: null, host, signal: stop.signal });
  printIssues(run.issues, file);
  if (!run.ok) return 1;
  print(run.value.diagnosis.verdict);
  print("");
  print(posteriorTable(run.value.diagnosis.parameters));
  print("");
  print(provenance(run.value));
  if (words.out !== undefined) await save(run.value, words.out);
  return 0;
}

function posteriorTable(parameters: readonly ParameterSummary[]): string {
  const head = ["parameter", "mean", "sd", "5 %", "50 %", "95 %", "R̂", "ESS bulk", "ESS tail"];
  const digits = (value: number) => String(Number(value.toPrecision(4)));
  return table(
    head,
    parameters.map(({ name, mean, sd, q05, q50, q95, rhat, essBulk, essTail }) => [
      name,
      ...[mean, sd, q05, q50, q95].map(digits),
      rhat?.toFixed(3) ?? "",
      essBulk?.toFixed(0) ?? "",
      essTail?.toFixed(0) ?? "",
    ]),
  );
}

function provenance(record: RunRecord): string {
  const { settings, chains, elapsedMs, version, commit } = record;
  const acceptance = chains.map((chain) => `${(100 * chain.acceptance).toFixed(0)} %`).join(", ");
  const failures = chains.reduce((sum, chain) => sum + chain.failures, 0);
  return [
    `${settings.chains} chains × (${settings.warmup} warm-up + ${settings.draws} draws), seed ${settings.seed}, ` +
      `${(elapsedMs / 1000).toFixed(1)} s${record.stopped ? ", stopped early" : ""}`,
    `accepted ${acceptance}; ${failures} proposals without a finite answer`,
    `draws ${record.drawsDigest}`,
    `program ${record.programDigest}`,
    `Midsummer ${version}, commit ${commit}`,
  ].join("\n");
}

async function save(record: RunRecord, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await fileStore(folder).put(record);
  const csv = join(folder, `${record.id}.csv`);
  await writeFile(csv, drawsCsv(record));
  print(`saved ${record.id} in ${folder}`);
}
