// The part of the time section that no parameter changes: put first, so that fixed steps recall it instead of computing it.

import { OPERATIONS } from "./operations.ts";
import type { Slot, Tables, Word } from "./tables.ts";

export interface Clock {
  /** The time section, operations that need nothing but time and constants first; otherwise in their order. */
  readonly words: readonly Word[];
  /** Number of words of the first part. */
  readonly length: number;
  /** Slots that the first part computes and something else reads. */
  readonly slots: readonly Slot[];
}

/** @param tables  with all code emitted; `read`: further slots that are read, such as those of the outputs */
export function clockOf(tables: Tables, read: readonly Word[]): Clock {
  const fixed = new Set<Slot>();
  operationsOf(tables.sections.setup).filter((operation) => takeFixed(operation, fixed));
  fixed.add(tables.time);
  const first: Operation[] = [];
  const rest: Operation[] = [];
  for (const operation of operationsOf(tables.sections.time)) {
    (takeFixed(operation, fixed) ? first : rest).push(operation);
  }
  const { rate, flow, leap, project, finish } = tables.sections;
  const used = new Set<readonly Slot[]>();
  for (const words of [rest.flatMap(({ words }) => words), rate, flow, leap, project, finish, read]) {
    for (const word of words) if (typeof word !== "number") used.add(word.run);
  }
  const words = first.flatMap((operation) => operation.words);
  return {
    words: [...words, ...rest.flatMap((operation) => operation.words)],
    length: words.length,
    slots: first.flatMap(({ results }) => results).filter(({ run }) => used.has(run)),
  };
}

/** An operation before its slots have positions. */
export interface Operation {
  readonly words: readonly Word[];
  readonly results: readonly Slot[];
  readonly operands: readonly Slot[];
}

/** True where all that the operation reads is fixed; then its results are too. */
function takeFixed({ operands, results }: Operation, fixed: Set<Slot>): boolean {
  // An operand may stand for slots after it too: all of its run must be known.
  const isFixed = (slot: Slot): boolean => slot.value !== undefined || fixed.has(slot);
  if (!operands.every(({ run }) => run.every(isFixed))) return false;
  for (const slot of results) fixed.add(slot);
  return true;
}

/** The operations of a section of slots: the first slot of each is its result, as many rows of it as it says. */
export function operationsOf(section: readonly Word[]): Operation[] {
  const operations: Operation[] = [];
  for (let at = 0; at < section.length;) {
    const operation = OPERATIONS.get(section[at] as number); // code stands there
    if (operation === undefined) throw new Error(`word ${at} of a section is no operation`);
    const plain = at + 1 + operation.operands.length;
    const terms = operation.repeated === "" ? 0 : (section[plain - 1] as number); // the number of terms
    const next = plain + terms * operation.repeated.length;
    const words = section.slice(at, next);
    const [result, ...operands] = words.filter((word) => typeof word !== "number");
    const rows = operation.operands.startsWith("r") ? (words[1] as number) : 1; // a number of rows
    const results = result === undefined ? [] : result.run.slice(result.index, result.index + rows);
    operations.push({ words, results, operands });
    at = next;
  }
  return operations;
}

/** The slots as runs that stand side by side, once all have their positions: pairs of first position and number. */
export function positionRuns(slots: readonly Slot[]): number[] {
  const runs: { first: number; count: number }[] = [];
  for (const { position } of [...slots].sort((a, b) => a.position - b.position)) {
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.count === position) last.count += 1;
    else runs.push({ first: position, count: 1 });
  }
  return runs.flatMap(({ first, count }) => [first, count]);
}
