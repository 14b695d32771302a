// The store contract on IndexedDB: headings in one object store, records in another, written together.

import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from "idb";
import type { RunHeading, RunRecord } from "../store/record.ts";
import { memoryStore } from "../store/store-memory.ts";
import { headingOf, latestFirst, StoreError, type Store } from "../store/store.ts";

const NAME = "midsummer";
const VERSION = 1;

interface Schema extends DBSchema {
  headings: { key: string; value: RunHeading };
  records: { key: string; value: RunRecord };
}

const REFUSED =
  "This browser does not let the page keep data (a private window, or site data switched off). Runs are kept until " +
  "the tab is closed; download those you want to keep.";
const BLOCKED =
  "Another tab holds an older version of the saved runs. Close the other tabs of Midsummer and load this page anew; " +
  "until then runs are kept until the tab is closed.";

/** Opens the runs saved in this browser; where that cannot be, a store in memory that says why. Never fails. */
export async function openStore(): Promise<Store> {
  try {
    return await openDurable();
  } catch (error) {
    return memoryStore(error instanceof Blocked ? BLOCKED : REFUSED);
  }
}

class Blocked extends Error {}

/** How long to wait for another tab to let go of an older version, in milliseconds. */
const PATIENCE = 3000;

async function openDurable(): Promise<Store> {
  let database = await openDatabase();
  /** Runs one piece of work; opens the database again where the browser has closed it. */
  async function within<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    try {
      return await work(database);
    } catch (error) {
      if (!isClosed(error)) throw asStoreError(error);
    }
    try {
      database = await openDatabase();
      return await work(database);
    } catch (error) {
      throw asStoreError(error);
    }
  }
  return {
    durable: true,
    reason: "",
    put: (record) =>
      within((database) =>
        both(database, ({ headings, records }) => [
          headings.put(headingOf(record), record.id),
          records.put(record, record.id),
        ]),
      ),
    get: (id) => within((database) => database.get("records", id)),
    list: () => within(async (database) => latestFirst(await database.getAll("headings"))),
    remove: (id) =>
      within((database) => both(database, ({ headings, records }) => [headings.delete(id), records.delete(id)])),
  };
}

type StoreOf<Name extends "headings" | "records"> = IDBPObjectStore<
  Schema,
  ("headings" | "records")[],
  Name,
  "readwrite"
>;

/** Writes to both object stores in one transaction: both change, or neither. */
async function both(
  database: IDBPDatabase<Schema>,
  write: (stores: { headings: StoreOf<"headings">; records: StoreOf<"records"> }) => Promise<unknown>[],
): Promise<void> {
  const transaction = database.transaction(["headings", "records"], "readwrite", { durability: "strict" });
  const stores = { headings: transaction.objectStore("headings"), records: transaction.objectStore("records") };
  try {
    await Promise.all([...write(stores), transaction.done]);
  } catch (error) {
    // A request that was called off says only that; the transaction knows why.
    throw transaction.error ?? error;
  }
}

function openDatabase(): Promise<IDBPDatabase<Schema>> {
  return new Promise((resolve, reject) => {
    let database: IDBPDatabase<Schema> | undefined;
    openDB<Schema>(NAME, VERSION, {
      // One step per version, in order: a database of any earlier version passes through all later steps.
      upgrade(opened, from) {
        if (from < 1) {
          opened.createObjectStore("headings");
          opened.createObjectStore("records");
        }
      },
      blocked: () => setTimeout(() => reject(new Blocked()), PATIENCE),
      // A newer version of the page waits for this one to let go; the next call opens the database again.
      blocking: () => database?.close(),
    }).then((opened) => {
      database = opened;
      resolve(opened);
    }, reject);
  });
}

function isClosed(error: unknown): boolean {
  return error instanceof DOMException && error.name === "InvalidStateError";
}

/** The browser's refusals in plain words. */
function asStoreError(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  if (error.name === "QuotaExceededError") {
    return new StoreError(
      {
        code: "T104",
        severity: "error",
        path: "",
        message: "there is no room left for this run in the browser's storage.",
        advice: "Download this run, remove old ones under “Runs”, or free space on the device; then save again.",
      },
      { cause: error },
    );
  }
  return new StoreError(
    {
      code: "T105",
      severity: "error",
      path: "",
      message: `the browser could not read or write its saved runs (${error.name}).`,
      advice: "Download this run to keep it, then load the page anew.",
    },
    { cause: error },
  );
}
