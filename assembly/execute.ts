// Executes a section of a placed program: one operation after the other, on all lanes.
//
// In placed code every slot and shared constant is an absolute address and every row of the state is a byte offset
// into y or dy, both already multiplied by the width of the lanes. layout.ts lists the operands of each operation.

import {
  NONE,
  OP_ABS,
  OP_ABSOLUTE,
  OP_ADD,
  OP_AND,
  OP_BLEND,
  OP_CONVOLVE,
  OP_COPY,
  OP_COS,
  OP_COUNT,
  OP_COUNT_BROADCAST,
  OP_DELAY_WEIGHTS,
  OP_DIVIDE,
  OP_DIVIDE_OR_ZERO,
  OP_DIVIDE_OR_ZERO_ROWS,
  OP_EQUAL,
  OP_EXP,
  OP_FLOOR,
  OP_GATHER,
  OP_INTERPOLATE_LINEAR,
  OP_INTERPOLATE_STEP,
  OP_KEEP,
  OP_LESS,
  OP_LESS_EQUAL,
  OP_LOG,
  OP_MAX,
  OP_MIN,
  OP_MIX,
  OP_MIX_SLOTS,
  OP_MOVE,
  OP_MOVE_BROADCAST,
  OP_MULTIPLY,
  OP_NEGATE,
  OP_NOT,
  OP_NOT_EQUAL,
  OP_OR,
  OP_POWER,
  OP_SCALE_ROWS,
  OP_SELECT,
  OP_SIN,
  OP_SNAP,
  OP_SQRT,
  OP_SUBTRACT,
  OP_SUM_ROWS,
  OP_TAN,
  OP_TANH,
  OP_TOTAL,
  OP_WEIGH_ROWS,
  OP_WINDOW,
  OP_ZERO,
} from "./layout";
import { gatherTerms } from "./gather";
import { lastNotLater, linearBetween, snap } from "./interpolate";
import { lookBack } from "./look-back";
import { mix } from "./mixing";
import { blend, mixSlots } from "./mixing-slots";
import { countRun, moveBroadcast, moveRun } from "./move";
import { sumTerms, total } from "./sums";
import { zeroRun } from "./vectors";

/**
 * @param pc, end  addresses of the first word of the section and of the word after its last
 * @param y        address of the state, [row][lane]; read
 * @param dy       address of the derivative, [row][lane]; written by the operations that move persons
 * Errors: none; every operand was checked when the program was placed.
 */
export function execute<T>(pc: usize, end: usize, y: usize, dy: usize): void {
  while (pc < end) {
    const code = load<i32>(pc);
    if (code >= OP_SCALE_ROWS) pc += rows<T>(code, pc, y, dy);
    else if (code >= OP_SELECT) pc += special<T>(code, pc);
    else if (code >= OP_ADD) {
      binary<T>(code, <usize>load<i32>(pc, 4), <usize>load<i32>(pc, 8), <usize>load<i32>(pc, 12));
      pc += 16;
    } else {
      unary<T>(code, <usize>load<i32>(pc, 4), <usize>load<i32>(pc, 8));
      pc += 12;
    }
  }
}

/** Runs over rows: groups, blocks, flows. Returns the length of the operation in bytes. */
function rows<T>(code: i32, pc: usize, y: usize, dy: usize): usize {
  const bytes = <usize>load<i32>(pc, 4);
  const a = load<i32>(pc, 8);
  const b = load<i32>(pc, 12);
  switch (code) {
    case OP_GATHER:
      gatherTerms(dy + a, bytes, b, pc + 16, y);
      return 16 + ((<usize>b) << 3);
    case OP_MOVE:
    case OP_MOVE_BROADCAST: {
      const into: usize = b == NONE ? 0 : dy + b;
      const coefficient = <usize>load<i32>(pc, 16);
      const factor = <usize>load<i32>(pc, 20);
      if (code == OP_MOVE) moveRun(bytes, y + a, dy + a, into, coefficient, factor);
      else moveBroadcast<T>(bytes, y + a, dy + a, into, coefficient, factor);
      return 24;
    }
    case OP_COUNT:
    case OP_COUNT_BROADCAST: {
      const stride: usize = code == OP_COUNT ? offsetof<T>() : 0;
      countRun<T>(bytes, y + a, dy + b, <usize>load<i32>(pc, 16), <usize>load<i32>(pc, 20), stride);
      return 24;
    }
    case OP_ABSOLUTE:
      absolute<T>(load<i32>(pc, 4), a, <usize>b, dy);
      return 16;
    case OP_ZERO:
      zeroRun(dy + a, bytes);
      return 12;
    case OP_SUM_ROWS:
      sumTerms(<usize>a, bytes, b, pc + 16, y);
      return 16 + ((<usize>b) << 2);
    case OP_WEIGH_ROWS:
      gatherTerms(<usize>a, bytes, b, pc + 16, y);
      return 16 + ((<usize>b) << 3);
    case OP_MIX:
      mix<T>(<usize>a, bytes, <usize>b, <usize>load<i32>(pc, 16), <usize>load<i32>(pc, 20));
      return 24;
    case OP_MIX_SLOTS:
      mixSlots<T>(<usize>a, bytes, <usize>b, <usize>load<i32>(pc, 16));
      return 20;
    case OP_BLEND:
      blend<T>(<usize>a, bytes, b, pc + 16);
      return 16 + ((<usize>b) << 3);
    case OP_TOTAL:
      total<T>(bytes, a, pc + 12, y);
      return 12 + ((<usize>a) << 3);
    case OP_DIVIDE_OR_ZERO_ROWS:
      divideRows(<usize>a, bytes, <usize>b, <usize>load<i32>(pc, 16));
      return 20;
    case OP_SCALE_ROWS:
      scaleRows<T>(<usize>a, bytes, <usize>b, <usize>load<i32>(pc, 16));
      return 20;
    case OP_KEEP:
    case OP_WINDOW:
    case OP_CONVOLVE:
    case OP_DELAY_WEIGHTS:
      return lookBack<T>(code, pc);
    default:
      return unreachable();
  }
}

