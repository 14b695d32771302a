// A pool of workers: jobs wait in a queue for a free one; a dead worker is replaced, an idle one is let go.

import type { Host, WorkerHandle } from "./host.ts";

export interface Pool {
  /** The most workers that are alive at once. */
  readonly workers: number;
  /** Runs a job on the next free worker. Jobs begin in the order in which they were given. */
  run<T>(job: (worker: WorkerHandle) => Promise<T>): Promise<T>;
  /** Ends all workers at once; jobs under way come back with the issue S103. */
  close(): void;
}

/** How long a worker may be idle, in milliseconds: long enough for a second run to find it warm. */
const IDLE = 30_000;

interface Idle {
  readonly worker: WorkerHandle;
  /** Calls off its end. */
  readonly keep: () => void;
}

/** @param host its `workers` is the most that are alive at once */
export function makePool(host: Pick<Host, "workers" | "spawn" | "later">): Pool {
  const idle: Idle[] = [];
  const busy = new Set<WorkerHandle>();
  const waiting: (() => void)[] = [];
  let running = 0;

  async function turn(): Promise<void> {
    if (running >= host.workers) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  }

  async function acquire(): Promise<WorkerHandle> {
    for (let found = idle.pop(); found !== undefined; found = idle.pop()) {
      found.keep();
      if (found.worker.alive) return found.worker;
    }
    return host.spawn();
  }

  function release(worker: WorkerHandle): void {
    if (!worker.alive) return;
    const entry: Idle = {
      worker,
      keep: host.later(IDLE, () => {
        idle.splice(idle.indexOf(entry), 1);
        worker.terminate();
      }),
    };
    idle.push(entry);
  }

  return {
    workers: host.workers,
    async run(job) {
      await turn();
      try {
        const worker = await acquire();
        busy.add(worker);
        try {
          return await job(worker);
        } finally {
          busy.delete(worker);
          release(worker);
        }
      } finally {
        // The turn goes to the next in the queue, or back.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
    close() {
      for (const { worker, keep } of idle.splice(0)) {
        keep();
        worker.terminate();
      }
      for (const worker of busy) worker.terminate();
    },
  };
}
