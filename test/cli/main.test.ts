// The command line, run as a person runs it: what it prints, and how it leaves.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { decodeRecord } from "../../src/store/codec.ts";
import { SIR, spoil } from "../support/document.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "midsummer-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...words: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...words], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** @param part  what must stand in its output or its messages */
function expectLeaving(done: ReturnType<typeof run>, code: number, part: string): void {
  expect(done.out + done.err).toContain(part);
  expect(done.code).toBe(code);
}

describe("the command line", () => {
  test("without a command, or with an unknown one, explains itself and leaves with 2", () => {
    expectLeaving(run(), 2, "Usage:");
    expectLeaving(run("simulte", "a.yaml"), 2, "“simulte”");
    expectLeaving(run("calibrate", "a.yaml", "--chains", "four"), 2, "--chains");
  });

  test("check leaves with 0 for a good document and with 1 for a bad one, with place and code", () => {
    const good = file("good.yaml", SIR);
    const bad = file("bad.yaml", spoil("from: infectious", "from: infectous"));
    expect(run("check", good)).toMatchObject({ code: 0, out: `${good}: runs\n` });
    const { code, out, err } = run("check", good, bad);
    expect([code, out]).toEqual([1, `${good}: runs\n${bad}: does not run\n`]);
    expect(err).toMatch(/bad\.yaml:\d+:\d+ {2}E\d{3} {2}flows\.recovery\.from: .*infectous/);
  });

  test("check looks through a folder, and writes the sums of its files", () => {
    const inner = mkdtempSync(join(folder, "regions-"));
    writeFileSync(
      join(inner, "sir.yaml"),
      `${SIR}scenarios:\n  fewer: { from: 4, parameters: { contact_rate: 0.1 } }\n`,
    );
    writeFileSync(join(inner, "cases.csv"), "day,cases\n1,4\n2,-3\n");
    const first = run("check", inner);
    expectLeaving(first, 0, "sir.yaml: runs, with 1 scenario; of 2 parameters 1 without a unit and 2 without a source");
    expect(first.err).toContain("cases.csv  E155  cases: ");
    expect(first.out).toContain("2 files, 0 of them with errors; warnings: 1, notices: 0");
    expect(first.out).toContain("new: cases.csv");
    writeFileSync(join(inner, "cases.csv"), "day,cases\n1,4\n1,3\n");
    expectLeaving(run("check", inner), 1, "changed: cases.csv");
    expect(readFileSync(join(inner, "CHECKSUMS"), "utf8")).toMatch(
      /^[0-9a-f]{64} {2}cases\.csv\n[0-9a-f]{64} {2}sir\.yaml\n$/,
    );
  });

  test("scenarios tells what each changes, and simulate runs one of them", () => {
    const path = file(
      "scenarios.yaml",
      `${SIR}scenarios:\n  none: { title: No contacts, parameters: { contact_rate: 0 } }\n`,
    );
    const done = run("scenarios", path);
    expectLeaving(done, 0, "No contacts (none), from 0");
    expect(done.out).toMatch(/new_cases +in all +[\d.]+ +0 +[\d.]+ +-100\.0 %/);
    const [{ name, differences }] = JSON.parse(run("scenarios", path, "--json").out) as [
      { name: string; differences: { output: string; scenario: number }[] },
    ]; // what the command prints
    expect([name, differences[1]]).toMatchObject(["none", { output: "new_cases", scenario: 0 }]);
    expect(run("simulate", path, "--scenario", "none").out.trimEnd().split("\n").at(-1)).toMatch(/^10,0\.135\d*,0$/);
    expectLeaving(run("simulate", path, "--scenario", "nine"), 1, "E135");
  });

  test("a file that is not there is named", () => {
    expectLeaving(run("check", join(folder, "none.yaml")), 1, "none.yaml");
  });

  test("simulate prints a row per output time, and the same numbers as JSON", () => {
    const good = file("sir.yaml", SIR);
    const lines = run("simulate", good).out.trimEnd().split("\n");
    expect(lines[0]).toBe("time,in_bed,new_cases");
    expect(lines.length).toBe(12);
    expect(lines[1]).toBe("0,1,0");
    const { outputs } = JSON.parse(run("simulate", good, "--json").out) as { outputs: Record<string, number[]> };
    expect(lines.slice(1).map((line) => Number(line.split(",")[1]))).toEqual(outputs["in_bed"]);
  });

  test("calibrate prints a verdict and a table, and saves a run that can be read", () => {
    const out = join(folder, "runs");
    const words = ["--chains", "2", "--warmup", "100", "--draws", "100", "--workers", "2", "--seed", "5", "--out", out];
    const done = run("calibrate", "regions/england-1978/influenza.yaml", ...words);
    expect(done.code).toBe(0);
    expect(done.out).toMatch(/^(Do not use yet|Usable): .*\n\nparameter +mean +sd/);
    const names = readdirSync(out).sort();
    expect(names.map((name) => name.replace(/^[^.]+/, ""))).toEqual([".csv", ".midsummer-run"]);
    const answer = decodeRecord(readFileSync(join(out, names[1] ?? "")));
    expect(answer.ok && answer.value.settings).toMatchObject({ chains: 2, draws: 100, seed: 5 });
    expect(done.out).toContain(answer.ok ? answer.value.drawsDigest : "a digest");
    expect(
      readFileSync(join(out, names[0] ?? ""), "utf8")
        .trimEnd()
        .split("\n").length,
    ).toBe(201);
  });

  test("reference ends with the count, and leaves with 1 where a file fails or there is none", () => {
    const good = run("reference", "ode");
    expect([good.code, good.out.trimEnd().split("\n").at(-1)]).toEqual([0, "5 passed, 0 failed"]);
    file("broken.json", "{");
    const bad = run("reference", "ode", folder);
    expect([bad.code, bad.out.trimEnd().split("\n").at(-1)]).toEqual([1, "0 passed, 1 failed"]);
    const empty = mkdtempSync(join(folder, "empty-"));
    expectLeaving(run("reference", "ode", empty), 1, "0 passed, 0 failed");
    expectLeaving(run("reference", "ode", join(folder, "nowhere")), 1, "nowhere");
    expect(run("reference", "odes")).toMatchObject({ code: 2 });
  });
});
