// The run with steps of its own choosing: from stop to stop, with either pair of methods, rows written on the way.

import { keepStep } from "./adjoint-tape";
import { vector } from "./frame";
import {
  FLAG_LAND_ON_OUTPUTS,
  FRAME_ACCEPTED,
  FRAME_FIRST_ROW,
  FRAME_FLAGS,
  FRAME_KNOTS,
  FRAME_KNOT_TABLE,
  FRAME_LAST_ROW,
  FRAME_MAX_STEPS,
  FRAME_METHOD,
  FRAME_REJECTED,
  FRAME_ROWS,
  FRAME_START,
  FRAME_STATUS,
  FRAME_STEP,
  FRAME_STOPS,
  FRAME_TAPE,
  FRAME_TIMES,
  FRAME_TRACE,
  FRAME_VECTOR_BYTES,
  FRAME_WATCH,
  METHOD_RODAS5P,
  NONE,
  STATUS_NOT_FINITE,
  STATUS_OK,
  STATUS_STEP_TOO_SMALL,
  STATUS_STIFF,
  STATUS_TOO_MANY_STEPS,
  TRACE_CAUGHT,
  TRACE_ON,
} from "./layout";
import { inspect, report, writeRow } from "./output";
import { errorNorm, firstStage, firstStep, projectStages, tryStep, writeInside } from "./step-dopri5";
import { prepareStiffDense, startStiffStep, stiffErrorNorm, tryStiffStep, writeStiffInside } from "./step-rodas5p";
import { stiffnessOf } from "./stiffness";
import { copyRun } from "./vectors";

/** Product of step and largest eigenvalue beyond which stability, not accuracy, keeps the explicit pair's steps short. */
const STIFF_PRODUCT = 3.25;
/** So many such steps make a run stiff; so many others in a row clear it of that. Both as in Hairer's DOPRI5. */
const STIFF_STEPS = 15;
const CALM_STEPS = 6;
/** Steps still to come that are absurd: more than any run needs for its accuracy, and a wait that a person notices. */
const ABSURD_STEPS: f64 = 20000.0;
/** Every so many steps one is looked at, and each one once one was stiff. */
const GLANCE = 16;

/**
 * One lane over the rows that are asked for. Step control as in DOPRI5, which serves the stiff method as well since both
 * estimate an error of order 5: PI controller with beta 0.04, safety 0.9, growth between 0.2 and 10.
 */