/** dst = a / b by element, 0 where b is 0. */
function divideRows(dst: usize, bytes: usize, a: usize, b: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const divisor = v128.load(b + i);
    const share = f64x2.div(v128.load(a + i), divisor);
    v128.store(dst + i, v128.andnot(share, f64x2.eq(divisor, f64x2.splat(0.0))));
  }
  for (; i < bytes; i += 8) store<f64>(dst + i, divideOrZero(load<f64>(a + i), load<f64>(b + i)));
}

/** dst = a · factor, with one factor for all rows. */
function scaleRows<T>(dst: usize, bytes: usize, a: usize, factor: usize): void {
  for (let i: usize = 0; i < bytes; i += offsetof<T>()) {
    for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
      store<f64>(dst + i + lane, load<f64>(a + i + lane) * load<f64>(factor + lane));
    }
  }
}

function absolute<T>(from: i32, to: i32, rate: usize, dy: usize): void {
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    const moved = load<f64>(rate + lane);
    if (from != NONE) store<f64>(dy + from + lane, load<f64>(dy + from + lane) - moved);
    if (to != NONE) store<f64>(dy + to + lane, load<f64>(dy + to + lane) + moved);
  }
}

/** Operations with operands of their own kind. Returns the length of the operation in bytes. */
function special<T>(code: i32, pc: usize): usize {
  const dst = <usize>load<i32>(pc, 4);
  const x = <usize>load<i32>(pc, 8);
  switch (code) {
    case OP_SELECT: {
      const yes = <usize>load<i32>(pc, 12);
      const no = <usize>load<i32>(pc, 16);
      for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
        const chosen = load<f64>(x + lane) != 0.0 ? yes : no;
        store<f64>(dst + lane, load<f64>(chosen + lane));
      }
      return 20;
    }
    case OP_INTERPOLATE_LINEAR:
    case OP_INTERPOLATE_STEP:
      interpolate<T>(code, pc, dst, x);
      return 28;
    case OP_SNAP: {
      const start = <usize>load<i32>(pc, 12);
      const step = <usize>load<i32>(pc, 16);
      for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
        store<f64>(dst + lane, snap(load<f64>(x + lane), load<f64>(start + lane), load<f64>(step + lane)));
      }
      return 20;
    }
    default:
      return unreachable();
  }
}

/** A series at x: the knots are searched from where they were found last, which changes no result. */
function interpolate<T>(code: i32, pc: usize, dst: usize, x: usize): void {
  const n = load<i32>(pc, 12);
  const times = <usize>load<i32>(pc, 16);
  const values = <usize>load<i32>(pc, 20);
  let hint = load<i32>(pc, 24);
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    const at = load<f64>(x + lane);
    hint = lastNotLater(at, n, times + lane, offsetof<T>(), hint);
    const value =
      code == OP_INTERPOLATE_LINEAR
        ? linearBetween(at, hint, n, times + lane, values + lane, offsetof<T>())
        : load<f64>(values + lane + <usize>max(hint, 0) * offsetof<T>());
    store<f64>(dst + lane, value);
  }
  store<i32>(pc, hint, 24);
}

function binary<T>(code: i32, dst: usize, a: usize, b: usize): void {
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    store<f64>(dst + lane, ofTwo(code, load<f64>(a + lane), load<f64>(b + lane)));
  }
}

// @ts-ignore: decorator
@inline
function ofTwo(code: i32, a: f64, b: f64): f64 {
  switch (code) {
    case OP_ADD:
      return a + b;
    case OP_SUBTRACT:
      return a - b;
    case OP_MULTIPLY:
      return a * b;
    case OP_DIVIDE:
      return a / b;
    case OP_POWER:
      return Math.pow(a, b);
    case OP_MIN:
      return min(a, b);
    case OP_MAX:
      return max(a, b);
    case OP_LESS:
      return f64(a < b);
    case OP_LESS_EQUAL:
      return f64(a <= b);
    case OP_EQUAL:
      return f64(a == b);
    case OP_NOT_EQUAL:
      return f64(a != b);
    case OP_AND:
      return f64(a != 0.0 && b != 0.0);
    case OP_OR:
      return f64(a != 0.0 || b != 0.0);
    case OP_DIVIDE_OR_ZERO:
      return divideOrZero(a, b);
    default:
      return unreachable();
  }
}

/** a / b, and 0 where b is 0: the prevalence of a group without people. */
// @ts-ignore: decorator
@inline
function divideOrZero(a: f64, b: f64): f64 {
  return b == 0.0 ? 0.0 : a / b;
}

function unary<T>(code: i32, dst: usize, a: usize): void {
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) store<f64>(dst + lane, ofOne(code, load<f64>(a + lane)));
}

// @ts-ignore: decorator
@inline
function ofOne(code: i32, a: f64): f64 {
  switch (code) {
    case OP_COPY:
      return a;
    case OP_NEGATE:
      return -a;
    case OP_ABS:
      return abs(a);
    case OP_SQRT:
      return sqrt(a);
    case OP_FLOOR:
      return floor(a);
    case OP_EXP:
      return Math.exp(a);
    case OP_LOG:
      return Math.log(a);
    case OP_SIN:
      return Math.sin(a);
    case OP_COS:
      return Math.cos(a);
    case OP_TAN:
      return Math.tan(a);
    case OP_TANH:
      return Math.tanh(a);
    case OP_NOT:
      return f64(a == 0.0);
    default:
      return unreachable();
  }
}
