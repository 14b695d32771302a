// The database of this site in the browser: its tables, its versions, and what it refuses in plain words.

import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import type { RecordOfFormat1 } from "../store/format-1.ts";
import type { Job } from "../store/job.ts";
import type { RunHeading, RunRecord } from "../store/record.ts";
import { StoreError } from "../store/store.ts";

const NAME = "midsummer";
/** 1 had finished runs only; 2 has unfinished ones too. */
const VERSION = 2;

export interface Schema extends DBSchema {
  headings: { key: string; value: RunHeading };
  /** Those that were put by version 1 stay as they are, and are upgraded when they are read. */
  records: { key: string; value: RecordOfFormat1 | RunRecord };
  jobs: { key: string; value: Job };
  /** By job, chain and its rows: its latest state and the one before, as `encodeMark` writes them. */
  marks: { key: [string, number, number]; value: Uint8Array };
  /** By job, chain and first draw: the numbers of some draws, as `encodePlain` writes them. */
  pieces: { key: [string, number, number]; value: Uint8Array };
  /** Where the browser has no locks: until when a job is taken, and by whom. */
  leases: { key: string; value: { readonly owner: string; readonly until: number } };
}

/** Runs one piece of work on the database. Errors: T104 where it is full, T105 where it fails otherwise. */
export type Within = <T>(work: (database: IDBPDatabase<Schema>) => Promise<T>) => Promise<T>;

/** Another tab did not let go of an older version. */
export class Blocked extends Error {}

/** How long to wait for it, in milliseconds. */
const PATIENCE = 3000;

/** Opens the database, again where the browser has closed it. */
export async function openDatabase(): Promise<Within> {
  let database = await connect();
  return async (work) => {
    try {
      return await work(database);
    } catch (error) {
      if (!isClosed(error)) throw asStoreError(error);
    }
    try {
      database = await connect();
      return await work(database);
    } catch (error) {
      throw asStoreError(error);
    }
  };
}

function connect(): Promise<IDBPDatabase<Schema>> {
  return new Promise((resolve, reject) => {
    let database: IDBPDatabase<Schema> | undefined;
    openDB<Schema>(NAME, VERSION, {
      // One step per version, in order: a database of any earlier version passes through all later steps.
      upgrade(opened, from) {
        if (from < 1) {
          opened.createObjectStore("headings");
          opened.createObjectStore("records");
        }
        if (from < 2) {
          for (const table of ["jobs", "marks", "pieces", "leases"] as const) opened.createObjectStore(table);
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

/** All tables. */
export type Table = "headings" | "records" | "jobs" | "marks" | "pieces" | "leases";

export type Change = IDBPTransaction<Schema, Table[], "readwrite">;

/** A transaction that changes some tables: all of it, or nothing. It is on the disk when the promise is kept. */
export async function change(
  database: IDBPDatabase<Schema>,
  tables: Table[],
  write: (transaction: Change) => Promise<unknown>[],
): Promise<void> {
  const transaction = database.transaction(tables, "readwrite", { durability: "strict" });
  try {
    await Promise.all([...write(transaction), transaction.done]);
  } catch (error) {
    // A request that was called off says only that; the transaction knows why.
    throw transaction.error ?? error;
  }
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
        advice: "Remove old runs under “Runs”, or free space on the device; a run on screen can be downloaded.",
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
      advice: "Download what is on screen to keep it, then load the page anew.",
    },
    { cause: error },
  );
}
