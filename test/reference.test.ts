// Recorded values from elsewhere, by the same code as `npm run reference`; and that this code can fail.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { checkFiles } from "../src/cli/reference/folder.ts";
import { referenceRows } from "../src/cli/reference/index.ts";
import { passes, type ReferenceRow } from "../src/cli/reference/row.ts";

const RECORDED = fileURLToPath(new URL("reference", import.meta.url));

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "midsummer-reference-"));
  folders.push(folder);
  return folder;
}

/** A folder of its own with one recorded file, its text changed. */
function folderWith(kind: string, file: string, change = (text: string) => text): string {
  const folder = newFolder();
  const text = readFileSync(join(RECORDED, kind, file), "utf8");
  writeFileSync(join(folder, file), change(text));
  return folder;
}

/** The lines that a person would want to see where something fails. */
const failures = (rows: readonly ReferenceRow[]) => rows.filter((row) => row.skipped === undefined && !passes(row));

describe("recorded values", () => {
  test.each([
    ["distributions", 17],
    ["diagnostics", 16],
    ["ode", 5],
  ])("of the kind %s are met", async (kind, files) => {
    const rows = await referenceRows(kind, join(RECORDED, kind));
    expect(failures(rows)).toEqual([]);
    expect(rows.length).toBe(files);
  });

  test("of the boarding school are met: log densities at five points, and the posterior by two samplers", async () => {
    const folder = folderWith("posteriors", "boarding_school_sir.json");
    cpSync(join(RECORDED, "posteriors/boarding_school_sir.yaml"), join(folder, "boarding_school_sir.yaml"));
    const samplers = ["adaptive_metropolis", "independence"] as const;
    const rows = await referenceRows("posteriors", folder, samplers);
    expect(failures(rows)).toEqual([]);
    expect(rows.map(({ file }) => file)).toEqual([
      "boarding_school_sir.json: log densities",
      "boarding_school_sir.json: gradients",
      ...samplers.map((sampler) => `boarding_school_sir.json: sampled by ${sampler}`),
    ]);
    // Some seconds each; many times that where other work fills the machine.
  }, 300_000);

  test("of stochastic runs are met, and moments that are a little off are not", async () => {
    const file = "stochastic_reference.json";
    const good = await referenceRows("stochastic", folderWith("summer", file));
    expect(failures(good)).toEqual([]);
    expect(good.length).toBe(16);
    // Two per cent on a mean whose standard deviation is one per cent: 200 standard errors of 20,000 runs.
    const spoilt = (text: string): string => {
      const { models } = JSON.parse(text) as { models: { name: string }[] }; // the form of the recorded file
      const exits = models.filter(({ name }) => name.startsWith("competing_exits"));
      return JSON.stringify({ models: exits }).replaceAll('"mean":860.707', '"mean":877.707');
    };
    const rows = failures(await referenceRows("stochastic", folderWith("summer", file, spoilt)));
    expect(rows.map((row) => row.file)).toEqual([
      `${file}: competing_exits_step1.0`,
      `${file}: competing_exits_step0.1`,
    ]);
    expect(rows[0]?.note).toContain("mean of I at 1");
  });

  test("of a stiff problem are met by the stiff method", async () => {
    const [row] = await referenceRows("ode", folderWith("ode", "robertson.json"));
    expect(row?.skipped).toBeUndefined();
    expect(row !== undefined && passes(row)).toBe(true);
  });
});

describe("a reference check", () => {
  test("fails a diagnostic that is off by one part in a million", async () => {
    const folder = folderWith("diagnostics", "iid_normal.json", (text) =>
      text.replace('"ess_bulk":', '"ess_bulk": 953.34, "was":'),
    );
    const rows = await referenceRows("diagnostics", folder);
    expect(failures(rows).length).toBe(1);
  });

  test("does not look at values that are not firm", async () => {
    const spoilt = (text: string) => text.replace(/"ess_bulk": *20/, '"ess_bulk": 21');
    const rows = await referenceRows("diagnostics", folderWith("diagnostics", "tiny_4x10.json", spoilt));
    expect(failures(rows)).toEqual([]);
  });

  test("fails a solution that is off in the eighth digit", async () => {
    const folder = folderWith("ode", "sir.json", (text) => text.replace("758.732668", "758.732678"));
    expect(failures(await referenceRows("ode", folder))).toMatchObject([{ note: "t = 1" }]);
  });

  test("integrates states that begin below zero, and names that are words of the language", async () => {
    // x'' = −x from x = 0, v = −1: x = −sin t, v = −cos t.
    const oscillator = {
      t0: 0,
      stiff: false,
      parameters: { population: 1 },
      initial: { sum: 0, t0: -1 },
      rhs: { sum: "t0 * population", t0: "-sum**1" },
      times: [0, 1, 2],
      solution: [0, 1, 2].map((t) => [-Math.sin(t), -Math.cos(t)]),
      max_relative_disagreement_between_two_methods_per_time: [1e-13, 1e-13, 1e-13],
    };
    const folder = newFolder();
    writeFileSync(join(folder, "oscillator.json"), JSON.stringify(oscillator));
    expect(failures(await referenceRows("ode", folder))).toEqual([]);
  });

  test("fails a posterior without a document, and says where it looked", async () => {
    const folder = newFolder();
    cpSync(join(RECORDED, "posteriors/boarding_school_sir.json"), join(folder, "another.json"));
    const rows = failures(await referenceRows("posteriors", folder));
    // Log densities, gradients, and draws by the usual sampler.
    expect(rows.length).toBe(3);
    expect(rows[0]?.note).toContain("another.yaml");
  });

  test("fails a file that is not JSON, one that lacks a field, and checks the rest", async () => {
    const folder = folderWith("diagnostics", "iid_normal.json");
    writeFileSync(join(folder, "a.json"), "{");
    writeFileSync(join(folder, "b.json"), "{}");
    const rows = await referenceRows("diagnostics", folder);
    expect(rows.map((row) => passes(row))).toEqual([false, false, true]);
  });

  test("fails an error that is not a number", () => {
    expect(passes({ file: "a", worst: NaN, limit: 1 })).toBe(false);
  });

  test("looks at files in the order of their names, whatever the folder's own", async () => {
    const folder = newFolder();
    for (const name of ["b.json", "a.json", "c.txt"]) writeFileSync(join(folder, name), "{}");
    const rows = await checkFiles(folder, (_, file) => ({ file, worst: 0, limit: 1 }));
    expect(rows.map(({ file }) => file)).toEqual(["a.json", "b.json"]);
  });
});
