// Differentiates a section of a placed program in forward mode: one tangent per slot and row, operation by operation.
//
// The section itself must have been executed just before, with one lane: each rule reads the numbers that it left in the
// slots. Every operation writes slots of its own, so the tangents of a section need no particular beginning.

import {
  NONE,
  OP_ABSOLUTE,
  OP_ADD,
  OP_BLEND,
  OP_COUNT,
  OP_COUNT_BROADCAST,
  OP_DIVIDE_OR_ZERO_ROWS,
  OP_GATHER,
  OP_INTERPOLATE_LINEAR,
  OP_INTERPOLATE_STEP,
  OP_MIX,
  OP_MIX_SLOTS,
  OP_MOVE,
  OP_MOVE_BROADCAST,
  OP_SCALE_ROWS,
  OP_SELECT,
  OP_SNAP,
  OP_SUM_ROWS,
  OP_TOTAL,
  OP_WEIGH_ROWS,
  OP_ZERO,
} from "./layout";
import { lastNotLater } from "./interpolate";
import {
  absoluteTangent,
  blendTangents,
  clearTangents,
  divideTangents,
  gatherTangents,
  mixSlotsTangents,
  mixTangents,
  moveTangents,
  scaleTangents,
  sumTangents,
  tangentOf,
  totalTangent,
} from "./tangent-rows";
import { firstSlopeOfTwo, secondSlopeOfTwo, slopeOfOne } from "./tangent-slope";
import { add, blendOfTwo, clear, scale, TANGENT_BYTES, TANGENT_SHIFT } from "./tangent-vector";

/**
 * @param pc, end  addresses of the first word of the section and of the word after its last
 * @param y        address of the state, [row]
 * @param shift    the tangent of the slot at an address is at (address << TANGENT_SHIFT) + shift
 * @param ty, tdy  addresses of the tangents of the state, read, and of the derivative, written
 */
export function differentiate(pc: usize, end: usize, y: usize, shift: usize, ty: usize, tdy: usize): void {
  while (pc < end) {
    const code = load<i32>(pc);
    if (code >= OP_SCALE_ROWS) pc += rows(code, pc, y, shift, ty, tdy);
    else if (code >= OP_SELECT) pc += special(code, pc, shift);
    else if (code >= OP_ADD) {
      binary(code, <usize>load<i32>(pc, 4), <usize>load<i32>(pc, 8), <usize>load<i32>(pc, 12), shift);
      pc += 16;
    } else {
      const dst = <usize>load<i32>(pc, 4);
      const a = <usize>load<i32>(pc, 8);
      scale(tangentOf(dst, shift), slopeOfOne(code, load<f64>(a), load<f64>(dst)), tangentOf(a, shift));
      pc += 12;
    }
  }
}

function binary(code: i32, dst: usize, a: usize, b: usize, shift: usize): void {
  const left = load<f64>(a);
  const right = load<f64>(b);
  const first = firstSlopeOfTwo(code, left, right);
  const second = secondSlopeOfTwo(code, left, right, load<f64>(dst));
  blendOfTwo(tangentOf(dst, shift), first, tangentOf(a, shift), second, tangentOf(b, shift));
}

