// What a worker does for the page: one plain object. Failures are values; randomness depends on seed and chain alone.

import type { Answer } from "../base/issue.ts";
import type { Model } from "../model/model.ts";
import type { Diagnosis } from "../sampler/diagnose.ts";
import type { ChainDraws } from "../store/record.ts";
import type { Trajectory } from "../trajectory/trajectory.ts";

/** One per worker. The same object answers a page's questions and samples chains. */
export interface Desk {
  /** Reads a document, runs it at its own values, and keeps it for `simulate`. A document that fails leaves the last one. */
  open(text: string): Answer<OpenedRegion>;
  /** Runs the document last opened. @param values [parameter] all parameters, on the natural scale */
  simulate(values: Float64Array): Answer<Trajectory>;
  /** Runs one chain from warm-up to its last draw. `onProgress` hears at most ten times a second. */
  sampleChain(request: ChainRequest, onProgress: (progress: ChainProgress) => void): Promise<Answer<ChainDraws>>;
  /** Ends the chain that is being sampled: `sampleChain` then answers with the draws so far. */
  stop(): void;
  /** Bands of every output over the draws of a run. */
  fan(request: FanRequest): Answer<Fan[]>;
  /** Summaries and verdict. `names` are calibrated parameters, in the order of the draws. */
  diagnose(names: readonly string[], chains: readonly ChainDraws[]): Answer<Diagnosis>;
}

export interface OpenedRegion {
  readonly model: Model;
  readonly documentDigest: string;
  readonly programDigest: string;
  /** At the document's own values. */
  readonly trajectory: Trajectory;
}

export interface ChainRequest {
  readonly text: string;
  readonly seed: number;
  /** Number of the chain, from 0. */
  readonly chain: number;
  readonly warmup: number;
  readonly draws: number;
}

export interface ChainProgress {
  readonly chain: number;
  /** Rows so far, warm-up included. */
  readonly done: number;
  /** warmup + draws. */
  readonly total: number;
  readonly warmup: number;
  /** Row number, from 0 and warm-up included, of the first row of `values`; each further one is `thin` rows later. */
  readonly first: number;
  readonly thin: number;
  /** [row][parameter] since the last report, on the natural scale; at most 200 rows. */
  readonly values: Float64Array;
}

export interface FanRequest {
  readonly text: string;
  readonly chains: readonly ChainDraws[];
  /** Draws to run the model at, chosen evenly over the chains. */
  readonly runs: number;
  /** For the observation noise. */
  readonly seed: number;
}

/** [T] each: at every time half, or 95 per cent, of the draws lie between the bounds. */
export interface Bands {
  readonly median: Float64Array;
  readonly lower50: Float64Array;
  readonly upper50: Float64Array;
  readonly lower95: Float64Array;
  readonly upper95: Float64Array;
}

export interface Fan extends Bands {
  /** Position of the output in the model. */
  readonly output: number;
  /** [T], in the document's unit. */
  readonly times: Float64Array;
  /** With observation noise, where the output has a target; NaN at times at which the noise is not known. */
  readonly noise: Bands | null;
}

/** A desk on the other side of a worker's boundary. Where the worker has died, every answer is the issue S103. */
export type RemoteDesk = {
  readonly [Method in keyof Desk]: (...inputs: Parameters<Desk[Method]>) => Promise<Awaited<ReturnType<Desk[Method]>>>;
};

/** What a worker's file gives to the pure code: a clock and a pause. */
export interface Surroundings {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** Lets messages in, such as `stop`. */
  pause(): Promise<void>;
}
