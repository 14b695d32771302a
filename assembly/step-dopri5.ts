// The adaptive pair of Dormand and Prince, order 5(4): one trial step, its error, and its dense output.
//
// Source: Dormand and Prince, J. Comp. Appl. Math. 6 (1980) 19–26, pair RK5(4)7M; dense output and step control as in
// Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, II.5 and II.6 (their program DOPRI5).
// Vectors: 0 state, 1 to 7 stages, 8 trial, 9 interpolated state. One lane: each has its own steps.

import { jumps, justAfter, justBefore, rightHandSide, vector } from "./frame";
import {
  FRAME_ATOL,
  FRAME_DENSE,
  FRAME_PROJECTION,
  FRAME_PROJECTIONS,
  FRAME_ROWS,
  FRAME_RTOL,
  FRAME_VECTOR_BYTES,
} from "./layout";
import { finishRow, outputsNeedRates, project, writeRow } from "./output";
import { copyRun } from "./vectors";

/** Stages 2 to 7 from t with step h; stage 1 must be there. The trial state is left in vector 8. */
export function tryStep(frame: usize, t: f64, h: f64): void {
  const guarded = jumps(frame);
  const last = guarded ? justBefore(t + h, h) : t + h;
  combine(frame, 1, h, 1.0 / 5.0, 0.0, 0.0, 0.0, 0.0, 0.0);
  stage(frame, t + 0.2 * h, 2);
  combine(frame, 2, h, 3.0 / 40.0, 9.0 / 40.0, 0.0, 0.0, 0.0, 0.0);
  stage(frame, t + 0.3 * h, 3);
  combine(frame, 3, h, 44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0, 0.0, 0.0, 0.0);
  stage(frame, t + 0.8 * h, 4);
  combine(frame, 4, h, 19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0, 0.0, 0.0);
  stage(frame, t + (8.0 / 9.0) * h, 5);
  combine(frame, 5, h, 9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0, 0.0);
  stage(frame, last, 6);
  combine(frame, 6, h, 35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0);
  stage(frame, last, 7);
}

/** Stage 1 at the start of a step, where the last step's stage 7 does not serve. */
export function firstStage(frame: usize, t: f64, h: f64): void {
  rightHandSide(8, frame, jumps(frame) ? justAfter(t, h) : t, vector(frame, 0), vector(frame, 1));
}

function stage(frame: usize, t: f64, n: i32): void {
  rightHandSide(8, frame, t, vector(frame, 8), vector(frame, n));
}

/** trial = y + h · Σ a_i k_i over the first n stages, i in order. */
function combine(frame: usize, n: i32, h: f64, a1: f64, a2: f64, a3: f64, a4: f64, a5: f64, a6: f64): void {
  // Vectors are whole lines of 64 bytes; what stands behind the rows is 0 and stays so.
  const end = vector(frame, 1);
  const bytes = end - vector(frame, 0);
  const trial = vector(frame, 8);
  const hh = f64x2.splat(h);
  for (let y = vector(frame, 0), to = trial; y < end; y += 32, to += 32) {
    let k = y + bytes;
    const first = f64x2.splat(a1);
    let p = f64x2.mul(first, v128.load(k));
    let q = f64x2.mul(first, v128.load(k, 16));
    if (n > 1) {
      k += bytes;
      p = f64x2.add(p, f64x2.mul(f64x2.splat(a2), v128.load(k)));
      q = f64x2.add(q, f64x2.mul(f64x2.splat(a2), v128.load(k, 16)));
    }
    if (n > 2) {
      k += bytes;
      p = f64x2.add(p, f64x2.mul(f64x2.splat(a3), v128.load(k)));
      q = f64x2.add(q, f64x2.mul(f64x2.splat(a3), v128.load(k, 16)));
    }
    if (n > 3) {
      k += bytes;
      p = f64x2.add(p, f64x2.mul(f64x2.splat(a4), v128.load(k)));
      q = f64x2.add(q, f64x2.mul(f64x2.splat(a4), v128.load(k, 16)));
    }
    if (n > 4) {
      k += bytes;
      p = f64x2.add(p, f64x2.mul(f64x2.splat(a5), v128.load(k)));
      q = f64x2.add(q, f64x2.mul(f64x2.splat(a5), v128.load(k, 16)));
    }
    if (n > 5) {
      k += bytes;
      p = f64x2.add(p, f64x2.mul(f64x2.splat(a6), v128.load(k)));
      q = f64x2.add(q, f64x2.mul(f64x2.splat(a6), v128.load(k, 16)));
    }
    v128.store(to, f64x2.add(v128.load(y), f64x2.mul(hh, p)));
    v128.store(to, f64x2.add(v128.load(y, 16), f64x2.mul(hh, q)), 16);
  }
}

