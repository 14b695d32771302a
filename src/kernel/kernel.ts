// Makes a kernel: one WebAssembly instance with a memory of its own.

import type { KernelExports } from "./exports.ts";
import { place } from "./place.ts";
import type { Kernel } from "./placed.ts";
import { randomStream } from "./random.ts";

const PAGE = 65536;

/** Instantiates the compiled module in a memory of its own. */
export function instantiate(module: WebAssembly.Module): Kernel {
  const memory = new WebAssembly.Memory({ initial: 4 });
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  // The module is ours and its exports are listed in assembly/index.ts, which a test compares with KernelExports.
  const exports = instance.exports as unknown as KernelExports;
  const base = align(exports.heapBase());
  let next = base;
  const kernel: Kernel = {
    exports,
    numeric: exports,
    memory: () => memory.buffer,
    reserve(bytes) {
      const address = next;
      next = align(next + bytes);
      const missing = next - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      new Uint8Array(memory.buffer, address, next - address).fill(0);
      return address;
    },
    clear() {
      next = base;
    },
    place: (program, lanes) => place(kernel, program, lanes),
    random: (seed, chain, stream = 0) => randomStream(exports, seed, chain, stream),
  };
  return kernel;
}

function align(address: number): number {
  return Math.ceil(address / 64) * 64;
}
