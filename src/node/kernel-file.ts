// The compiled kernel, from the file that the set-up built.
/// <reference path="../kernel/webassembly.d.ts" />

import { readFile } from "node:fs/promises";

/** Errors: a file that is not there, with the command that makes it. */
export async function compileKernel(): Promise<WebAssembly.Module> {
  const file = new URL("../../build/kernel.wasm", import.meta.url);
  try {
    return new WebAssembly.Module(await readFile(file));
  } catch (cause) {
    throw new Error("build/kernel.wasm cannot be read. Make it with: node setup/prepare.mjs kernel", { cause });
  }
}