/**
 * Root mean square over rows of error / (atol + rtol · max(|y|, |trial|)); at most 1 for a step to be accepted.
 * Not finite where the step met something that is not a number.
 */
export function errorNorm(frame: usize, h: f64): f64 {
  const bytes = (<usize>load<i32>(frame, FRAME_ROWS)) << 3;
  let sum = f64x2.splat(0.0);
  const y = vector(frame, 0);
  const apart = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  const hh = f64x2.splat(h);
  const atol = f64x2.splat(load<f64>(frame, FRAME_ATOL));
  const rtol = f64x2.splat(load<f64>(frame, FRAME_RTOL));
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) sum = f64x2.add(sum, squaredShare(y + i, apart, hh, atol, rtol));
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (i < bytes) total += f64x2.extract_lane(squaredShare(y + i, apart, hh, atol, rtol), 0);
  return sqrt(total / <f64>load<i32>(frame, FRAME_ROWS));
}

/** Of two rows, or of the last one and of what stands behind it: the square of the error as a share of what is allowed. */
// @ts-ignore: decorator
@inline
function squaredShare(at: usize, apart: usize, h: v128, atol: v128, rtol: v128): v128 {
  let slope = f64x2.mul(f64x2.splat(71.0 / 57600.0), v128.load(at + apart));
  slope = f64x2.sub(slope, f64x2.mul(f64x2.splat(71.0 / 16695.0), v128.load(at + 3 * apart)));
  slope = f64x2.add(slope, f64x2.mul(f64x2.splat(71.0 / 1920.0), v128.load(at + 4 * apart)));
  slope = f64x2.sub(slope, f64x2.mul(f64x2.splat(17253.0 / 339200.0), v128.load(at + 5 * apart)));
  slope = f64x2.add(slope, f64x2.mul(f64x2.splat(22.0 / 525.0), v128.load(at + 6 * apart)));
  slope = f64x2.sub(slope, f64x2.mul(f64x2.splat(1.0 / 40.0), v128.load(at + 7 * apart)));
  const size = f64x2.max(f64x2.abs(v128.load(at)), f64x2.abs(v128.load(at + 8 * apart)));
  const share = f64x2.div(f64x2.mul(h, slope), f64x2.add(atol, f64x2.mul(rtol, size)));
  return f64x2.mul(share, share);
}

/**
 * A first step, after Hairer's HINIT: a hundredth of the time in which the state changes by its own scale, then
 * refined by the second derivative. Vectors 2 and 8 are scratch. NaN where the derivative at the start is not finite.
 */
export function firstStep(frame: usize, t: f64, longest: f64): f64 {
  const bytes = (<usize>load<i32>(frame, FRAME_ROWS)) << 3;
  const y = vector(frame, 0);
  const k1 = vector(frame, 1);
  const k2 = vector(frame, 2);
  const trial = vector(frame, 8);
  const size = scaledNorm(frame, y, 0);
  const slope = scaledNorm(frame, k1, 0);
  if (!isFinite(slope)) return NaN;
  let h = size < 1e-10 || slope < 1e-10 ? 1e-6 : 0.01 * (size / slope);
  h = min(h, longest);
  for (let i: usize = 0; i < bytes; i += 8) store<f64>(trial + i, load<f64>(y + i) + h * load<f64>(k1 + i));
  rightHandSide(8, frame, t + h, trial, k2);
  const bend = scaledNorm(frame, k2, k1) / h;
  const steepest = max(slope, bend);
  // A trial that leads where something is not finite says only that it was too long.
  if (!isFinite(steepest)) return h;
  const refined = steepest <= 1e-15 ? max(1e-6, h * 1e-3) : Math.pow(0.01 / steepest, 0.2);
  return min(min(100.0 * h, refined), longest);
}