/** Runs over rows. Returns the length of the operation in bytes; the same as in execute.ts. */
function rows(code: i32, pc: usize, y: usize, shift: usize, ty: usize, tdy: usize): usize {
  const bytes = <usize>load<i32>(pc, 4);
  const a = load<i32>(pc, 8);
  const b = load<i32>(pc, 12);
  const row = (<usize>a) << TANGENT_SHIFT;
  switch (code) {
    case OP_GATHER:
      gatherTangents(tdy + row, bytes, b, pc + 16, y, shift, ty);
      return 16 + ((<usize>b) << 3);
    case OP_MOVE:
    case OP_MOVE_BROADCAST:
    case OP_COUNT:
    case OP_COUNT_BROADCAST: {
      const counts = code == OP_COUNT || code == OP_COUNT_BROADCAST;
      const single = code == OP_MOVE_BROADCAST || code == OP_COUNT_BROADCAST;
      const out: usize = counts ? 0 : tdy + row;
      const into: usize = b == NONE ? 0 : tdy + ((<usize>b) << TANGENT_SHIFT);
      const coefficient = <usize>load<i32>(pc, 16);
      const factor = <usize>load<i32>(pc, 20);
      const stride: usize = counts ? 0 : TANGENT_BYTES;
      moveTangents(bytes, y + a, ty + row, out, into, stride, coefficient, factor, single ? 0 : 8, shift);
      return 24;
    }
    case OP_ABSOLUTE:
      absoluteTangent(load<i32>(pc, 4), a, tangentOf(<usize>b, shift), tdy);
      return 16;
    case OP_ZERO:
      clearTangents(tdy + row, bytes);
      return 12;
    case OP_SUM_ROWS:
      sumTangents(tangentOf(<usize>a, shift), bytes, b, pc + 16, ty);
      return 16 + ((<usize>b) << 2);
    case OP_WEIGH_ROWS:
      gatherTangents(tangentOf(<usize>a, shift), bytes, b, pc + 16, y, shift, ty);
      return 16 + ((<usize>b) << 3);
    case OP_MIX:
      mixTangents(<usize>a, bytes, <usize>b, <usize>load<i32>(pc, 16), shift);
      return 24;
    case OP_MIX_SLOTS:
      mixSlotsTangents(<usize>a, bytes, <usize>b, <usize>load<i32>(pc, 16), shift);
      return 20;
    case OP_BLEND:
      blendTangents(<usize>a, bytes, b, pc + 16, shift);
      return 16 + ((<usize>b) << 3);
    case OP_TOTAL:
      totalTangent(tangentOf(bytes, shift), a, pc + 12, ty);
      return 12 + ((<usize>a) << 3);
    case OP_DIVIDE_OR_ZERO_ROWS:
      divideTangents(<usize>a, bytes, <usize>b, <usize>load<i32>(pc, 16), shift);
      return 20;
    case OP_SCALE_ROWS:
      scaleTangents(<usize>a, bytes, <usize>b, <usize>load<i32>(pc, 16), shift);
      return 20;
    default:
      return unreachable();
  }
}

/** Operations with operands of their own kind. Returns the length of the operation in bytes. */
function special(code: i32, pc: usize, shift: usize): usize {
  const dst = tangentOf(<usize>load<i32>(pc, 4), shift);
  const x = <usize>load<i32>(pc, 8);
  switch (code) {
    case OP_SELECT: {
      const chosen = load<f64>(x) != 0.0 ? load<i32>(pc, 12) : load<i32>(pc, 16);
      scale(dst, 1.0, tangentOf(<usize>chosen, shift));
      return 20;
    }
    case OP_INTERPOLATE_LINEAR:
    case OP_INTERPOLATE_STEP:
      interpolate(code, pc, dst, x, shift);
      return 28;
    case OP_SNAP:
      clear(dst);
      return 20;
    default:
      return unreachable();
  }
}

/** value = v_i + s·(v_next − v_i) with s = (x − t_i) / (t_next − t_i); a knot itself belongs to the line after it. */
function interpolate(code: i32, pc: usize, dst: usize, x: usize, shift: usize): void {
  const n = load<i32>(pc, 12);
  const times = <usize>load<i32>(pc, 16);
  const values = <usize>load<i32>(pc, 20);
  const at = lastNotLater(load<f64>(x), n, times, 8, load<i32>(pc, 24));
  const value = values + ((<usize>max(at, 0)) << 3);
  scale(dst, 1.0, tangentOf(value, shift));
  if (code == OP_INTERPOLATE_STEP || at < 0 || at == n - 1) return;
  const time = times + ((<usize>at) << 3);
  const length = load<f64>(time + 8) - load<f64>(time);
  const share = (load<f64>(x) - load<f64>(time)) / length;
  const slope = (load<f64>(value + 8) - load<f64>(value)) / length;
  add(dst, -share, tangentOf(value, shift));
  add(dst, share, tangentOf(value + 8, shift));
  add(dst, slope, tangentOf(x, shift));
  add(dst, -slope * (1.0 - share), tangentOf(time, shift));
  add(dst, -slope * share, tangentOf(time + 8, shift));
}
