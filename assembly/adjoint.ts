// The reverse pass over a section: from the adjoints of what each operation computed to those of what it read.
//
// The adjoint of a number is the derivative of the log density by it. A rule takes the adjoint of its result, clears it,
// and adds to the adjoints of its operands, read from slots that hold what they held when the operation was executed.
// All lanes, `width` bytes to a slot; the adjoint of the slot at an address is at address + shift.
//
// Source: Griewank and Walther, Evaluating Derivatives (2008), chapter 3.

import { ADJOINT_SCRATCH, ADJOINT_SHIFT, REVERSE_MOVE, REVERSE_WEIGH_COEFFICIENT } from "./adjoint-layout";
import { lookBackAdjoint } from "./adjoint-look-back";
import {
  absoluteAdjoint,
  blendAdjoint,
  divideAdjoint,
  mixAdjoint,
  mixSlotsAdjoint,
  moveAdjoint,
  scaleAdjoint,
  sumAdjoint,
  totalAdjoint,
} from "./adjoint-rows";
import { gatherTerms } from "./gather";
import { lastNotLater } from "./interpolate";
import {
  OP_ABSOLUTE,
  OP_ADD,
  OP_BLEND,
  OP_DIVIDE_OR_ZERO_ROWS,
  OP_GATHER,
  OP_INTERPOLATE_LINEAR,
  OP_KEEP,
  OP_MIX,
  OP_MIX_SLOTS,
  OP_SCALE_ROWS,
  OP_SELECT,
  OP_SUM_ROWS,
  OP_TOTAL,
  OP_WEIGH_ROWS,
  OP_ZERO,
} from "./layout";
import { gatherMore1 } from "./products";
import { firstSlopeOfTwo, secondSlopeOfTwo, slopeOfOne } from "./operation-slope";
import { zeroRun } from "./vectors";

/**
 * @param record   of the reverse pass, adjoint-layout.ts
 * @param pc, end  addresses of the first word of the reversed section and of the word after its last
 * @param y        address of the state as it was, [row][lane]
 * @param ady, ay  addresses of the adjoints of the derivative, read, and of the state, added to; [row][lane]
 */
export function reverseSection(
  record: usize,
  width: usize,
  pc: usize,
  end: usize,
  y: usize,
  ady: usize,
  ay: usize,
): void {
  const shift = <usize>load<i32>(record, ADJOINT_SHIFT);
  while (pc < end) {
    const code = load<i32>(pc);
    const dst = <usize>load<i32>(pc, 4);
    const a = <usize>load<i32>(pc, 8);
    if (code >= OP_KEEP && code < REVERSE_WEIGH_COEFFICIENT) pc += lookBackAdjoint(record, width, code, pc, shift);
    else if (code >= OP_SCALE_ROWS) pc = rows(record, width, code, pc, end, y, ady, ay, shift);
    else if (code >= OP_SELECT) pc += special(width, code, pc, shift);
    else if (code >= OP_ADD) {
      binary(width, code, dst, a, <usize>load<i32>(pc, 12), shift);
      pc += 16;
    } else {
      unary(width, code, dst, a, shift);
      pc += 12;
    }
  }
}

/** Takes the adjoint of a result away from its slot. */
function take(at: usize): f64 {
  const value = load<f64>(at);
  store<f64>(at, 0.0);
  return value;
}

function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

function unary(width: usize, code: i32, dst: usize, a: usize, shift: usize): void {
  for (let lane: usize = 0; lane < width; lane += 8) {
    const value = take(dst + lane + shift);
    if (value != 0.0) add(a + lane + shift, value * slopeOfOne(code, load<f64>(a + lane), load<f64>(dst + lane)));
  }
}

function binary(width: usize, code: i32, dst: usize, a: usize, b: usize, shift: usize): void {
  for (let lane: usize = 0; lane < width; lane += 8) {
    const value = take(dst + lane + shift);
    if (value == 0.0) continue;
    const left = load<f64>(a + lane);
    const right = load<f64>(b + lane);
    add(a + lane + shift, value * firstSlopeOfTwo(code, left, right));
    add(b + lane + shift, value * secondSlopeOfTwo(code, left, right, load<f64>(dst + lane)));
  }
}

/** Operations with operands of their own kind. Returns the length of the operation in bytes. */
function special(width: usize, code: i32, pc: usize, shift: usize): usize {
  const dst = <usize>load<i32>(pc, 4);
  const x = <usize>load<i32>(pc, 8);
  if (code != OP_SELECT) {
    for (let lane: usize = 0; lane < width; lane += 8) interpolateAdjoint(width, code, pc, dst, x, lane, shift);
    return 28;
  }
  for (let lane: usize = 0; lane < width; lane += 8) {
    const chosen = <usize>(load<f64>(x + lane) != 0.0 ? load<i32>(pc, 12) : load<i32>(pc, 16));
    add(chosen + lane + shift, take(dst + lane + shift));
  }
  return 20;
}

