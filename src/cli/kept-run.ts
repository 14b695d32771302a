// Runs that a folder keeps: the same command, given again after whatever happened, goes on, or finds that all is done.

import { setTimeout as pause } from "node:timers/promises";
import { calibrate, workKey, type Calibration } from "../run/calibrate.ts";
import { addDraws, resumeRun, type GoOnOptions } from "../run/go-on.ts";
import type { RunAnswer } from "../run/job.ts";
import { isDone } from "../store/job.ts";
import type { RunRecord } from "../store/record.ts";
import type { Hold, Store } from "../store/store.ts";
import { printError } from "./print.ts";

/** Milliseconds between two looks at whether another process is done. */
const LOOK_AGAIN = 1_000;

/**
 * Runs a calibration once, however often it is asked for: a run that is complete is read, one that was interrupted or
 * stopped goes on, and while another process has it this one waits.
 */
export async function runOnce(work: Calibration & GoOnOptions & { documentDigest: string }): Promise<RunAnswer> {
  const { store, host, documentDigest, settings } = work;
  const key = workKey({ documentDigest, settings, version: host.version, commit: host.commit });
  return whileHeld(store, `work-${key.slice(0, 16)}`, async () => {
    const record = await recordOfWork(store, key);
    const jobs = await store.jobs.list();
    const job = jobs.find((each) => workKey(each) === key);
    if (job !== undefined) {
      printError(`Goes on with ${job.id}, which was interrupted.`);
      return resumeRun(job.id, work);
    }
    if (record === undefined) return calibrate(work);
    if (!isDone({ settings }, record)) return addDraws(record, 0, work);
    printError(`${record.id} is complete already.`);
    return { ok: true, value: record, issues: [] };
  });
}

/** Makes a run longer by so many draws per chain; what an earlier try of the same has drawn is taken up. */
export async function makeLonger(record: RunRecord, more: number, options: GoOnOptions): Promise<RunAnswer> {
  const { store } = options;
  const draws = record.settings.draws + more;
  return whileHeld(store, `work-${record.id}`, async () => {
    const kept = await store.get(record.id);
    const job = (await store.jobs.list()).find(({ id, settings }) => id === record.id && settings.draws === draws);
    if (job !== undefined) {
      printError(`Goes on with ${job.id}, which was interrupted.`);
      return resumeRun(job.id, options);
    }
    const base = kept !== undefined && kept.settings.draws > record.settings.draws ? kept : record;
    if (base.settings.draws < draws) return addDraws(base, draws - base.settings.draws, options);
    printError(`${base.id} has ${base.settings.draws} draws per chain already.`);
    return { ok: true, value: base, issues: [] };
  });
}

async function recordOfWork(store: Store, key: string): Promise<RunRecord | undefined> {
  for (const { id } of await store.list()) {
    const record = await store.get(id);
    if (record !== undefined && workKey(record) === key) return record;
  }
  return undefined;
}

async function whileHeld<T>(store: Store, key: string, work: () => Promise<T>): Promise<T> {
  const hold = await heldIn(store, key);
  try {
    return await work();
  } finally {
    await hold.release();
  }
}

async function heldIn(store: Store, key: string): Promise<Hold> {
  let hold = await store.jobs.hold(key);
  if (hold === undefined) printError("Another process is at this run; waiting for it.");
  while (hold === undefined) {
    await pause(LOOK_AGAIN);
    hold = await store.jobs.hold(key);
  }
  return hold;
}
