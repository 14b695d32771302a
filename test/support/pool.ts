// Workers without threads: desks in this very thread, each at the other end of a message channel.

import { expose } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { MessageChannel } from "node:worker_threads";
import { makeDesk } from "../../src/run/desk.ts";
import { makePool, type Pool } from "../../src/run/pool.ts";
import { remoteDesk } from "../../src/run/remote.ts";
import { testKernel } from "./kernel.ts";

/**
 * To be closed, or the channels keep the process alive.
 *
 * @param now  the workers' clock; one that moves at every look makes them listen after every move
 */
export function localPool(workers: number, now: () => number = () => performance.now()): Pool {
  return makePool({
    workers,
    async spawn() {
      const { port1, port2 } = new MessageChannel();
      const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
      expose(makeDesk(testKernel(), { now, pause }), nodeEndpoint(port2));
      return remoteDesk(nodeEndpoint(port1), () => port1.close()).handle;
    },
    later: () => () => undefined,
  });
}
