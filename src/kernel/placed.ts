// A kernel and the programs placed in it, as their callers see them.

import type { Numeric, Random } from "../base/numeric.ts";
import type { Program } from "../program/program.ts";
import type { KernelExports } from "./exports.ts";
import type { Frame } from "./frame.ts";

/** One WebAssembly instance: its memory, its arithmetic, its random streams, and the programs placed in it. */
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

/** How many parameter vectors advance side by side. */
export type Lanes = 1 | 2 | 4 | 8;

/** A program in memory, ready to run. */
export interface Placed {
  readonly kernel: Kernel;
  readonly program: Program;
  readonly lanes: Lanes;
  readonly frame: Frame;
}
