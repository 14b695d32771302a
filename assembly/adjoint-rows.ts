// The adjoint rules of operations on runs of rows: moves, sums, mixing. See adjoint.ts for what the words mean.

import { MOVE_BROADCASTS, MOVE_COEFFICIENT_ACTIVE, MOVE_COUNTS, MOVE_FACTOR_ACTIVE } from "./adjoint-layout";
import { L1, L2, L4, L8 } from "./lanes";
import { NONE } from "./layout";
import { mix } from "./mixing";
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
  let factor = <usize>load<i32>(pc, 20);
  const flags = load<i32>(pc, 24);
  const counts = (flags & MOVE_COUNTS) != 0;
  const out: usize = counts ? 0 : ady + from;
  let into: usize = to == NONE ? 0 : ady + <usize>to;
  if ((flags & (MOVE_BROADCASTS | MOVE_COUNTS)) == 0 && into != 0) {
    return moveRunAdjoint(bytes, y + from, ay + from, out, into, coefficient, factor, shift, flags);
  }
  const factorStride: usize = (flags & MOVE_BROADCASTS) != 0 ? 0 : width;
  const intoStride: usize = counts ? 0 : width;
  for (let i: usize = 0; i < bytes; i += width, factor += factorStride) {
    for (let lane: usize = 0; lane < width; lane += 8) {
      const at = from + i + lane;
      const gain = (into ? load<f64>(into + lane) : 0.0) - (out ? load<f64>(out + i + lane) : 0.0);
      const c = load<f64>(coefficient + i + lane);
      const f = load<f64>(factor + lane);
      const moved = load<f64>(y + at) * gain;
      add(ay + at, c * f * gain);
      if (flags & MOVE_FACTOR_ACTIVE) add(factor + lane + shift, c * moved);
      if (flags & MOVE_COEFFICIENT_ACTIVE) add(coefficient + i + lane + shift, f * moved);
    }
    if (into) into += intoStride;
  }
}

/** The same with a factor for each row, from row to row: all by element. */
function moveRunAdjoint(
  bytes: usize,
  y: usize,
  ay: usize,
  out: usize,
  into: usize,
  coefficient: usize,
  factor: usize,
  shift: usize,
  flags: i32,
): void {
  const moves = (flags & MOVE_COEFFICIENT_ACTIVE) != 0;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const gain = f64x2.sub(v128.load(into + i), v128.load(out + i));
    const c = v128.load(coefficient + i);
    const f = v128.load(factor + i);
    const moved = f64x2.mul(v128.load(y + i), gain);
    v128.store(ay + i, f64x2.add(v128.load(ay + i), f64x2.mul(f64x2.mul(c, f), gain)));
    const toFactor = factor + i + shift;
    v128.store(toFactor, f64x2.add(v128.load(toFactor), f64x2.mul(c, moved)));
    if (!moves) continue;
    const toCoefficient = coefficient + i + shift;
    v128.store(toCoefficient, f64x2.add(v128.load(toCoefficient), f64x2.mul(f, moved)));
  }
  for (; i < bytes; i += 8) {
    const gain = load<f64>(into + i) - load<f64>(out + i);
    const c = load<f64>(coefficient + i);
    const f = load<f64>(factor + i);
    const moved = load<f64>(y + i) * gain;
    add(ay + i, c * f * gain);
    add(factor + i + shift, c * moved);
    if (moves) add(coefficient + i + shift, f * moved);
  }
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

/** dst[r] = a[r] / b[r], and 0 where b[r] is 0; addresses of slots. */
export function divideAdjoint(dst: usize, bytes: usize, a: usize, b: usize, shift: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) {
    const divisor = load<f64>(b + i);
    const share = divisor == 0.0 ? 0.0 : load<f64>(dst + i + shift) / divisor;
    store<f64>(dst + i + shift, 0.0);
    add(a + i + shift, share);
    add(b + i + shift, -share * load<f64>(dst + i));
  }
}

/** dst[r] = a[r] · factor; `given` is the adjoint of dst. */
export function scaleAdjoint(width: usize, given: usize, bytes: usize, a: usize, factor: usize, shift: usize): void {
  for (let i: usize = 0; i < bytes; i += width) {
    for (let lane: usize = 0; lane < width; lane += 8) {
      const value = load<f64>(given + i + lane);
      add(a + i + lane + shift, value * load<f64>(factor + lane));
      add(factor + lane + shift, value * load<f64>(a + i + lane));
    }
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
