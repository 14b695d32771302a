// One stochastic leap on all lanes: whole persons leave, enter and are counted, all drawn from the sizes before the step.

import { setRates, setTime, vector } from "./frame";
import {
  FRAME_BAD_RATE,
  FRAME_COMPARTMENTS,
  FRAME_LEAP,
  FRAME_LEAP_END,
  FRAME_STATUS,
  FRAME_STREAMS,
  FRAME_VECTOR_BYTES,
  NONE,
  OP_ENTER,
  OP_LEAVE,
  STATUS_BAD_RATE,
  STATUS_OK,
  STREAM_BYTES,
} from "./layout";
import { report } from "./output";
import { rewindStream } from "./random";
import { binomialVariate, poissonVariate } from "./variates";
import { addRun, zeroRun } from "./vectors";

/** Bytes of one flow in OP_LEAVE: dest row, coefficient, factor, events, absolute, flow. */
const FLOW_BYTES: usize = 24;

/**
 * Whole persons at the start, each size cut to the whole number below it, and every lane's stream at its first draw. A
 * size that misses a whole number by the rounding of the products it was made of, 1e-12 of it, is that number.
 */
export function beginLeaps(width: usize, frame: usize): void {
  const y = vector(frame, 0);
  const bytes = <usize>load<i32>(frame, FRAME_COMPARTMENTS) * width;
  for (let at: usize = 0; at < bytes; at += 8) {
    const size = load<f64>(y + at);
    store<f64>(y + at, floor(size + 1e-12 * size));
  }
  for (let lane: usize = 0; lane < width; lane += 8) rewindStream(streamOf(frame, lane));
}

/**
 * y ← y + moved, with the rates at time `end` and the sizes y at the start of the step.
 *
 * From a compartment of n persons with rates per head h₁, h₂, … those who stay and those who take each flow are one
 * multinomial variate: staying has probability exp(−Σh · length), and the flows share the rest in proportion to h. The
 * persons who enter by a flow from the outside are a Poisson variate of mean rate · length. Vector 1 is scratch.
 *
 * The rates are those of the end of the step, so that a change at an output time counts from the step before it: the
 * chain of `summer`, with which the recorded moments were made.
 */
export function stepTauLeap(width: usize, frame: usize, end: f64, length: f64): void {
  const bytes = <usize>load<i32>(frame, FRAME_VECTOR_BYTES);
  const y = vector(frame, 0);
  const moved = vector(frame, 1);
  setTime(width, frame, end);
  setRates(width, frame, y);
  zeroRun(moved, bytes);
  let pc = <usize>load<i32>(frame, FRAME_LEAP);
  const last = <usize>load<i32>(frame, FRAME_LEAP_END);
  while (pc < last) {
    const code = load<i32>(pc);
    if (code == OP_ENTER) {
      for (let lane: usize = 0; lane < width; lane += 8) enter(frame, pc, lane, moved, end, length);
      pc += 20;
      continue;
    }
    const n = load<i32>(pc, 8);
    for (let lane: usize = 0; lane < width; lane += 8) {
      if (code == OP_LEAVE) leave(frame, pc, n, lane, y, moved, end, length);
      else tally(pc, n, lane, moved);
    }
    pc += 12 + <usize>n * (code == OP_LEAVE ? FLOW_BYTES : 4);
  }
  addRun(y, bytes, moved);
}

function streamOf(frame: usize, lane: usize): usize {
  return <usize>load<i32>(frame, FRAME_STREAMS) + (lane >> 3) * STREAM_BYTES;
}

/** Rate of one flow out of a compartment: per head and time unit, or persons per time unit where it is absolute. */
// @ts-ignore: decorator
@inline
function rateOf(flow: usize, lane: usize): f64 {
  return load<f64>(<usize>load<i32>(flow, 4) + lane) * load<f64>(<usize>load<i32>(flow, 8) + lane);
}

