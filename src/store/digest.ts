// The digest of a run's draws: two runs with the same one hold the same numbers.

import { digestOfBytes } from "../program/digest.ts";
import { bytesOfNumbers } from "./bytes.ts";
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
  for (const numbers of arrays) {
    bytes.set(bytesOfNumbers(numbers), offset);
    offset += numbers.byteLength;
  }
  return digestOfBytes(bytes);
}
