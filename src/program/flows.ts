// Flows to code: constant linear flows merge into blocks of a sparse matrix, the others move in runs of rows.

import {
  NONE,
  OP_ABSOLUTE,
  OP_ADD,
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

/** The flows that an accumulator counts. */
export interface Count {
  readonly row: number;
  readonly flows: readonly FlowRate[];
}

/** Fewer accumulators side by side are counted flow by flow: a block of so few rows would be no faster. */
const LEAST_BLOCK = 4;

/**
 * Positions of the accumulators that are best rows of the sparse matrix: four or more side by side that count flows
 * without a factor from the same relative sources, such as the cases of each age.
 */
export function countsInBlocks(counts: readonly Count[]): ReadonlySet<number> {
  const shapes = counts.map(({ row, flows }) =>
    flows.length > 0 && flows.every(({ flow, factor }) => factor === undefined && flow.from !== null)
      ? flows.map(({ flow }) => (flow.from ?? NaN) - row).join(" ")
      : undefined,
  );
  const chosen = new Set<number>();
  for (let start = 0; start < counts.length;) {
    let end = start + 1;
    while (end < counts.length && shapes[start] !== undefined && shapes[end] === shapes[start]) end += 1;
    if (end - start >= LEAST_BLOCK) for (let each = start; each < end; each += 1) chosen.add(each);
    start = end;
  }
  return chosen;
}

/**
 * Derivative of `nRows` rows from the flows without a factor: all losses of a row go into its own coefficient. An
 * accumulator's row holds what is counted of them.
 * Consecutive rows with the same relative sources form one block.
 */
export function emitLinear(
  tables: Tables,
  formulas: Formulas,
  nRows: number,
  flows: readonly FlowRate[],
  counts: readonly Count[],
): void {
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
  for (const { row, flows: counted } of counts) {
    for (const { flow, coefficient } of counted) if (flow.from !== null) add(row, flow.from, coefficient, 1);
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

/**
 * Flows in runs of rows that follow each other, whatever stands between them: the flows of one age to six strains come
 * before those of the next age, and are six runs over the ages.
 */
function runsOf(tables: Tables, flows: readonly FlowRate[]): Run[] {
  return chainsOf(tables, flows).flatMap((chain) => {
    const pieces = piecesOf(tables, chain);
    if (pieces.length * LEAST_RUN <= chain.length || chain.some(({ factor }) => factor === undefined)) {
      return pieces.map((piece) => runOf(tables, piece, piece));
    }
    // Factors here and there: copied side by side once, they serve every run of the same ones.
    const side = tables.contiguous(chain.map(({ factor }) => factor ?? tables.constant(1)));
    return [
      runOf(
        tables,
        chain,
        chain.map((flow, index) => ({ ...flow, factor: side[index] })),
      ),
    ];
  });
}

function runOf(tables: Tables, flows: readonly FlowRate[], factors: readonly FlowRate[]): Run {
  const lead = flows[0] as FlowRate; // no chain and no piece is empty
  const factor = factors[0]?.factor ?? tables.constant(1);
  return {
    lead,
    coefficients: tables.contiguous(flows.map(({ coefficient }) => coefficient)),
    factor,
    broadcast: factors[1] !== undefined && factors[1].factor === factor,
    length: flows.length,
  };
}

/** Below this many rows a run costs about as much as its rows one by one. */
const LEAST_RUN = 4;

/** Flows in chains whose ends follow each other; a flow goes on with a chain of a like factor where there are several. */
function chainsOf(tables: Tables, flows: readonly FlowRate[]): FlowRate[][] {
  const chains: FlowRate[][] = [];
  /** Chains by the ends of the flow that would go on with them. */
  const open = new Map<number | string, FlowRate[][]>();
  for (const flow of flows) {
    const { from, to } = flow.flow;
    const waiting = open.get(ends(from, to)) ?? [];
    const like = waiting.findIndex((chain) => follows(tables, chain, flow));
    const place = Math.max(like, 0);
    const chain = waiting[place] ?? [];
    waiting.splice(place, 1);
    if (chain.length === 0) chains.push(chain);
    chain.push(flow);
    const next = ends(from === null ? null : from + 1, to === null ? null : to + 1);
    const others = open.get(next);
    if (others === undefined) open.set(next, [chain]);
    else others.push(chain);
  }
  return chains;
}

/** Rows that stand beside another in one number. */
const COUNTABLE = 67_108_864;

function ends(from: number | null, to: number | null): number | string {
  const [source, destination] = [(from ?? -1) + 1, (to ?? -1) + 1];
  return source < COUNTABLE && destination < COUNTABLE ? source * COUNTABLE + destination : `${source} ${destination}`;
}

/** A chain cut into pieces with one factor, or with one factor after the other. */
function piecesOf(tables: Tables, chain: readonly FlowRate[]): FlowRate[][] {
  const pieces: FlowRate[][] = [];
  for (const flow of chain) {
    const last = pieces.at(-1);
    if (last !== undefined && follows(tables, last, flow)) last.push(flow);
    else pieces.push([flow]);
  }
  return pieces;
}

/** True where `next`, one row on, has the same factor or the next one, as the piece has begun. */
function follows(tables: Tables, piece: readonly FlowRate[], next: FlowRate): boolean {
  const lead = piece[0];
  const last = piece.at(-1);
  if (lead?.factor === undefined || last?.factor === undefined || next.factor === undefined) return false;
  const same = next.factor === last.factor;
  if (!same && !tables.areNeighbours(last.factor, next.factor)) return false;
  return piece.length === 1 || same === (last.factor === lead.factor);
}

function firstOf(slots: readonly Slot[]): Slot {
  const [slot] = slots;
  if (slot === undefined) throw new Error("a run of flows is empty");
  return slot;
}

/** Puts slots into a run of their own, in setup: the initial sizes, which the kernel copies as a whole. */
export function copyToRun(tables: Tables, slots: readonly Slot[]): readonly Slot[] {
  const run = tables.allocate(slots.length, "setup");
  tables.emitCopies("setup", run, slots);
  return run;
}
