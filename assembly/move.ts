// Flows that change in time or with the state: persons leave the source rows and enter the dest rows in one pass.

import { NONE } from "./layout";
import { P0, P1, P2, P3 } from "./pairs";

/**
 * moved[r] = coefficient[r] · factor[r] · y[source + r];  dy[source + r] −= moved[r];  dy[dest + r] += moved[r].
 *
 * @param bytes   length of the run of rows
 * @param from    address of the source rows in y; `out` and `into`: addresses of the rows in dy, `into` 0 for the outside
 * @param factor  address of as many slots as there are rows
 */
export function moveRun(bytes: usize, from: usize, out: usize, into: usize, coefficient: usize, factor: usize): void {
  let i: usize = 0;
  if (into == 0) {
    for (; i + 16 <= bytes; i += 16) leave<P0>(from + i, out + i, coefficient + i, v128.load(factor + i));
  } else if (!movesOn(out, into)) {
    for (; i + 32 <= bytes; i += 32) {
      const at = factor + i;
      movePair<P0>(from + i, out + i, into + i, coefficient + i, v128.load(at));
      movePair<P1>(from + i, out + i, into + i, coefficient + i, v128.load(at, 16));
    }
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
  // 64 bytes are eight rows of one lane or one row of eight: the same four pairs of factors each time.
  const f0 = offsetof<T>() == 8 ? v128.load64_splat(factor) : v128.load(factor);
  const f1 = offsetof<T>() >= 32 ? v128.load(factor, 16) : f0;
  const f2 = offsetof<T>() == 64 ? v128.load(factor, 32) : f0;
  const f3 = offsetof<T>() == 64 ? v128.load(factor, 48) : f1;
  let i: usize = 0;
  if (into != 0 && !movesOn(out, into)) {
    for (; i + 64 <= bytes; i += 64) {
      movePair<P0>(from + i, out + i, into + i, coefficient + i, f0);
      movePair<P1>(from + i, out + i, into + i, coefficient + i, f1);
      movePair<P2>(from + i, out + i, into + i, coefficient + i, f2);
      movePair<P3>(from + i, out + i, into + i, coefficient + i, f3);
    }
  } else if (into == 0) {
    for (; i + 64 <= bytes; i += 64) {
      leave<P0>(from + i, out + i, coefficient + i, f0);
      leave<P1>(from + i, out + i, coefficient + i, f1);
      leave<P2>(from + i, out + i, coefficient + i, f2);
      leave<P3>(from + i, out + i, coefficient + i, f3);
    }
  }
  for (; i < bytes; i += 8) {
    const value = load<f64>(factor + (i & (offsetof<T>() - 1)));
    moveOne(from + i, out + i, into ? into + i : 0, coefficient + i, value);
  }
}

/**
 * True where persons move on by so few rows, as in ageing, that a pair holds rows which both lose and gain. Moved
 * together they would lose first, one by one they gain first: the bits would depend on the number of lanes.
 */
// @ts-ignore: decorator
@inline
function movesOn(out: usize, into: usize): bool {
  return into > out && into - out < 16;
}

/** Two elements; stored before the next are loaded, see products.ts. */
// @ts-ignore: decorator
@inline
function movePair<P>(from: usize, out: usize, into: usize, coefficient: usize, factor: v128): void {
  const rate = f64x2.mul(v128.load(coefficient, offsetof<P>()), factor);
  const moved = f64x2.mul(rate, v128.load(from, offsetof<P>()));
  v128.store(out, f64x2.sub(v128.load(out, offsetof<P>()), moved), offsetof<P>());
  v128.store(into, f64x2.add(v128.load(into, offsetof<P>()), moved), offsetof<P>());
}

/** The same to the outside. */
// @ts-ignore: decorator
@inline
function leave<P>(from: usize, out: usize, coefficient: usize, factor: v128): void {
  const rate = f64x2.mul(v128.load(coefficient, offsetof<P>()), factor);
  const moved = f64x2.mul(rate, v128.load(from, offsetof<P>()));
  v128.store(out, f64x2.sub(v128.load(out, offsetof<P>()), moved), offsetof<P>());
}

// @ts-ignore: decorator
@inline
function moveOne(from: usize, out: usize, into: usize, coefficient: usize, factor: f64): void {
  const moved = load<f64>(coefficient) * factor * load<f64>(from);
  store<f64>(out, load<f64>(out) - moved);
  if (into) store<f64>(into, load<f64>(into) + moved);
}

/** Persons per time unit, whatever the state: they leave row `from` and enter row `to`, where there are such. */
export function absolute<T>(from: i32, to: i32, rate: usize, dy: usize): void {
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    const moved = load<f64>(rate + lane);
    if (from != NONE) store<f64>(dy + from + lane, load<f64>(dy + from + lane) - moved);
    if (to != NONE) store<f64>(dy + to + lane, load<f64>(dy + to + lane) + moved);
  }
}
