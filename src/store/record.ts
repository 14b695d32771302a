// A run record: everything needed to show a finished calibration again, and to make it again.

import type { SamplerName } from "../base/sampler-name.ts";
import type { ChainReport, Plain } from "../sampler/contract.ts";
import type { Diagnosis } from "../sampler/diagnose.ts";

/** What one chain leaves behind. Early records hold no count of evaluations. */
export interface ChainDraws extends Partial<ChainReport> {
  /** Number of the chain, from 0; with the seed it fixes the chain's random stream. */
  readonly chain: number;
  /** [draw][parameter], on the natural scale, after warmup. */
  readonly values: Float64Array;
  /** [draw] log prior + log likelihood, without Jacobian. */
  readonly logPosterior: Float64Array;
  /** [draw] logarithm of its importance weight, up to a constant; absent where all draws count alike. */
  readonly logWeights?: Float64Array;
  readonly acceptance: number;
  readonly failures: number;
  /** All that the chain is after its last draw, so that it can go on; absent in records of format 1. */
  readonly state?: Plain;
}

export interface RunSettings {
  readonly sampler: SamplerName;
  readonly chains: number;
  readonly warmup: number;
  /** Draws asked for, per chain; a stopped run holds fewer. */
  readonly draws: number;
  readonly seed: number;
}

export interface RunRecord {
  readonly format: 2;
  /** Unique within a store. */
  readonly id: string;
  readonly title: string;
  /** Path of the region document in regions/, or null for a document of the user's own. */
  readonly region: string | null;
  /** The document's text, whole. */
  readonly document: string;
  /** SHA-256 of the document's text, and of the files that it reads, hexadecimal. */
  readonly documentDigest: string;
  readonly programDigest: string;
  readonly settings: RunSettings;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly version: string;
  readonly commit: string;
  /** Names of the calibrated parameters, in the order of the draws. */
  readonly parameters: readonly string[];
  /** In the order of chain numbers. */
  readonly chains: readonly ChainDraws[];
  /** SHA-256 of all draws: chains in order, each as little-endian f64 [draw][parameter]. */
  readonly drawsDigest: string;
  readonly diagnosis: Diagnosis;
  /** True where the user stopped it before every chain had all its draws. */
  readonly stopped: boolean;
}

/** What a list of runs shows, without the draws. */
export type RunHeading = Pick<
  RunRecord,
  "id" | "title" | "region" | "startedAt" | "documentDigest" | "drawsDigest" | "settings" | "stopped" | "version"
> & { readonly verdict: string; readonly usable: boolean };
