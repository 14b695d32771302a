// The digest of a document with files is the same however the files came to it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { withFiles } from "../../src/app/region-files.ts";
import { filesBeside } from "../../src/node/files.ts";
import { openDocument } from "../../src/run/open.ts";
import { testKernel } from "../support/kernel.ts";

const path = fileURLToPath(new URL("../../regions/kiribati/tuberculosis.yaml", import.meta.url));
const text = readFileSync(path, "utf8");

function digestOf(written: string, files?: ReturnType<typeof filesBeside>): string {
  const answer = openDocument(written, testKernel(), files);
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value.documentDigest;
}

describe("a region that extends a model", () => {
  const model = readFileSync(new URL("../../regions/models/tuberculosis.yaml", import.meta.url), "utf8");
  const carried = { "../models/tuberculosis.yaml": model };

  test("has the same digest on the page, which puts the files below it, and on the command line", () => {
    expect(digestOf(withFiles(text, carried))).toBe(digestOf(text, filesBeside(path)));
  });

  test("has another one where a file has changed", () => {
    const changed = { "../models/tuberculosis.yaml": `${model}\n# one line more\n` };
    expect(digestOf(withFiles(text, changed))).not.toBe(digestOf(withFiles(text, carried)));
  });
});
