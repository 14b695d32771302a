// A kernel for tests, from the wasm that the set-up built.

import { readFileSync } from "node:fs";
import { instantiate } from "../../src/kernel/kernel.ts";
import type { Kernel } from "../../src/kernel/placed.ts";

const module = new WebAssembly.Module(readFileSync(new URL("../../build/kernel.wasm", import.meta.url)));

/** A fresh instance with a memory of its own. */
export function testKernel(): Kernel {
  return instantiate(module);
}
