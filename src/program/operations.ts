// Every operation of the kernel: its name and the kinds of its operands. Placing, checking and listing all read this table.

import * as layout from "../../assembly/layout.ts";

/**
 * Kinds, one letter per operand word: `s` slot, `y` row of the state or derivative, `Y` such a row or NONE, `c` shared
 * constant, `r` number of rows, `i` plain number, `n` number of repetitions of what stands in brackets after it.
 */
export interface Operation {
  readonly name: string;
  readonly operands: string;
  /** Kinds of each repetition, for operations with a variable number of terms. */
  readonly repeated: string;
}

const plain = (name: string, operands: string): Operation => ({ name, operands, repeated: "" });

export const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [layout.OP_COPY, plain("copy", "ss")],
  [layout.OP_NEGATE, plain("negate", "ss")],
  [layout.OP_ABS, plain("abs", "ss")],
  [layout.OP_SQRT, plain("sqrt", "ss")],
  [layout.OP_FLOOR, plain("floor", "ss")],
  [layout.OP_EXP, plain("exp", "ss")],
  [layout.OP_LOG, plain("log", "ss")],
  [layout.OP_SIN, plain("sin", "ss")],
  [layout.OP_COS, plain("cos", "ss")],
  [layout.OP_TAN, plain("tan", "ss")],
  [layout.OP_TANH, plain("tanh", "ss")],
  [layout.OP_NOT, plain("not", "ss")],
  [layout.OP_ADD, plain("add", "sss")],
  [layout.OP_SUBTRACT, plain("subtract", "sss")],
  [layout.OP_MULTIPLY, plain("multiply", "sss")],
  [layout.OP_DIVIDE, plain("divide", "sss")],
  [layout.OP_POWER, plain("power", "sss")],
  [layout.OP_MIN, plain("min", "sss")],
  [layout.OP_MAX, plain("max", "sss")],
  [layout.OP_LESS, plain("less", "sss")],
  [layout.OP_LESS_EQUAL, plain("less-equal", "sss")],
  [layout.OP_EQUAL, plain("equal", "sss")],
  [layout.OP_NOT_EQUAL, plain("not-equal", "sss")],
  [layout.OP_AND, plain("and", "sss")],
  [layout.OP_OR, plain("or", "sss")],
  [layout.OP_DIVIDE_OR_ZERO, plain("divide-or-zero", "sss")],
  [layout.OP_SELECT, plain("select", "ssss")],
  [layout.OP_INTERPOLATE_LINEAR, plain("interpolate-linear", "ssissi")],
  [layout.OP_INTERPOLATE_STEP, plain("interpolate-step", "ssissi")],
  [layout.OP_SNAP, plain("snap", "ssss")],
  [layout.OP_SCALE_ROWS, plain("scale-rows", "rsss")],
  [layout.OP_DIVIDE_OR_ZERO_ROWS, plain("divide-or-zero-rows", "rsss")],
  [layout.OP_SUM_ROWS, { name: "sum-rows", operands: "rsn", repeated: "y" }],
  [layout.OP_WEIGH_ROWS, { name: "weigh-rows", operands: "rsn", repeated: "ys" }],
  [layout.OP_MIX, plain("mix", "rsscc")],
  [layout.OP_BLEND, { name: "blend", operands: "rsn", repeated: "sc" }],
  [layout.OP_MIX_SLOTS, plain("mix-slots", "rsss")],
  [layout.OP_COPY_EACH, { name: "copy-each", operands: "rsn", repeated: "s" }],
  [layout.OP_TOTAL, { name: "total", operands: "sn", repeated: "ry" }],
  [layout.OP_ZERO, plain("zero", "ry")],
  [layout.OP_GATHER, { name: "gather", operands: "ryn", repeated: "ys" }],
  [layout.OP_MOVE, plain("move", "ryYss")],
  [layout.OP_MOVE_BROADCAST, plain("move-broadcast", "ryYss")],
  [layout.OP_COUNT, plain("count", "ryyss")],
  [layout.OP_COUNT_BROADCAST, plain("count-broadcast", "ryyss")],
  [layout.OP_ABSOLUTE, plain("absolute", "YYs")],
  [layout.OP_LEAVE, { name: "leave", operands: "yn", repeated: "Ysssii" }],
  [layout.OP_ENTER, plain("enter", "yssi")],
  [layout.OP_TALLY, { name: "tally", operands: "yn", repeated: "s" }],
  [layout.OP_KEEP, plain("keep", "isss")],
  [layout.OP_WINDOW, plain("window", "sssii")],
  [layout.OP_CONVOLVE, plain("convolve", "issss")],
  [layout.OP_DELAY_WEIGHTS, plain("delay-weights", "isisss")],
]);

/** Errors: a RangeError for an unknown code. */
export function operationOf(code: number): Operation {
  const operation = OPERATIONS.get(code);
  if (operation === undefined) throw new RangeError(`operation ${code} is unknown`);
  return operation;
}

/** One operation of a section, with its operands as words and their kinds side by side. */
export interface Decoded {
  readonly operation: Operation;
  readonly code: number;
  /** Word index of the operation's code. */
  readonly at: number;
  readonly operands: readonly { readonly kind: string; readonly word: number; readonly value: number }[];
  /** Word index of what follows. */
  readonly next: number;
}

/**
 * Reads the operation at word `at`.
 * Errors: a RangeError for an unknown code or an operation that runs past `end`: the buffer is not a program.
 */
export function decode(words: Int32Array, at: number, end: number): Decoded {
  const code = words[at] ?? 0;
  const operation = OPERATIONS.get(code);
  if (operation === undefined) throw new RangeError(`operation ${code} at word ${at} is unknown`);
  const operands: { kind: string; word: number; value: number }[] = [];
  let word = at + 1;
  const take = (kinds: string): void => {
    for (const kind of kinds) {
      if (word >= end) throw new RangeError(`${operation.name} at word ${at} runs past its section`);
      operands.push({ kind, word, value: words[word] ?? 0 });
      word += 1;
    }
  };
  take(operation.operands);
  if (operation.repeated !== "") {
    const count = operands.at(-1)?.value ?? 0;
    if (count < 1 || count > end) throw new RangeError(`${operation.name} at word ${at} has ${count} terms`);
    for (let n = 0; n < count; n += 1) take(operation.repeated);
  }
  return { operation, code, at, operands, next: word };
}
