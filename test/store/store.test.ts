// The contract of a store, kept by the one in memory and the one on files.
import { mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fileStore } from "../../src/node/store-files.ts";
import { memoryStore } from "../../src/store/store-memory.ts";
import { headingOf } from "../../src/store/store.ts";
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
