// Kills a calibration of the command line at random moments, and lets it go on; used by the kill tests.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { fileStore } from "../../src/node/store-files.ts";
import { decodeRecord } from "../../src/store/codec.ts";
import { shareOf, type JobHeading } from "../../src/store/job.ts";
import type { RunRecord } from "../../src/store/record.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Starts `calibrate FILE --store FOLDER …`. */
function start(folder: string, words: readonly string[]): ChildProcess {
  const command = ["--import", "tsx", "src/cli/main.ts", "calibrate", "--store", folder];
  return spawn(process.execPath, [...command, ...words], { cwd: ROOT, stdio: "ignore" });
}

/** Runs to the end. @returns the one record that the folder then holds */
export async function finished(folder: string, words: readonly string[]): Promise<RunRecord> {
  const child = start(folder, words);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`the calibration left with ${code}`);
  const files = readdirSync(folder);
  const [file] = files;
  // Neither a job nor a lock is left behind.
  if (file === undefined || files.length > 1) throw new Error(`the folder holds ${files.join(", ")}`);
  const answer = decodeRecord(readFileSync(join(folder, file)));
  if (!answer.ok) throw new Error(answer.issues[0]?.message);
  return answer.value;
}

/**
 * Kills a run with SIGKILL once this share of it is done, and a moment of at most 100 ms later, so that it is hit at any
 * point of its work: before its first row, within a checkpoint, between two.
 *
 * @returns the job that it left; undefined where it was faster and had ended
 */
export async function killed(folder: string, words: readonly string[], share: number): Promise<JobHeading | undefined> {
  const child = start(folder, words);
  const { jobs } = fileStore(folder);
  let done = 0;
  while (child.exitCode === null && done < share) {
    await pause(10);
    done = Math.max(done, ...(await jobs.list()).map(shareOf));
  }
  await pause(100 * ((share * 997) % 1));
  if (child.exitCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  return (await jobs.list())[0];
}
