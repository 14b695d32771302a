// The files of this project: what git holds or would hold, or, in a copy without git, all but what tools make.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const MADE_BY_TOOLS = /(^|\/)(node_modules|build|dist|\.git)\//;
/** Received as they are, with words, lengths and forms of their own. */
const RECEIVED = /^(test\/reference|bench\/limit)\//;

/** Paths from the top of the project, with forward slashes, sorted. Vitest runs there. */
export const PROJECT_FILES: readonly string[] = listFiles();

/** Those that were written for this project. */
export const OWN_FILES: readonly string[] = PROJECT_FILES.filter((path) => !RECEIVED.test(path));

export function read(path: string): string {
  return readFileSync(path, "utf8");
}

function listFiles(): string[] {
  const git = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" });
  const paths =
    git.status === 0
      ? git.stdout.split("\n").filter((path) => path !== "" && existsSync(path)) // deleted files are still listed
      : readdirSync(".", { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"));
  return paths.filter((path) => !MADE_BY_TOOLS.test(path)).sort();
}
