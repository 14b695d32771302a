// Plain loops over runs of f64: sums of products, copies and the combinations of Runge–Kutta stages.
//
// A run is `bytes` long; two v128 an iteration, then one, then a single f64. The arithmetic of an element is the same
// in all three, so a run's length never changes the bits of an element.

/** dst = c0·x0. */
export function gather1(dst: usize, bytes: usize, x0: usize, c0: usize): void {
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    const p = f64x2.mul(v128.load(x0 + i), v128.load(c0 + i));
    const q = f64x2.mul(v128.load(x0 + i, 16), v128.load(c0 + i, 16));
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
  }
  for (; i < bytes; i += 8) store<f64>(dst + i, load<f64>(x0 + i) * load<f64>(c0 + i));
}

/** dst = c0·x0 + c1·x1. */
export function gather2(dst: usize, bytes: usize, x0: usize, c0: usize, x1: usize, c1: usize): void {
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    let p = f64x2.mul(v128.load(x0 + i), v128.load(c0 + i));
    let q = f64x2.mul(v128.load(x0 + i, 16), v128.load(c0 + i, 16));
    p = f64x2.add(p, f64x2.mul(v128.load(x1 + i), v128.load(c1 + i)));
    q = f64x2.add(q, f64x2.mul(v128.load(x1 + i, 16), v128.load(c1 + i, 16)));
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
  }
  for (; i < bytes; i += 8) {
    store<f64>(dst + i, load<f64>(x0 + i) * load<f64>(c0 + i) + load<f64>(x1 + i) * load<f64>(c1 + i));
  }
}

/** dst = c0·x0 + c1·x1 + c2·x2. */
export function gather3(
  dst: usize,
  bytes: usize,
  x0: usize,
  c0: usize,
  x1: usize,
  c1: usize,
  x2: usize,
  c2: usize,
): void {
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    let p = f64x2.mul(v128.load(x0 + i), v128.load(c0 + i));
    let q = f64x2.mul(v128.load(x0 + i, 16), v128.load(c0 + i, 16));
    p = f64x2.add(p, f64x2.mul(v128.load(x1 + i), v128.load(c1 + i)));
    q = f64x2.add(q, f64x2.mul(v128.load(x1 + i, 16), v128.load(c1 + i, 16)));
    p = f64x2.add(p, f64x2.mul(v128.load(x2 + i), v128.load(c2 + i)));
    q = f64x2.add(q, f64x2.mul(v128.load(x2 + i, 16), v128.load(c2 + i, 16)));
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
  }
  for (; i < bytes; i += 8) {
    store<f64>(
      dst + i,
      load<f64>(x0 + i) * load<f64>(c0 + i) +
        load<f64>(x1 + i) * load<f64>(c1 + i) +
        load<f64>(x2 + i) * load<f64>(c2 + i),
    );
  }
}

/** dst += c0·x0. */
export function gatherMore1(dst: usize, bytes: usize, x0: usize, c0: usize): void {
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    const p = f64x2.mul(v128.load(x0 + i), v128.load(c0 + i));
    const q = f64x2.mul(v128.load(x0 + i, 16), v128.load(c0 + i, 16));
    v128.store(dst + i, f64x2.add(v128.load(dst + i), p));
    v128.store(dst + i, f64x2.add(v128.load(dst + i, 16), q), 16);
  }
  for (; i < bytes; i += 8) store<f64>(dst + i, load<f64>(dst + i) + load<f64>(x0 + i) * load<f64>(c0 + i));
}

/** dst += c0·x0 + …, one after the other, for two terms. */
export function gatherMore2(dst: usize, bytes: usize, x0: usize, c0: usize, x1: usize, c1: usize): void {
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    let p = f64x2.add(v128.load(dst + i), f64x2.mul(v128.load(x0 + i), v128.load(c0 + i)));
    let q = f64x2.add(v128.load(dst + i, 16), f64x2.mul(v128.load(x0 + i, 16), v128.load(c0 + i, 16)));
    p = f64x2.add(p, f64x2.mul(v128.load(x1 + i), v128.load(c1 + i)));
    q = f64x2.add(q, f64x2.mul(v128.load(x1 + i, 16), v128.load(c1 + i, 16)));
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
  }
  for (; i < bytes; i += 8) {
    store<f64>(
      dst + i,
      load<f64>(dst + i) + load<f64>(x0 + i) * load<f64>(c0 + i) + load<f64>(x1 + i) * load<f64>(c1 + i),
    );
  }
}

/** dst = 0. A loop: the call of a bulk operation costs more than a short run. */
export function zeroRun(dst: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) store<f64>(dst + i, 0.0);
}

/** dst = x. */
export function copyRun(dst: usize, bytes: usize, x: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(dst + i, v128.load(x + i));
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

/** dst -= x. */
export function subtractRun(dst: usize, bytes: usize, x: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) store<f64>(dst + i, load<f64>(dst + i) - load<f64>(x + i));
}

/** dst = y + h·k. */
export function stepRun(dst: usize, bytes: usize, y: usize, h: f64, k: usize): void {
  const hh = f64x2.splat(h);
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    v128.store(dst + i, f64x2.add(v128.load(y + i), f64x2.mul(hh, v128.load(k + i))));
    v128.store(dst + i, f64x2.add(v128.load(y + i, 16), f64x2.mul(hh, v128.load(k + i, 16))), 16);
  }
  for (; i < bytes; i += 8) store<f64>(dst + i, load<f64>(y + i) + h * load<f64>(k + i));
}

/** sum = k and dst = y + h·k: the first stage of Runge–Kutta 4. */
export function firstStageRun(sum: usize, dst: usize, bytes: usize, y: usize, h: f64, k: usize): void {
  const hh = f64x2.splat(h);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const slope = v128.load(k + i);
    v128.store(sum + i, slope);
    v128.store(dst + i, f64x2.add(v128.load(y + i), f64x2.mul(hh, slope)));
  }
  for (; i < bytes; i += 8) {
    const slope = load<f64>(k + i);
    store<f64>(sum + i, slope);
    store<f64>(dst + i, load<f64>(y + i) + h * slope);
  }
}

/** sum += 2·k and dst = y + h·k: a middle stage of Runge–Kutta 4. */
export function middleStageRun(sum: usize, dst: usize, bytes: usize, y: usize, h: f64, k: usize): void {
  const hh = f64x2.splat(h);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const slope = v128.load(k + i);
    v128.store(sum + i, f64x2.add(v128.load(sum + i), f64x2.add(slope, slope)));
    v128.store(dst + i, f64x2.add(v128.load(y + i), f64x2.mul(hh, slope)));
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
  for (; i + 16 <= bytes; i += 16) {
    const total = f64x2.add(v128.load(sum + i), v128.load(k + i));
    v128.store(y + i, f64x2.add(v128.load(y + i), f64x2.mul(hh, total)));
  }
  for (; i < bytes; i += 8) {
    store<f64>(y + i, load<f64>(y + i) + h * (load<f64>(sum + i) + load<f64>(k + i)));
  }
}
