// The version and the commit of this source tree, as run records, exports and links name them.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** @returns {string} the version in package.json */
export function sourceVersion() {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

/**
 * The full commit hash; with “-dirty” behind it when tracked files differ from that commit; “unknown” where there is
 * no git, no repository or no commit yet.
 *
 * @returns {string}
 */
export function sourceCommit() {
  const head = git("rev-parse", "--verify", "HEAD");
  if (head === undefined) return "unknown";
  return git("status", "--porcelain", "--untracked-files=no") === "" ? head : `${head}-dirty`;
}

/**
 * What git prints, trimmed, or nothing if it failed.
 *
 * @param {...string} words
 */
function git(...words) {
  const result = spawnSync("git", words, { cwd: new URL("..", import.meta.url), encoding: "utf8" });
  return result.status === 0 ? result.stdout.trim() : undefined;
}
