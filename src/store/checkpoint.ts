// The part of a checkpoint that replaces the one before, as bytes; the draws beside it are only ever added to.

import type { Plain } from "../sampler/contract.ts";
import type { Checkpoint } from "./job.ts";
import { decodePlain, encodePlain } from "./plain.ts";

/** A chain's latest checkpoint without its draws, of which it says how many there are. */
export interface ChainMark extends Omit<Checkpoint, "first" | "draws"> {
  /** Numbers of all draws of this job: draws × width. */
  readonly numbers: number;
  /** SHA-256 of those numbers, hexadecimal, where they stand in one file. */
  readonly digest?: string;
}

export function markOf({ first, draws, ...rest }: Checkpoint): ChainMark {
  return { ...rest, numbers: first * rest.width + draws.length };
}

export function encodeMark({ report, ...rest }: ChainMark): Uint8Array<ArrayBuffer> {
  return encodePlain({ ...rest, report: { ...report } });
}

/** What `encodeMark` wrote; undefined where it is damaged, or of another version. */
export function decodeMark(bytes: Uint8Array): ChainMark | undefined {
  const answer = decodePlain(bytes);
  // Its digest is right, so it is what was written.
  return answer.ok ? (answer.value as Plain & ChainMark) : undefined;
}
