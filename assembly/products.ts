// Sums of products over runs of f64: the inner loops of the linear blocks.
//
// A run is `bytes` long; four v128 an iteration, then one, then a single f64. An element's arithmetic is the same in
// all three, so the length of a run never changes its bits. The sums are written out: a loop over terms inside the
// loop over rows is a third slower.

/** dst = c0·x0. */
export function gather1(dst: usize, bytes: usize, x0: usize, c0: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    let a = x0 + i;
    let b = c0 + i;
    const p = f64x2.mul(v128.load(a), v128.load(b));
    const q = f64x2.mul(v128.load(a, 16), v128.load(b, 16));
    const r = f64x2.mul(v128.load(a, 32), v128.load(b, 32));
    const s = f64x2.mul(v128.load(a, 48), v128.load(b, 48));
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
    v128.store(dst + i, r, 32);
    v128.store(dst + i, s, 48);
  }
  for (; i + 16 <= bytes; i += 16) {
    const p = f64x2.mul(v128.load(x0 + i), v128.load(c0 + i));
    v128.store(dst + i, p);
  }
  if (i < bytes) store<f64>(dst + i, load<f64>(x0 + i) * load<f64>(c0 + i));
}

/** dst = c0·x0 + c1·x1. */
export function gather2(dst: usize, bytes: usize, x0: usize, c0: usize, x1: usize, c1: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    let a = x0 + i;
    let b = c0 + i;
    let p = f64x2.mul(v128.load(a), v128.load(b));
    let q = f64x2.mul(v128.load(a, 16), v128.load(b, 16));
    let r = f64x2.mul(v128.load(a, 32), v128.load(b, 32));
    let s = f64x2.mul(v128.load(a, 48), v128.load(b, 48));
    a = x1 + i;
    b = c1 + i;
    p = f64x2.add(p, f64x2.mul(v128.load(a), v128.load(b)));
    q = f64x2.add(q, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    r = f64x2.add(r, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    s = f64x2.add(s, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
    v128.store(dst + i, r, 32);
    v128.store(dst + i, s, 48);
  }
  for (; i + 16 <= bytes; i += 16) {
    let p = f64x2.mul(v128.load(x0 + i), v128.load(c0 + i));
    p = f64x2.add(p, f64x2.mul(v128.load(x1 + i), v128.load(c1 + i)));
    v128.store(dst + i, p);
  }
  if (i < bytes) store<f64>(dst + i, load<f64>(x0 + i) * load<f64>(c0 + i) + load<f64>(x1 + i) * load<f64>(c1 + i));
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
  for (; i + 64 <= bytes; i += 64) {
    let a = x0 + i;
    let b = c0 + i;
    let p = f64x2.mul(v128.load(a), v128.load(b));
    let q = f64x2.mul(v128.load(a, 16), v128.load(b, 16));
    let r = f64x2.mul(v128.load(a, 32), v128.load(b, 32));
    let s = f64x2.mul(v128.load(a, 48), v128.load(b, 48));
    a = x1 + i;
    b = c1 + i;
    p = f64x2.add(p, f64x2.mul(v128.load(a), v128.load(b)));
    q = f64x2.add(q, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    r = f64x2.add(r, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    s = f64x2.add(s, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    a = x2 + i;
    b = c2 + i;
    p = f64x2.add(p, f64x2.mul(v128.load(a), v128.load(b)));
    q = f64x2.add(q, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    r = f64x2.add(r, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    s = f64x2.add(s, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
    v128.store(dst + i, r, 32);
    v128.store(dst + i, s, 48);
  }
  for (; i + 16 <= bytes; i += 16) {
    let p = f64x2.mul(v128.load(x0 + i), v128.load(c0 + i));
    p = f64x2.add(p, f64x2.mul(v128.load(x1 + i), v128.load(c1 + i)));
    p = f64x2.add(p, f64x2.mul(v128.load(x2 + i), v128.load(c2 + i)));
    v128.store(dst + i, p);
  }
  if (i < bytes)
    store<f64>(
      dst + i,
      load<f64>(x0 + i) * load<f64>(c0 + i) +
        load<f64>(x1 + i) * load<f64>(c1 + i) +
        load<f64>(x2 + i) * load<f64>(c2 + i),
    );
}

/** dst = c0·x0 + c1·x1 + c2·x2 + c3·x3. */
export function gather4(
  dst: usize,
  bytes: usize,
  x0: usize,
  c0: usize,
  x1: usize,
  c1: usize,
  x2: usize,
  c2: usize,
  x3: usize,
  c3: usize,
): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    let a = x0 + i;
    let b = c0 + i;
    let p = f64x2.mul(v128.load(a), v128.load(b));
    let q = f64x2.mul(v128.load(a, 16), v128.load(b, 16));
    let r = f64x2.mul(v128.load(a, 32), v128.load(b, 32));
    let s = f64x2.mul(v128.load(a, 48), v128.load(b, 48));
    a = x1 + i;
    b = c1 + i;
    p = f64x2.add(p, f64x2.mul(v128.load(a), v128.load(b)));
    q = f64x2.add(q, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    r = f64x2.add(r, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    s = f64x2.add(s, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    a = x2 + i;
    b = c2 + i;
    p = f64x2.add(p, f64x2.mul(v128.load(a), v128.load(b)));
    q = f64x2.add(q, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    r = f64x2.add(r, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    s = f64x2.add(s, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    a = x3 + i;
    b = c3 + i;
    p = f64x2.add(p, f64x2.mul(v128.load(a), v128.load(b)));
    q = f64x2.add(q, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    r = f64x2.add(r, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    s = f64x2.add(s, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
    v128.store(dst + i, r, 32);
    v128.store(dst + i, s, 48);
  }
  for (; i + 16 <= bytes; i += 16) {
    let p = f64x2.mul(v128.load(x0 + i), v128.load(c0 + i));
    p = f64x2.add(p, f64x2.mul(v128.load(x1 + i), v128.load(c1 + i)));
    p = f64x2.add(p, f64x2.mul(v128.load(x2 + i), v128.load(c2 + i)));
    p = f64x2.add(p, f64x2.mul(v128.load(x3 + i), v128.load(c3 + i)));
    v128.store(dst + i, p);
  }
  if (i < bytes)
    store<f64>(
      dst + i,
      load<f64>(x0 + i) * load<f64>(c0 + i) +
        load<f64>(x1 + i) * load<f64>(c1 + i) +
        load<f64>(x2 + i) * load<f64>(c2 + i) +
        load<f64>(x3 + i) * load<f64>(c3 + i),
    );
}

/** dst += c0·x0. */
export function gatherMore1(dst: usize, bytes: usize, x0: usize, c0: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    let a = x0 + i;
    let b = c0 + i;
    const p = f64x2.add(v128.load(dst + i), f64x2.mul(v128.load(a), v128.load(b)));
    const q = f64x2.add(v128.load(dst + i, 16), f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    const r = f64x2.add(v128.load(dst + i, 32), f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    const s = f64x2.add(v128.load(dst + i, 48), f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
    v128.store(dst + i, r, 32);
    v128.store(dst + i, s, 48);
  }
  for (; i + 16 <= bytes; i += 16) {
    const p = f64x2.add(v128.load(dst + i), f64x2.mul(v128.load(x0 + i), v128.load(c0 + i)));
    v128.store(dst + i, p);
  }
  if (i < bytes) store<f64>(dst + i, load<f64>(dst + i) + load<f64>(x0 + i) * load<f64>(c0 + i));
}

/** dst += c0·x0 + c1·x1, one after the other. */
export function gatherMore2(dst: usize, bytes: usize, x0: usize, c0: usize, x1: usize, c1: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    let a = x0 + i;
    let b = c0 + i;
    let p = f64x2.add(v128.load(dst + i), f64x2.mul(v128.load(a), v128.load(b)));
    let q = f64x2.add(v128.load(dst + i, 16), f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    let r = f64x2.add(v128.load(dst + i, 32), f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    let s = f64x2.add(v128.load(dst + i, 48), f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    a = x1 + i;
    b = c1 + i;
    p = f64x2.add(p, f64x2.mul(v128.load(a), v128.load(b)));
    q = f64x2.add(q, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    r = f64x2.add(r, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    s = f64x2.add(s, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    v128.store(dst + i, p);
    v128.store(dst + i, q, 16);
    v128.store(dst + i, r, 32);
    v128.store(dst + i, s, 48);
  }
  for (; i + 16 <= bytes; i += 16) {
    let p = f64x2.add(v128.load(dst + i), f64x2.mul(v128.load(x0 + i), v128.load(c0 + i)));
    p = f64x2.add(p, f64x2.mul(v128.load(x1 + i), v128.load(c1 + i)));
    v128.store(dst + i, p);
  }
  if (i < bytes)
    store<f64>(
      dst + i,
      load<f64>(dst + i) + load<f64>(x0 + i) * load<f64>(c0 + i) + load<f64>(x1 + i) * load<f64>(c1 + i),
    );
}
