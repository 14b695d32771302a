// Says whether something built is still that of its sources, by a hash of their contents.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * A hex SHA-256 of the names and contents of all files at `paths` (files, or folders with all that is in them) and of
 * `extra` strings. A path that does not exist counts as empty, so that its appearance changes the hash.
 *
 * @param {readonly string[]} paths
 * @param {readonly string[]} [extra]
 */
export function fingerprint(paths, extra = []) {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of filesAt(path)) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  for (const text of extra) hash.update(`${text}\0`);
  return hash.digest("hex");
}

/**
 * All files at or below `path`, sorted, so that the order is the same on every file system.
 *
 * @param {string} path
 * @returns {string[]}
 */
function filesAt(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesAt(join(path, name)));
}

/**
 * Runs `make` unless `product` exists and the stamp tells that it was made from just these sources. The stamp is
 * removed first and written last: work that was cut short is done again.
 *
 * @param {{ product: string, stamp: string, key: string, make: () => void }} work `key` stands for the sources
 */
export function makeIfChanged({ product, stamp, key, make }) {
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, "utf8") === key) return;
  rmSync(stamp, { force: true });
  make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
}
