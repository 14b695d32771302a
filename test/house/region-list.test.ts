// The list of regions that the gallery shows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listRegions } from "../../src/app/vite/regions.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "midsummer-regions-"));
  mkdirSync(join(folder, "somewhere"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the list of regions", () => {
  test("has each document with its title and summary, sorted by path, and no other file", () => {
    writeFileSync(join(folder, "somewhere/b.yaml"), "title: B\nsummary: >\n  Of two\n  lines.\n");
    writeFileSync(join(folder, "somewhere/a.yaml"), "title: A\n");
    writeFileSync(join(folder, "somewhere/cases.csv"), "1\n");
    writeFileSync(join(folder, "README.md"), "# regions\n");
    expect(listRegions(folder)).toEqual([
      { path: "somewhere/a.yaml", title: "A", summary: "" },
      { path: "somewhere/b.yaml", title: "B", summary: "Of two lines." },
    ]);
  });

  test("is refused when a document has no title, with its path", () => {
    writeFileSync(join(folder, "somewhere/a.yaml"), "summary: no title\n");
    expect(() => listRegions(folder)).toThrow("regions/somewhere/a.yaml has no title");
  });

  test("says of every region of this project in a sentence what it is", () => {
    const regions = listRegions("regions");
    expect(regions.map(({ path }) => path)).toContain("england-1978/influenza.yaml");
    expect(regions.filter(({ summary }) => summary === "")).toEqual([]);
  });
});