/** value = v_i + s·(v_next − v_i) with s = (x − t_i) / (t_next − t_i); a knot itself belongs to the line after it. */
function interpolateAdjoint(width: usize, code: i32, pc: usize, dst: usize, x: usize, lane: usize, shift: usize): void {
  const n = load<i32>(pc, 12);
  const times = <usize>load<i32>(pc, 16) + lane;
  const values = <usize>load<i32>(pc, 20) + lane;
  const at = lastNotLater(load<f64>(x + lane), n, times, width, load<i32>(pc, 24));
  store<i32>(pc, at, 24);
  const value = values + <usize>max(at, 0) * width;
  const given = take(dst + lane + shift);
  add(value + shift, given);
  if (code != OP_INTERPOLATE_LINEAR || at < 0 || at == n - 1) return;
  const time = times + <usize>at * width;
  const length = load<f64>(time + width) - load<f64>(time);
  const share = (load<f64>(x + lane) - load<f64>(time)) / length;
  const slope = (given * (load<f64>(value + width) - load<f64>(value))) / length;
  add(value + shift, -share * given);
  add(value + width + shift, share * given);
  add(x + lane + shift, slope);
  add(time + shift, -slope * (1.0 - share));
  add(time + width + shift, -slope * share);
}

/** Runs over rows; those of the linear flows, and moves, as many as follow each other. Returns what comes next. */
function rows(
  record: usize,
  width: usize,
  code: i32,
  pc: usize,
  end: usize,
  y: usize,
  ady: usize,
  ay: usize,
  shift: usize,
): usize {
  const bytes = <usize>load<i32>(pc, 4);
  const a = <usize>load<i32>(pc, 8);
  const b = <usize>load<i32>(pc, 12);
  const c = <usize>load<i32>(pc, 16);
  switch (code) {
    case OP_GATHER:
      do {
        gatherTerms(ay + load<i32>(pc, 8), <usize>load<i32>(pc, 4), load<i32>(pc, 12), pc + 16, ady);
        pc += 16 + ((<usize>load<i32>(pc, 12)) << 3);
      } while (pc < end && load<i32>(pc) == OP_GATHER);
      return pc;
    case OP_ZERO:
      zeroRun(ay + a, bytes);
      return pc + 12;
    case REVERSE_WEIGH_COEFFICIENT:
      gatherMore1(c + shift, bytes, y + b, a + shift);
      return pc + 20;
    case REVERSE_MOVE:
      do {
        moveAdjoint(width, pc, y, ady, ay, shift);
        pc += 28;
      } while (pc < end && load<i32>(pc) == REVERSE_MOVE);
      return pc;
    case OP_ABSOLUTE:
      absoluteAdjoint(width, load<i32>(pc, 4), <i32>a, b + shift, ady);
      return pc + 16;
    case OP_SUM_ROWS:
      sumAdjoint(bytes, a + shift, pc + 16, pc + 16 + (b << 2), ay);
      return pc + 16 + (b << 2);
    case OP_WEIGH_ROWS:
      for (let term = pc + 16; term < pc + 16 + (b << 3); term += 8) {
        gatherMore1(ay + <usize>load<i32>(term), bytes, <usize>load<i32>(term, 4), a + shift);
      }
      zeroRun(a + shift, bytes);
      return pc + 16 + (b << 3);
    case OP_TOTAL:
      totalAdjoint(width, bytes + shift, <i32>a, pc + 12, ay);
      return pc + 12 + (a << 3);
    case OP_MIX: {
      const scratch = <usize>load<i32>(record, ADJOINT_SCRATCH);
      mixAdjoint(width, a + shift, bytes, b + shift, c, <usize>load<i32>(pc, 20), scratch);
      return pc + 24;
    }
    case OP_MIX_SLOTS:
      mixSlotsAdjoint(width, a + shift, bytes, b, c, shift);
      return pc + 20;
    case OP_BLEND:
      blendAdjoint(width, a + shift, bytes, <i32>b, pc + 16, shift);
      return pc + 16 + (b << 3);
    case OP_DIVIDE_OR_ZERO_ROWS:
      divideAdjoint(a, bytes, b, c, shift);
      return pc + 20;
    case OP_SCALE_ROWS:
      scaleAdjoint(width, a + shift, bytes, b, c, shift);
      return pc + 20;
    default:
      return unreachable();
  }
}
