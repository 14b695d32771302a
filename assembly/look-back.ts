// Outputs that look back on earlier output times: windows, delays, and the weights of a delay's distribution.
//
// A history holds the value of one output at each output time so far, [time][lane]; the rows of a run are written one
// after the other, each once, so that what is looked back on is there.

import { CCDF, CDF } from "./family";
import { distribution } from "./distribution/distribution";
import { OP_CONVOLVE, OP_DELAY_WEIGHTS, OP_KEEP, OP_WINDOW } from "./layout";

/** Executes one such operation; layout.ts lists the operands. Returns its length in bytes. */
export function lookBack(width: usize, code: i32, pc: usize): usize {
  const a = <usize>load<i32>(pc, 8);
  const b = <usize>load<i32>(pc, 12);
  const c = <usize>load<i32>(pc, 16);
  switch (code) {
    case OP_KEEP:
      keep(width, load<i32>(pc, 4), a, b, c);
      return 20;
    case OP_WINDOW:
      window(width, <usize>load<i32>(pc, 4), a, b, load<i32>(pc, 16), load<i32>(pc, 20) != 0);
      return 24;
    case OP_CONVOLVE:
      convolve(width, load<i32>(pc, 4), a, b, c, <usize>load<i32>(pc, 20));
      return 24;
    case OP_DELAY_WEIGHTS:
      delayWeights(
        width,
        load<i32>(pc, 4),
        a,
        load<i32>(pc, 12),
        c,
        <usize>load<i32>(pc, 20),
        <usize>load<i32>(pc, 24),
      );
      return 28;
    default:
      return unreachable();
  }
}

/** history[row] = source; a row beyond the run is not kept. */
function keep(width: usize, times: i32, history: usize, row: usize, source: usize): void {
  const at = <i32>load<f64>(row);
  if (at < 0 || at >= times) return;
  memory.copy(history + <usize>at * width, source, width);
}

/** Sum or mean of the latest `count` values up to this row, oldest first; of fewer where the run is younger. */
function window(width: usize, dst: usize, history: usize, row: usize, count: i32, isMean: bool): void {
  const last = <i32>load<f64>(row);
  const first = max(0, last - count + 1);
  for (let lane: usize = 0; lane < width; lane += 8) {
    let sum = 0.0;
    for (let at = first; at <= last; ++at) sum += load<f64>(history + <usize>at * width + lane);
    store<f64>(dst + lane, isMean ? sum / <f64>(last - first + 1) : sum);
  }
}

/** dst = Σ_k weights[k] · history[row − k], k from 0, the present row, to the start of the run. */
function convolve(width: usize, times: i32, dst: usize, history: usize, row: usize, weights: usize): void {
  const last = min(<i32>load<f64>(row), times - 1);
  for (let lane: usize = 0; lane < width; lane += 8) {
    let sum = 0.0;
    for (let k = 0; k <= last; ++k) {
      const value = load<f64>(history + <usize>(last - k) * width + lane);
      sum += load<f64>(weights + <usize>k * width + lane) * value;
    }
    store<f64>(dst + lane, sum);
  }
}

/**
 * dst[k] = F((k + 1)·step) − F(k·step): the share of persons whose delay lies between k and k + 1 steps. Differences of
 * the upper tail where that is the smaller one; 0 once less than 1e-16 of all persons are left, whom no sum would feel.
 */
function delayWeights(width: usize, times: i32, dst: usize, family: i32, a: usize, b: usize, step: usize): void {
  for (let lane: usize = 0; lane < width; lane += 8) {
    laneWeights(times, dst + lane, width, family, load<f64>(a + lane), load<f64>(b + lane), load<f64>(step + lane));
  }
}

/** The weights of one lane, `stride` bytes apart. */
export function laneWeights(
  times: i32,
  dst: usize,
  stride: usize,
  family: i32,
  first: f64,
  second: f64,
  length: f64,
): void {
  let below = 0.0;
  let above = 1.0;
  for (let k = 0; k < times; ++k) {
    let weight = 0.0;
    if (!(above < 1e-16)) {
      const x = <f64>(k + 1) * length;
      const nextBelow = distribution(CDF, family, x, first, second, 0.0, 0.0);
      const nextAbove = distribution(CCDF, family, x, first, second, 0.0, 0.0);
      weight = below > 0.5 ? above - nextAbove : nextBelow - below;
      below = nextBelow;
      above = nextAbove;
    }
    store<f64>(dst + <usize>k * stride, weight);
  }
}
