// Places what the gradient of a placed program needs: its reversed code, adjoints, and the memory of one run.

import * as adjoint from "../../assembly/adjoint-layout.ts";
import * as layout from "../../assembly/layout.ts";
import { headerField, type Program } from "../program/program.ts";
import { reverse, type Reverse } from "../program/reverse.ts";
import type { ReverseWord } from "../program/transpose.ts";
import type { Placed } from "./placed.ts";

/** Most memory for the steps of a run, and for the states from which steps are run again; and fewest steps kept. */
export interface Room {
  readonly tapeBytes: number;
  readonly checkpointBytes: number;
  readonly fewestSteps: number;
}
const ROOM: Room = { tapeBytes: 32 * 2 ** 20, checkpointBytes: 16 * 2 ** 20, fewestSteps: 16 };

/** A program that can tell the gradient of its log posterior. */
export interface PlacedGradient {
  /** [free parameter][lane] of the latest call of `evaluate`. The view holds until the memory grows. */
  readonly gradient: Float64Array;
  /** [free parameter] of one lane: the slopes of log prior and log likelihood by the parameters themselves, no Jacobian. */
  natural(lane: number): Float64Array;
  /** Evaluates log prior, log likelihood and log Jacobian as `logPosterior` does, and the gradient of their sum. */
  evaluate(): void;
}

/** True for the methods that have a reverse pass. */
export function hasGradient({ program }: Placed): boolean {
  const { method } = program.model.integrator;
  return method === "euler" || method === "rk4" || method === "dopri5";
}

/**
 * Reserves what the reverse pass needs besides the program itself, and writes its code. With less room more steps are
 * computed twice; an adaptive run that takes more steps than there is room for has a gradient of NaN.
 * Errors: a RangeError for a method without a reverse pass.
 */
export function placeGradient(placed: Placed, room: Room = ROOM): PlacedGradient {
  const { kernel, frame, lanes, program } = placed;
  if (!hasGradient(placed)) throw new RangeError("this method has no reverse pass");
  const reversed = reverse(program);
  const stretch = stretches(placed, reversed, room);
  const sizes = sizesOf(placed, reversed, stretch);
  const entries = Object.entries(sizes).map(([name, size]) => [name, kernel.reserve(size)]);
  const regions = Object.fromEntries(entries) as Regions; // the same keys as sizes
  fillRecord(placed, reversed, regions, stretch);
  return {
    evaluate: () => kernel.exports.logPosteriorGradient(frame.address, lanes, regions.record),
    natural(lane) {
      const slots = new Float64Array(kernel.memory(), regions.slots);
      const at = (parameter: number): number => (layout.SLOT_PARAMETERS + parameter) * lanes + lane;
      return Float64Array.from(program.model.priors, ({ parameter }) => slots[at(parameter)] ?? NaN);
    },
    get gradient() {
      return new Float64Array(kernel.memory(), regions.gradient, program.model.priors.length * lanes);
    },
  };
}

type Sizes = ReturnType<typeof sizesOf>;
type Regions = Record<keyof Sizes, number>;

interface Stretches {
  /** Bytes of a step on the tape, and of the rates of each of its stages. */
  readonly stepBytes: number;
  readonly rateBytes: number;
  /** Steps that the tape holds. */
  readonly steps: number;
  /** Stretches that long, each with the state before it. */
  readonly checkpoints: number;
}

