// The derivative of every operation on runs of rows: sums, products of three factors, mixing.
//
// `shift` turns the address of a slot into that of its tangent: (address << TANGENT_SHIFT) + shift. `ty` and `tdy` are the
// tangents of the state and of the derivative; a row at byte offset r has its own at r << TANGENT_SHIFT. One lane.

import { NONE } from "./layout";
import { add, blendOfTwo, clear, scale, TANGENT_BYTES, TANGENT_SHIFT } from "./tangent-vector";

// @ts-ignore: decorator
@inline
export function tangentOf(slot: usize, shift: usize): usize {
  return (slot << TANGENT_SHIFT) + shift;
}

/** dst[r] = Σ_k coefficient_k[r] · y[source_k + r]; `dst` is the first tangent. */
export function gatherTangents(
  dst: usize,
  bytes: usize,
  nTerms: i32,
  terms: usize,
  y: usize,
  shift: usize,
  ty: usize,
): void {
  for (let term = 0; term < nTerms; ++term, terms += 8) {
    const row = <usize>load<i32>(terms);
    const coefficient = <usize>load<i32>(terms, 4);
    let to = dst;
    for (let i: usize = 0; i < bytes; i += 8, to += TANGENT_BYTES) {
      const weight = load<f64>(coefficient + i);
      const from = ty + ((row + i) << TANGENT_SHIFT);
      if (term == 0) scale(to, weight, from);
      else add(to, weight, from);
      add(to, load<f64>(y + row + i), tangentOf(coefficient + i, shift));
    }
  }
}

/** dst[r] = Σ_k y[source_k + r]. */
export function sumTangents(dst: usize, bytes: usize, nTerms: i32, sources: usize, ty: usize): void {
  for (let term = 0; term < nTerms; ++term, sources += 4) {
    const row = <usize>load<i32>(sources);
    let to = dst;
    for (let i: usize = 0; i < bytes; i += 8, to += TANGENT_BYTES) {
      const from = ty + ((row + i) << TANGENT_SHIFT);
      if (term == 0) scale(to, 1.0, from);
      else add(to, 1.0, from);
    }
  }
}

/** One slot = sum of runs of consecutive rows. */
export function totalTangent(dst: usize, nRuns: i32, runs: usize, ty: usize): void {
  clear(dst);
  for (let run = 0; run < nRuns; ++run, runs += 8) {
    const bytes = <usize>load<i32>(runs);
    const first = ty + ((<usize>load<i32>(runs, 4)) << TANGENT_SHIFT);
    for (let i: usize = 0; i < bytes << TANGENT_SHIFT; i += TANGENT_BYTES) add(dst, 1.0, first + i);
  }
}

/**
 * moved[r] = coefficient[r] · factor[r] · y[source + r] leaves `out` and enters `into`, addresses of tangents, 0 for none.
 *
 * @param factorStride  bytes from one row's factor to the next: 8, or 0 for one factor for all
 * @param intoStride    tangent bytes from one row's destination to the next: a tangent, or 0 for one for all
 */
export function moveTangents(
  bytes: usize,
  from: usize,
  tangentFrom: usize,
  out: usize,
  into: usize,
  intoStride: usize,
  coefficient: usize,
  factor: usize,
  factorStride: usize,
  shift: usize,
): void {
  for (let i: usize = 0; i < bytes; i += 8, factor += factorStride) {
    const c = load<f64>(coefficient + i);
    const f = load<f64>(factor);
    const size = load<f64>(from + i);
    const at = i << TANGENT_SHIFT;
    if (out) addMoved(out + at, -1.0, c, f, size, coefficient + i, factor, tangentFrom + at, shift);
    if (into) addMoved(into, 1.0, c, f, size, coefficient + i, factor, tangentFrom + at, shift);
    if (into) into += intoStride;
  }
}

/** dst += sign · d(c · f · size). */
function addMoved(
  dst: usize,
  sign: f64,
  c: f64,
  f: f64,
  size: f64,
  coefficient: usize,
  factor: usize,
  tangent: usize,
  shift: usize,
): void {
  add(dst, sign * c * f, tangent);
  add(dst, sign * c * size, tangentOf(factor, shift));
  add(dst, sign * f * size, tangentOf(coefficient, shift));
}

/** Persons per time unit that leave one row and enter another. */
export function absoluteTangent(from: i32, to: i32, rate: usize, tdy: usize): void {
  if (from != NONE) add(tdy + ((<usize>from) << TANGENT_SHIFT), -1.0, rate);
  if (to != NONE) add(tdy + ((<usize>to) << TANGENT_SHIFT), 1.0, rate);
}

/** dst[r] = 0, `bytes` of rows. */
export function clearTangents(dst: usize, bytes: usize): void {
  memory.fill(dst, 0, bytes << TANGENT_SHIFT);
}

/** dst[r] = a[r] / b[r], and 0 where b[r] is 0; addresses of slots. */
export function divideTangents(dst: usize, bytes: usize, a: usize, b: usize, shift: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) {
    const to = tangentOf(dst + i, shift);
    const divisor = load<f64>(b + i);
    if (divisor == 0.0) clear(to);
    else {
      const slope = -load<f64>(dst + i) / divisor;
      blendOfTwo(to, 1.0 / divisor, tangentOf(a + i, shift), slope, tangentOf(b + i, shift));
    }
  }
}

/** dst[r] = a[r] · factor. */
export function scaleTangents(dst: usize, bytes: usize, a: usize, factor: usize, shift: usize): void {
  const by = load<f64>(factor);
  const tangent = tangentOf(factor, shift);
  for (let i: usize = 0; i < bytes; i += 8) {
    blendOfTwo(tangentOf(dst + i, shift), by, tangentOf(a + i, shift), load<f64>(a + i), tangent);
  }
}

/** dst[i] = Σ_j M[i][j] · x[j], the matrix a constant by rows. */
export function mixTangents(dst: usize, bytes: usize, x: usize, matrix: usize, shift: usize): void {
  for (let i: usize = 0; i < bytes; i += 8, matrix += bytes) {
    const to = tangentOf(dst + i, shift);
    scale(to, load<f64>(matrix), tangentOf(x, shift));
    for (let j: usize = 8; j < bytes; j += 8) add(to, load<f64>(matrix + j), tangentOf(x + j, shift));
  }
}

/** dst[i] = Σ_j M[i][j] · x[j], the matrix in slots by columns. */
export function mixSlotsTangents(dst: usize, bytes: usize, x: usize, matrix: usize, shift: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) {
    const to = tangentOf(dst + i, shift);
    clear(to);
    let entry = matrix + i;
    for (let j: usize = 0; j < bytes; j += 8, entry += bytes) {
      add(to, load<f64>(entry), tangentOf(x + j, shift));
      add(to, load<f64>(x + j), tangentOf(entry, shift));
    }
  }
}

/** dst[e] = Σ_k scale_k · K_k[e], the matrices constants. */
export function blendTangents(dst: usize, bytes: usize, nTerms: i32, terms: usize, shift: usize): void {
  for (let term = 0; term < nTerms; ++term, terms += 8) {
    const from = tangentOf(<usize>load<i32>(terms), shift);
    const matrix = <usize>load<i32>(terms, 4);
    for (let i: usize = 0; i < bytes; i += 8) {
      const to = tangentOf(dst + i, shift);
      if (term == 0) scale(to, load<f64>(matrix + i), from);
      else add(to, load<f64>(matrix + i), from);
    }
  }
}
