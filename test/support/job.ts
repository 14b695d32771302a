// A small unfinished run for tests.

import type { Checkpoint, Job } from "../../src/store/job.ts";

/** Two chains of two parameters: rows of a draw have four numbers. */
export function jobOf(id: string, changes: Partial<Job> = {}): Job {
  return {
    id,
    title: "Run",
    region: null,
    document: "midsummer: 1\n",
    documentDigest: "d".repeat(64),
    programDigest: "p".repeat(64),
    settings: { sampler: "adaptive_metropolis", chains: 2, warmup: 100, draws: 10, seed: 1 },
    startedAt: "2026-01-01T00:00:00.000Z",
    version: "0.1.0",
    commit: "unknown",
    parameters: ["a", "b"],
    before: [0, 0],
    ...changes,
  };
}

/** A checkpoint with so many new draws, whose numbers name chain and draw. */
export function checkpointOf(
  chain: number,
  first: number,
  count: number,
  changes: Partial<Checkpoint> = {},
): Checkpoint {
  return {
    chain,
    rows: 100 + first + count,
    first,
    width: 4,
    draws: Float64Array.from({ length: 4 * count }, (_, number) => 1000 * chain + 4 * first + number),
    state: { rows: 100 + first + count, factor: Float64Array.of(NaN, -0), window: null },
    report: { acceptance: 0.25, failures: first, evaluations: 8 },
    elapsedMs: 10 * (first + count),
    ...changes,
  };
}