function stretches({ program, frame, lanes }: Placed, { rates }: Reverse, room: Room): Stretches {
  const field = (at: number): number => headerField(program.buffer, at);
  const { integrator } = program.model;
  const vector = frame.vectorBytes;
  const all =
    integrator.method === "dopri5"
      ? integrator.maxSteps + 1
      : Math.max(1, (field(layout.HEADER_TIMES) - 1) * field(layout.HEADER_SUBSTEPS));
  // Many slots for each stage take longer to copy than to compute anew.
  const isWorthIt = integrator.method !== "dopri5" && bytesOfSpans(rates, 8 * lanes) <= vector;
  const rateBytes = isWorthIt ? bytesOfSpans(rates, 8 * lanes) : 0;
  const stepBytes = vectorsPerStep(program) * (vector + rateBytes);
  const steps = Math.min(all, Math.max(room.fewestSteps, Math.floor(room.tapeBytes / stepBytes)));
  const checkpoints = Math.ceil(all / steps);
  // Steps of one length are known to be so many; adaptive ones hardly ever come near their limit.
  const most = Math.max(1, Math.floor(room.checkpointBytes / vector));
  return {
    stepBytes,
    rateBytes,
    steps,
    checkpoints: integrator.method === "dopri5" ? Math.min(checkpoints, most) : checkpoints,
  };
}

/** States, or states and slopes, that the tape holds of a step. */
function vectorsPerStep({ model }: Program): number {
  const { method } = model.integrator;
  return method === "euler" ? 1 : method === "rk4" ? 4 : 8;
}

/** Bytes of every region. */
function sizesOf(
  { program, lanes, frame }: Placed,
  { sections, kept, groups, rates, knots }: Reverse,
  { steps, checkpoints, stepBytes }: Stretches,
) {
  const field = (at: number): number => headerField(program.buffer, at);
  const slot = 8 * lanes;
  const vector = frame.vectorBytes;
  const isAdaptive = program.model.integrator.method === "dopri5";
  const vectors = isAdaptive ? adjoint.VECTORS_DOPRI5 : adjoint.VECTORS_FIXED;
  const words = Object.values(sections).reduce((sum, section) => sum + section.length, 0);
  return {
    record: adjoint.ADJOINT_BYTES,
    code: words * 4,
    slots: field(layout.HEADER_SLOTS) * slot,
    vectors: vectors * vector,
    scratch: Math.max(groups * slot, field(layout.HEADER_TIMES) * 8),
    slopes: 5 * 8,
    trajectory: field(layout.HEADER_TIMES) * field(layout.HEADER_OUTPUTS) * slot,
    gradient: program.model.priors.length * slot,
    tape: steps * stepBytes,
    checkpoints: checkpoints * vector,
    steps: isAdaptive ? steps * checkpoints * adjoint.STEP_BYTES : 0,
    kept: field(layout.HEADER_TIMES) * bytesOfSpans(kept, slot),
    keptRanges: kept.length * 8,
    rateRanges: rates.length * 8,
    knots: knots.length * 4,
  };
}

function bytesOfSpans(spans: Reverse["kept"], slot: number): number {
  return spans.reduce((sum, { count }) => sum + count * slot, 0);
}

const SECTIONS = [
  ["setup", adjoint.ADJOINT_SETUP],
  ["time", adjoint.ADJOINT_TIME],
  ["rate", adjoint.ADJOINT_RATE],
  ["flow", adjoint.ADJOINT_FLOW],
  ["coefficients", adjoint.ADJOINT_COEFFICIENTS],
  ["project", adjoint.ADJOINT_PROJECT],
  ["finish", adjoint.ADJOINT_FINISH],
] as const;