/** Root mean square over rows of (a − b) / (atol + rtol·|y|); b may be 0 for none. */
function scaledNorm(frame: usize, a: usize, b: usize): f64 {
  const bytes = (<usize>load<i32>(frame, FRAME_ROWS)) << 3;
  const atol = load<f64>(frame, FRAME_ATOL);
  const rtol = load<f64>(frame, FRAME_RTOL);
  const y = vector(frame, 0);
  let sum = 0.0;
  for (let i: usize = 0; i < bytes; i += 8) {
    const value = load<f64>(a + i) - (b ? load<f64>(b + i) : 0.0);
    const share = value / (atol + rtol * abs(load<f64>(y + i)));
    sum += share * share;
  }
  return sqrt(sum / <f64>load<i32>(frame, FRAME_ROWS));
}

/** Coefficients of the dense output beside the two end points: the state, or a projection of it, inside the step. */
// @ts-ignore: decorator
@inline
function inside(share: f64, h: f64, y0: f64, y1: f64, k1: f64, k3: f64, k4: f64, k5: f64, k6: f64, k7: f64): f64 {
  const difference = y1 - y0;
  const bend = h * k1 - difference;
  const twist = difference - h * k7 - bend;
  const last =
    h *
    ((-12715105075.0 / 11282082432.0) * k1 +
      (87487479700.0 / 32700410799.0) * k3 +
      (-10690763975.0 / 1880347072.0) * k4 +
      (701980252875.0 / 199316789632.0) * k5 +
      (-1453857185.0 / 822651844.0) * k6 +
      (69997945.0 / 29380423.0) * k7);
  const rest = 1.0 - share;
  return y0 + share * (difference + rest * (bend + share * (twist + rest * last)));
}

/** Writes row `index` at time `at` within the step from t to t + h, from projections of the stages where they suffice. */
export function writeInside(frame: usize, index: i32, at: f64, t: f64, h: f64, projected: bool): void {
  const share = (at - t) / h;
  if (!projected) {
    interpolate(frame, vector(frame, 9), share, h, vector(frame, 0), <usize>load<i32>(frame, FRAME_ROWS), 0);
    writeRow(8, frame, index, at, vector(frame, 9));
    return;
  }
  const projections = <usize>load<i32>(frame, FRAME_PROJECTIONS);
  const dense = <usize>load<i32>(frame, FRAME_DENSE);
  interpolate(frame, <usize>load<i32>(frame, FRAME_PROJECTION), share, h, dense, projections, projections << 3);
  finishRow(8, frame, index, at);
}

/** Projects the two ends and the stages of the step into the dense area, [9][projection] in the order of the vectors. */
export function projectStages(frame: usize): bool {
  if (outputsNeedRates(frame)) return false;
  const bytes = (<usize>load<i32>(frame, FRAME_PROJECTIONS)) << 3;
  for (let n = 0; n < 9; ++n) {
    if (n == 2) continue; // stage 2 has no weight in the dense output
    project(8, frame, vector(frame, n));
    copyRun(<usize>load<i32>(frame, FRAME_DENSE) + <usize>n * bytes, bytes, <usize>load<i32>(frame, FRAME_PROJECTION));
  }
  return true;
}

/** dst[i] = dense output of n numbers from vectors `stride` bytes apart that start at `first`; 0 for the frame's own. */
function interpolate(frame: usize, dst: usize, share: f64, h: f64, first: usize, n: usize, stride: usize): void {
  const apart = stride ? stride : vector(frame, 1) - vector(frame, 0);
  for (let i: usize = 0; i < n << 3; i += 8) {
    const at = first + i;
    const value = inside(
      share,
      h,
      load<f64>(at),
      load<f64>(at + 8 * apart),
      load<f64>(at + apart),
      load<f64>(at + 3 * apart),
      load<f64>(at + 4 * apart),
      load<f64>(at + 5 * apart),
      load<f64>(at + 6 * apart),
      load<f64>(at + 7 * apart),
    );
    store<f64>(dst + i, value);
  }
}
