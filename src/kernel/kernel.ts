// One WebAssembly instance: its memory, its arithmetic, its random streams, and the programs placed in it.

import type { Numeric, Random } from "../base/numeric.ts";
import type { Program } from "../program/program.ts";
import type { KernelExports } from "./exports.ts";
import { place, type Lanes, type Placed } from "./place.ts";
import { randomStream } from "./random.ts";

export interface Kernel {
  readonly exports: KernelExports;
  /** Arithmetic with the same bits on every host. */
  readonly numeric: Numeric;
  /** The whole memory. A new view after every call: placing a program may grow the memory, which detaches old views. */
  memory(): ArrayBuffer;
  /** Reserves bytes at a multiple of 64 and returns their address; they are zero. */
  reserve(bytes: number): number;
  /** Gives back everything reserved so far: programs placed before must not be used again. */
  clear(): void;
  place(program: Program, lanes: Lanes): Placed;
  /** The stream of a seed (a whole number below 2⁵³), a chain and a use within it. */
  random(seed: number, chain: number, stream?: number): Random;
}

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
