// The list of what the inputs below a folder are: a sum for each file, so that a changed figure shows in a review.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { digestOfBytes } from "../program/digest.ts";

/** Name of the list, in the folder itself. In the format of `sha256sum`, which can check it too. */
export const LIST = "CHECKSUMS";

/** What a folder holds now, against its list. */
export interface Changes {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Paths of the inputs below a folder, with forward slashes, sorted: all but guides, hidden files and the list itself. */
export function inputsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && !entry.name.startsWith(".") && !entry.name.endsWith(".md") && entry.name !== LIST,
    )
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length).replaceAll(sep, "/"))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** The list as it should be: a line "sum  path" for each input. */
export function checksums(folder: string): string {
  const lines = inputsBelow(folder).map((path) => `${digestOfBytes(readFileSync(join(folder, path)))}  ${path}`);
  return lines.map((line) => `${line}\n`).join("");
}

/** Compares a folder with its list. Without a list, everything is new. */
export function changesIn(folder: string): Changes {
  const file = join(folder, LIST);
  const before = sumsOf(existsSync(file) ? readFileSync(file, "utf8") : "");
  const now = sumsOf(checksums(folder));
  return {
    changed: [...now].filter(([path, sum]) => (before.get(path) ?? sum) !== sum).map(([path]) => path),
    added: [...now.keys()].filter((path) => !before.has(path)),
    removed: [...before.keys()].filter((path) => !now.has(path)),
  };
}

export function writeChecksums(folder: string): void {
  writeFileSync(join(folder, LIST), checksums(folder));
}

function sumsOf(list: string): Map<string, string> {
  const lines = list.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line): [string, string] => [line.slice(66), line.slice(0, 64)]));
}
