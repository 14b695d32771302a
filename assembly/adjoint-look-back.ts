// The adjoint rules of outputs that look back: histories, windows, delays, and the weights of a delay's distribution.

import { ADJOINT_SCRATCH } from "./adjoint-layout";
import { FAMILY_GAMMA } from "./family";
import { OP_CONVOLVE, OP_DELAY_WEIGHTS, OP_KEEP, OP_WINDOW } from "./layout";
import { laneWeights } from "./look-back";

function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

/** Reverses one such operation; the operands are those of layout.ts. Returns its length in bytes. */
export function lookBackAdjoint(record: usize, width: usize, code: i32, pc: usize, shift: usize): usize {
  const a = <usize>load<i32>(pc, 8);
  const b = <usize>load<i32>(pc, 12);
  const c = <usize>load<i32>(pc, 16);
  const d = <usize>load<i32>(pc, 20);
  for (let lane: usize = 0; lane < width; lane += 8) {
    switch (code) {
      case OP_KEEP: {
        const row = <i32>load<f64>(b + lane);
        if (row < 0 || row >= load<i32>(pc, 4)) break;
        const from = a + <usize>row * width + lane + shift;
        add(c + lane + shift, load<f64>(from));
        store<f64>(from, 0.0);
        break;
      }
      case OP_WINDOW:
        windowAdjoint(width, <usize>load<i32>(pc, 4) + lane + shift, a + lane + shift, b + lane, <i32>c, d != 0);
        break;
      case OP_CONVOLVE:
        convolveAdjoint(width, load<i32>(pc, 4), a + lane + shift, b + lane, c + lane, d + lane, shift);
        break;
      case OP_DELAY_WEIGHTS:
        delayAdjoint(record, width, pc, lane, shift);
        break;
      default:
        unreachable();
    }
  }
  return code == OP_KEEP ? 20 : code == OP_DELAY_WEIGHTS ? 28 : 24;
}

/** Sum or mean of the latest `count` values up to this row; `dst` and `history` are adjoints. */
function windowAdjoint(width: usize, dst: usize, history: usize, row: usize, count: i32, isMean: bool): void {
  const last = <i32>load<f64>(row);
  const first = max(0, last - count + 1);
  const value = isMean ? load<f64>(dst) / <f64>(last - first + 1) : load<f64>(dst);
  store<f64>(dst, 0.0);
  for (let at = first; at <= last; ++at) add(history + <usize>at * width, value);
}

/** dst = Σ_k weights[k] · history[row − k]; `dst` is an adjoint. */
function convolveAdjoint(
  width: usize,
  times: i32,
  dst: usize,
  history: usize,
  row: usize,
  weights: usize,
  shift: usize,
): void {
  const value = load<f64>(dst);
  store<f64>(dst, 0.0);
  const last = min(<i32>load<f64>(row), times - 1);
  for (let k = 0; k <= last; ++k) {
    const seen = history + <usize>(last - k) * width;
    const weight = weights + <usize>k * width;
    add(seen + shift, value * load<f64>(weight));
    add(weight + shift, value * load<f64>(seen));
  }
}

/** Step of the differences below, as a share of the distribution's own scale in the argument. */
const STEP: f64 = 0.004;

/**
 * The derivative by both arguments of Σ_k adjoint[k] · weight[k], as differences of order eight: 1e-17 of truncation and
 * 1e-13 of rounding, relative to the scale. A gamma distribution's tail has no simple slope in its shape.
 */
function delayAdjoint(record: usize, width: usize, pc: usize, lane: usize, shift: usize): void {
  const times = load<i32>(pc, 4);
  const weights = <usize>load<i32>(pc, 8) + lane + shift;
  const family = load<i32>(pc, 12);
  const scratch = <usize>load<i32>(record, ADJOINT_SCRATCH);
  const a = <usize>load<i32>(pc, 16) + lane;
  const b = <usize>load<i32>(pc, 20) + lane;
  const length = load<f64>(<usize>load<i32>(pc, 24) + lane);
  for (let which = 0; which < 2; ++which) {
    const argument = which == 0 ? a : b;
    const h = STEP * load<f64>(family == FAMILY_GAMMA ? argument : b);
    let slope = 0.0;
    for (let n = -4; n <= 4; ++n) {
      if (n == 0) continue;
      const first = load<f64>(a) + (which == 0 ? <f64>n * h : 0.0);
      const second = load<f64>(b) + (which == 1 ? <f64>n * h : 0.0);
      laneWeights(times, scratch, 8, family, first, second, length);
      let sum = 0.0;
      for (let k = 0; k < times; ++k) {
        sum += load<f64>(weights + <usize>k * width) * load<f64>(scratch + ((<usize>k) << 3));
      }
      slope += weightOf(n) * sum;
    }
    add(argument + shift, slope / h);
  }
  for (let k = 0; k < times; ++k) store<f64>(weights + <usize>k * width, 0.0);
}

/** Weight of the value n steps away in a central difference of order eight. */
function weightOf(n: i32): f64 {
  const size = n < 0 ? -n : n;
  const weight = size == 1 ? 4.0 / 5.0 : size == 2 ? -1.0 / 5.0 : size == 3 ? 4.0 / 105.0 : -1.0 / 280.0;
  return n < 0 ? -weight : weight;
}
