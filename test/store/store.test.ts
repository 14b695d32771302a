// The contract of a store, kept by the one in memory and the one on files.
import { mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fileStore } from "../../src/node/store-files.ts";
import { memoryStore } from "../../src/store/store-memory.ts";
import { headingOf } from "../../src/store/store.ts";
import { shareOf } from "../../src/store/job.ts";
import { checkpointOf, jobOf } from "../support/job.ts";
import { recordOf } from "../support/record.ts";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "midsummer-store-"));
  folders.push(folder);
  return folder;
}

const STORES = [
  ["memory", () => memoryStore("a private window")],
  ["files", () => fileStore(join(newFolder(), "runs"))],
] as const;

describe.each(STORES)("a store in %s", (_, open) => {
  test("is empty at first", async () => {
    const store = open();
    expect(await store.list()).toEqual([]);
    expect(await store.get("a")).toBeUndefined();
  });

  test("gives back what was put into it", async () => {
    const store = open();
    await store.put(recordOf("a"));
    expect(await store.get("a")).toEqual(recordOf("a"));
    expect(await store.get("b")).toBeUndefined();
  });

  test("lists headings, the latest start first", async () => {
    const store = open();
    const records = ["2026-01-02", "2026-01-03", "2026-01-01"].map((day) =>
      recordOf(day, { startedAt: `${day}T00:00:00Z` }),
    );
    for (const record of records) await store.put(record);
    expect((await store.list()).map(({ id }) => id)).toEqual(["2026-01-03", "2026-01-02", "2026-01-01"]);
    expect(await store.list()).toContainEqual(headingOf(records[0] ?? recordOf("none")));
  });

  test("replaces a record with the same id", async () => {
    const store = open();
    await store.put(recordOf("a"));
    await store.put(recordOf("a", { title: "Again" }));
    expect((await store.list()).map(({ title }) => title)).toEqual(["Again"]);
  });

  test("removes a run, and takes no offence where there is none", async () => {
    const store = open();
    await store.put(recordOf("a"));
    await store.remove("a");
    await store.remove("a");
    expect(await store.list()).toEqual([]);
  });
});

describe.each(STORES)("the jobs of a store in %s", (_, open) => {
  test("are none at first", async () => {
    const { jobs } = open();
    expect(await jobs.list()).toEqual([]);
    expect(await jobs.load("a")).toBeUndefined();
    await jobs.remove("a");
  });

  test("come back with all draws in order and the latest state of each chain", async () => {
    const { jobs } = open();
    const job = jobOf("a");
    await jobs.begin(job);
    expect(await jobs.load("a")).toEqual({ job, chains: [], damaged: [] });
    for (const [chain, first, count] of [
      [1, 0, 0],
      [0, 0, 3],
      [1, 0, 2],
      [0, 3, 1],
      [0, 4, 0],
    ] as const) {
      await jobs.append("a", checkpointOf(chain, first, count));
    }
    const { first: _first, ...zero } = checkpointOf(0, 4, 0);
    const { first: _second, ...one } = checkpointOf(1, 0, 2);
    expect(await jobs.load("a")).toEqual({
      job,
      chains: [{ ...zero, draws: checkpointOf(0, 0, 4).draws }, one],
      damaged: [],
    });
  });

  test("take a checkpoint twice, and one that begins a chain anew", async () => {
    const { jobs } = open();
    await jobs.begin(jobOf("a"));
    await jobs.append("a", checkpointOf(0, 0, 3));
    await jobs.append("a", checkpointOf(0, 3, 2));
    await jobs.append("a", checkpointOf(0, 3, 2));
    expect((await jobs.load("a"))?.chains[0]?.draws).toEqual(checkpointOf(0, 0, 5).draws);
    await jobs.append("a", checkpointOf(0, 0, 1));
    expect((await jobs.load("a"))?.chains[0]?.draws).toEqual(checkpointOf(0, 0, 1).draws);
  });

  test("are listed with how far they are, the latest start first", async () => {
    const { jobs } = open();
    await jobs.begin(jobOf("a", { startedAt: "2026-01-02T00:00:00Z" }));
    await jobs.begin(jobOf("b", { startedAt: "2026-01-03T00:00:00Z", before: [0, 110] }));
    await jobs.append("b", checkpointOf(0, 0, 5));
    const list = await jobs.list();
    expect(list.map(({ id, rows, elapsedMs }) => [id, rows, elapsedMs])).toEqual([
      ["b", [105, 110], 50],
      ["a", [0, 0], 0],
    ]);
    // 215 of 2 × (100 + 10) rows.
    expect(list.map(shareOf)).toEqual([215 / 220, 0]);
    expect(list[0]).not.toHaveProperty("document");
  });

  test("begin anew where one of the same id begins", async () => {
    const { jobs } = open();
    await jobs.begin(jobOf("a"));
    await jobs.append("a", checkpointOf(0, 0, 5));
    await jobs.begin(jobOf("a", { title: "Again" }));
    expect(await jobs.load("a")).toEqual({ job: jobOf("a", { title: "Again" }), chains: [], damaged: [] });
  });

  test("are gone once the run of their id is saved or removed", async () => {
    const store = open();
    for (const end of [() => store.put(recordOf("a")), () => store.remove("a"), () => store.jobs.remove("a")]) {
      await store.jobs.begin(jobOf("a"));
      await store.jobs.append("a", checkpointOf(0, 0, 5));
      await end();
      expect(await store.jobs.list()).toEqual([]);
      expect(await store.jobs.load("a")).toBeUndefined();
    }
  });

  test("are held by one at a time", async () => {
    const { jobs } = open();
    const hold = await jobs.hold("a");
    expect(hold).toBeDefined();
    expect(await jobs.hold("a")).toBeUndefined();
    expect(await jobs.hold("b")).toBeDefined();
    expect([await jobs.isHeld("a"), await jobs.isHeld("c")]).toEqual([true, false]);
    await hold?.release();
    expect(await jobs.isHeld("a")).toBe(false);
    expect(await jobs.hold("a")).toBeDefined();
  });
});

describe("a store", () => {
  test("in memory says why it does not last, one on files lasts", () => {
    expect(memoryStore("a private window")).toMatchObject({ durable: false, reason: "a private window" });
    expect(fileStore(newFolder())).toMatchObject({ durable: true, reason: "" });
  });

  test("on files leaves no unfinished file behind", async () => {
    const folder = newFolder();
    await fileStore(folder).put(recordOf("a"));
    expect(readdirSync(folder)).toEqual(["a.midsummer-run"]);
  });

  test("on files throws T103 for a file that was cut short", async () => {
    const folder = newFolder();
    await fileStore(folder).put(recordOf("a"));
    truncateSync(join(folder, "a.midsummer-run"), 200);
    await expect(fileStore(folder).get("a")).rejects.toMatchObject({ issue: { code: "T103" } });
  });
});
