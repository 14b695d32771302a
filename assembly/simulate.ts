// From the parameters in their slots to a trajectory: start, step from output time to output time, write rows.

import { vector } from "./frame";
import { L1 } from "./lanes";
import {
  FLAG_LAND_ON_OUTPUTS,
  FRAME_ACCEPTED,
  FRAME_COMPARTMENTS,
  FRAME_EVALUATIONS,
  FRAME_FLAGS,
  FRAME_INITIAL,
  FRAME_KNOTS,
  FRAME_KNOT_TABLE,
  FRAME_LOWEST,
  FRAME_LOWEST_COMPARTMENT,
  FRAME_MAX_STEPS,
  FRAME_METHOD,
  FRAME_REJECTED,
  FRAME_SETUP,
  FRAME_SETUP_END,
  FRAME_START,
  FRAME_STATUS,
  FRAME_STEP,
  FRAME_STOPS,
  FRAME_SUBSTEPS,
  FRAME_TIMES,
  FRAME_TIME_NOW,
  FRAME_TRACE,
  FRAME_VECTOR_BYTES,
  METHOD_DOPRI5,
  METHOD_EULER,
  NONE,
  STATUS_BAD_START,
  STATUS_NOT_FINITE,
  STATUS_OK,
  STATUS_STEP_TOO_SMALL,
  STATUS_TOO_MANY_STEPS,
  TRACE_CAUGHT,
  TRACE_ON,
} from "./layout";
import { execute } from "./execute";
import { inspect, report, writeRow } from "./output";
import { errorNorm, firstStage, firstStep, projectStages, tryStep, writeInside } from "./step-dopri5";
import { stepEuler, stepRk4 } from "./step-fixed";
import { copyRun } from "./vectors";

/** Integrates all lanes over the whole run and fills the trajectory. Each lane's status says how it went. */
export function simulateLanes<T>(frame: usize): void {
  begin<T>(frame);
  if (load<i32>(frame, FRAME_METHOD) == METHOD_DOPRI5) runAdaptive(frame);
  else runFixed<T>(frame);
}

/** Computes what depends on the parameters alone, and the state at the start. */
export function begin<T>(frame: usize): void {
  store<f64>(frame, NaN, FRAME_TIME_NOW);
  store<i32>(frame, 0, FRAME_ACCEPTED);
  store<i32>(frame, 0, FRAME_REJECTED);
  store<i32>(frame, 0, FRAME_EVALUATIONS);
  execute<T>(<usize>load<i32>(frame, FRAME_SETUP), <usize>load<i32>(frame, FRAME_SETUP_END), 0, 0);
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    store<i32>(<usize>load<i32>(frame, FRAME_STATUS) + (lane >> 1), STATUS_OK);
    store<f64>(<usize>load<i32>(frame, FRAME_LOWEST) + lane, 0.0);
    store<i32>(<usize>load<i32>(frame, FRAME_LOWEST_COMPARTMENT) + (lane >> 1), NONE);
  }
  const y = vector(frame, 0);
  const bytes = <usize>load<i32>(frame, FRAME_COMPARTMENTS) * offsetof<T>();
  memory.fill(y, 0, <usize>load<i32>(frame, FRAME_VECTOR_BYTES));
  memory.copy(y, <usize>load<i32>(frame, FRAME_INITIAL), bytes);
  const start = load<f64>(frame, FRAME_START);
  for (let at: usize = 0; at < bytes; at += 8) {
    const size = load<f64>(y + at);
    if (size >= 0.0 && isFinite(size)) continue;
    report(frame, at % offsetof<T>(), STATUS_BAD_START, <i32>(at / offsetof<T>()), start);
  }
}

function runFixed<T>(frame: usize): void {
  const start = load<f64>(frame, FRAME_START);
  const step = load<f64>(frame, FRAME_STEP);
  const nTimes = load<i32>(frame, FRAME_TIMES);
  const substeps = load<i32>(frame, FRAME_SUBSTEPS);
  const h = step / <f64>substeps;
  const euler = load<i32>(frame, FRAME_METHOD) == METHOD_EULER;
  writeRow<T>(frame, 0, start, vector(frame, 0));
  for (let row = 1; row < nTimes; ++row) {
    const first = (row - 1) * substeps;
    for (let part = 0; part < substeps; ++part) {
      const t = start + <f64>(first + part) * h;
      if (euler) stepEuler<T>(frame, t, h);
      else stepRk4<T>(frame, t, start + <f64>(first + part + 1) * h, h);
      // The next row would compute anew the slots that are to be looked at.
      if (load<i32>(frame, FRAME_TRACE) == TRACE_CAUGHT) return;
    }
    writeRow<T>(frame, row, start + <f64>row * step, vector(frame, 0));
  }
  store<i32>(frame, (nTimes - 1) * substeps, FRAME_ACCEPTED);
}

