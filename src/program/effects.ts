// What an operation reads and writes: the slots and rows through which a change goes on, for the reverse pass.

import * as layout from "../../assembly/layout.ts";
import type { Decoded } from "./operations.ts";

/** Consecutive slots, or rows of the state. */
export interface Span {
  readonly first: number;
  readonly count: number;
}

export interface Effects {
  /** Slots that it computes. */
  readonly writes: readonly Span[];
  /** Slots whose change changes them. */
  readonly reads: readonly Span[];
  /** Rows of the state that it reads, and rows of the derivative that it changes. */
  readonly fromRows: readonly Span[];
  readonly toRows: readonly Span[];
  /** True where small changes change nothing, and others make it jump. */
  readonly isStep: boolean;
}

const NOTHING: Effects = { writes: [], reads: [], fromRows: [], toRows: [], isStep: false };

/** Operations whose result is one of a few numbers, or on a grid. */
const STEPS: ReadonlySet<number> = new Set([
  layout.OP_FLOOR,
  layout.OP_NOT,
  layout.OP_LESS,
  layout.OP_LESS_EQUAL,
  layout.OP_EQUAL,
  layout.OP_NOT_EQUAL,
  layout.OP_AND,
  layout.OP_OR,
  layout.OP_SNAP,
]);

const span = (first: number, count = 1): Span => ({ first, count });

/** The effects of an operation of a program with so many output times. */
export function effectsOf({ operands, code }: Decoded, times: number): Effects {
  const at = (n: number): number => operands[n]?.value ?? 0;
  if (code >= layout.OP_KEEP) return lookingBack(code, at, times);
  if (code >= layout.OP_ZERO) return ofFlow(code, at, operands);
  if (code >= layout.OP_SCALE_ROWS) return ofRows(code, at, operands);
  if (code === layout.OP_INTERPOLATE_LINEAR || code === layout.OP_INTERPOLATE_STEP) {
    return { ...NOTHING, writes: [span(at(0))], reads: [span(at(1)), span(at(3), at(2)), span(at(4), at(2))] };
  }
  const reads = operands.slice(1).map(({ value }) => span(value));
  return { ...NOTHING, writes: [span(at(0))], reads, isStep: STEPS.has(code) };
}

type Operand = (n: number) => number;

/** The values of the repeated terms, `width` each, after `fixed` operands. */
export function termsOf(operands: Decoded["operands"], fixed: number, width: number): number[][] {
  const terms: number[][] = [];
  for (let at = fixed; at < operands.length; at += width) {
    terms.push(operands.slice(at, at + width).map(({ value }) => value));
  }
  return terms;
}

/** Operations on groups and on sums of rows of the state. */
function ofRows(code: number, at: Operand, operands: Decoded["operands"]): Effects {
  const rows = at(0);
  const writes = [span(at(1), rows)];
  switch (code) {
    case layout.OP_SCALE_ROWS:
      return { ...NOTHING, writes, reads: [span(at(2), rows), span(at(3))] };
    case layout.OP_DIVIDE_OR_ZERO_ROWS:
      return { ...NOTHING, writes, reads: [span(at(2), rows), span(at(3), rows)] };
    case layout.OP_MIX:
      return { ...NOTHING, writes, reads: [span(at(2), rows)] };
    case layout.OP_MIX_SLOTS:
      return { ...NOTHING, writes, reads: [span(at(2), rows), span(at(3), rows * rows)] };
    case layout.OP_BLEND:
      return { ...NOTHING, writes, reads: termsOf(operands, 3, 2).map(([scale = 0]) => span(scale)) };
    case layout.OP_SUM_ROWS:
      return { ...NOTHING, writes, fromRows: termsOf(operands, 3, 1).map(([row = 0]) => span(row, rows)) };
    case layout.OP_WEIGH_ROWS: {
      const terms = termsOf(operands, 3, 2);
      const fromRows = terms.map(([row = 0]) => span(row, rows));
      return { ...NOTHING, writes, fromRows, reads: terms.map(([, weight = 0]) => span(weight, rows)) };
    }
    case layout.OP_TOTAL: {
      const runs = termsOf(operands, 2, 2).map(([count = 0, row = 0]) => span(row, count));
      return { ...NOTHING, writes: [span(at(0))], fromRows: runs };
    }
    default:
      return unknown(code);
  }
}

/** Operations of the derivative. */
function ofFlow(code: number, at: Operand, operands: Decoded["operands"]): Effects {
  const rows = at(0);
  switch (code) {
    case layout.OP_ZERO:
      return { ...NOTHING, toRows: [span(at(1), rows)] };
    case layout.OP_GATHER: {
      const terms = termsOf(operands, 3, 2);
      const reads = terms.map(([, coefficient = 0]) => span(coefficient, rows));
      return { ...NOTHING, toRows: [span(at(1), rows)], fromRows: terms.map(([row = 0]) => span(row, rows)), reads };
    }
    case layout.OP_MOVE:
    case layout.OP_MOVE_BROADCAST:
    case layout.OP_COUNT:
    case layout.OP_COUNT_BROADCAST: {
      const counts = code === layout.OP_COUNT || code === layout.OP_COUNT_BROADCAST;
      const single = code === layout.OP_MOVE_BROADCAST || code === layout.OP_COUNT_BROADCAST;
      const from = span(at(1), rows);
      const into = at(2) === layout.NONE ? [] : [span(at(2), counts ? 1 : rows)];
      const reads = [span(at(3), rows), span(at(4), single ? 1 : rows)];
      return { ...NOTHING, fromRows: [from], toRows: counts ? into : [from, ...into], reads };
    }
    case layout.OP_ABSOLUTE: {
      const ends = [at(0), at(1)].filter((row) => row !== layout.NONE);
      return { ...NOTHING, toRows: ends.map((row) => span(row)), reads: [span(at(2))] };
    }
    default:
      return unknown(code);
  }
}

/** Operations of outputs that look back. */
function lookingBack(code: number, at: Operand, times: number): Effects {
  switch (code) {
    case layout.OP_KEEP:
      return { ...NOTHING, writes: [span(at(1), times)], reads: [span(at(3))] };
    case layout.OP_WINDOW:
      return { ...NOTHING, writes: [span(at(0))], reads: [span(at(1), times)] };
    case layout.OP_CONVOLVE:
      return { ...NOTHING, writes: [span(at(1))], reads: [span(at(2), times), span(at(4), times)] };
    case layout.OP_DELAY_WEIGHTS:
      return { ...NOTHING, writes: [span(at(1), times)], reads: [span(at(3)), span(at(4))] };
    default:
      return unknown(code);
  }
}

function unknown(code: number): never {
  throw new RangeError(`operation ${code} has no rule for the reverse pass`);
}
