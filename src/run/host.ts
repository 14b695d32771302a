// What a host gives to a run: workers, a clock, and the version it is of.

import type { RemoteDesk } from "./worker-api.ts";

/** A worker with a desk of its own. */
export interface WorkerHandle extends RemoteDesk {
  /** False once the worker has died; every answer is then the issue S103. */
  readonly alive: boolean;
  /** Ends the worker, whatever it is doing. */
  terminate(): void;
}

export interface Host {
  /** Workers that run side by side. */
  readonly workers: number;
  /** Starts a worker whose kernel is ready. Fails only where the host cannot start workers at all. */
  spawn(): Promise<WorkerHandle>;
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number;
  /** Calls `action` once, after so many milliseconds. @returns a function that calls it off */
  later(milliseconds: number, action: () => void): () => void;
  /** Of the software, for run records. */
  readonly version: string;
  readonly commit: string;
}

/** Says with `keep` that what was drawn is to be kept at once, as where a tab is hidden or closed. */
export interface Urge {
  addEventListener(type: "keep", listener: () => void): void;
  removeEventListener(type: "keep", listener: () => void): void;
}

/** An AbortSignal, or anything like it. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