/** Step control of DOPRI5: PI controller with beta 0.04, safety 0.9, growth between 0.2 and 10. */
function runAdaptive(frame: usize): void {
  const start = load<f64>(frame, FRAME_START);
  const step = load<f64>(frame, FRAME_STEP);
  const nTimes = load<i32>(frame, FRAME_TIMES);
  const end = start + <f64>(nTimes - 1) * step;
  const land = (load<i32>(frame, FRAME_FLAGS) & FLAG_LAND_ON_OUTPUTS) != 0;
  const nStops = sortStops(frame, start, end);
  const stops = <usize>load<i32>(frame, FRAME_STOPS);
  let nextStop = 0;
  let row = 1;
  let t = start;
  writeRow<L1>(frame, 0, t, vector(frame, 0));
  if (load<i32>(<usize>load<i32>(frame, FRAME_STATUS)) != STATUS_OK) return;
  firstStage(frame, t, step);
  let proposed = firstStep(frame, t, end - start);
  if (!isFinite(proposed)) return report(frame, 0, STATUS_NOT_FINITE, NONE, t);
  let errorBefore = 1e-4;
  let rejected = false;
  while (row < nTimes) {
    const outputTime = start + <f64>row * step;
    let stop = nextStop < nStops ? load<f64>(stops + ((<usize>nextStop) << 3)) : end;
    if (land) stop = min(stop, outputTime);
    const isKnot = nextStop < nStops && stop == load<f64>(stops + ((<usize>nextStop) << 3));
    if (stop - t <= abs(t) * 2.3e-16) {
      // The same time but for rounding, such as 0.3 and 3 · 0.1: there is nothing to integrate.
      copyRun(vector(frame, 8), <usize>load<i32>(frame, FRAME_VECTOR_BYTES), vector(frame, 0));
      row = writeRows(frame, row, nTimes, t, stop - t, stop);
      t = stop;
      if (isKnot) {
        nextStop += 1;
        firstStage(frame, t, proposed);
      }
      continue;
    }
    const reaches = t + 1.01 * proposed >= stop;
    const h = reaches ? stop - t : proposed;
    if (abs(h) <= abs(t) * 2.3e-16) return report(frame, 0, STATUS_STEP_TOO_SMALL, NONE, t);
    tryStep(frame, t, h);
    const caught = load<i32>(frame, FRAME_TRACE) == TRACE_CAUGHT;
    const error = caught ? NaN : errorNorm(frame, h);
    if (!isFinite(error)) {
      if (h < max(1e-12 * step, 1e-14 * abs(t))) return report(frame, 0, STATUS_NOT_FINITE, NONE, t);
      // A trial that was only too long: the trace goes on.
      if (caught) store<i32>(frame, TRACE_ON, FRAME_TRACE);
      proposed = 0.1 * h;
      rejected = true;
      store<i32>(frame, load<i32>(frame, FRAME_REJECTED) + 1, FRAME_REJECTED);
      continue;
    }
    const raw = Math.pow(error, 0.17);
    if (error > 1.0) {
      proposed = h / min(5.0, raw / 0.9);
      rejected = true;
      store<i32>(frame, load<i32>(frame, FRAME_REJECTED) + 1, FRAME_REJECTED);
      if (steps(frame) > load<i32>(frame, FRAME_MAX_STEPS)) return report(frame, 0, STATUS_TOO_MANY_STEPS, NONE, t);
      continue;
    }
    const grown = h / max(0.1, min(5.0, raw / Math.pow(errorBefore, 0.04) / 0.9));
    errorBefore = max(error, 1e-4);
    // A step cut short by a stop says little about the length of the next one.
    proposed = reaches ? max(grown, proposed) : rejected ? min(grown, h) : grown;
    rejected = false;
    const after = reaches ? stop : t + h;
    row = writeRows(frame, row, nTimes, t, h, after);
    inspect<L1>(frame, after, vector(frame, 8));
    copyRun(vector(frame, 0), <usize>load<i32>(frame, FRAME_VECTOR_BYTES), vector(frame, 8));
    t = after;
    store<i32>(frame, load<i32>(frame, FRAME_ACCEPTED) + 1, FRAME_ACCEPTED);
    if (steps(frame) > load<i32>(frame, FRAME_MAX_STEPS)) return report(frame, 0, STATUS_TOO_MANY_STEPS, NONE, t);
    if (isKnot && reaches) {
      nextStop += 1;
      firstStage(frame, t, proposed);
    } else copyRun(vector(frame, 1), <usize>load<i32>(frame, FRAME_VECTOR_BYTES), vector(frame, 7));
  }
}

function steps(frame: usize): i32 {
  return load<i32>(frame, FRAME_ACCEPTED) + load<i32>(frame, FRAME_REJECTED);
}

/** Writes the rows whose times lie in (t, after]; returns the next row. The trial state is in vector 8. */
function writeRows(frame: usize, row: i32, nTimes: i32, t: f64, h: f64, after: f64): i32 {
  const start = load<f64>(frame, FRAME_START);
  const step = load<f64>(frame, FRAME_STEP);
  let ready = false;
  let projected = false;
  while (row < nTimes) {
    const at = start + <f64>row * step;
    if (at > after) break;
    if (at == after) writeRow<L1>(frame, row, at, vector(frame, 8));
    else {
      if (!ready) projected = projectStages(frame);
      ready = true;
      writeInside(frame, row, at, t, h, projected);
    }
    row += 1;
  }
  return row;
}

/** Copies the knots inside the run to the stops, in increasing order and each once. Returns their number. */
function sortStops(frame: usize, start: f64, end: f64): i32 {
  const table = <usize>load<i32>(frame, FRAME_KNOT_TABLE);
  const stops = <usize>load<i32>(frame, FRAME_STOPS);
  const nKnots = load<i32>(frame, FRAME_KNOTS);
  let n = 0;
  for (let knot = 0; knot < nKnots; ++knot) {
    const time = load<f64>(<usize>load<i32>(table + ((<usize>knot) << 2)));
    if (!(time > start && time < end)) continue;
    let at = n;
    while (at > 0 && load<f64>(stops + ((<usize>(at - 1)) << 3)) > time) at -= 1;
    if (at > 0 && load<f64>(stops + ((<usize>(at - 1)) << 3)) == time) continue;
    memory.copy(stops + ((<usize>(at + 1)) << 3), stops + ((<usize>at) << 3), (<usize>(n - at)) << 3);
    store<f64>(stops + ((<usize>at) << 3), time);
    n += 1;
  }
  return n;
}
