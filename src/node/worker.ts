// The file that a worker thread runs: one kernel, one desk.
/// <reference path="./comlink-node.d.ts" />

import { expose } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { parentPort, workerData } from "node:worker_threads";
import { instantiate } from "../kernel/kernel.ts";
import { makeDesk } from "../run/desk.ts";

if (parentPort === null) throw new Error("src/node/worker.ts runs as a worker thread only.");
if (!(workerData instanceof WebAssembly.Module)) throw new Error("A worker thread needs the compiled kernel.");

const desk = makeDesk(instantiate(workerData), {
  now: () => performance.now(),
  // Messages are handled between two turns of the event loop.
  pause: () => new Promise((resolve) => setImmediate(resolve)),
});
expose(desk, nodeEndpoint(parentPort));
