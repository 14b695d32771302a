// The adjoint rules of operations on runs of rows: moves, sums, mixing. See adjoint.ts for what the words mean.

import { MOVE_BROADCASTS, MOVE_COEFFICIENT_ACTIVE, MOVE_COUNTS, MOVE_FACTOR_ACTIVE } from "./adjoint-layout";
import { L1, L2, L4, L8 } from "./lanes";
import { NONE } from "./layout";
import { mix } from "./mixing";
import { P0, P1 } from "./pairs";
import { addRun, zeroRun } from "./vectors";

function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

/**
 * moved[r] = coefficient[r] · factor[r] · y[r] leaves one row and enters another; its adjoint is that of the row entered
 * less that of the row left.
 *
 * @param pc  address of the operation; layout of REVERSE_MOVE
 */
export function moveAdjoint(width: usize, pc: usize, y: usize, ady: usize, ay: usize, shift: usize): void {
  const bytes = <usize>load<i32>(pc, 4);
  const from = <usize>load<i32>(pc, 8);
  const to = load<i32>(pc, 12);
  const coefficient = <usize>load<i32>(pc, 16);
  const factor = <usize>load<i32>(pc, 20);
  const flags = load<i32>(pc, 24);
  const counts = (flags & MOVE_COUNTS) != 0;
  const out: usize = counts ? 0 : ady + from;
  const into: usize = to == NONE ? 0 : ady + <usize>to;
  const broadcasts = (flags & MOVE_BROADCASTS) != 0;
  let done: usize = 0;
  if (!counts && into != 0 && (!broadcasts || (flags & MOVE_FACTOR_ACTIVE) == 0)) {
    const mask: usize = broadcasts ? width - 8 : -1;
    const state = y + from;
    addProducts(bytes, ay + from, coefficient, factor, mask, out, into);
    if (flags & MOVE_FACTOR_ACTIVE) addProducts(bytes, factor + shift, coefficient, state, -1, out, into);
    if (flags & MOVE_COEFFICIENT_ACTIVE) addProducts(bytes, coefficient + shift, state, factor, mask, out, into);
    done = bytes & ~15;
  }
  const factorMask: usize = broadcasts ? 0 : -1;
  const intoMask: usize = counts ? 0 : -1;
  for (let lane: usize = 0; lane < width; lane += 8) {
    // A sum over rows stays in a register: in memory each addition would wait for the one before to be stored.
    let byFactor = 0.0;
    for (let i = done; i < bytes; i += width) {
      const at = i + lane;
      const gain = (into ? load<f64>(into + (i & intoMask) + lane) : 0.0) - (out ? load<f64>(out + at) : 0.0);
      const c = load<f64>(coefficient + at);
      const f = load<f64>(factor + (i & factorMask) + lane);
      const moved = load<f64>(y + from + at) * gain;
      add(ay + from + at, c * f * gain);
      if (flags & MOVE_COEFFICIENT_ACTIVE) add(coefficient + at + shift, f * moved);
      if (broadcasts) byFactor += c * moved;
      else if (flags & MOVE_FACTOR_ACTIVE) add(factor + at + shift, c * moved);
    }
    if (broadcasts && (flags & MOVE_FACTOR_ACTIVE) != 0) add(factor + lane + shift, byFactor);
  }
}

/**
 * dst += a · b · (into − out), in pairs of elements; one that is left over is not done.
 *
 * @param mask  of the offset at which a row's b stands: all ones for one each; for one of all rows, that of the lane
 */
function addProducts(bytes: usize, dst: usize, a: usize, b: usize, mask: usize, out: usize, into: usize): void {
  let i: usize = 0;
  if (mask == 0) {
    const all = v128.load64_splat(b);
    for (; i + 16 <= bytes; i += 16) v128.store(dst + i, product<P0>(dst + i, a + i, all, out + i, into + i));
  }
  for (; i + 32 <= bytes; i += 32) {
    v128.store(dst + i, product<P0>(dst + i, a + i, v128.load(b + (i & mask)), out + i, into + i));
    v128.store(dst + i, product<P1>(dst + i, a + i, v128.load(b + ((i + 16) & mask)), out + i, into + i), 16);
  }
  if (i + 16 <= bytes) v128.store(dst + i, product<P0>(dst + i, a + i, v128.load(b + (i & mask)), out + i, into + i));
}

// @ts-ignore: decorator
@inline
function product<P>(dst: usize, a: usize, b: v128, out: usize, into: usize): v128 {
  const gain = f64x2.sub(v128.load(into, offsetof<P>()), v128.load(out, offsetof<P>()));
  const rate = f64x2.mul(v128.load(a, offsetof<P>()), b);
  return f64x2.add(v128.load(dst, offsetof<P>()), f64x2.mul(rate, gain));
}

