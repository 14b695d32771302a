// The contract of a store of runs, and the ways in which one can fail.

import type { Issue } from "../base/issue.ts";
import type { Checkpoint, Job, JobHeading, JobSoFar } from "./job.ts";
import type { RunHeading, RunRecord } from "./record.ts";

export interface Store {
  /** Saves a record whole, or not at all. One with the same id is replaced; the job of that id is then done, and gone. */
  put(record: RunRecord): Promise<void>;
  get(id: string): Promise<RunRecord | undefined>;
  /** Headings of all runs, the latest start first. */
  list(): Promise<RunHeading[]>;
  /** Removes a run, and the job that would make it longer; nothing happens where there is none. */
  remove(id: string): Promise<void>;
  /** Runs that are not finished. */
  readonly jobs: Jobs;
  /** False where the runs are lost when the page is closed. */
  readonly durable: boolean;
  /** Why it is not durable, for people; empty where it is. */
  readonly reason: string;
}

export interface Jobs {
  /** Keeps a new job, so that it can go on whatever happens. One with the same id is replaced. */
  begin(job: Job): Promise<void>;
  /**
   * Adds draws to those of a chain and replaces its state: both, or neither. The same checkpoint twice, or an older one,
   * does no harm: a chain's draws depend on nothing but the job.
   */
  append(id: string, checkpoint: Checkpoint): Promise<void>;
  /** A job and what it has: of each chain the latest checkpoint that is sound; the one before the latest is kept too. */
  load(id: string): Promise<JobSoFar | undefined>;
  /** Headings of all jobs, the latest start first. */
  list(): Promise<JobHeading[]>;
  /** Forgets a job; a finished run of the same id stays as it is. */
  remove(id: string): Promise<void>;
  /**
   * Takes a job, so that no other tab or process runs it; undefined where one does. A holder that dies lets go of it.
   *
   * @param key  an id of a job, or any other name that those who might run the same work agree on
   */
  hold(key: string): Promise<Hold | undefined>;
  /** True while somebody holds it; unlike `hold`, it is never in anybody's way. */
  isHeld(key: string): Promise<boolean>;
}

export interface Hold {
  /** Lets others have the job. */
  release(): Promise<void>;
}

/** What a store's methods throw: an issue of the family T1xx. */
export class StoreError extends Error {
  readonly issue: Issue;

  constructor(issue: Issue, options?: ErrorOptions) {
    super(`${issue.code} ${issue.message} ${issue.advice}`, options);
    this.name = "StoreError";
    this.issue = issue;
  }
}

/** What a list shows of a record. */
export function headingOf(record: RunRecord): RunHeading {
  const { id, title, region, startedAt, documentDigest, drawsDigest, settings, stopped, version, diagnosis } = record;
  const { verdict, usable } = diagnosis;
  return { id, title, region, startedAt, documentDigest, drawsDigest, settings, stopped, version, verdict, usable };
}

/** Latest start first; of two started at once, by id, so that the order never changes. */
export function latestFirst<Heading extends { readonly startedAt: string; readonly id: string }>(
  headings: readonly Heading[],
): Heading[] {
  const key = ({ startedAt, id }: Heading) => `${startedAt} ${id}`;
  return headings.toSorted((a, b) => (key(a) < key(b) ? 1 : -1));
}
