// The store contract on a folder of files, one per run, written whole and then renamed.

import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { decodeRecord, encodeRecord } from "../store/codec.ts";
import type { RunHeading, RunRecord } from "../store/record.ts";
import { headingOf, latestFirst, StoreError, type Store } from "../store/store.ts";
import { asFileError, fileName, namesIn, readIfThere, writeWhole } from "./disk.ts";
import { fileJobs } from "./jobs-files.ts";

/** How the files of runs end. */
export const RUN_FILE = ".midsummer-run";

/** @param folder made at the first save */
export function fileStore(folder: string): Store {
  const fileOf = (id: string) => join(folder, `${fileName(id)}${RUN_FILE}`);
  const jobs = fileJobs(folder);
  return {
    durable: true,
    reason: "",
    jobs,
    async put(record) {
      await asFileError(() => mkdir(folder, { recursive: true }));
      await writeRunFile(fileOf(record.id), record);
      // A crash before this leaves a job that has nothing to do: it is done at once when it goes on.
      await jobs.remove(record.id);
    },
    async get(id) {
      const bytes = await readIfThere(fileOf(id));
      return bytes === undefined ? undefined : recordIn(bytes);
    },
    async list() {
      const headings: RunHeading[] = [];
      for (const name of await namesIn(folder)) {
        if (name.endsWith(RUN_FILE)) headings.push(headingOf(recordIn(await readFile(join(folder, name)))));
      }
      return latestFirst(headings);
    },
    async remove(id) {
      await rm(fileOf(id), { force: true });
      await jobs.remove(id);
    },
  };
}

/** Writes a run file under another name first, so that a crash never leaves half of one. Errors: T106. */
export async function writeRunFile(file: string, record: RunRecord): Promise<void> {
  await asFileError(() => writeWhole(file, encodeRecord(record)));
}

function recordIn(bytes: Uint8Array): RunRecord {
  const answer = decodeRecord(bytes);
  if (answer.ok) return answer.value;
  const issue = answer.issues[0];
  throw issue === undefined ? new Error("A run file could not be read.") : new StoreError(issue);
}
