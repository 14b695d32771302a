// The store contract on a folder of files, one per run, written whole and then renamed.

import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeRecord, encodeRecord } from "../store/codec.ts";
import type { RunHeading, RunRecord } from "../store/record.ts";
import { headingOf, latestFirst, StoreError, type Store } from "../store/store.ts";

/** How the files of runs end. */
export const RUN_FILE = ".midsummer-run";

/** @param folder made at the first save */
export function fileStore(folder: string): Store {
  const fileOf = (id: string) => join(folder, `${id.replaceAll(/[^\w-]/g, "_")}${RUN_FILE}`);
  return {
    durable: true,
    reason: "",
    async put(record) {
      await mkdir(folder, { recursive: true });
      await writeRunFile(fileOf(record.id), record);
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
    },
  };
}

/** Writes a run file under another name first, so that a crash never leaves half of one. */
export async function writeRunFile(file: string, record: RunRecord): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`;
  await writeFile(unfinished, encodeRecord(record), { flush: true });
  await rename(unfinished, file);
}

function recordIn(bytes: Uint8Array): RunRecord {
  const answer = decodeRecord(bytes);
  if (answer.ok) return answer.value;
  const issue = answer.issues[0];
  throw issue === undefined ? new Error("A run file could not be read.") : new StoreError(issue);
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  return readFile(file).catch((error: unknown) => absent(error, undefined));
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => absent(error, []));
}

/** Stands in for what is not there; any other failure stays one. */
function absent<T>(error: unknown, instead: T): T {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return instead;
  throw error;
}
