// What the Jacobian of a program for the stiff method needs beside it: the code and record of one reverse pass.

import * as adjoint from "../../assembly/adjoint-layout.ts";
import * as layout from "../../assembly/layout.ts";
import { headerField, type Program } from "../program/program.ts";
import { reverseLinearisation } from "../program/reverse.ts";
import { relocated } from "./place-adjoint.ts";
import type { Kernel } from "./placed.ts";

/** Where a program with one lane was placed. */
export interface Place {
  readonly slots: number;
  readonly shared: number;
  readonly vectorBytes: number;
}

const SECTIONS = [
  ["time", adjoint.ADJOINT_TIME],
  ["rate", adjoint.ADJOINT_RATE],
  ["flow", adjoint.ADJOINT_FLOW],
] as const;

/** Reserves and fills the record of the reverse pass, and returns its address. */
export function placeLinearisation(kernel: Kernel, program: Program, { slots, shared, vectorBytes }: Place): number {
  const { sections, groups } = reverseLinearisation(program);
  const slotBytes = headerField(program.buffer, layout.HEADER_SLOTS) * 8;
  const record = kernel.reserve(adjoint.ADJOINT_BYTES);
  const slotAdjoints = kernel.reserve(slotBytes);
  const vectors = kernel.reserve(adjoint.VECTORS_LINEARISATION * vectorBytes);
  const scratch = kernel.reserve(groups * 8);
  const code = SECTIONS.map(([name]) => kernel.reserve(sections[name].length * 4));
  const view = new Int32Array(kernel.memory(), record, adjoint.ADJOINT_BYTES / 4);
  const put = (at: number, value: number): void => void (view[at / 4] = value);
  put(adjoint.ADJOINT_SHIFT, slotAdjoints - slots);
  put(adjoint.ADJOINT_SLOTS, slotAdjoints);
  put(adjoint.ADJOINT_SLOT_BYTES, slotBytes);
  put(adjoint.ADJOINT_VECTORS, vectors);
  put(adjoint.ADJOINT_SCRATCH, scratch);
  SECTIONS.forEach(([name, field], n) => {
    const at = code[n] ?? 0;
    const words = sections[name].map((word) => relocated(word, slots, shared, 1));
    new Int32Array(kernel.memory(), at).set(words);
    put(field, at);
    put(field + 4, at + words.length * 4);
  });
  return record;
}
