// Flows that change in time or with the state: persons leave the source rows and enter the dest rows in one pass.

/**
 * moved[r] = coefficient[r] · factor[r] · y[source + r];  dy[source + r] −= moved[r];  dy[dest + r] += moved[r].
 *
 * @param bytes   length of the run of rows
 * @param from    address of the source rows in y; `out` and `into`: addresses of the rows in dy, 0 for the outside
 * @param factor  address of as many slots as there are rows
 */
export function moveRun(
  bytes: usize,
  from: usize,
  out: usize,
  into: usize,
  coefficient: usize,
  factor: usize,
): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const rate = f64x2.mul(v128.load(coefficient + i), v128.load(factor + i));
    const moved = f64x2.mul(rate, v128.load(from + i));
    v128.store(out + i, f64x2.sub(v128.load(out + i), moved));
    if (into) v128.store(into + i, f64x2.add(v128.load(into + i), moved));
  }
  if (i < bytes) {
    const moved = load<f64>(coefficient + i) * load<f64>(factor + i) * load<f64>(from + i);
    store<f64>(out + i, load<f64>(out + i) - moved);
    if (into) store<f64>(into + i, load<f64>(into + i) + moved);
  }
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
  if (offsetof<T>() == 8) {
    moveSplat(bytes, from, out, into, coefficient, load<f64>(factor));
    return;
  }
  for (let i: usize = 0; i < bytes; i += offsetof<T>()) {
    for (let lane: usize = 0; lane < offsetof<T>(); lane += 16) {
      const at = i + lane;
      const rate = f64x2.mul(v128.load(coefficient + at), v128.load(factor + lane));
      const moved = f64x2.mul(rate, v128.load(from + at));
      v128.store(out + at, f64x2.sub(v128.load(out + at), moved));
      if (into) v128.store(into + at, f64x2.add(v128.load(into + at), moved));
    }
  }
}

function moveSplat(bytes: usize, from: usize, out: usize, into: usize, coefficient: usize, factor: f64): void {
  const both = f64x2.splat(factor);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const rate = f64x2.mul(v128.load(coefficient + i), both);
    const moved = f64x2.mul(rate, v128.load(from + i));
    v128.store(out + i, f64x2.sub(v128.load(out + i), moved));
    if (into) v128.store(into + i, f64x2.add(v128.load(into + i), moved));
  }
  if (i < bytes) {
    const moved = load<f64>(coefficient + i) * factor * load<f64>(from + i);
    store<f64>(out + i, load<f64>(out + i) - moved);
    if (into) store<f64>(into + i, load<f64>(into + i) + moved);
  }
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
