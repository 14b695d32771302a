// The Node host: worker threads through comlink, the clock, the version.
/// <reference path="./comlink-node.d.ts" />

import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { sourceCommit, sourceVersion } from "../../setup/source-version.mjs";
import type { Host, WorkerHandle } from "../run/host.ts";
import { remoteDesk } from "../run/remote.ts";
import { compileKernel } from "./kernel-file.ts";

/** @param workers threads side by side; without it as many as the machine runs at once */
export async function nodeHost(workers: number = availableParallelism()): Promise<Host> {
  const kernel = await compileKernel();
  return {
    workers,
    spawn: () => Promise.resolve(startWorker(kernel)),
    now: () => Date.now(),
    later(milliseconds, action) {
      const timer = setTimeout(action, milliseconds);
      // An idle worker does not keep the process alive.
      timer.unref();
      return () => clearTimeout(timer);
    },
    version: sourceVersion(),
    commit: sourceCommit(),
  };
}

/** A thread with a desk. It runs the TypeScript source as it stands. */
function startWorker(kernel: WebAssembly.Module): WorkerHandle {
  // Not the flags of this process: under a test runner they name loaders that the thread cannot use.
  const worker = new Worker(new URL("./worker-start.mjs", import.meta.url), { execArgv: [], workerData: kernel });
  const { handle, died } = remoteDesk(nodeEndpoint(worker), () => void worker.terminate());
  worker.on("error", (error) => died(error.message));
  worker.on("messageerror", (error) => died(error.message));
  worker.on("exit", (code) => died(`it ended with code ${code}`));
  return handle;
}
