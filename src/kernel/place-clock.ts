// Room for what depends on time and constants alone, at the times of the step grid; see assembly/clock.ts.

import * as layout from "../../assembly/layout.ts";
import { decode } from "../program/operations.ts";
import { headerField } from "../program/program.ts";

/** Most memory for it: beyond, the values are computed each time. */
const LARGEST_BYTES = 4 * 2 ** 20;

/** Bytes of an entry: its time, and a value for each slot. */
function entryBytes(words: Int32Array): number {
  const first = words[layout.HEADER_CLOCK_TABLE] ?? 0;
  let slots = 0;
  for (let n = 1; n < (words[layout.HEADER_CLOCK_TABLE + 1] ?? 0); n += 2) slots += words[first + n] ?? 0;
  return 8 * (1 + slots);
}

/** Number of entries: steps and their middles, three for each where something jumps; 0 where they would be too large. */
function entryCount(words: Int32Array): number {
  const field = (at: number): number => words[at] ?? 0;
  if (field(layout.HEADER_CLOCK) === 0) return 0;
  const halves = 2 * (field(layout.HEADER_TIMES) - 1) * field(layout.HEADER_SUBSTEPS) + 1;
  const count = (field(layout.HEADER_FLAGS) & layout.FLAG_JUMPS) === 0 ? halves : 3 * halves;
  return count * entryBytes(words) <= LARGEST_BYTES ? count : 0;
}

/** Bytes of all entries. */
export function clockBytes(buffer: ArrayBuffer): number {
  const words = new Int32Array(buffer);
  return entryCount(words) * entryBytes(words);
}

/**
 * Writes the fields of the frame, and a time into each entry that is equal to none.
 *
 * @param put      writes a field
 * @param code     address of a word of the program
 * @param entries  address of the entries
 * Errors: a RangeError where the first part of the time section does not end with an operation.
 */
export function fillClock(
  buffer: ArrayBuffer,
  memory: ArrayBuffer,
  put: (field: number, value: number) => void,
  code: (word: number) => number,
  entries: number,
): void {
  const words = new Int32Array(buffer);
  const start = headerField(buffer, layout.HEADER_TIME);
  const end = start + headerField(buffer, layout.HEADER_CLOCK);
  let at = start;
  while (at < end) at = decode(words, at, start + headerField(buffer, layout.HEADER_TIME + 1)).next;
  if (at !== end) throw new RangeError("the first part of the time section ends within an operation");
  put(layout.FRAME_CLOCK_END, code(end));
  put(layout.FRAME_CLOCK_TABLE, code(headerField(buffer, layout.HEADER_CLOCK_TABLE)));
  put(layout.FRAME_CLOCK_RUNS, headerField(buffer, layout.HEADER_CLOCK_TABLE + 1) / 2);
  put(layout.FRAME_CLOCK_ENTRIES, entries);
  put(layout.FRAME_CLOCK_ENTRY_BYTES, entryBytes(words));
  put(layout.FRAME_CLOCK_COUNT, entryCount(words));
  new Float64Array(memory, entries, clockBytes(buffer) / 8).fill(NaN);
}

/** Turns the table of slots into addresses; `put` checks and turns one slot. */
export function relocateClock(words: Int32Array, slots: number, put: (kind: string, word: number) => void): void {
  const first = words[layout.HEADER_CLOCK_TABLE] ?? 0;
  for (let word = first; word < first + (words[layout.HEADER_CLOCK_TABLE + 1] ?? 0); word += 2) {
    const count = words[word + 1] ?? 0;
    if (!(count > 0 && (words[word] ?? 0) + count <= slots))
      throw new RangeError(`run of slots at word ${word} is bad`);
    put("s", word);
  }
}