/** Persons per time unit that leave one row and enter another. */
export function absoluteAdjoint(width: usize, from: i32, to: i32, rate: usize, ady: usize): void {
  for (let lane: usize = 0; lane < width; lane += 8) {
    if (from != NONE) add(rate + lane, -load<f64>(ady + <usize>from + lane));
    if (to != NONE) add(rate + lane, load<f64>(ady + <usize>to + lane));
  }
}

/** One slot = sum of runs of consecutive rows; `total` is its adjoint. */
export function totalAdjoint(width: usize, total: usize, nRuns: i32, runs: usize, ay: usize): void {
  for (let lane: usize = 0; lane < width; lane += 8) {
    const value = load<f64>(total + lane);
    store<f64>(total + lane, 0.0);
    if (value == 0.0) continue;
    for (let run = runs; run < runs + ((<usize>nRuns) << 3); run += 8) {
      const end = <usize>load<i32>(run);
      const first = ay + <usize>load<i32>(run, 4);
      for (let i = lane; i < end; i += width) add(first + i, value);
    }
  }
}

/** dst[r] = Σ_k y[source_k + r]; `given` is the adjoint of dst, and is cleared. `terms` to `end`: byte offsets into y. */
export function sumAdjoint(bytes: usize, given: usize, terms: usize, end: usize, ay: usize): void {
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    const p = v128.load(given + i);
    const q = v128.load(given + i, 16);
    for (let term = terms; term < end; term += 4) {
      const to = ay + <usize>load<i32>(term) + i;
      v128.store(to, f64x2.add(v128.load(to), p));
      v128.store(to, f64x2.add(v128.load(to, 16), q), 16);
    }
  }
  for (; i < bytes; i += 8) {
    const value = load<f64>(given + i);
    for (let term = terms; term < end; term += 4) add(ay + <usize>load<i32>(term) + i, value);
  }
  zeroRun(given, bytes);
}

/** dst[r] = a[r] / b[r], and 0 where b[r] is 0; addresses of slots. */
export function divideAdjoint(dst: usize, bytes: usize, a: usize, b: usize, shift: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) {
    const divisor = load<f64>(b + i);
    const share = divisor == 0.0 ? 0.0 : load<f64>(dst + i + shift) / divisor;
    add(a + i + shift, share);
    add(b + i + shift, -share * load<f64>(dst + i));
  }
  zeroRun(dst + shift, bytes);
}

/** dst[r] = a[r] · factor; `given` is the adjoint of dst. */
export function scaleAdjoint(width: usize, given: usize, bytes: usize, a: usize, factor: usize, shift: usize): void {
  for (let lane: usize = 0; lane < width; lane += 8) {
    const by = load<f64>(factor + lane);
    let sum = 0.0;
    for (let i = lane; i < bytes; i += width) {
      const value = load<f64>(given + i);
      add(a + i + shift, value * by);
      sum += value * load<f64>(a + i);
    }
    add(factor + lane + shift, sum);
  }
  zeroRun(given, bytes);
}

/** dst = M · x: adjoint of x += Mᵀ · adjoint of dst. `given` and `x` are adjoints, `scratch` as long. */
export function mixAdjoint(
  width: usize,
  given: usize,
  bytes: usize,
  x: usize,
  matrix: usize,
  transposed: usize,
  scratch: usize,
): void {
  if (width == 8) mix<L1>(scratch, bytes, given, transposed, matrix);
  else if (width == 16) mix<L2>(scratch, bytes, given, transposed, matrix);
  else if (width == 32) mix<L4>(scratch, bytes, given, transposed, matrix);
  else mix<L8>(scratch, bytes, given, transposed, matrix);
  addRun(x, bytes, scratch);
  zeroRun(given, bytes);
}

/** The same with the matrix in slots, column by column; `x` and `matrix` are addresses of slots. */
export function mixSlotsAdjoint(width: usize, given: usize, bytes: usize, x: usize, matrix: usize, shift: usize): void {
  for (let j: usize = 0; j < bytes; j += width, matrix += bytes) {
    for (let lane: usize = 0; lane < width; lane += 8) {
      const value = load<f64>(x + j + lane);
      let sum = 0.0;
      for (let i = lane; i < bytes; i += width) {
        const by = load<f64>(given + i);
        sum += load<f64>(matrix + i) * by;
        add(matrix + i + shift, value * by);
      }
      add(x + j + lane + shift, sum);
    }
  }
  zeroRun(given, bytes);
}

/** dst[e] = Σ_k scale_k · K_k[e]; `given` is the adjoint of dst. */
export function blendAdjoint(width: usize, given: usize, bytes: usize, nTerms: i32, terms: usize, shift: usize): void {
  for (let term = 0; term < nTerms; ++term, terms += 8) {
    const scale = <usize>load<i32>(terms) + shift;
    let matrix = <usize>load<i32>(terms, 4);
    for (let i: usize = 0; i < bytes; i += width, matrix += 8) {
      const entry = load<f64>(matrix);
      for (let lane: usize = 0; lane < width; lane += 8) add(scale + lane, entry * load<f64>(given + i + lane));
    }
  }
  zeroRun(given, bytes);
}
