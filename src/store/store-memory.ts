// A store that lasts as long as the page: for private windows and tests.

import type { RunRecord } from "./record.ts";
import { headingOf, latestFirst, type Store } from "./store.ts";

/** @param reason why nothing better can be had, for people */
export function memoryStore(reason: string): Store {
  const records = new Map<string, RunRecord>();
  return {
    durable: false,
    reason,
    async put(record) {
      records.set(record.id, record);
    },
    async get(id) {
      return records.get(id);
    },
    async list() {
      return latestFirst([...records.values()].map(headingOf));
    },
    async remove(id) {
      records.delete(id);
    },
  };
}
