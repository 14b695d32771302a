// One text with all that a document needs: the files that it names travel with it, so that it can be sent and kept.
import { stringify } from "yaml";
import type { Document, Files } from "./document.ts";
import { readLayered } from "./layers.ts";
import { readYaml } from "./yaml.ts";

/** Stands above the files that were put below a document; what is above it is the document as it was written. */
const CARRIED = "# Files that this document reads, carried with it.";

/**
 * What the digest of a document is of: its text as it was written, then its files by path. Whoever put the files below
 * it, and in whatever order, a document with the same files is the same. A document without files is its text alone.
 */
export function identityOf({ text, content }: Pick<Document, "text" | "content">): string {
  const files = Object.entries(content.files ?? {});
  if (files.length === 0) return text;
  const [written = text] = text.split(`\n${CARRIED}\n`);
  const sorted = files.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return JSON.stringify([written.trimEnd(), ...sorted]);
}

/**
 * The text of a document with the files that it reads below it, under `files`. A document that reads none is returned
 * as it is; so is one that cannot be read. Files that are not there are left out: reading the bundle reports them.
 */
export function bundle(text: string, files: Files): string {
  const read = new Map<string, string>();
  const listen: Files = (path) => {
    const found = files(path);
    if (found !== undefined) read.set(path, found);
    return found;
  };
  const merged = readLayered(text, listen, {});
  for (const name of filesOf(merged.value)) merged.files(name);
  if (read.size === 0) return text;
  const { value } = readYaml(text);
  const isBlock = !/^\s*\{/.test(text.replaceAll(/^\s*#.*$/gm, ""));
  const carried = new Map(Object.entries(carriedBy(value)));
  for (const [path, content] of read) carried.set(path, content);
  const section = { files: Object.fromEntries(carried) };
  if (isBlock && carried.size === read.size) {
    return `${text.trimEnd()}\n\n${CARRIED}\n${stringify(section, { blockQuote: "literal", lineWidth: 0 })}`;
  }
  return `${JSON.stringify({ ...(typeof value === "object" ? value : {}), ...section }, null, 2)}\n`;
}

function carriedBy(value: unknown): object {
  if (typeof value !== "object" || value === null || !("files" in value)) return {};
  return typeof value.files === "object" && value.files !== null ? value.files : {};
}

/** Sections in which a `file` is one to read; those of a scenario as well. */
const READING = ["series", "tables", "matrices", "targets", "scenarios"];

/** Names of the data files of a document's value, each once. */
function filesOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const sections = Object.entries(value).filter(([key]) => READING.includes(key));
  return [...new Set(sections.flatMap(([, section]) => filesBelow(section)))];
}

function filesBelow(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const parts: readonly [string, unknown][] = Object.entries(value);
  return parts.flatMap(([key, part]) => (key === "file" && typeof part === "string" ? [part] : filesBelow(part)));
}