function fillRecord(
  placed: Placed,
  reversed: Reverse,
  regions: Regions,
  { steps, checkpoints, rateBytes }: Stretches,
): void {
  const { kernel, program, lanes, frame } = placed;
  const view = new Int32Array(kernel.memory(), regions.record, adjoint.ADJOINT_BYTES / 4);
  const put = (at: number, value: number): void => void (view[at / 4] = value);
  const slots = frame.slotsAddress;
  put(adjoint.ADJOINT_SHIFT, regions.slots - slots);
  put(adjoint.ADJOINT_SLOTS, regions.slots);
  put(adjoint.ADJOINT_SLOT_BYTES, headerField(program.buffer, layout.HEADER_SLOTS) * 8 * lanes);
  put(adjoint.ADJOINT_VECTORS, regions.vectors);
  put(adjoint.ADJOINT_SCRATCH, regions.scratch);
  put(adjoint.ADJOINT_SLOPES, regions.slopes);
  put(adjoint.ADJOINT_TRAJECTORY, regions.trajectory);
  put(adjoint.ADJOINT_GRADIENT, regions.gradient);
  put(adjoint.ADJOINT_TAPE, regions.tape);
  put(adjoint.ADJOINT_TAPE_STEPS, steps);
  put(adjoint.ADJOINT_CHECKPOINTS, regions.checkpoints);
  put(adjoint.ADJOINT_CHECKPOINT_COUNT, checkpoints);
  put(adjoint.ADJOINT_STEPS, regions.steps);
  put(adjoint.ADJOINT_KEPT, regions.kept);
  put(adjoint.ADJOINT_KEPT_BYTES, bytesOfSpans(reversed.kept, 8 * lanes));
  put(adjoint.ADJOINT_KEPT_RANGES, regions.keptRanges);
  put(adjoint.ADJOINT_KEPT_RANGES_END, regions.keptRanges + reversed.kept.length * 8);
  put(adjoint.ADJOINT_LAST_ROW, lastRow(placed));
  put(adjoint.ADJOINT_OUTPUTS_NEED_RATES, Number(reversed.outputsNeedRates));
  put(adjoint.ADJOINT_RATE_RANGES, regions.rateRanges);
  put(adjoint.ADJOINT_RATE_RANGES_END, regions.rateRanges + (rateBytes > 0 ? reversed.rates.length * 8 : 0));
  put(adjoint.ADJOINT_RATE_BYTES, rateBytes);
  fillTables(placed, reversed, regions, put);
}

/** Ranges of slots, as pairs of address and bytes; and the reversed code. */
function fillTables(
  { kernel, lanes, frame }: Placed,
  reversed: Reverse,
  regions: Regions,
  put: (at: number, value: number) => void,
): void {
  const slots = frame.slotsAddress;
  const ranges = (spans: Reverse["kept"]): number[] =>
    spans.flatMap(({ first, count }) => [slots + first * 8 * lanes, count * 8 * lanes]);
  new Int32Array(kernel.memory(), regions.keptRanges).set(ranges(reversed.kept));
  new Int32Array(kernel.memory(), regions.rateRanges).set(ranges(reversed.rates));
  new Int32Array(kernel.memory(), regions.knots).set(reversed.knots.map((slot) => slots + slot * 8 * lanes));
  put(adjoint.ADJOINT_KNOTS, regions.knots);
  put(adjoint.ADJOINT_KNOTS_END, regions.knots + reversed.knots.length * 4);
  let at = regions.code;
  for (const [name, field] of SECTIONS) {
    const words = reversed.sections[name].map((word) => relocated(word, slots, frame.sharedAddress, lanes));
    new Int32Array(kernel.memory(), at).set(words);
    put(field, at);
    at += words.length * 4;
    put(field + 4, at);
  }
}

/** An operand as an address or a byte offset for this number of lanes, as in place.ts. */
export function relocated({ kind, value }: ReverseWord, slots: number, shared: number, lanes: number): number {
  if (kind === "s") return slots + value * 8 * lanes;
  if (kind === "c") return shared + value * 8;
  if (kind === "r" || kind === "y" || (kind === "Y" && value !== layout.NONE)) return value * 8 * lanes;
  return value;
}

/** Last row of the trajectory that a target looks at. */
function lastRow({ program }: Placed): number {
  const words = new Int32Array(program.buffer);
  const field = (at: number): number => words[at] ?? 0;
  const table = field(layout.HEADER_TARGET_TABLE);
  let last = 0;
  for (let n = 0; n < program.model.targets.length; n += 1) {
    const row = table + n * layout.TARGET_STRIDE;
    const points = table + field(row + 3);
    const hasWindows = (field(row) & layout.TARGET_WINDOWS) !== 0;
    for (let point = 0; point < field(row + 2); point += 1) {
      const end = hasWindows ? field(points + 2 * point) + field(points + 2 * point + 1) - 1 : field(points + point);
      last = Math.max(last, end);
    }
  }
  return last;
}
