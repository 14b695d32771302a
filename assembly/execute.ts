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
  OP_COPY_EACH,
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
import { L1, L2, L4, L8 } from "./lanes";
import { gatherTerms } from "./gather";
import { interpolate, snapSlots } from "./interpolate";
import { lookBack } from "./look-back";
import { mix } from "./mixing";
import { blend, mixSlots } from "./mixing-slots";
import { countRun } from "./count";
import { absolute, moveBroadcast, moveRun } from "./move";
import { binary, copyEach, divideRows, power, scaleRows, select, transcendental, unary } from "./slots";
import { sumTerms, total } from "./sums";
import { zeroRun } from "./vectors";

/** `execute` with the width of a slot in bytes, 8 × lanes: what runs between sections has one code for all widths. */
export function executeLanes(width: usize, pc: usize, end: usize, y: usize, dy: usize): void {
  if (width == 8) execute<L1>(pc, end, y, dy);
  else if (width == 16) execute<L2>(pc, end, y, dy);
  else if (width == 32) execute<L4>(pc, end, y, dy);
  else execute<L8>(pc, end, y, dy);
}

/**
 * One switch over all operations: it becomes one jump. What is longer than a few instructions is called.
 *
 * @param pc, end  addresses of the first word of the section and of the word after its last
 * @param y        address of the state, [row][lane]; read
 * @param dy       address of the derivative, [row][lane]; written by the operations that move persons
 * Errors: none; every operand was checked when the program was placed.
 */
