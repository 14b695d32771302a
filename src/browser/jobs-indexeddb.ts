// Unfinished runs in the browser's database: draws are added piece by piece, states replaced, both in one transaction.

import type { IDBPDatabase } from "idb";
import { decodeMark, encodeMark, markOf, type ChainMark } from "../store/checkpoint.ts";
import { jobHeading, type ChainSoFar, type Checkpoint, type JobSoFar } from "../store/job.ts";
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
        return { job, ...(await chainsSoFar(database, id)) };
      }),
    list: () =>
      within(async (database) => {
        const jobs = await database.getAll("jobs");
        return latestFirst(
          await Promise.all(jobs.map(async (job) => jobHeading(job, await soundMarks(database, job.id)))),
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

/** Puts new draws beside those of a chain, and its state beside the one before, in one transaction. */
function append(database: IDBPDatabase<Schema>, id: string, checkpoint: Checkpoint): Promise<void> {
  return change(database, ["marks", "pieces"], (transaction) => {
    const { chain, first, draws } = checkpoint;
    const pieces = transaction.objectStore("pieces");
    return [
      putMark(transaction, id, checkpoint),
      // Pieces of a time that this chain does not go on from, such as one of which a piece was damaged.
      pieces.delete(IDBKeyRange.bound([id, chain, first], [id, chain, Infinity])),
      ...(draws.length > 0 ? [pieces.put(encodePlain(draws), [id, chain, first])] : []),
    ];
  });
}

/** Keeps the latest sound mark before this one, should this one be damaged one day; all others go. */
async function putMark(transaction: Change, id: string, checkpoint: Checkpoint): Promise<void> {
  const { chain, rows } = checkpoint;
  const marks = transaction.objectStore("marks");
  const range = IDBKeyRange.bound([id, chain, 0], [id, chain, Infinity]);
  const [keys, values] = await Promise.all([marks.getAllKeys(range), marks.getAll(range)]);
  const before = keys.findLastIndex((key, position) => {
    const bytes = values[position];
    return key[2] < rows && bytes !== undefined && decodeMark(bytes) !== undefined;
  });
  const old = keys.filter((_, position) => position !== before);
  await Promise.all([
    ...old.map((key) => marks.delete(key)),
    marks.put(encodeMark(markOf(checkpoint)), [id, chain, rows]),
  ]);
}

/** Keys of all that belongs to a job, beside the job itself. */
function chainsOf(id: string): IDBKeyRange {
  // A list is greater than any number.
  return IDBKeyRange.bound([id, 0], [id, []]);
}

/** By chain: the marks that there are, the latest first; undefined where one is damaged. */
async function marksOf(database: IDBPDatabase<Schema>, id: string): Promise<Map<number, (ChainMark | undefined)[]>> {
  const transaction = database.transaction("marks");
  const [keys, values] = await Promise.all([
    transaction.store.getAllKeys(chainsOf(id)),
    transaction.store.getAll(chainsOf(id)),
  ]);
  const marks = new Map<number, (ChainMark | undefined)[]>();
  keys.forEach(([, chain], position) => {
    const bytes = values[position];
    marks.set(chain, [bytes && decodeMark(bytes), ...(marks.get(chain) ?? [])]);
  });
  return marks;
}

async function soundMarks(database: IDBPDatabase<Schema>, id: string): Promise<ChainMark[]> {
  const marks = [...(await marksOf(database, id)).values()];
  return marks.flatMap((ofChain) => ofChain.find((mark) => mark !== undefined) ?? []);
}

async function chainsSoFar(database: IDBPDatabase<Schema>, id: string): Promise<Omit<JobSoFar, "job">> {
  const chains: ChainSoFar[] = [];
  const damaged: number[] = [];
  for (const [chain, marks] of await marksOf(database, id)) {
    const whole = await Promise.all(marks.map((mark) => chainSoFar(database, id, mark)));
    const found = whole.find((each) => each !== undefined);
    if (found !== undefined) chains.push(found);
    if (whole[0] === undefined) damaged.push(chain);
  }
  return { chains, damaged };
}

/** Undefined where the mark or a piece before it is damaged or missing. */
async function chainSoFar(
  database: IDBPDatabase<Schema>,
  id: string,
  mark: ChainMark | undefined,
): Promise<ChainSoFar | undefined> {
  if (mark === undefined) return undefined;
  const { numbers, ...rest } = mark;
  const draws = new Float64Array(numbers);
  let filled = 0;
  const pieces = IDBKeyRange.bound([id, rest.chain, 0], [id, rest.chain, Infinity]);
  for (const bytes of await database.getAll("pieces", pieces)) {
    // Those of later marks.
    if (filled === numbers) break;
    const piece = decodePlain(bytes);
    if (!piece.ok || !(piece.value instanceof Float64Array) || filled + piece.value.length > numbers) return undefined;
    draws.set(piece.value, filled);
    filled += piece.value.length;
  }
  return filled === numbers ? { ...rest, draws } : undefined;
}
