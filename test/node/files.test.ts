// Which files a document may read.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { filesBeside } from "../../src/node/files.ts";

const folder = mkdtempSync(join(tmpdir(), "midsummer-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
function put(path: string, text = path): string {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe("the files beside a document", () => {
  const region = put("regions/somewhere/model.yaml");
  const own = put("own/model.yaml");
  put("regions/somewhere/data/cases.csv");
  put("regions/models/sir.yaml");
  put("own/cases.csv");
  put("secret.txt");
  symlinkSync(join(folder, "secret.txt"), join(folder, "own/link.csv"));

  test("are read by their paths from it", () => {
    expect(filesBeside(region)("data/cases.csv")).toBe("regions/somewhere/data/cases.csv");
    expect(filesBeside(own)("./cases.csv")).toBe("own/cases.csv");
  });

  test("may lie anywhere below regions/ for a region", () => {
    expect(filesBeside(region)("../models/sir.yaml")).toBe("regions/models/sir.yaml");
  });

  test("do not lie outside: not above, not by a full path, not behind a link", () => {
    expect(filesBeside(region)("../../secret.txt")).toBeUndefined();
    expect(filesBeside(own)("../secret.txt")).toBeUndefined();
    expect(filesBeside(own)(join(folder, "own/cases.csv"))).toBeUndefined();
    expect(filesBeside(own)("link.csv")).toBeUndefined();
  });

  test("are no folders, and bounded in size and number", () => {
    put("own/huge.csv", "1".repeat(4 * 2 ** 20 + 1));
    expect(filesBeside(own)("huge.csv")).toBeUndefined();
    expect(filesBeside(region)("data")).toBeUndefined();
    const read = filesBeside(own);
    for (let n = 0; n < 64; n += 1) read(`none-${n}.csv`);
    expect(read("cases.csv")).toBeUndefined();
  });
});
