// An unfinished run: what it is, how far its chains are, and what it has drawn. With the same words it can go on.

import type { ChainReport, Plain } from "../sampler/contract.ts";
import type { ChainDraws, RunRecord } from "./record.ts";

/**
 * All that is fixed when a run begins. A finished run of the same id is the one that this makes longer: its draws stand
 * before those of the job.
 */
export interface Job extends Pick<
  RunRecord,
  | "id"
  | "title"
  | "region"
  | "document"
  | "documentDigest"
  | "programDigest"
  | "settings"
  | "startedAt"
  | "version"
  | "commit"
  | "parameters"
> {
  /** [chain] Rows, warm-up included, that the run it makes longer has; 0 for a new run. */
  readonly before: readonly number[];
}

/** One chain at one moment: its new draws, and all that it takes to go on. */
export interface Checkpoint {
  readonly chain: number;
  /** Rows so far, warm-up and those of the run it makes longer included. */
  readonly rows: number;
  /** Draws of this job that were kept before; 0 begins the chain anew. */
  readonly first: number;
  /** Numbers of a draw, see `rowWidth`. */
  readonly width: number;
  /** [draw][width] since then. */
  readonly draws: Float64Array;
  /** What the chain saved. */
  readonly state: Plain;
  readonly report: ChainReport;
  /** Milliseconds that the run has taken, all its sittings together. */
  readonly elapsedMs: number;
}

/** What a store has of one chain of a job. */
export interface ChainSoFar extends Omit<Checkpoint, "first"> {
  /** [draw][width] All draws of this job. */
  readonly draws: Float64Array;
}

export interface JobSoFar {
  readonly job: Job;
  /** Chains that have a sound checkpoint, in the order of their numbers; the others begin anew, to the same digits. */
  readonly chains: readonly ChainSoFar[];
  /** Numbers of the chains whose latest checkpoint is damaged: they are at the one before it, or at their beginning. */
  readonly damaged: readonly number[];
}

/** What a list of unfinished runs shows. */
export interface JobHeading extends Omit<Job, "document" | "before"> {
  /** [chain] Rows so far, warm-up included. */
  readonly rows: readonly number[];
  readonly elapsedMs: number;
}

/** Numbers of one draw: the parameters, its log posterior, its log weight. */
export function rowWidth(parameters: number): number {
  return parameters + 2;
}

/** @param chains  rows and time of those chains that have a checkpoint */
export function jobHeading(job: Job, chains: readonly Pick<Checkpoint, "chain" | "rows" | "elapsedMs">[]): JobHeading {
  const { document: _, before, ...rest } = job;
  const rows = [...before];
  for (const { chain, rows: done } of chains) rows[chain] = done;
  return { ...rest, rows, elapsedMs: Math.max(0, ...chains.map(({ elapsedMs }) => elapsedMs)) };
}

/** How much of a run is done, from 0 to 1. */
export function shareOf({ rows, settings }: Pick<JobHeading, "rows" | "settings">): number {
  const { chains, warmup, draws } = settings;
  return rows.reduce((sum, done) => sum + done, 0) / (chains * (warmup + draws));
}

/** True where a finished run is all that a job was to become. */
export function isDone(job: Pick<Job, "settings">, record: RunRecord): boolean {
  const { settings } = job;
  const isComplete = ({ logPosterior }: ChainDraws): boolean => logPosterior.length >= settings.draws;
  return record.chains.length === settings.chains && record.chains.every(isComplete);
}