export function runAdaptive(frame: usize): void {
  const start = load<f64>(frame, FRAME_START);
  const step = load<f64>(frame, FRAME_STEP);
  const firstRow = load<i32>(frame, FRAME_FIRST_ROW);
  const lastRow = load<i32>(frame, FRAME_LAST_ROW);
  const begin = start + <f64>firstRow * step;
  const end = start + <f64>min(lastRow, load<i32>(frame, FRAME_TIMES) - 1) * step;
  const stiff = load<i32>(frame, FRAME_METHOD) == METHOD_RODAS5P;
  const land = (load<i32>(frame, FRAME_FLAGS) & FLAG_LAND_ON_OUTPUTS) != 0;
  const nStops = sortStops(frame, begin, end);
  const stops = <usize>load<i32>(frame, FRAME_STOPS);
  let nextStop = 0;
  let row = firstRow + 1;
  let t = begin;
  if (firstRow < lastRow) writeRow(8, frame, firstRow, t, vector(frame, 0));
  if (t >= end) return;
  if (load<i32>(<usize>load<i32>(frame, FRAME_STATUS)) != STATUS_OK) return;
  if (!startStep(frame, stiff, t, step)) return report(frame, 0, STATUS_NOT_FINITE, NONE, t);
  let proposed = firstStep(frame, t, end - t);
  if (!isFinite(proposed)) return report(frame, 0, STATUS_NOT_FINITE, NONE, t);
  let errorBefore = 1e-4;
  let rejected = false;
  let stiffSteps = 0;
  let calmSteps = 0;
  while (t < end) {
    const outputTime = start + <f64>row * step;
    let stop = nextStop < nStops ? load<f64>(stops + ((<usize>nextStop) << 3)) : end;
    if (land) stop = min(stop, outputTime);
    const isKnot = nextStop < nStops && stop == load<f64>(stops + ((<usize>nextStop) << 3));
    if (stop - t <= abs(t) * 2.3e-16) {
      // The same time but for rounding, such as 0.3 and 3 · 0.1: there is nothing to integrate.
      copyRun(vector(frame, 8), <usize>load<i32>(frame, FRAME_VECTOR_BYTES), vector(frame, 0));
      row = writeRows(frame, row, lastRow, t, stop - t, stop);
      t = stop;
      if (isKnot) {
        nextStop += 1;
        if (!startStep(frame, stiff, t, proposed)) return report(frame, 0, STATUS_NOT_FINITE, NONE, t);
      }
      continue;
    }
    const reaches = t + 1.01 * proposed >= stop;
    const h = reaches ? stop - t : proposed;
    if (abs(h) <= abs(t) * 2.3e-16) return report(frame, 0, STATUS_STEP_TOO_SMALL, NONE, t);
    const trial = tryEither(frame, stiff, t, h);
    const caught = load<i32>(frame, FRAME_TRACE) == TRACE_CAUGHT;
    const error = caught ? NaN : trial;
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
    if (isWatched(frame) && (stiffSteps > 0 || load<i32>(frame, FRAME_ACCEPTED) % GLANCE == 0)) {
      const isStiff = stiffnessOf(frame) > STIFF_PRODUCT;
      calmSteps = isStiff ? 0 : calmSteps + 1;
      stiffSteps = isStiff ? stiffSteps + 1 : calmSteps >= CALM_STEPS ? 0 : stiffSteps;
      if (stiffSteps >= STIFF_STEPS && end - t > ABSURD_STEPS * h) return report(frame, 0, STATUS_STIFF, NONE, t);
    }
    row = writeRows(frame, row, lastRow, t, h, after);
    inspect(8, frame, after, vector(frame, 8));
    const record = <usize>load<i32>(frame, FRAME_TAPE);
    if (record) keepStep(frame, record, t, h, after, row);
    copyRun(vector(frame, 0), <usize>load<i32>(frame, FRAME_VECTOR_BYTES), vector(frame, 8));
    t = after;
    store<i32>(frame, load<i32>(frame, FRAME_ACCEPTED) + 1, FRAME_ACCEPTED);
    if (steps(frame) > load<i32>(frame, FRAME_MAX_STEPS)) return report(frame, 0, STATUS_TOO_MANY_STEPS, NONE, t);
    if (isKnot && reaches) nextStop += 1;
    if (stiff || (isKnot && reaches)) {
      if (!startStep(frame, stiff, t, proposed)) return report(frame, 0, STATUS_NOT_FINITE, NONE, t);
    } else copyRun(vector(frame, 1), <usize>load<i32>(frame, FRAME_VECTOR_BYTES), vector(frame, 7));
  }
}

/** What the trials of a step share; both methods leave the derivative in vector 1. Returns true where it is finite. */
function startStep(frame: usize, stiff: bool, t: f64, h: f64): bool {
  if (!stiff) {
    firstStage(frame, t, h);
    // The first trial finds out, with shorter steps, whether anything leads on from here.
    return true;
  }
  startStiffStep(frame, t, h);
  const slope = vector(frame, 1);
  const bytes = (<usize>load<i32>(frame, FRAME_ROWS)) << 3;
  for (let i: usize = 0; i < bytes; i += 8) if (!isFinite(load<f64>(slope + i))) return false;
  return true;
}

/** Makes a trial step and returns its error; not finite where it met something that is not a number. */
function tryEither(frame: usize, stiff: bool, t: f64, h: f64): f64 {
  if (stiff) return tryStiffStep(frame, t, h) ? stiffErrorNorm(frame) : NaN;
  tryStep(frame, t, h);
  return errorNorm(frame, h);
}

/** True where an explicit run is to end once it turns out to be stiff. */
// @ts-ignore: decorator
@inline
function isWatched(frame: usize): bool {
  return load<i32>(frame, FRAME_WATCH) != 0;
}

function steps(frame: usize): i32 {
  return load<i32>(frame, FRAME_ACCEPTED) + load<i32>(frame, FRAME_REJECTED);
}

/** Writes the rows before `lastRow` whose times lie in (t, after]; returns the next row. The trial state is in vector 8. */
function writeRows(frame: usize, row: i32, lastRow: i32, t: f64, h: f64, after: f64): i32 {
  const start = load<f64>(frame, FRAME_START);
  const step = load<f64>(frame, FRAME_STEP);
  const stiff = load<i32>(frame, FRAME_METHOD) == METHOD_RODAS5P;
  let ready = false;
  let projected = false;
  while (row < lastRow) {
    const at = start + <f64>row * step;
    if (at > after) break;
    if (at == after) writeRow(8, frame, row, at, vector(frame, 8));
    else {
      if (!ready) projected = stiff ? prepareStiffDense(frame) : projectStages(frame);
      ready = true;
      if (stiff) writeStiffInside(frame, row, at, (at - t) / h, projected);
      else writeInside(frame, row, at, t, h, projected);
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
