// The file that a module worker runs: waits for the compiled kernel, then answers as a desk.

import { expose } from "comlink";
import { instantiate } from "../kernel/kernel.ts";
import { makeDesk } from "../run/desk.ts";

// The first message is the kernel; messages behind it wait until the desk listens.
addEventListener(
  "message",
  ({ data }: MessageEvent<unknown>) => {
    if (!(data instanceof WebAssembly.Module)) throw new Error("A worker's first message is the compiled kernel.");
    expose(makeDesk(instantiate(data), { now: () => performance.now(), pause }));
  },
  { once: true },
);

/** A turn of the event loop without the delay of a timer, which is at least four milliseconds. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
