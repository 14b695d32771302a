// Persons moved by flows that an output counts, added up in a row of their own.

/**
 * dy[accumulator] += Σ_r coefficient[r] · factor[r] · y[source + r], and nothing is moved.
 *
 * Four sums side by side, rows 0, 4, 8 … in the first and so on, then (0 + 1) + (2 + 3), then the rows left over: the same
 * order with one lane and with many, and no addition waits for the one before.
 *
 * @param bytes         length of the run of rows
 * @param from          address of the source rows in y; `accumulator`: of its row in dy
 * @param factorStride  bytes from one row's factor to the next: the width of a slot, or 0 for one factor for all
 */
export function countRun<T>(
  bytes: usize,
  from: usize,
  accumulator: usize,
  coefficient: usize,
  factor: usize,
  factorStride: usize,
): void {
  if (offsetof<T>() == 8) {
    const sum = countOne(bytes, from, coefficient, factor, factorStride);
    store<f64>(accumulator, load<f64>(accumulator) + sum);
    return;
  }
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 16) {
    const sum = countPair(bytes, from + lane, coefficient + lane, factor + lane, factorStride, offsetof<T>());
    v128.store(accumulator + lane, f64x2.add(v128.load(accumulator + lane), sum));
  }
}

function countOne(bytes: usize, from: usize, coefficient: usize, factor: usize, factorStride: usize): f64 {
  let p = f64x2.splat(0.0);
  let q = p;
  let i: usize = 0;
  if (factorStride == 0) {
    const both = v128.load64_splat(factor);
    for (; i + 32 <= bytes; i += 32) {
      p = f64x2.add(p, moved(coefficient + i, both, from + i));
      q = f64x2.add(q, moved(coefficient + i + 16, both, from + i + 16));
    }
  } else {
    for (; i + 32 <= bytes; i += 32) {
      p = f64x2.add(p, moved(coefficient + i, v128.load(factor + i), from + i));
      q = f64x2.add(q, moved(coefficient + i + 16, v128.load(factor + i, 16), from + i + 16));
    }
  }
  let sum = f64x2.extract_lane(p, 0) + f64x2.extract_lane(p, 1) + (f64x2.extract_lane(q, 0) + f64x2.extract_lane(q, 1));
  let at = factorStride == 0 ? factor : factor + i;
  for (; i < bytes; i += 8, at += factorStride) {
    sum += load<f64>(coefficient + i) * load<f64>(at) * load<f64>(from + i);
  }
  return sum;
}

/** Of two lanes; `width`: bytes from row to row. */
function countPair(bytes: usize, from: usize, coefficient: usize, factor: usize, stride: usize, width: usize): v128 {
  let p = f64x2.splat(0.0);
  let q = p;
  let r = p;
  let s = p;
  let i: usize = 0;
  let at = factor;
  for (; i + 4 * width <= bytes; i += 4 * width, at += 4 * stride) {
    p = f64x2.add(p, moved(coefficient + i, v128.load(at), from + i));
    q = f64x2.add(q, moved(coefficient + i + width, v128.load(at + stride), from + i + width));
    r = f64x2.add(r, moved(coefficient + i + 2 * width, v128.load(at + 2 * stride), from + i + 2 * width));
    s = f64x2.add(s, moved(coefficient + i + 3 * width, v128.load(at + 3 * stride), from + i + 3 * width));
  }
  let sum = f64x2.add(f64x2.add(p, q), f64x2.add(r, s));
  for (; i < bytes; i += width, at += stride) sum = f64x2.add(sum, moved(coefficient + i, v128.load(at), from + i));
  return sum;
}

/** Two elements. */
// @ts-ignore: decorator
@inline
function moved(coefficient: usize, factor: v128, from: usize): v128 {
  return f64x2.mul(f64x2.mul(v128.load(coefficient), factor), v128.load(from));
}
