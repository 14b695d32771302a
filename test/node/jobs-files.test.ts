// Jobs on files: what a crash, damage, a refusing disk or a second process leaves behind.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { fileJobs } from "../../src/node/jobs-files.ts";
import { holdFile } from "../../src/node/lock-file.ts";
import { checkpointOf, jobOf } from "../support/job.ts";

const folders: string[] = [];
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "midsummer-jobs-"));
  folders.push(folder);
});
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true })));

const fileOf = (name: string) => join(folder, "a.midsummer-job", name);

async function begun() {
  const jobs = fileJobs(folder);
  await jobs.begin(jobOf("a"));
  await jobs.append("a", checkpointOf(0, 0, 3));
  await jobs.append("a", checkpointOf(1, 0, 2));
  return jobs;
}

describe("a job on files", () => {
  test("leaves no unfinished file behind, and one file of draws per chain", async () => {
    await begun();
    expect(readdirSync(folder)).toEqual(["a.midsummer-job"]);
    expect(readdirSync(join(folder, "a.midsummer-job")).sort()).toEqual(
      ["chain-0.draws", "chain-0.state", "chain-1.draws", "chain-1.state", "job"].sort(),
    );
  });

  test("goes on where draws were written and the state was not", async () => {
    const jobs = await begun();
    const state = readFileSync(fileOf("chain-0.state"));
    await jobs.append("a", checkpointOf(0, 3, 4));
    writeFileSync(fileOf("chain-0.state"), state);
    // As a new process finds it.
    const again = fileJobs(folder);
    expect((await again.load("a"))?.chains[0]).toMatchObject({ rows: 103, draws: checkpointOf(0, 0, 3).draws });
    await again.append("a", checkpointOf(0, 3, 1));
    expect((await fileJobs(folder).load("a"))?.chains[0]?.draws).toEqual(checkpointOf(0, 0, 4).draws);
  });

  test("may be written by two processes at once, in any order", async () => {
    const one = await begun();
    const two = fileJobs(folder);
    await one.append("a", checkpointOf(0, 3, 4));
    await two.append("a", checkpointOf(0, 3, 2));
    await one.append("a", checkpointOf(0, 7, 1));
    expect((await fileJobs(folder).load("a"))?.chains[0]?.draws).toEqual(checkpointOf(0, 0, 8).draws);
    await two.append("a", checkpointOf(0, 5, 1));
    expect((await fileJobs(folder).load("a"))?.chains[0]?.draws).toEqual(checkpointOf(0, 0, 6).draws);
  });

  test.each(["chain-0.draws", "chain-0.state"])("begins a chain anew whose %s is damaged", async (name) => {
    await begun();
    const bytes = readFileSync(fileOf(name));
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(fileOf(name), bytes);
    const soFar = await fileJobs(folder).load("a");
    expect(soFar?.chains.map(({ chain }) => chain)).toEqual([1]);
    expect(soFar?.damaged).toEqual([0]);
  });

  test.each(["chain-0.draws", "chain-0.state"])(
    "goes on from the checkpoint before where %s is damaged",
    async (name) => {
      const jobs = await begun();
      await jobs.append("a", checkpointOf(0, 3, 4));
      const bytes = readFileSync(fileOf(name));
      // Of the draws, one that only the latest checkpoint has.
      const at = name.endsWith("draws") ? bytes.length - 1 : 20;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(fileOf(name), bytes);
      const again = fileJobs(folder);
      const soFar = await again.load("a");
      expect(soFar?.chains[0]).toMatchObject({ rows: 103, draws: checkpointOf(0, 0, 3).draws });
      expect(soFar?.damaged).toEqual([0]);
      await again.append("a", checkpointOf(0, 3, 4));
      expect(await fileJobs(folder).load("a")).toMatchObject({ chains: [{ rows: 107 }, {}], damaged: [] });
    },
  );

  test("goes on where a crash came between the renames of the two states", async () => {
    const jobs = await begun();
    await jobs.append("a", checkpointOf(0, 3, 4));
    rmSync(fileOf("chain-0.state"));
    const soFar = await fileJobs(folder).load("a");
    expect(soFar?.chains[0]).toMatchObject({ rows: 103, draws: checkpointOf(0, 0, 3).draws });
    expect(soFar?.damaged).toEqual([]);
    expect((await fileJobs(folder).list())[0]?.rows[0]).toBe(103);
  });

  test("that a crash left without its first file is none", async () => {
    mkdirSync(join(folder, "b.midsummer-job"));
    expect(await fileJobs(folder).list()).toEqual([]);
    expect(await fileJobs(folder).load("b")).toBeUndefined();
  });

  test("is refused with T106 and the reason where it cannot be written", async () => {
    const jobs = await begun();
    rmSync(join(folder, "a.midsummer-job"), { recursive: true });
    writeFileSync(join(folder, "a.midsummer-job"), "");
    await expect(jobs.append("a", checkpointOf(0, 3, 1))).rejects.toMatchObject({
      issue: {
        code: "T106",
        message: "the run could not be kept: a file stands where the folder should be (ENOTDIR).",
      },
    });
  });
});

describe("a lock file", () => {
  const lock = () => join(folder, "a.midsummer-lock");
  const leave = (changes: object) =>
    writeFileSync(lock(), JSON.stringify({ host: hostname(), pid: process.pid, token: "t", ...changes }));

  test("is held by one at a time, and taken away at the end", async () => {
    const hold = await holdFile(lock());
    expect(hold).toBeDefined();
    expect(await holdFile(lock())).toBeUndefined();
    await hold?.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("of a process that was killed is taken over", async () => {
    const code = `import { holdFile } from ${JSON.stringify(new URL("../../src/node/lock-file.ts", import.meta.url).href)};
      await holdFile(${JSON.stringify(lock())}); process.stdout.write("held"); setInterval(() => {}, 1000);`;
    const cwd = fileURLToPath(new URL("../..", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", code], { cwd });
    await once(child.stdout, "data");
    expect(await holdFile(lock())).toBeUndefined();
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await holdFile(lock())).toBeDefined();
  });

  test("of an earlier process with this number is taken over", async () => {
    leave({});
    expect(await holdFile(lock())).toBeDefined();
  });

  test("of another machine is respected while it gives signs of life, and taken over when it has not for a minute", async () => {
    leave({ host: "another" });
    expect(await holdFile(lock())).toBeUndefined();
    const before = new Date(Date.now() - 61_000);
    utimesSync(lock(), before, before);
    expect(await holdFile(lock())).toBeDefined();
  });

  test("of which only the beginning was written is taken over", async () => {
    writeFileSync(lock(), '{ "host": ');
    expect(await holdFile(lock())).toBeDefined();
  });

  test("that many want at once goes to one of them", async () => {
    leave({});
    const holds = await Promise.all(Array.from({ length: 20 }, () => holdFile(lock())));
    expect(holds.filter((hold) => hold !== undefined)).toHaveLength(1);
  });
});
