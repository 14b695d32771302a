// The store contract on the browser's IndexedDB, and what stands in for it where the browser refuses.

import { upgraded } from "../store/format-1.ts";
import { memoryStore } from "../store/store-memory.ts";
import { headingOf, latestFirst, type Store } from "../store/store.ts";
import { Blocked, change, openDatabase, type Table } from "./database.ts";
import { indexedDbJobs, OF_A_JOB, withoutJob } from "./jobs-indexeddb.ts";

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

/** All tables that know a run by its id. */
const OF_A_RUN: Table[] = ["headings", "records", ...OF_A_JOB];

async function openDurable(): Promise<Store> {
  const within = await openDatabase();
  return {
    durable: true,
    reason: "",
    jobs: indexedDbJobs(within),
    // A heading, its record and the job that it ends change together: no list names a run that is not there.
    put: (record) =>
      within((database) =>
        change(database, OF_A_RUN, (transaction) => [
          transaction.objectStore("headings").put(headingOf(record), record.id),
          transaction.objectStore("records").put(record, record.id),
          ...withoutJob(transaction, record.id),
        ]),
      ),
    get: (id) =>
      within(async (database) => {
        const record = await database.get("records", id);
        return record && upgraded(record);
      }),
    list: () => within(async (database) => latestFirst(await database.getAll("headings"))),
    remove: (id) =>
      within((database) =>
        change(database, OF_A_RUN, (transaction) => [
          transaction.objectStore("headings").delete(id),
          transaction.objectStore("records").delete(id),
          ...withoutJob(transaction, id),
        ]),
      ),
  };
}
