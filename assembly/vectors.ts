// Plain loops over runs of f64: copies and the combinations of Runge–Kutta stages.
//
// A run is `bytes` long; two v128 an iteration, then one, then a single f64. The arithmetic of an element is the same
// in all three, so a run's length never changes the bits of an element.

/** dst = 0. A loop: the call of a bulk operation costs more than a short run. */
export function zeroRun(dst: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(dst + i, f64x2.splat(0.0));
  if (i < bytes) store<f64>(dst + i, 0.0);
}

/** dst = x. */
export function copyRun(dst: usize, bytes: usize, x: usize): void {
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    v128.store(dst + i, v128.load(x + i));
    v128.store(dst + i, v128.load(x + i, 16), 16);
  }
  for (; i < bytes; i += 8) store<f64>(dst + i, load<f64>(x + i));
}

/** dst += x. */
export function addRun(dst: usize, bytes: usize, x: usize): void {
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    v128.store(dst + i, f64x2.add(v128.load(dst + i), v128.load(x + i)));
    v128.store(dst + i, f64x2.add(v128.load(dst + i, 16), v128.load(x + i, 16)), 16);
  }
  for (; i < bytes; i += 8) store<f64>(dst + i, load<f64>(dst + i) + load<f64>(x + i));
}

/** dst = y + h·k. */
export function stepRun(dst: usize, bytes: usize, y: usize, h: f64, k: usize): void {
  const hh = f64x2.splat(h);
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    const a = k + i;
    const b = y + i;
    const to = dst + i;
    v128.store(to, f64x2.add(v128.load(b), f64x2.mul(hh, v128.load(a))));
    v128.store(to, f64x2.add(v128.load(b, 16), f64x2.mul(hh, v128.load(a, 16))), 16);
    v128.store(to, f64x2.add(v128.load(b, 32), f64x2.mul(hh, v128.load(a, 32))), 32);
    v128.store(to, f64x2.add(v128.load(b, 48), f64x2.mul(hh, v128.load(a, 48))), 48);
  }
  for (; i < bytes; i += 8) store<f64>(dst + i, load<f64>(y + i) + h * load<f64>(k + i));
}

/** sum += 2·k and dst = y + h·k: a middle stage of Runge–Kutta 4. */
export function middleStageRun(sum: usize, dst: usize, bytes: usize, y: usize, h: f64, k: usize): void {
  const hh = f64x2.splat(h);
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    const a = k + i;
    const b = y + i;
    const to = dst + i;
    const at = sum + i;
    const slope0 = v128.load(a);
    const slope1 = v128.load(a, 16);
    const slope2 = v128.load(a, 32);
    const slope3 = v128.load(a, 48);
    v128.store(at, f64x2.add(v128.load(at), f64x2.add(slope0, slope0)));
    v128.store(at, f64x2.add(v128.load(at, 16), f64x2.add(slope1, slope1)), 16);
    v128.store(at, f64x2.add(v128.load(at, 32), f64x2.add(slope2, slope2)), 32);
    v128.store(at, f64x2.add(v128.load(at, 48), f64x2.add(slope3, slope3)), 48);
    v128.store(to, f64x2.add(v128.load(b), f64x2.mul(hh, slope0)));
    v128.store(to, f64x2.add(v128.load(b, 16), f64x2.mul(hh, slope1)), 16);
    v128.store(to, f64x2.add(v128.load(b, 32), f64x2.mul(hh, slope2)), 32);
    v128.store(to, f64x2.add(v128.load(b, 48), f64x2.mul(hh, slope3)), 48);
  }
  for (; i < bytes; i += 8) {
    const slope = load<f64>(k + i);
    store<f64>(sum + i, load<f64>(sum + i) + (slope + slope));
    store<f64>(dst + i, load<f64>(y + i) + h * slope);
  }
}

/** y += h·(sum + k): the last stage of Runge–Kutta 4, with h a sixth of the step. */
export function lastStageRun(y: usize, bytes: usize, sum: usize, h: f64, k: usize): void {
  const hh = f64x2.splat(h);
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    const a = sum + i;
    const b = k + i;
    const to = y + i;
    const total0 = f64x2.add(v128.load(a), v128.load(b));
    const total1 = f64x2.add(v128.load(a, 16), v128.load(b, 16));
    const total2 = f64x2.add(v128.load(a, 32), v128.load(b, 32));
    const total3 = f64x2.add(v128.load(a, 48), v128.load(b, 48));
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(hh, total0)));
    v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(hh, total1)), 16);
    v128.store(to, f64x2.add(v128.load(to, 32), f64x2.mul(hh, total2)), 32);
    v128.store(to, f64x2.add(v128.load(to, 48), f64x2.mul(hh, total3)), 48);
  }
  for (; i < bytes; i += 8) {
    store<f64>(y + i, load<f64>(y + i) + h * (load<f64>(sum + i) + load<f64>(k + i)));
  }
}
