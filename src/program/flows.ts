// Flows to code: constant linear flows merge into blocks of a sparse matrix, the others move in runs of rows.

import {
  NONE,
  OP_ABSOLUTE,
  OP_ADD,
  OP_COPY,
  OP_COUNT,
  OP_COUNT_BROADCAST,
  OP_GATHER,
  OP_MOVE,
  OP_MOVE_BROADCAST,
  OP_NEGATE,
  OP_SUBTRACT,
  OP_ZERO,
} from "../../assembly/layout.ts";
import type { Formulas } from "./formulas.ts";
import type { FlowRate } from "./flow-rates.ts";
import type { Slot, Tables, Word } from "./tables.ts";

/** A flow of persons per time unit, whatever the state. */
export interface AbsoluteRate {
  readonly from: number | null;
  readonly to: number | null;
  readonly rate: Slot;
}

/**
 * Derivative of `nRows` rows from the flows without a factor: all losses of a row go into its own coefficient.
 * Consecutive rows with the same relative sources form one block.
 */
export function emitLinear(tables: Tables, formulas: Formulas, nRows: number, flows: readonly FlowRate[]): void {
  const matrix: Map<number, Slot>[] = Array.from({ length: nRows }, () => new Map<number, Slot>());
  const add = (row: number, source: number, slot: Slot, sign: 1 | -1): void => {
    const entries = matrix[row];
    if (entries === undefined) return;
    entries.set(source, combine(tables, formulas, entries.get(source), slot, sign));
  };
  for (const { flow, coefficient } of flows) {
    if (flow.from === null) continue;
    add(flow.from, flow.from, coefficient, -1);
    if (flow.to !== null) add(flow.to, flow.from, coefficient, 1);
  }
  emitBlocks(tables, matrix);
}

function combine(tables: Tables, formulas: Formulas, sum: Slot | undefined, slot: Slot, sign: 1 | -1): Slot {
  if (sum === undefined) {
    if (sign === 1) return slot;
    return slot.value === undefined ? formulas.compute(OP_NEGATE, [slot]) : tables.constant(-slot.value);
  }
  if (sum.value !== undefined && slot.value !== undefined) return tables.constant(sum.value + sign * slot.value);
  return formulas.compute(sign === 1 ? OP_ADD : OP_SUBTRACT, [sum, slot]);
}

function emitBlocks(tables: Tables, matrix: readonly ReadonlyMap<number, Slot>[]): void {
  // The row's own loss comes first, then the sources in their order: the same for every row of a block.
  const signatures = matrix.map((entries, row) =>
    Array.from(entries.keys(), (source) => source - row).sort((a, b) => (a === 0 ? -1 : b === 0 ? 1 : a - b)),
  );
  const isLike = (row: number, offsets: readonly number[]): boolean => {
    const own = signatures[row];
    return own?.length === offsets.length && own.every((offset, term) => offset === offsets[term]);
  };
  let row = 0;
  while (row < matrix.length) {
    const offsets = signatures[row] ?? [];
    let end = row + 1;
    while (isLike(end, offsets)) end += 1;
    if (offsets.length === 0) tables.emit("flow", OP_ZERO, end - row, row);
    else emitBlock(tables, matrix, row, end, offsets);
    row = end;
  }
}

function emitBlock(
  tables: Tables,
  matrix: readonly ReadonlyMap<number, Slot>[],
  row: number,
  end: number,
  offsets: readonly number[],
): void {
  const terms: Word[] = offsets.flatMap((offset) => {
    const coefficients = matrix
      .slice(row, end)
      .map((entries, index) => entries.get(row + index + offset) ?? tables.constant(0));
    return [row + offset, firstOf(tables.contiguous(coefficients))];
  });
  tables.emit("flow", OP_GATHER, end - row, row, offsets.length, ...terms);
}

/** Flows with a factor that varies, as runs of rows that follow each other. */
export function emitMoves(tables: Tables, flows: readonly FlowRate[]): void {
  for (const run of runsOf(tables, flows)) {
    const { lead, coefficients, factor, broadcast, length } = run;
    const code = broadcast ? OP_MOVE_BROADCAST : OP_MOVE;
    tables.emit("flow", code, length, lead.flow.from ?? 0, lead.flow.to ?? NONE, firstOf(coefficients), factor);
  }
}

/** Adds the flow of these flows to an accumulator row. */
export function emitCount(tables: Tables, flows: readonly FlowRate[], accumulator: number): void {
  const one = tables.constant(1);
  const rated = flows.map((rate) => ({ ...rate, flow: { ...rate.flow, to: null }, factor: rate.factor ?? one }));
  for (const { lead, coefficients, factor, broadcast, length } of runsOf(tables, rated)) {
    const code = broadcast ? OP_COUNT_BROADCAST : OP_COUNT;
    tables.emit("flow", code, length, lead.flow.from ?? 0, accumulator, firstOf(coefficients), factor);
  }
}

/** Flows of persons per time unit, one by one. */
export function emitAbsolute(tables: Tables, flows: readonly AbsoluteRate[]): void {
  for (const { from, to, rate } of flows) tables.emit("flow", OP_ABSOLUTE, from ?? NONE, to ?? NONE, rate);
}

interface Run {
  readonly lead: FlowRate;
  readonly coefficients: readonly Slot[];
  readonly factor: Slot;
  /** One factor for all rows, rather than one each. */
  readonly broadcast: boolean;
  readonly length: number;
}

function runsOf(tables: Tables, flows: readonly FlowRate[]): Run[] {
  const runs: Run[] = [];
  let start = 0;
  while (start < flows.length) {
    const lead = flows[start] as FlowRate; // start is within the list
    let end = start + 1;
    while (
      end < flows.length &&
      follows(tables, flows[end - 1] as FlowRate, flows[end] as FlowRate, end - start, lead)
    ) {
      end += 1;
    }
    const members = flows.slice(start, end);
    const broadcast = members.length > 1 && members[1]?.factor === lead.factor;
    runs.push({
      lead,
      coefficients: tables.contiguous(members.map((member) => member.coefficient)),
      factor: lead.factor ?? tables.constant(1),
      broadcast,
      length: members.length,
    });
    start = end;
  }
  return runs;
}

/** True where `next` is the flow one row on, with the same factor or the next one, as the run has begun. */
function follows(tables: Tables, last: FlowRate, next: FlowRate, length: number, lead: FlowRate): boolean {
  const nextRow = (a: number | null, b: number | null): boolean => (a === null ? b === null : b === a + 1);
  if (!nextRow(last.flow.from, next.flow.from) || !nextRow(last.flow.to, next.flow.to)) return false;
  if (last.factor === undefined || next.factor === undefined) return false;
  const same = next.factor === last.factor;
  if (!same && !tables.areNeighbours(last.factor, next.factor)) return false;
  return length === 1 || same === (last.factor === lead.factor);
}

function firstOf(slots: readonly Slot[]): Slot {
  const [slot] = slots;
  if (slot === undefined) throw new Error("a run of flows is empty");
  return slot;
}

/** Puts slots into a run of their own, in setup: the initial sizes, which the kernel copies as a whole. */
export function copyToRun(tables: Tables, slots: readonly Slot[]): readonly Slot[] {
  const run = tables.allocate(slots.length, "setup");
  run.forEach((slot, index) => tables.emit("setup", OP_COPY, slot, slots[index] ?? slot));
  return run;
}
