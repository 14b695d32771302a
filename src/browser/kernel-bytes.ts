// The compiled kernel: fetched once and compiled once, then shared with every worker.

import kernelUrl from "../../build/kernel.wasm?url";

let compiled: Promise<WebAssembly.Module> | undefined;

/** Errors: the kernel cannot be fetched or compiled; the next call tries again. */
export function compileKernel(): Promise<WebAssembly.Module> {
  compiled ??= fetchKernel().catch((error: unknown) => {
    compiled = undefined;
    throw error;
  });
  return compiled;
}

async function fetchKernel(): Promise<WebAssembly.Module> {
  const response = await fetch(kernelUrl);
  if (!response.ok) throw new Error(`The kernel could not be loaded (${response.status} ${response.statusText}).`);
  // Some hosts serve it as plain bytes, which only `compile` takes.
  if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
