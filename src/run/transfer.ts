// Marks the arrays of an answer as to be moved to the page instead of copied.

import { transfer } from "comlink";
import type { EnsembleBlock } from "./worker-api.ts";

/** @param arrays those of `value` that the worker has no more use for */
export function moved<T>(value: T, arrays: readonly Float64Array[]): T {
  // Two arrays may look into one buffer; a buffer is named once.
  return transfer(value, [...new Set(arrays.map((array) => array.buffer))]);
}

/** All tables of the blocks of an ensemble. */
export function tablesOf(blocks: readonly EnsembleBlock[]): Float64Array[] {
  return blocks.flatMap(({ outputs, baselines }) => [...outputs, ...(baselines ?? [])]);
}