/** The same per head and time unit in any case. */
// @ts-ignore: decorator
@inline
function hazardOf(flow: usize, lane: usize, size: f64): f64 {
  const rate = rateOf(flow, lane);
  return load<i32>(flow, 16) != 0 ? rate / size : rate;
}

// @ts-ignore: decorator
@inline
function isRate(rate: f64): bool {
  return rate >= 0.0 && rate < Infinity;
}

/**
 * Persons leave one compartment. First the sum of the rates from each flow to the last, kept in the flow's events slot:
 * what a flow has of it is its share of those who have not gone another way.
 */
function leave(frame: usize, pc: usize, n: i32, lane: usize, y: usize, moved: usize, t: f64, length: f64): void {
  const source = <usize>load<i32>(pc, 4) + lane;
  const size = load<f64>(y + source);
  const first = pc + 12;
  const last = first + <usize>n * FLOW_BYTES;
  // An empty compartment does nothing; a size that is not finite has been reported.
  const isOccupied = size > 0.0 && size < Infinity;
  let total = 0.0;
  for (let flow = last; flow > first;) {
    flow -= FLOW_BYTES;
    const hazard = isOccupied ? hazardOf(flow, lane, size) : 0.0;
    total += hazard;
    if (!isRate(hazard) || !isRate(total)) {
      return refuse(frame, lane, load<i32>(flow, 20), rateOf(flow, lane), moved + source, t);
    }
    store<f64>(<usize>load<i32>(flow, 12) + lane, total);
  }
  if (total == 0.0) return;
  const stream = streamOf(frame, lane);
  let left = binomialVariate(stream, size, -Math.expm1(-total * length), Math.exp(-total * length));
  store<f64>(moved + source, load<f64>(moved + source) - left);
  for (let flow = first; flow < last; flow += FLOW_BYTES) {
    const events = <usize>load<i32>(flow, 12) + lane;
    const all = load<f64>(events);
    const later = flow + FLOW_BYTES < last ? load<f64>(<usize>load<i32>(flow + FLOW_BYTES, 12) + lane) : 0.0;
    const taken = binomialVariate(stream, left, hazardOf(flow, lane, size) / all, later / all);
    left -= taken;
    store<f64>(events, taken);
    const dest = load<i32>(flow);
    if (dest == NONE) continue;
    const into = moved + <usize>dest + lane;
    store<f64>(into, load<f64>(into) + taken);
  }
}

/** Persons enter one compartment from the outside. */
function enter(frame: usize, pc: usize, lane: usize, moved: usize, t: f64, length: f64): void {
  const into = moved + <usize>load<i32>(pc, 4) + lane;
  const rate = load<f64>(<usize>load<i32>(pc, 8) + lane);
  if (!isRate(rate * length)) return refuse(frame, lane, load<i32>(pc, 16), rate, into, t);
  const entered = poissonVariate(streamOf(frame, lane), rate * length);
  store<f64>(<usize>load<i32>(pc, 12) + lane, entered);
  store<f64>(into, load<f64>(into) + entered);
}

function tally(pc: usize, n: i32, lane: usize, moved: usize): void {
  const row = moved + <usize>load<i32>(pc, 4) + lane;
  for (let i = 0; i < n; ++i) {
    store<f64>(row, load<f64>(row) + load<f64>(<usize>load<i32>(pc + 12 + ((<usize>i) << 2)) + lane));
  }
}

/** A rate that no number of persons can follow: reported once, and the compartment is no number from here on. */
function refuse(frame: usize, lane: usize, flow: i32, rate: f64, row: usize, t: f64): void {
  if (load<i32>(<usize>load<i32>(frame, FRAME_STATUS) + (lane >> 1)) == STATUS_OK) {
    store<f64>(<usize>load<i32>(frame, FRAME_BAD_RATE) + lane, rate);
    report(frame, lane, STATUS_BAD_RATE, flow, t);
  }
  store<f64>(row, NaN);
}
