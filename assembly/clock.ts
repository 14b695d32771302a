// What depends on time and constants alone: computed once for each time of the step grid, then recalled in every run.
//
// The first part of the time section, up to FRAME_CLOCK_END, reads nothing that a parameter changes, so its values are
// the same in all lanes and all runs. An entry holds the time that it is of, so it is never taken for another one: what
// is recalled has the bits of what would be computed.

import { executeLanes } from "./execute";
import {
  FLAG_JUMPS,
  FRAME_CLOCK_COUNT,
  FRAME_CLOCK_END,
  FRAME_CLOCK_ENTRIES,
  FRAME_CLOCK_ENTRY_BYTES,
  FRAME_CLOCK_RUNS,
  FRAME_CLOCK_TABLE,
  FRAME_FLAGS,
  FRAME_START,
  FRAME_STEP,
  FRAME_SUBSTEPS,
  FRAME_TIME,
  FRAME_TRACE,
  TRACE_OFF,
} from "./layout";

/**
 * Sets the slots of time t that need nothing but time and constants. Slots that no other section reads may stay as they
 * are, but in a traced run, which is there to be read.
 */
export function setClock(width: usize, frame: usize, t: f64): void {
  const first = <usize>load<i32>(frame, FRAME_TIME);
  const end = <usize>load<i32>(frame, FRAME_CLOCK_END);
  if (first == end) return;
  const at = load<i32>(frame, FRAME_TRACE) == TRACE_OFF ? position(frame, t) : -1.0;
  if (at < 0.0 || at >= <f64>load<i32>(frame, FRAME_CLOCK_COUNT)) {
    executeLanes(width, first, end, 0, 0);
    return;
  }
  const bytes = <usize>load<i32>(frame, FRAME_CLOCK_ENTRY_BYTES);
  const entry = <usize>load<i32>(frame, FRAME_CLOCK_ENTRIES) + <usize>at * bytes;
  if (load<f64>(entry) == t) {
    recall(width, frame, entry);
    return;
  }
  executeLanes(width, first, end, 0, 0);
  store<f64>(entry, t);
  keep(width, frame, entry);
}

/**
 * Position of the entry of time t: the nearest half step; where something jumps, a time just after or before it has an
 * entry of its own. Two times may share one, and then take turns in it.
 */
function position(frame: usize, t: f64): f64 {
  const start = load<f64>(frame, FRAME_START);
  const h = load<f64>(frame, FRAME_STEP) / <f64>load<i32>(frame, FRAME_SUBSTEPS);
  const half = floor((2.0 * (t - start)) / h + 0.5);
  if ((load<i32>(frame, FRAME_FLAGS) & FLAG_JUMPS) == 0) return half;
  const point = start + 0.5 * half * h;
  return 3.0 * half + 1.0 + f64(t > point) - f64(t < point);
}

function recall(width: usize, frame: usize, entry: usize): void {
  const table = <usize>load<i32>(frame, FRAME_CLOCK_TABLE);
  const end = table + ((<usize>load<i32>(frame, FRAME_CLOCK_RUNS)) << 3);
  let from = entry + 8;
  for (let run = table; run < end; run += 8) {
    let slot = <usize>load<i32>(run);
    for (let left = load<i32>(run, 4); left > 0; --left, slot += width, from += 8) {
      if (width == 8) store<f64>(slot, load<f64>(from));
      else {
        const both = v128.load64_splat(from);
        for (let lane: usize = 0; lane < width; lane += 16) v128.store(slot + lane, both);
      }
    }
  }
}

/** The values of the first lane: those of the others are the same. */
function keep(width: usize, frame: usize, entry: usize): void {
  const table = <usize>load<i32>(frame, FRAME_CLOCK_TABLE);
  const end = table + ((<usize>load<i32>(frame, FRAME_CLOCK_RUNS)) << 3);
  let to = entry + 8;
  for (let run = table; run < end; run += 8) {
    let slot = <usize>load<i32>(run);
    for (let left = load<i32>(run, 4); left > 0; --left, slot += width, to += 8) store<f64>(to, load<f64>(slot));
  }
}
