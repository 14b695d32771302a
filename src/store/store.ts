// The contract of a store of runs, and the ways in which one can fail.

import type { Issue } from "../base/issue.ts";
import type { RunHeading, RunRecord } from "./record.ts";

export interface Store {
  /** Saves a record whole, or not at all. One with the same id is replaced. */
  put(record: RunRecord): Promise<void>;
  get(id: string): Promise<RunRecord | undefined>;
  /** Headings of all runs, the latest start first. */
  list(): Promise<RunHeading[]>;
  /** Removes a run; nothing happens where there is none. */
  remove(id: string): Promise<void>;
  /** False where the runs are lost when the page is closed. */
  readonly durable: boolean;
  /** Why it is not durable, for people; empty where it is. */
  readonly reason: string;
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
export function latestFirst(headings: readonly RunHeading[]): RunHeading[] {
  const key = ({ startedAt, id }: RunHeading) => `${startedAt} ${id}`;
  return headings.toSorted((a, b) => (key(a) < key(b) ? 1 : -1));
}
