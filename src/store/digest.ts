// The digest of a run's draws: two runs with the same one hold the same numbers.

import { digestOfBytes } from "../program/digest.ts";
import type { ChainDraws } from "./record.ts";

/**
 * SHA-256 of all draws: chains in order of their numbers, each as little-endian f64 [draw][parameter], and behind it
 * [draw] the logarithms of its weights where it has any.
 */
export function drawsDigest(chains: readonly ChainDraws[]): string {
  const ordered = chains.toSorted((a, b) => a.chain - b.chain);
  const arrays = ordered.flatMap(({ values, logWeights }) =>
    logWeights === undefined ? [values] : [values, logWeights],
  );
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const values of arrays) {
    writeNumbers(bytes, offset, values);
    offset += values.byteLength;
  }
  return digestOfBytes(bytes);
}

/** Writes numbers as little-endian f64 from a byte on, whatever the machine's own order. */
export function writeNumbers(bytes: Uint8Array, offset: number, values: Float64Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  values.forEach((value, position) => view.setFloat64(offset + position * 8, value, true));
}

/** Reads `count` little-endian f64 from a byte on. */
export function readNumbers(bytes: Uint8Array, offset: number, count: number): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: count }, (_, position) => view.getFloat64(offset + position * 8, true));
}
