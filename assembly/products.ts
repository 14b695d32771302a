// Sums of products over runs of f64: the inner loops of the linear blocks.
//
// A run is `bytes` long; four v128 an iteration, then one, then a single f64. An element's arithmetic is the same in
// all three, so the length of a run never changes its bits. The sums are written out: a loop over terms inside the
// loop over rows is a third slower. Each v128 is stored before the next is loaded: V8 makes all loads between two
// stores before the arithmetic, and would keep most of them on the stack.

import { P0, P1, P2, P3 } from "./pairs";

/** dst = c0·x0. */
export function gather1(dst: usize, bytes: usize, x0: usize, c0: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    const to = dst + i;
    const a0 = x0 + i;
    const b0 = c0 + i;
    v128.store(to, sum1<P0>(a0, b0));
    v128.store(to, sum1<P1>(a0, b0), 16);
    v128.store(to, sum1<P2>(a0, b0), 32);
    v128.store(to, sum1<P3>(a0, b0), 48);
  }
  for (; i + 16 <= bytes; i += 16) v128.store(dst + i, sum1<P0>(x0 + i, c0 + i));
  if (i < bytes) store<f64>(dst + i, load<f64>(x0 + i) * load<f64>(c0 + i));
}

// @ts-ignore: decorator
@inline
function sum1<P>(a0: usize, b0: usize): v128 {
  return f64x2.mul(v128.load(a0, offsetof<P>()), v128.load(b0, offsetof<P>()));
}

/** dst = c0·x0 + c1·x1. */
export function gather2(dst: usize, bytes: usize, x0: usize, c0: usize, x1: usize, c1: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    const to = dst + i;
    const a0 = x0 + i;
    const b0 = c0 + i;
    const a1 = x1 + i;
    const b1 = c1 + i;
    v128.store(to, sum2<P0>(a0, b0, a1, b1));
    v128.store(to, sum2<P1>(a0, b0, a1, b1), 16);
    v128.store(to, sum2<P2>(a0, b0, a1, b1), 32);
    v128.store(to, sum2<P3>(a0, b0, a1, b1), 48);
  }
  for (; i + 16 <= bytes; i += 16) v128.store(dst + i, sum2<P0>(x0 + i, c0 + i, x1 + i, c1 + i));
  if (i < bytes) store<f64>(dst + i, load<f64>(x0 + i) * load<f64>(c0 + i) + load<f64>(x1 + i) * load<f64>(c1 + i));
}

// @ts-ignore: decorator
@inline
function sum2<P>(a0: usize, b0: usize, a1: usize, b1: usize): v128 {
  const sum = f64x2.mul(v128.load(a0, offsetof<P>()), v128.load(b0, offsetof<P>()));
  return f64x2.add(sum, f64x2.mul(v128.load(a1, offsetof<P>()), v128.load(b1, offsetof<P>())));
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
    const to = dst + i;
    const a0 = x0 + i;
    const b0 = c0 + i;
    const a1 = x1 + i;
    const b1 = c1 + i;
    const a2 = x2 + i;
    const b2 = c2 + i;
    v128.store(to, sum3<P0>(a0, b0, a1, b1, a2, b2));
    v128.store(to, sum3<P1>(a0, b0, a1, b1, a2, b2), 16);
    v128.store(to, sum3<P2>(a0, b0, a1, b1, a2, b2), 32);
    v128.store(to, sum3<P3>(a0, b0, a1, b1, a2, b2), 48);
  }
  for (; i + 16 <= bytes; i += 16) v128.store(dst + i, sum3<P0>(x0 + i, c0 + i, x1 + i, c1 + i, x2 + i, c2 + i));
  if (i < bytes)
    store<f64>(
      dst + i,
      load<f64>(x0 + i) * load<f64>(c0 + i) +
        load<f64>(x1 + i) * load<f64>(c1 + i) +
        load<f64>(x2 + i) * load<f64>(c2 + i),
    );
}

