// Runs that go on: one that was interrupted, from its last checkpoint; one that is finished, for more draws.

import type { Issue } from "../base/issue.ts";
import { isDone, type Job, type JobSoFar } from "../store/job.ts";
import type { ChainDraws, RunRecord } from "../store/record.ts";
import { StoreError, type Store } from "../store/store.ts";
import { goOnIssue, versionIssue } from "./go-on-issue.ts";
import { runJob, type ChainBefore, type RunAnswer, type RunOptions, type Sitting } from "./job.ts";
import { drawsOfRows } from "./joined-draws.ts";
import { settingsIssues } from "./settings.ts";

/** Options of a run that is in a store already. */
export type GoOnOptions = RunOptions & { readonly store: Store };

/**
 * Goes on with an interrupted run, to the bytes that it would have come to without the interruption. With a signal that
 * is aborted already it takes the draws so far and ends there, which needs no particular version.
 *
 * Errors: as of `runJob`; T112, a notice, for each damaged checkpoint; T108 a job of another version; T110 no such job.
 */
export async function resumeRun(id: string, options: GoOnOptions): Promise<RunAnswer> {
  const { store, host, signal } = options;
  const soFar = await store.jobs.load(id);
  if (soFar === undefined) return { ok: false, issues: [NO_SUCH_JOB] };
  const record = await store.get(id);
  if (record !== undefined && isDone(soFar.job, record)) {
    // A crash came between the two steps with which a store of files ends a job.
    await store.jobs.remove(id);
    return { ok: true, value: record, issues: [] };
  }
  const other = versionIssue(soFar.job, host);
  if (other !== undefined && signal?.aborted !== true) return { ok: false, issues: [other] };
  const answer = await runJob(sittingOf(soFar, record), options);
  return { ...answer, issues: [...soFar.damaged.map((chain) => damagedIssue(soFar, chain)), ...answer.issues] };
}

/**
 * Makes a run longer: as many draws more for each chain as asked for, and first those that it lacks because it was
 * stopped. 1,000 draws and 1,000 more are the same bytes as 2,000 at once. The record keeps its name.
 *
 * Errors: as of `runJob`; S104 too many draws; T108 a record of another version; T109 one whose chains cannot go on; T111 the
 * store has a longer one.
 */
export async function addDraws(record: RunRecord, more: number, options: RunOptions): Promise<RunAnswer> {
  const settings = { ...record.settings, draws: record.settings.draws + more };
  const wrong = settingsIssues(settings);
  if (wrong.length > 0) return { ok: false, issues: wrong };
  const obstacle = goOnIssue(record, options.host);
  if (obstacle !== undefined) return { ok: false, issues: [obstacle] };
  const { store } = options;
  try {
    const stored = await store?.get(record.id);
    if (stored && countOf(stored) > countOf(record)) return { ok: false, issues: [LONGER_ALREADY] };
    // Should this sitting be interrupted, the next one finds here what it makes longer.
    if (store && stored?.drawsDigest !== record.drawsDigest) await store.put(record);
  } catch (error) {
    if (error instanceof StoreError) return { ok: false, issues: [error.issue] };
    throw error;
  }
  const job = jobAfter(record, settings);
  return runJob({ ...sittingOf({ job, chains: [], damaged: [] }, record), isNew: true }, options);
}

/** Draws of all chains. */
function countOf({ chains }: RunRecord): number {
  return chains.reduce((sum, { logPosterior }) => sum + logPosterior.length, 0);
}

function jobAfter(record: RunRecord, settings: Job["settings"]): Job {
  const { id, title, region, document, documentDigest, programDigest, startedAt, version, commit, parameters } = record;
  const rowsOf = (chain: ChainDraws | undefined) => (chain ? settings.warmup + chain.logPosterior.length : 0);
  const before = Array.from({ length: settings.chains }, (_, number) =>
    rowsOf(record.chains.find(({ chain }) => chain === number)),
  );
  const same = { id, title, region, document, documentDigest, programDigest, startedAt, version, commit, parameters };
  return { ...same, settings, before };
}

/** @param record  of the same id: the run that the job makes longer, or undefined */
function sittingOf({ job, chains }: JobSoFar, record: RunRecord | undefined): Sitting {
  const before = new Map<number, ChainBefore>();
  for (const chain of record?.chains ?? []) {
    const { chain: number, values, logPosterior, logWeights, state, ...report } = chain;
    if (state === undefined) continue;
    const draws = [{ values, logPosterior, ...(logWeights && { logWeights }) }];
    before.set(number, { rows: job.settings.warmup + logPosterior.length, draws, kept: 0, state, report });
  }
  for (const { chain, rows, width, draws, state, report } of chains) {
    const earlier = before.get(chain)?.draws ?? [];
    const all = [...earlier, drawsOfRows(draws, job.parameters.length)];
    before.set(chain, { rows, draws: all, kept: draws.length / width, state, report });
  }
  const elapsedMs = Math.max(record?.elapsedMs ?? 0, ...chains.map((chain) => chain.elapsedMs));
  return { job, chains: before, elapsedMs, isNew: false };
}

function damagedIssue({ chains }: JobSoFar, number: number): Issue {
  const goesOn = chains.some(({ chain }) => chain === number) ? "it went on from the one before" : "it began anew";
  return {
    code: "T112",
    severity: "notice",
    path: "",
    message: `the latest checkpoint of chain ${number + 1} was damaged, so ${goesOn}, to the same digits.`,
    advice: "If this happens again, look at the disk of this device.",
  };
}

const NO_SUCH_JOB: Issue = {
  code: "T110",
  severity: "error",
  path: "",
  message: "this run is not among the unfinished ones any more.",
  advice: "It may have been finished or removed in another tab; see “Runs”.",
};

const LONGER_ALREADY: Issue = {
  code: "T111",
  severity: "error",
  path: "",
  message: "this run has been made longer since, in another tab or process.",
  advice: "Open it again under “Runs”, and add draws to that one.",
};
