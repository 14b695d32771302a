// Series: a value between knots, and the nearest point of a step grid.

/**
 * Position of the latest of n knots at or before x, −1 for none.
 *
 * @param times   address of n slots, `stride` bytes apart; times increase
 * @param hint    a position to try first, with the one after it: time moves on in small steps
 */
export function lastNotLater(x: f64, n: i32, times: usize, stride: usize, hint: i32): i32 {
  if (hint >= 0 && hint < n && load<f64>(times + <usize>hint * stride) <= x) {
    if (hint == n - 1 || load<f64>(times + <usize>(hint + 1) * stride) > x) return hint;
  }
  let low = -1;
  let high = n;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (load<f64>(times + <usize>middle * stride) <= x) low = middle;
    else high = middle;
  }
  return low;
}

/** The value at x on the line from knot i to the next; flat before the first (i = −1) and after the last. */
export function linearBetween(x: f64, i: i32, n: i32, times: usize, values: usize, stride: usize): f64 {
  if (i < 0) return load<f64>(values);
  const at = <usize>i * stride;
  const value = load<f64>(values + at);
  if (i == n - 1) return value;
  const time = load<f64>(times + at);
  const share = (x - time) / (load<f64>(times + at + stride) - time);
  return value + share * (load<f64>(values + at + stride) - value);
}

/** The point start + k·step, k whole, that is nearest to x; the later one of two. */
export function snap(x: f64, start: f64, step: f64): f64 {
  return start + Math.floor((x - start) / step + 0.5) * step;
}

/**
 * A series at x, lane by lane: [code, dst, x, nKnots, times, values, hint] at `pc`. The knots are searched from where they
 * were found last, which changes no result.
 */
export function interpolate(width: usize, isLinear: bool, pc: usize, dst: usize, x: usize): void {
  const n = load<i32>(pc, 12);
  const times = <usize>load<i32>(pc, 16);
  const values = <usize>load<i32>(pc, 20);
  let hint = load<i32>(pc, 24);
  for (let lane: usize = 0; lane < width; lane += 8) {
    const at = load<f64>(x + lane);
    hint = lastNotLater(at, n, times + lane, width, hint);
    const value = isLinear
      ? linearBetween(at, hint, n, times + lane, values + lane, width)
      : load<f64>(values + lane + <usize>max(hint, 0) * width);
    store<f64>(dst + lane, value);
  }
  store<i32>(pc, hint, 24);
}

/** dst = the nearest point of each lane's grid to x. */
export function snapSlots(width: usize, dst: usize, x: usize, start: usize, step: usize): void {
  for (let lane: usize = 0; lane < width; lane += 8) {
    store<f64>(dst + lane, snap(load<f64>(x + lane), load<f64>(start + lane), load<f64>(step + lane)));
  }
}
