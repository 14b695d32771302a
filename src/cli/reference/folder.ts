// Reads the reference files of a folder, which may stand anywhere.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ReferenceRow } from "./row.ts";

/** Checks every *.json of a folder, in order of their names. A file that cannot be checked is a row that fails. */
export async function checkFiles(
  folder: string,
  check: (content: unknown, file: string) => ReferenceRow | Promise<ReferenceRow>,
): Promise<ReferenceRow[]> {
  const rows: ReferenceRow[] = [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  for (const file of files.sort()) {
    try {
      rows.push(await check(JSON.parse(readFileSync(join(folder, file), "utf8")), file));
    } catch (error) {
      const note = error instanceof Error ? error.message : String(error);
      rows.push({ file, worst: Infinity, limit: 0, note });
    }
  }
  return rows;
}
