// A program: one buffer with tables and code for the kernel, and the names a person knows its parts by.

import {
  HEADER_DIGEST,
  HEADER_MAGIC,
  HEADER_VERSION,
  HEADER_WORDS,
  MAGIC,
  PROGRAM_VERSION,
} from "../../assembly/layout.ts";
import type { Issue } from "../base/issue.ts";
import type { Model } from "../model/model.ts";

/** A time at which something bends or jumps, and the step grid's nearest one where steps are fixed. */
export interface Knot {
  /** Path in the document, such as `series.school_open.times`. */
  readonly path: string;
  /** Slot of the time as written, and of the time as used. */
  readonly written: number;
  readonly used: number;
  /** The same in every run; other times hang on parameters. */
  readonly isConstant: boolean;
}

/** A result that jumps from one number to another, with the path of the formula that it belongs to. */
export interface Jump {
  readonly slot: number;
  readonly path: string;
}

/** Where a flow's rate can be read after a right-hand side: the slots of its factors. */
export interface FlowSlots {
  readonly name: string;
  readonly slots: readonly number[];
}

export interface Program {
  /** Magic, version, digest, sizes, code, constants; see assembly/layout.ts. */
  readonly buffer: ArrayBuffer;
  /** SHA-256 of the buffer's content, hexadecimal: the identity of the program in records and caches. */
  readonly digest: string;
  readonly model: Model;
  readonly knots: readonly Knot[];
  readonly flowSlots: readonly FlowSlots[];
  /** Results of comparisons, choices, `floor` and steps, each once. */
  readonly jumps: readonly Jump[];
  /**
   * Slots that outputs carry from one output time to the next: sizes at the last one, running sums, histories. In the
   * order of the outputs: programs with the same outputs carry the same things.
   */
  readonly carried: readonly number[];
  /** What was done to the model on the way: knots moved, jumps that cannot be located. */
  readonly issues: readonly Issue[];
}

/** Reads one field of the header. */
export function headerField(buffer: ArrayBuffer, field: number): number {
  return new Int32Array(buffer, 0, HEADER_WORDS)[field] ?? 0;
}

/** Reads an f64 of the header. */
export function headerNumber(buffer: ArrayBuffer, field: number): number {
  return new DataView(buffer).getFloat64(field * 4, true);
}

/** True for a buffer that this version of the kernel can place. */
export function isProgram(buffer: ArrayBuffer): boolean {
  return (
    buffer.byteLength >= HEADER_WORDS * 4 &&
    headerField(buffer, HEADER_MAGIC) === MAGIC &&
    headerField(buffer, HEADER_VERSION) === PROGRAM_VERSION
  );
}

/** First byte after the digest: what is digested starts here. */
export const DIGESTED_FROM = (HEADER_DIGEST + 8) * 4;
