// Opening a document: what only shows when its program is placed.
import { expect, test } from "vitest";
import { openDocument } from "../../src/run/open.ts";
import { testKernel } from "../support/kernel.ts";

test("a document whose trajectory would not fit in a tab is refused, and says what would do", () => {
  // 1,400 outputs at 100,000 times of 8 bytes: more than a gibibyte.
  const outputs = Array.from({ length: 1400 }, (_, index) => `  o${index}: { expression: a + ${index} }\n`).join("");
  const text = `midsummer: 1
title: Too much
time: { unit: day, start: 0, end: 99999, step: 1 }
compartments: [a]
initial: { a: 1 }
outputs:
${outputs}`;
  const answer = openDocument(text, testKernel());
  expect(answer.ok).toBe(false);
  expect(answer.issues.at(-1)).toMatchObject({ code: "K110", severity: "error", path: "time", place: { line: 3 } });
  expect(answer.issues.at(-1)?.message).toContain("MiB");
});
