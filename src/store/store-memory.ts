// A store that lasts as long as the page: for private windows and tests.

import { jobHeading, type ChainSoFar, type Job } from "./job.ts";
import type { RunRecord } from "./record.ts";
import { headingOf, latestFirst, type Jobs, type Store } from "./store.ts";

/** @param reason why nothing better can be had, for people */
export function memoryStore(reason: string): Store {
  const records = new Map<string, RunRecord>();
  const jobs = memoryJobs();
  return {
    durable: false,
    reason,
    jobs,
    async put(record) {
      records.set(record.id, record);
      await jobs.remove(record.id);
    },
    async get(id) {
      return records.get(id);
    },
    async list() {
      return latestFirst([...records.values()].map(headingOf));
    },
    async remove(id) {
      records.delete(id);
      await jobs.remove(id);
    },
  };
}

function memoryJobs(): Jobs {
  const kept = new Map<string, { readonly job: Job; readonly chains: Map<number, ChainSoFar> }>();
  const held = new Set<string>();
  const inOrder = (chains: ReadonlyMap<number, ChainSoFar>) => [...chains.values()].sort((a, b) => a.chain - b.chain);
  return {
    async begin(job) {
      kept.set(job.id, { job, chains: new Map() });
    },
    async append(id, { first, ...checkpoint }) {
      const chains = kept.get(id)?.chains;
      const before = chains?.get(checkpoint.chain)?.draws.subarray(0, first * checkpoint.width) ?? new Float64Array();
      chains?.set(checkpoint.chain, { ...checkpoint, draws: joined(before, checkpoint.draws) });
    },
    async load(id) {
      const found = kept.get(id);
      return found && { job: found.job, chains: inOrder(found.chains), damaged: [] };
    },
    async list() {
      return latestFirst([...kept.values()].map(({ job, chains }) => jobHeading(job, inOrder(chains))));
    },
    async remove(id) {
      kept.delete(id);
    },
    async hold(key) {
      if (held.has(key)) return undefined;
      held.add(key);
      return { release: async () => void held.delete(key) };
    },
    async isHeld(key) {
      return held.has(key);
    },
  };
}

function joined(before: Float64Array, after: Float64Array): Float64Array {
  const all = new Float64Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}
