// Sums of rows of the state: row by row over groups, and runs of consecutive rows into one slot.

import { addRun, copyRun } from "./vectors";

/**
 * dst[r] = Σ_k y[source_k + r] for `bytes` of rows, terms in order, four to a pass.
 *
 * @param sources  address of nTerms i32: byte offsets into y
 */
export function sumTerms(dst: usize, bytes: usize, nTerms: i32, sources: usize, y: usize): void {
  copyRun(dst, bytes, y + load<i32>(sources));
  let at = sources + 4;
  let left = nTerms - 1;
  for (; left >= 4; left -= 4, at += 16) {
    addFour(dst, bytes, y + load<i32>(at), y + load<i32>(at, 4), y + load<i32>(at, 8), y + load<i32>(at, 12));
  }
  for (; left > 0; left -= 1, at += 4) addRun(dst, bytes, y + load<i32>(at));
}

/** dst = (((dst + a) + b) + c) + d. */
function addFour(dst: usize, bytes: usize, a: usize, b: usize, c: usize, d: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    let sum = f64x2.add(v128.load(dst + i), v128.load(a + i));
    sum = f64x2.add(sum, v128.load(b + i));
    sum = f64x2.add(sum, v128.load(c + i));
    v128.store(dst + i, f64x2.add(sum, v128.load(d + i)));
  }
  for (; i < bytes; i += 8) {
    const sum = load<f64>(dst + i) + load<f64>(a + i) + load<f64>(b + i) + load<f64>(c + i);
    store<f64>(dst + i, sum + load<f64>(d + i));
  }
}

/**
 * One slot = sum over runs of consecutive rows, runs in order.
 *
 * @param runs  address of nRuns pairs of i32: bytes of the run, byte offset of its first row in y
 */
export function total<T>(dst: usize, nRuns: i32, runs: usize, y: usize): void {
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) store<f64>(dst + lane, 0.0);
  for (let run = 0; run < nRuns; ++run, runs += 8) {
    const bytes = <usize>load<i32>(runs);
    const first = y + load<i32>(runs, 4);
    if (offsetof<T>() == 8) store<f64>(dst, load<f64>(dst) + totalOne(first, bytes));
    else {
      for (let lane: usize = 0; lane < offsetof<T>(); lane += 16) {
        v128.store(dst + lane, f64x2.add(v128.load(dst + lane), totalPair<T>(first + lane, bytes)));
      }
    }
  }
}

// Four sums side by side, rows 0, 4, 8 … in the first and so on, then (0 + 1) + (2 + 3), then the rows left over: the
// same order with one lane and with many, and no addition waits for the one before.

function totalOne(first: usize, bytes: usize): f64 {
  let p = f64x2.splat(0.0);
  let q = f64x2.splat(0.0);
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    p = f64x2.add(p, v128.load(first + i));
    q = f64x2.add(q, v128.load(first + i, 16));
  }
  let sum = f64x2.extract_lane(p, 0) + f64x2.extract_lane(p, 1) + (f64x2.extract_lane(q, 0) + f64x2.extract_lane(q, 1));
  for (; i < bytes; i += 8) sum += load<f64>(first + i);
  return sum;
}

function totalPair<T>(first: usize, bytes: usize): v128 {
  const width = offsetof<T>();
  let p = f64x2.splat(0.0);
  let q = p;
  let r = p;
  let s = p;
  let i: usize = 0;
  for (; i + 4 * width <= bytes; i += 4 * width) {
    p = f64x2.add(p, v128.load(first + i));
    q = f64x2.add(q, v128.load(first + i + width));
    r = f64x2.add(r, v128.load(first + i + 2 * width));
    s = f64x2.add(s, v128.load(first + i + 3 * width));
  }
  let sum = f64x2.add(f64x2.add(p, q), f64x2.add(r, s));
  for (; i < bytes; i += width) sum = f64x2.add(sum, v128.load(first + i));
  return sum;
}
