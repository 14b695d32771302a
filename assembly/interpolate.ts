// Series: a value between knots, and the nearest point of a step grid.

/**
 * Linear interpolation between knots; flat before the first and after the last.
 *
 * @param times, values  addresses of n slots, `stride` bytes apart; times increase
 */
export function interpolateLinear(x: f64, n: i32, times: usize, values: usize, stride: usize): f64 {
  const i = lastNotLater(x, n, times, stride);
  if (i < 0) return load<f64>(values);
  const at = <usize>i * stride;
  if (i == n - 1) return load<f64>(values + at);
  const t0 = load<f64>(times + at);
  const v0 = load<f64>(values + at);
  const share = (x - t0) / (load<f64>(times + at + stride) - t0);
  return v0 + share * (load<f64>(values + at + stride) - v0);
}

/** The value of the latest knot that is not later than x; the first value before the first. */
export function interpolateStep(x: f64, n: i32, times: usize, values: usize, stride: usize): f64 {
  const i = lastNotLater(x, n, times, stride);
  return load<f64>(values + (i < 0 ? 0 : <usize>i * stride));
}

/** Position of the latest knot at or before x, −1 for none, by bisection. */
function lastNotLater(x: f64, n: i32, times: usize, stride: usize): i32 {
  let low = -1;
  let high = n;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (load<f64>(times + <usize>middle * stride) <= x) low = middle;
    else high = middle;
  }
  return low;
}

/** The point start + k·step, k whole, that is nearest to x; the later one of two. */
export function snap(x: f64, start: f64, step: f64): f64 {
  return start + Math.floor((x - start) / step + 0.5) * step;
}
