// Files: written whole or not at all, read where they are there, and what a disk refuses in plain words.

import { open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { StoreError } from "../store/store.ts";

/** Reasons for which a disk refuses to write, by the system's names. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "your share of the disk is used up",
  EFBIG: "a file may not become so long",
  EROFS: "the disk can only be read",
  EACCES: "this folder may not be written to",
  EPERM: "this folder may not be written to",
  ENOENT: "the folder is not there any more",
  ENOTDIR: "a file stands where the folder should be",
  EIO: "the disk does not answer",
  ESTALE: "the disk does not answer",
};

/** Runs a piece of work on files. Errors: T106 for what the disk refuses; others as they are. */
export async function asFileError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = REFUSALS[code];
    if (reason === undefined) throw error;
    throw new StoreError(
      {
        code: "T106",
        severity: "error",
        path: "",
        message: `the run could not be kept: ${reason} (${code}).`,
        advice: "Make room, or mend the folder; nothing that was drawn is lost.",
      },
      { cause: error },
    );
  }
}

export async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  return readFile(file).catch((error: unknown) => absent(error, undefined));
}

/** Renames a file, which takes the place of any other of the new name; nothing happens where there is none. */
export async function moveIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => absent(error, undefined));
}

export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => absent(error, []));
}

/** Stands in for what is not there; any other failure stays one. */
function absent<T>(error: unknown, instead: T): T {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return instead;
  throw error;
}

/** A name for a file from an id, which may hold anything. */
export function fileName(id: string): string {
  return id.replaceAll(/[^\w-]/g, "_");
}

/** Writes under another name first: whoever reads finds the old file or the new one, never half of one. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`;
  try {
    await writeFile(unfinished, bytes, { flush: true });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Writes bytes from a position on, and waits until they are on the disk; makes the file where it is not there. */
export async function writeAt(file: string, bytes: Uint8Array, position: number): Promise<void> {
  // What stands before and behind stays.
  const handle = await open(file, "r+").catch(() => open(file, "w+"));
  try {
    await handle.write(bytes, 0, bytes.length, position);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
