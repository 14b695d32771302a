// The files that a document names, read from beside it, and never from outside the folder that it belongs to.

import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Files } from "../run/open.ts";

/** Files of one document, and bytes of one file; more is not read. */
const MOST_FILES = 64;
const MOST_BYTES = 4 * 2 ** 20;

/**
 * Reads files by their paths from a document. Those outside its folder are not there; of a document below a folder named
 * `regions`, those outside of that. Neither are files beyond the bounds above, nor links that lead out.
 *
 * @param file  path of the document
 */
export function filesBeside(file: string): Files {
  const folder = dirname(resolve(file));
  const root = rootOf(folder);
  const read = new Map<string, string | undefined>();
  return (path) => {
    const known = read.get(path);
    if (known !== undefined || read.size >= MOST_FILES) return known;
    const text = isAbsolute(path) ? undefined : textWithin(root, join(folder, path));
    read.set(path, text);
    return text;
  };
}

/** The nearest folder named `regions` that a folder lies in, or the folder itself. */
function rootOf(folder: string): string {
  const parts = folder.split(sep);
  const at = parts.lastIndexOf("regions");
  return at < 0 ? folder : parts.slice(0, at + 1).join(sep);
}

function textWithin(root: string, file: string): string | undefined {
  try {
    const real = realpathSync(file);
    const inside = relative(realpathSync(root), real);
    if (inside.startsWith("..") || isAbsolute(inside) || basename(real).startsWith(".")) return undefined;
    const { size } = statSync(real);
    return size <= MOST_BYTES ? readFileSync(real, "utf8") : undefined;
  } catch {
    // A file that is not there, or may not be read: the document that names it is told that it was not found.
    return undefined;
  }
}
