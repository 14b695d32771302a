// Comlink ships this module without a declaration under its own name.
declare module "comlink/dist/esm/node-adapter.mjs" {
  import type { Endpoint } from "comlink";
  import type { MessagePort, Worker } from "node:worker_threads";
  /** A thread, or the port to its parent, as comlink's endpoint. */
  export default function nodeEndpoint(port: Worker | MessagePort): Endpoint;
}
