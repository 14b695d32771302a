// Unfinished runs in the browser's database: draws are added piece by piece, states replaced, both in one transaction.

import type { IDBPDatabase } from "idb";
import { decodeMark, encodeMark, markOf, type ChainMark } from "../store/checkpoint.ts";
import { jobHeading, type ChainSoFar, type Checkpoint } from "../store/job.ts";
import { decodePlain, encodePlain } from "../store/plain.ts";
import { latestFirst, type Jobs } from "../store/store.ts";
import { change, type Change, type Schema, type Table, type Within } from "./database.ts";
import { holdJob, isHeldJob } from "./hold.ts";

export function indexedDbJobs(within: Within): Jobs {
  return {
    begin: (job) =>
      within((database) =>
        change(database, OF_A_JOB, (transaction) => [
          ...withoutJob(transaction, job.id),
          transaction.objectStore("jobs").put(job, job.id),
        ]),
      ),
    append: (id, checkpoint) => within((database) => append(database, id, checkpoint)),
    load: (id) =>
      within(async (database) => {
        const job = await database.get("jobs", id);
        if (job === undefined) return undefined;
        const marks = await marksOf(database, id);
        const chains = await Promise.all(marks.map((mark) => chainSoFar(database, id, mark)));
        return { job, chains: chains.filter((chain) => chain !== undefined) };
      }),
    list: () =>
      within(async (database) => {
        const jobs = await database.getAll("jobs");
        return latestFirst(
          await Promise.all(jobs.map(async (job) => jobHeading(job, await marksOf(database, job.id)))),
        );
      }),
    remove: (id) => within((database) => change(database, OF_A_JOB, (transaction) => withoutJob(transaction, id))),
    hold: (key) => holdJob(within, key),
    isHeld: (key) => isHeldJob(within, key),
  };
}

/** All tables that hold parts of a job. */
export const OF_A_JOB: Table[] = ["jobs", "marks", "pieces"];

/** Requests that take a job away, within a transaction over all of its tables. */
export function withoutJob(transaction: Change, id: string): Promise<unknown>[] {
  return [
    transaction.objectStore("jobs").delete(id),
    transaction.objectStore("marks").delete(chainsOf(id)),
    transaction.objectStore("pieces").delete(chainsOf(id)),
  ];
}

/** Puts new draws beside those of a chain and replaces its state, in one transaction. */
function append(database: IDBPDatabase<Schema>, id: string, checkpoint: Checkpoint): Promise<void> {
  return change(database, ["marks", "pieces"], (transaction) => {
    const { chain, first, draws } = checkpoint;
    const pieces = transaction.objectStore("pieces");
    return [
      transaction.objectStore("marks").put(encodeMark(markOf(checkpoint)), [id, chain]),
      // Pieces of a time that this chain does not go on from, such as one of which a piece was damaged.
      pieces.delete(IDBKeyRange.bound([id, chain, first], [id, chain, Infinity])),
      ...(draws.length > 0 ? [pieces.put(encodePlain(draws), [id, chain, first])] : []),
    ];
  });
}

/** Keys of all that belongs to a job, beside the job itself. */
function chainsOf(id: string): IDBKeyRange {
  // A list is greater than any number.
  return IDBKeyRange.bound([id, 0], [id, []]);
}

async function marksOf(database: IDBPDatabase<Schema>, id: string): Promise<ChainMark[]> {
  const marks = await database.getAll("marks", chainsOf(id));
  return marks.flatMap((bytes) => decodeMark(bytes) ?? []);
}

/** Undefined where a piece is damaged or missing. */
async function chainSoFar(
  database: IDBPDatabase<Schema>,
  id: string,
  { numbers, ...rest }: ChainMark,
): Promise<ChainSoFar | undefined> {
  const draws = new Float64Array(numbers);
  let filled = 0;
  const { chain } = rest;
  for (const bytes of await database.getAll("pieces", IDBKeyRange.bound([id, chain, 0], [id, chain, Infinity]))) {
    const piece = decodePlain(bytes);
    if (!piece.ok || !(piece.value instanceof Float64Array) || filled + piece.value.length > numbers) return undefined;
    draws.set(piece.value, filled);
    filled += piece.value.length;
  }
  return filled === numbers ? { ...rest, draws } : undefined;
}
