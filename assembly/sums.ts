// Sums of rows of the state: row by row over groups, and runs of consecutive rows into one slot.

/**
 * dst[r] = Σ_k y[source_k + r] for `bytes` of rows, terms in order.
 *
 * @param sources  address of nTerms i32: byte offsets into y
 * Four sums of pairs stay in registers over all terms, two terms at a time.
 */
export function sumTerms(dst: usize, bytes: usize, nTerms: i32, sources: usize, y: usize): void {
  const end = sources + ((<usize>nTerms) << 2);
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) sumPairs(dst + i, sources, end, y + i);
  for (; i + 16 <= bytes; i += 16) {
    let sum = v128.load(y + load<i32>(sources) + i);
    for (let at = sources + 4; at < end; at += 4) sum = f64x2.add(sum, v128.load(y + load<i32>(at) + i));
    v128.store(dst + i, sum);
  }
  if (i < bytes) {
    let sum = load<f64>(y + load<i32>(sources) + i);
    for (let at = sources + 4; at < end; at += 4) sum += load<f64>(y + load<i32>(at) + i);
    store<f64>(dst + i, sum);
  }
}

/** 64 bytes of it, from the addresses y + source. */
// @ts-ignore: decorator
@inline
function sumPairs(dst: usize, sources: usize, end: usize, y: usize): void {
  let row = y + load<i32>(sources);
  let p = v128.load(row);
  let q = v128.load(row, 16);
  let r = v128.load(row, 32);
  let s = v128.load(row, 48);
  let at = sources + 4;
  for (; at + 4 < end; at += 8) {
    row = y + load<i32>(at);
    const next = y + load<i32>(at, 4);
    p = f64x2.add(f64x2.add(p, v128.load(row)), v128.load(next));
    q = f64x2.add(f64x2.add(q, v128.load(row, 16)), v128.load(next, 16));
    r = f64x2.add(f64x2.add(r, v128.load(row, 32)), v128.load(next, 32));
    s = f64x2.add(f64x2.add(s, v128.load(row, 48)), v128.load(next, 48));
  }
  if (at < end) {
    row = y + load<i32>(at);
    p = f64x2.add(p, v128.load(row));
    q = f64x2.add(q, v128.load(row, 16));
    r = f64x2.add(r, v128.load(row, 32));
    s = f64x2.add(s, v128.load(row, 48));
  }
  v128.store(dst, p);
  v128.store(dst, q, 16);
  v128.store(dst, r, 32);
  v128.store(dst, s, 48);
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
        v128.store(dst + lane, f64x2.add(v128.load(dst + lane), totalPair(first + lane, bytes, offsetof<T>())));
      }
    }
  }
}

// Eight sums side by side, rows 0, 8, 16 … in the first and so on, then ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)), then the
// rows left over: the same order with one lane and with many, and no addition waits for the one before.

function totalOne(first: usize, bytes: usize): f64 {
  let p = f64x2.splat(0.0);
  let q = p;
  let r = p;
  let s = p;
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    p = f64x2.add(p, v128.load(first + i));
    q = f64x2.add(q, v128.load(first + i, 16));
    r = f64x2.add(r, v128.load(first + i, 32));
    s = f64x2.add(s, v128.load(first + i, 48));
  }
  let sum = both(p) + both(q) + (both(r) + both(s));
  for (; i < bytes; i += 8) sum += load<f64>(first + i);
  return sum;
}

// @ts-ignore: decorator
@inline
function both(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** Of two lanes; `width`: bytes from row to row. */
function totalPair(first: usize, bytes: usize, width: usize): v128 {
  let i: usize = 0;
  let a = f64x2.splat(0.0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  for (; i + 8 * width <= bytes; i += 8 * width) {
    a = f64x2.add(a, v128.load(first + i));
    b = f64x2.add(b, v128.load(first + i + width));
    c = f64x2.add(c, v128.load(first + i + 2 * width));
    d = f64x2.add(d, v128.load(first + i + 3 * width));
    e = f64x2.add(e, v128.load(first + i + 4 * width));
    f = f64x2.add(f, v128.load(first + i + 5 * width));
    g = f64x2.add(g, v128.load(first + i + 6 * width));
    h = f64x2.add(h, v128.load(first + i + 7 * width));
  }
  const low = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  let sum = f64x2.add(low, f64x2.add(f64x2.add(e, f), f64x2.add(g, h)));
  for (; i < bytes; i += width) sum = f64x2.add(sum, v128.load(first + i));
  return sum;
}
