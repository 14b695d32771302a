// `calibrate FILE`: samples the posterior on worker threads, prints the verdict and the table, and may keep the run.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SamplerName } from "../base/sampler-name.ts";
import { nodeHost } from "../node/host.ts";
import { fileStore } from "../node/store-files.ts";
import { calibrate } from "../run/calibrate.ts";
import type { RunAnswer, RunOptions } from "../run/job.ts";
import type { ParameterSummary } from "../sampler/diagnose.ts";
import { decodeRecord, drawsCsv } from "../store/codec.ts";
import type { RunRecord } from "../store/record.ts";
import { openFile, printIssues } from "./files.ts";
import { makeLonger, runOnce } from "./kept-run.ts";
import { print, printError, table } from "./print.ts";

export interface CalibrateWords {
  readonly sampler: SamplerName | undefined;
  readonly chains: number | undefined;
  readonly warmup: number | undefined;
  readonly draws: number | undefined;
  readonly seed: number | undefined;
  readonly workers: number | undefined;
  readonly out: string | undefined;
  /** Where the run is kept while it is under way. */
  readonly store: string | undefined;
  /** Milliseconds from one checkpoint to the next. */
  readonly checkpoint: number | undefined;
}

/** Milliseconds after which a disk that refused is tried again. */
const TRY_AGAIN = 5_000;

/** Interrupting it once (Ctrl+C) stops the chains and keeps their draws. @returns the exit code */
export async function calibrateFile(file: string, words: CalibrateWords): Promise<number> {
  const { opened } = await openFile(file);
  if (opened === undefined) return 1;
  const own = opened.model.calibration;
  const settings = {
    sampler: words.sampler ?? own.sampler,
    chains: words.chains ?? own.chains,
    warmup: words.warmup ?? own.warmup,
    draws: words.draws ?? own.draws,
    seed: words.seed ?? own.seed,
  };
  const options = await optionsOf(words);
  const work = { text: opened.text, settings, region: null, ...options };
  const { store: folder } = words;
  if (folder === undefined) return told(await calibrate(work), file, words);
  const { documentDigest } = opened;
  return told(await runOnce({ ...work, store: fileStore(folder), documentDigest }), file, { ...words, store: folder });
}

/** Makes the run in a file longer. @returns the exit code */
export async function continueFile(file: string, words: CalibrateWords): Promise<number> {
  const answer = decodeRecord(await readFile(file));
  printIssues(answer.issues, file);
  if (!answer.ok) return 1;
  const folder = words.store ?? words.out ?? dirname(file);
  const more = words.draws ?? answer.value.settings.draws;
  const options = { ...(await optionsOf(words)), store: fileStore(folder) };
  return told(await makeLonger(answer.value, more, options), file, { ...words, store: folder });
}

async function optionsOf({ workers, checkpoint }: CalibrateWords): Promise<RunOptions> {
  const stop = new AbortController();
  process.once("SIGINT", () => {
    printError("Stopping: the draws so far are kept. Interrupt again to end at once.");
    stop.abort();
  });
  return {
    host: await nodeHost(workers),
    signal: stop.signal,
    ...(checkpoint !== undefined && { checkpointEvery: checkpoint }),
    onPause(pause) {
      if (pause === undefined) return;
      const { code, message, advice } = pause.issue;
      printError(`Paused: ${code} ${message} ${advice} Trying again every ${TRY_AGAIN / 1000} s.`);
      setTimeout(() => pause.again(), TRY_AGAIN);
    },
  };
}

/** Prints what became of a run. @returns the exit code */
async function told(run: RunAnswer, file: string, words: CalibrateWords): Promise<number> {
  printIssues(run.issues, file);
  if (!run.ok) return 1;
  print(run.value.diagnosis.verdict);
  print("");
  print(posteriorTable(run.value.diagnosis.parameters));
  print("");
  print(provenance(run.value));
  if (words.store !== undefined && run.unsaved === undefined) print(`kept ${run.value.id} in ${words.store}`);
  if (run.unsaved !== undefined) printIssues([run.unsaved], file);
  if (words.out !== undefined) await save(run.value, words.out);
  return run.unsaved === undefined ? 0 : 1;
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
