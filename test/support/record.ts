// A small run record for tests.

import { drawsDigest } from "../../src/store/digest.ts";
import type { RunRecord } from "../../src/store/record.ts";

/** A record of two parameters and one chain of two draws; its draws' digest fits whatever is changed. */
export function recordOf(id: string, changes: Partial<RunRecord> = {}): RunRecord {
  const chain = { chain: 0, values: Float64Array.of(1, 2, 3, 4), logPosterior: Float64Array.of(-1, -2) };
  const chains = changes.chains ?? [{ ...chain, acceptance: 0.3, failures: 0 }];
  return {
    format: 2,
    id,
    title: "Run",
    region: null,
    document: "midsummer: 1\n",
    documentDigest: "d".repeat(64),
    programDigest: "p".repeat(64),
    settings: { sampler: "adaptive_metropolis", chains: 1, warmup: 100, draws: 2, seed: 1 },
    startedAt: "2026-01-01T00:00:00.000Z",
    elapsedMs: 10,
    version: "0.1.0",
    commit: "unknown",
    parameters: ["a", "b"],
    diagnosis: { parameters: [], chains: 1, draws: 2, usable: false, verdict: "Not yet: …" },
    stopped: false,
    ...changes,
    chains,
    drawsDigest: drawsDigest(chains),
  };
}
