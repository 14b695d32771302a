// The browser host: module workers through comlink, the clock, the version.

import type { Host, WorkerHandle } from "../run/host.ts";
import { makePool, type Pool } from "../run/pool.ts";
import { remoteDesk } from "../run/remote.ts";
import { compileKernel } from "./kernel-bytes.ts";
import { trustedScriptUrl } from "./trusted-script-url.ts";
import workerUrl from "./worker.ts?worker&url";

/**
 * Workers side by side, from 4 to 8: as many as the machine runs at once, but enough for the usual four chains, so that
 * all of them can be watched from the start. More workers than cores take turns and cost next to nothing.
 */
function usualWorkers(): number {
  return Math.min(Math.max(navigator.hardwareConcurrency || 2, 4), 8);
}

/** @param workers workers side by side; without it the usual number */
export function browserHost(workers: number = usualWorkers()): Host {
  return {
    workers,
    spawn: startWorker,
    now: () => Date.now(),
    later(milliseconds, action) {
      const timer = setTimeout(action, milliseconds);
      return () => clearTimeout(timer);
    },
    version: __MIDSUMMER_VERSION__,
    commit: __MIDSUMMER_COMMIT__,
  };
}

/** The workers for many runs of one document: as many as the machine runs at once. Started as they are needed. */
export function ensemblePool(): Pool {
  pool ??= makePool(browserHost(Math.min(navigator.hardwareConcurrency || 2, 8)));
  return pool;
}

let pool: Pool | undefined;

/** The worker that answers the page: opens, simulates, draws fans. Started at the first call; a dead one is replaced. */
export async function desk(): Promise<WorkerHandle> {
  if (current !== undefined) {
    const worker = await current;
    if (worker.alive) return worker;
  }
  const started = startWorker();
  current = started;
  // A desk that could not be started is tried again at the next call.
  started.catch(() => {
    if (current === started) current = undefined;
  });
  return started;
}

let current: Promise<WorkerHandle> | undefined;

/** When the latest worker was started, with what follows in the same task. */
let latest: Promise<unknown> = Promise.resolve();

/** Workers start one by one, each in a task of its own: several at once would hold the page up. */
function startWorker(): Promise<WorkerHandle> {
  const started = latest.then(spawnWorker);
  latest = started.catch(() => undefined).then(() => new Promise((resolve) => setTimeout(resolve)));
  return started;
}

async function spawnWorker(): Promise<WorkerHandle> {
  const kernel = await compileKernel();
  const worker = new Worker(trustedScriptUrl(workerUrl), { type: "module" });
  const { handle, died } = remoteDesk(worker, () => worker.terminate());
  worker.addEventListener("error", (event) => died(event.message || "it could not be loaded"));
  worker.addEventListener("messageerror", () => died("a message could not be read"));
  worker.postMessage(kernel);
  return handle;
}
