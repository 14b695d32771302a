// Data files and folders of them, as `check` looks into them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { csvIssues } from "../../src/cli/check-csv.ts";
import { changesIn, checksums, inputsBelow, writeChecksums } from "../../src/cli/checksums.ts";
import { codes } from "../support/run.ts";

const folder = mkdtempSync(join(tmpdir(), "midsummer-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a data file", () => {
  test("that is well has no issues", () => {
    expect(csvIssues("date,cases,place\n2020-03-01,4,north\n2020-03-02,0,north\n2020-03-03,7,south\n")).toEqual([]);
  });

  test("is told where its times go backwards or stand still", () => {
    const issues = csvIssues("date,cases\n2020-03-01,4\n2020-03-03,5\n2020-03-02,6\n2020-03-02,6\n");
    expect(codes(issues)).toEqual(["E153"]);
    expect(issues[0]?.message).toContain("2020-03-02 and 2020-03-02");
  });

  test("has its gaps listed", () => {
    const issues = csvIssues("day,cases\n1,4\n2,5\n3,1\n7,6\n8,2\n9,\n");
    expect(issues.map(({ code, severity }) => [code, severity])).toEqual([
      ["E154", "notice"],
      ["E154", "notice"],
    ]);
    expect(issues[0]?.message).toContain("3 to 7");
    expect(issues[1]?.message).toContain("1 of 6 cells");
  });

  test("has words among its numbers, negative counts and double names pointed out", () => {
    expect(codes(csvIssues("day,cases\n1,4\n2,n/a\n"))).toEqual(["E152"]);
    expect(codes(csvIssues("day,cases\n1,4\nsoon,5\n"))).toEqual(["E152"]);
    expect(csvIssues("day,cases\n1,4\n2,-3\n")[0]).toMatchObject({ code: "E155", severity: "warning", path: "cases" });
    expect(codes(csvIssues("day,cases,cases\n1,4,4\n"))).toEqual(["E151"]);
    expect(codes(csvIssues(""))).toEqual(["E151"]);
    expect(codes(csvIssues("day,cases\n"))).toEqual(["E151"]);
  });
});

describe("the list of sums of a folder", () => {
  test("shows what was changed, added and taken away since it was written", () => {
    mkdirSync(join(folder, "somewhere"));
    writeFileSync(join(folder, "README.md"), "a guide\n");
    for (const name of ["a.csv", "b.csv", "c.csv"]) writeFileSync(join(folder, "somewhere", name), `${name}\n`);
    writeChecksums(folder);
    expect(changesIn(folder)).toEqual({ changed: [], added: [], removed: [] });
    writeFileSync(join(folder, "somewhere/a.csv"), "another figure\n");
    writeFileSync(join(folder, "somewhere/d.csv"), "d\n");
    rmSync(join(folder, "somewhere/c.csv"));
    expect(changesIn(folder)).toEqual({
      changed: ["somewhere/a.csv"],
      added: ["somewhere/d.csv"],
      removed: ["somewhere/c.csv"],
    });
  });

  test("has the sum that sha256sum has, for inputs only", () => {
    const empty = mkdtempSync(join(folder, "other-"));
    writeFileSync(join(empty, "abc.csv"), "abc");
    writeFileSync(join(empty, "LANGUAGE.md"), "a guide");
    // FIPS 180-2, appendix B.1.
    expect(checksums(empty)).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc.csv\n");
  });
});

describe("the regions of this project", () => {
  const regions = fileURLToPath(new URL("../../regions", import.meta.url));

  test("have the sums in their list; after a change: npm run midsummer -- check regions/", () => {
    expect(readFileSync(join(regions, "CHECKSUMS"), "utf8")).toBe(checksums(regions));
  });

  test("have data files without errors or warnings", () => {
    const files = inputsBelow(regions).filter((path) => path.endsWith(".csv"));
    expect(files.length).toBeGreaterThan(10);
    const issues = files.flatMap((path) => csvIssues(readFileSync(join(regions, path), "utf8")));
    expect(issues.filter(({ severity }) => severity !== "notice")).toEqual([]);
  });
});