function execute<T>(pc: usize, end: usize, y: usize, dy: usize): void {
  while (pc < end) {
    const code = load<i32>(pc);
    const a = <usize>load<i32>(pc, 4);
    const b = <usize>load<i32>(pc, 8);
    const c = <usize>load<i32>(pc, 12);
    switch (code) {
      case OP_COPY:
        unary<T>(OP_COPY, a, b);
        pc += 12;
        break;
      case OP_NEGATE:
        unary<T>(OP_NEGATE, a, b);
        pc += 12;
        break;
      case OP_ABS:
        unary<T>(OP_ABS, a, b);
        pc += 12;
        break;
      case OP_SQRT:
        unary<T>(OP_SQRT, a, b);
        pc += 12;
        break;
      case OP_FLOOR:
        unary<T>(OP_FLOOR, a, b);
        pc += 12;
        break;
      case OP_NOT:
        unary<T>(OP_NOT, a, b);
        pc += 12;
        break;
      case OP_EXP:
      case OP_LOG:
      case OP_SIN:
      case OP_COS:
      case OP_TAN:
      case OP_TANH:
        transcendental<T>(code, a, b);
        pc += 12;
        break;
      case OP_ADD:
        binary<T>(OP_ADD, a, b, c);
        pc += 16;
        break;
      case OP_SUBTRACT:
        binary<T>(OP_SUBTRACT, a, b, c);
        pc += 16;
        break;
      case OP_MULTIPLY:
        binary<T>(OP_MULTIPLY, a, b, c);
        pc += 16;
        break;
      case OP_DIVIDE:
        binary<T>(OP_DIVIDE, a, b, c);
        pc += 16;
        break;
      case OP_MIN:
        binary<T>(OP_MIN, a, b, c);
        pc += 16;
        break;
      case OP_MAX:
        binary<T>(OP_MAX, a, b, c);
        pc += 16;
        break;
      case OP_LESS:
        binary<T>(OP_LESS, a, b, c);
        pc += 16;
        break;
      case OP_LESS_EQUAL:
        binary<T>(OP_LESS_EQUAL, a, b, c);
        pc += 16;
        break;
      case OP_EQUAL:
        binary<T>(OP_EQUAL, a, b, c);
        pc += 16;
        break;
      case OP_NOT_EQUAL:
        binary<T>(OP_NOT_EQUAL, a, b, c);
        pc += 16;
        break;
      case OP_AND:
        binary<T>(OP_AND, a, b, c);
        pc += 16;
        break;
      case OP_OR:
        binary<T>(OP_OR, a, b, c);
        pc += 16;
        break;
      case OP_DIVIDE_OR_ZERO:
        binary<T>(OP_DIVIDE_OR_ZERO, a, b, c);
        pc += 16;
        break;
      case OP_POWER:
        power<T>(a, b, c);
        pc += 16;
        break;
      case OP_SELECT:
        select<T>(a, b, c, <usize>load<i32>(pc, 16));
        pc += 20;
        break;
      case OP_INTERPOLATE_LINEAR:
      case OP_INTERPOLATE_STEP:
        interpolate(offsetof<T>(), code == OP_INTERPOLATE_LINEAR, pc, a, b);
        pc += 28;
        break;
      case OP_SNAP:
        snapSlots(offsetof<T>(), a, b, c, <usize>load<i32>(pc, 16));
        pc += 20;
        break;
      case OP_GATHER:
        do {
          gatherTerms(dy + load<i32>(pc, 8), <usize>load<i32>(pc, 4), load<i32>(pc, 12), pc + 16, y);
          pc += 16 + ((<usize>load<i32>(pc, 12)) << 3);
        } while (pc < end && load<i32>(pc) == OP_GATHER);
        break;
      case OP_MOVE:
        do {
          moveRun(
            <usize>load<i32>(pc, 4),
            y + load<i32>(pc, 8),
            dy + load<i32>(pc, 8),
            load<i32>(pc, 12) == NONE ? 0 : dy + load<i32>(pc, 12),
            <usize>load<i32>(pc, 16),
            <usize>load<i32>(pc, 20),
          );
          pc += 24;
        } while (pc < end && load<i32>(pc) == OP_MOVE);
        break;
      case OP_MOVE_BROADCAST:
        do {
          moveBroadcast<T>(
            <usize>load<i32>(pc, 4),
            y + load<i32>(pc, 8),
            dy + load<i32>(pc, 8),
            load<i32>(pc, 12) == NONE ? 0 : dy + load<i32>(pc, 12),
            <usize>load<i32>(pc, 16),
            <usize>load<i32>(pc, 20),
          );
          pc += 24;
        } while (pc < end && load<i32>(pc) == OP_MOVE_BROADCAST);
        break;
      case OP_COUNT:
        countRun<T>(a, y + b, dy + c, <usize>load<i32>(pc, 16), <usize>load<i32>(pc, 20), offsetof<T>());
        pc += 24;
        break;
      case OP_COUNT_BROADCAST:
        countRun<T>(a, y + b, dy + c, <usize>load<i32>(pc, 16), <usize>load<i32>(pc, 20), 0);
        pc += 24;
        break;
      case OP_ABSOLUTE:
        absolute<T>(<i32>a, <i32>b, c, dy);
        pc += 16;
        break;
      case OP_ZERO:
        zeroRun(dy + b, a);
        pc += 12;
        break;
      case OP_SUM_ROWS:
        sumTerms(b, a, <i32>c, pc + 16, y);
        pc += 16 + (c << 2);
        break;
      case OP_WEIGH_ROWS:
        gatherTerms(b, a, <i32>c, pc + 16, y);
        pc += 16 + (c << 3);
        break;
      case OP_MIX:
        mix<T>(b, a, c, <usize>load<i32>(pc, 16), <usize>load<i32>(pc, 20));
        pc += 24;
        break;
      case OP_MIX_SLOTS:
        mixSlots<T>(b, a, c, <usize>load<i32>(pc, 16));
        pc += 20;
        break;
      case OP_BLEND:
        blend<T>(b, a, <i32>c, pc + 16);
        pc += 16 + (c << 3);
        break;
      case OP_COPY_EACH:
        pc = copyEach<T>(b, b + a, pc + 16);
        break;
      case OP_TOTAL:
        total<T>(a, <i32>b, pc + 12, y);
        pc += 12 + (b << 3);
        break;
      case OP_DIVIDE_OR_ZERO_ROWS:
        divideRows(b, a, c, <usize>load<i32>(pc, 16));
        pc += 20;
        break;
      case OP_SCALE_ROWS:
        scaleRows<T>(b, a, c, <usize>load<i32>(pc, 16));
        pc += 20;
        break;
      case OP_KEEP:
      case OP_WINDOW:
      case OP_CONVOLVE:
      case OP_DELAY_WEIGHTS:
        pc += lookBack(offsetof<T>(), code, pc);
        break;
      default:
        unreachable();
    }
  }
}
