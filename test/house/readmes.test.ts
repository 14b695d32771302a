// Every folder says what it is for, briefly, and the links it gives lead somewhere.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { OWN_FILES, PROJECT_FILES, read } from "./project-files.ts";

const TOP_FOLDERS = ["assembly", "bench", "public", "regions", "setup", "src", "test"];
const LAYERS = [...new Set(OWN_FILES.map((path) => /^src\/[^/]+(?=\/)/.exec(path)?.[0]))].filter(
  (x) => x !== undefined,
);
const DOCUMENTS = OWN_FILES.filter((path) => path.endsWith(".md"));

/** The one at the top carries the first picture and the commands. */
const longest = (path: string): number => (path === "README.md" ? 60 : 40);

describe("README files", () => {
  test("are looked for in at least the layers of the line", () => {
    expect(LAYERS.length).toBeGreaterThanOrEqual(10);
  });

  test.each([...TOP_FOLDERS, ...LAYERS])("%s has one", (folder) => {
    expect(PROJECT_FILES).toContain(`${folder}/README.md`);
  });

  test.each(DOCUMENTS.filter((path) => path.endsWith("README.md")))("%s is short", (path) => {
    expect(read(path).trimEnd().split("\n").length).toBeLessThanOrEqual(longest(path));
  });

  test.each(DOCUMENTS)("the relative links in %s lead to files of this project", (path) => {
    const targets = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
    const relative = targets
      .filter((target) => !/^([a-z]+:|#)/.test(target))
      .map((target) => target.replace(/#.*/, ""));
    expect(relative.filter((target) => !existsSync(join(dirname(path), target)))).toEqual([]);
  });
});
