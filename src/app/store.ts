// The store of runs, opened once for the whole page.
import type { Store } from "../store/store.ts";

let opened: Promise<Store> | undefined;

export function openStore(): Promise<Store> {
  opened ??= import("../browser/store-indexeddb.ts").then((module) => module.openStore());
  return opened;
}
