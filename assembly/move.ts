// Flows that change in time or with the state: persons leave the source rows and enter the dest rows in one pass.

/**
 * moved[r] = coefficient[r] · factor[r] · y[source + r];  dy[source + r] −= moved[r];  dy[dest + r] += moved[r].
 *
 * @param bytes   length of the run of rows
 * @param from    address of the source rows in y; `out` and `into`: addresses of the rows in dy, `into` 0 for the outside
 * @param factor  address of as many slots as there are rows
 */
export function moveRun(bytes: usize, from: usize, out: usize, into: usize, coefficient: usize, factor: usize): void {
  const wide: usize = movesOn(out, into) ? 0 : bytes & ~31;
  let i: usize = 0;
  for (; i < wide; i += 32) {
    const p = v128.load(factor + i);
    const q = v128.load(factor + i, 16);
    movePairs(from + i, out + i, into ? into + i : 0, coefficient + i, p, q);
  }
  for (; i < bytes; i += 8) moveOne(from + i, out + i, into ? into + i : 0, coefficient + i, load<f64>(factor + i));
}

/** The same with one factor, a single slot, for all rows. */
export function moveBroadcast<T>(
  bytes: usize,
  from: usize,
  out: usize,
  into: usize,
  coefficient: usize,
  factor: usize,
): void {
  if (offsetof<T>() == 64) {
    moveWide(bytes, from, out, into, coefficient, factor);
    return;
  }
  // 32 bytes are four rows, two rows or one row of one, two or four lanes: the same two pairs of factors each time.
  const first = offsetof<T>() == 8 ? v128.load64_splat(factor) : v128.load(factor);
  const second = offsetof<T>() == 32 ? v128.load(factor, 16) : first;
  const wide: usize = movesOn(out, into) ? 0 : bytes & ~31;
  let i: usize = 0;
  for (; i < wide; i += 32) {
    movePairs(from + i, out + i, into ? into + i : 0, coefficient + i, first, second);
  }
  for (; i < bytes; i += 8) {
    const value = load<f64>(factor + (i & (offsetof<T>() - 1)));
    moveOne(from + i, out + i, into ? into + i : 0, coefficient + i, value);
  }
}

/**
 * True where persons move on by so few rows, as in ageing, that 32 bytes hold rows which both lose and gain. Moved
 * together they would lose first, one by one they gain first: the bits would depend on the number of lanes.
 */
// @ts-ignore: decorator
@inline
function movesOn(out: usize, into: usize): bool {
  return into > out && into - out < 32;
}

/** Eight lanes: a row is 64 bytes. */
function moveWide(bytes: usize, from: usize, out: usize, into: usize, coefficient: usize, factor: usize): void {
  const a = v128.load(factor);
  const b = v128.load(factor, 16);
  const c = v128.load(factor, 32);
  const d = v128.load(factor, 48);
  for (let i: usize = 0; i < bytes; i += 64) {
    movePairs(from + i, out + i, into ? into + i : 0, coefficient + i, a, b);
    movePairs(from + i + 32, out + i + 32, into ? into + i + 32 : 0, coefficient + i + 32, c, d);
  }
}

/** Four elements. */
// @ts-ignore: decorator
@inline
function movePairs(from: usize, out: usize, into: usize, coefficient: usize, first: v128, second: v128): void {
  const p = f64x2.mul(f64x2.mul(v128.load(coefficient), first), v128.load(from));
  const q = f64x2.mul(f64x2.mul(v128.load(coefficient, 16), second), v128.load(from, 16));
  v128.store(out, f64x2.sub(v128.load(out), p));
  v128.store(out, f64x2.sub(v128.load(out, 16), q), 16);
  if (into) {
    v128.store(into, f64x2.add(v128.load(into), p));
    v128.store(into, f64x2.add(v128.load(into, 16), q), 16);
  }
}

// @ts-ignore: decorator
@inline
function moveOne(from: usize, out: usize, into: usize, coefficient: usize, factor: f64): void {
  const moved = load<f64>(coefficient) * factor * load<f64>(from);
  store<f64>(out, load<f64>(out) - moved);
  if (into) store<f64>(into, load<f64>(into) + moved);
}

/**
 * dy[accumulator] += Σ_r coefficient[r] · factor[r] · y[source + r], rows in order, and nothing is moved.
 *
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
  for (let i: usize = 0; i < bytes; i += offsetof<T>(), factor += factorStride) {
    for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
      const rate = load<f64>(coefficient + i + lane) * load<f64>(factor + lane);
      store<f64>(accumulator + lane, load<f64>(accumulator + lane) + rate * load<f64>(from + i + lane));
    }
  }
}