// @ts-ignore: decorator
@inline
function sum3<P>(a0: usize, b0: usize, a1: usize, b1: usize, a2: usize, b2: usize): v128 {
  let sum = f64x2.mul(v128.load(a0, offsetof<P>()), v128.load(b0, offsetof<P>()));
  sum = f64x2.add(sum, f64x2.mul(v128.load(a1, offsetof<P>()), v128.load(b1, offsetof<P>())));
  return f64x2.add(sum, f64x2.mul(v128.load(a2, offsetof<P>()), v128.load(b2, offsetof<P>())));
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
    const to = dst + i;
    const a0 = x0 + i;
    const b0 = c0 + i;
    const a1 = x1 + i;
    const b1 = c1 + i;
    const a2 = x2 + i;
    const b2 = c2 + i;
    const a3 = x3 + i;
    const b3 = c3 + i;
    v128.store(to, sum4<P0>(a0, b0, a1, b1, a2, b2, a3, b3));
    v128.store(to, sum4<P1>(a0, b0, a1, b1, a2, b2, a3, b3), 16);
    v128.store(to, sum4<P2>(a0, b0, a1, b1, a2, b2, a3, b3), 32);
    v128.store(to, sum4<P3>(a0, b0, a1, b1, a2, b2, a3, b3), 48);
  }
  for (; i + 16 <= bytes; i += 16)
    v128.store(dst + i, sum4<P0>(x0 + i, c0 + i, x1 + i, c1 + i, x2 + i, c2 + i, x3 + i, c3 + i));
  if (i < bytes)
    store<f64>(
      dst + i,
      load<f64>(x0 + i) * load<f64>(c0 + i) +
        load<f64>(x1 + i) * load<f64>(c1 + i) +
        load<f64>(x2 + i) * load<f64>(c2 + i) +
        load<f64>(x3 + i) * load<f64>(c3 + i),
    );
}

// @ts-ignore: decorator
@inline
function sum4<P>(a0: usize, b0: usize, a1: usize, b1: usize, a2: usize, b2: usize, a3: usize, b3: usize): v128 {
  let sum = f64x2.mul(v128.load(a0, offsetof<P>()), v128.load(b0, offsetof<P>()));
  sum = f64x2.add(sum, f64x2.mul(v128.load(a1, offsetof<P>()), v128.load(b1, offsetof<P>())));
  sum = f64x2.add(sum, f64x2.mul(v128.load(a2, offsetof<P>()), v128.load(b2, offsetof<P>())));
  return f64x2.add(sum, f64x2.mul(v128.load(a3, offsetof<P>()), v128.load(b3, offsetof<P>())));
}

/** dst += c0·x0. */
export function gatherMore1(dst: usize, bytes: usize, x0: usize, c0: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    const to = dst + i;
    const a0 = x0 + i;
    const b0 = c0 + i;
    v128.store(to, more1<P0>(to, a0, b0));
    v128.store(to, more1<P1>(to, a0, b0), 16);
    v128.store(to, more1<P2>(to, a0, b0), 32);
    v128.store(to, more1<P3>(to, a0, b0), 48);
  }
  for (; i + 16 <= bytes; i += 16) v128.store(dst + i, more1<P0>(dst + i, x0 + i, c0 + i));
  if (i < bytes) store<f64>(dst + i, load<f64>(dst + i) + load<f64>(x0 + i) * load<f64>(c0 + i));
}

// @ts-ignore: decorator
@inline
function more1<P>(to: usize, a0: usize, b0: usize): v128 {
  return f64x2.add(v128.load(to, offsetof<P>()), f64x2.mul(v128.load(a0, offsetof<P>()), v128.load(b0, offsetof<P>())));
}

/** dst += c0·x0 + c1·x1, one after the other. */
export function gatherMore2(dst: usize, bytes: usize, x0: usize, c0: usize, x1: usize, c1: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    const to = dst + i;
    const a0 = x0 + i;
    const b0 = c0 + i;
    const a1 = x1 + i;
    const b1 = c1 + i;
    v128.store(to, more2<P0>(to, a0, b0, a1, b1));
    v128.store(to, more2<P1>(to, a0, b0, a1, b1), 16);
    v128.store(to, more2<P2>(to, a0, b0, a1, b1), 32);
    v128.store(to, more2<P3>(to, a0, b0, a1, b1), 48);
  }
  for (; i + 16 <= bytes; i += 16) v128.store(dst + i, more2<P0>(dst + i, x0 + i, c0 + i, x1 + i, c1 + i));
  if (i < bytes)
    store<f64>(
      dst + i,
      load<f64>(dst + i) + load<f64>(x0 + i) * load<f64>(c0 + i) + load<f64>(x1 + i) * load<f64>(c1 + i),
    );
}

// @ts-ignore: decorator
@inline
function more2<P>(to: usize, a0: usize, b0: usize, a1: usize, b1: usize): v128 {
  const sum = f64x2.add(
    v128.load(to, offsetof<P>()),
    f64x2.mul(v128.load(a0, offsetof<P>()), v128.load(b0, offsetof<P>())),
  );
  return f64x2.add(sum, f64x2.mul(v128.load(a1, offsetof<P>()), v128.load(b1, offsetof<P>())));
}
