// Writes a program into a kernel's memory for a number of lanes, and checks every index once.

import * as layout from "../../assembly/layout.ts";
import { decode } from "../program/operations.ts";
import { headerField, headerNumber, isProgram, type Program } from "../program/program.ts";
import { Frame } from "./frame.ts";
import { clockBytes, fillClock, relocateClock } from "./place-clock.ts";
import { placeLinearisation } from "./place-linearisation.ts";
import type { Kernel, Lanes, Placed } from "./placed.ts";

/** Largest memory of one placed program: well below what a browser tab is given. */
const LARGEST_BYTES = 1 << 30;

/**
 * Places a program. Adaptive steps are a lane's own, so such a program runs one lane at a time.
 * Errors: a RangeError for a buffer that is not a program of this version, holds an index out of bounds, or would need
 * more than a gibibyte.
 */
export function place(kernel: Kernel, program: Program, lanes: Lanes): Placed {
  const { buffer } = program;
  if (!isProgram(buffer)) throw new RangeError("this buffer is not a program of this version of Midsummer");
  const method = headerField(buffer, layout.HEADER_METHOD);
  const isStiff = method === layout.METHOD_RODAS5P;
  if (lanes !== 1 && (isStiff || method === layout.METHOD_DOPRI5)) {
    throw new RangeError("adaptive steps run one lane at a time");
  }
  if (isStiff && headerField(buffer, layout.HEADER_COMPARTMENTS) > layout.DENSE_COMPARTMENTS) {
    throw new RangeError("the stiff method takes a program of fewer compartments");
  }
  const sizes = sizesOf(buffer, lanes);
  const total = bytesOf(program, lanes);
  if (!(total < LARGEST_BYTES)) throw new RangeError(`the program would need ${Math.ceil(total / 2 ** 20)} MiB`);
  const regions = reserve(kernel, sizes);
  const placed = { kernel, program, lanes, frame: new Frame(kernel.memory, regions.frame, lanes, program) };
  new Float64Array(kernel.memory(), regions.shared).set(sharedOf(buffer));
  new Int32Array(kernel.memory(), regions.code).set(relocate(buffer, lanes, regions));
  fillConstants(kernel, buffer, lanes, regions);
  fillFrame(kernel, buffer, lanes, regions);
  if (isStiff) {
    const rows = headerField(buffer, layout.HEADER_COMPARTMENTS) + headerField(buffer, layout.HEADER_ACCUMULATORS);
    const where = { slots: regions.slots, shared: regions.shared, vectorBytes: vectorBytes(rows, lanes) };
    const record = placeLinearisation(kernel, program, where);
    new Int32Array(kernel.memory(), regions.frame)[layout.FRAME_LINEARISATION / 4] = record;
  }
  placed.frame.setDefaults();
  const { integrator } = program.model;
  if (integrator.method === "tau-leap") placed.frame.setStreams(integrator.seed, () => 0);
  return placed;
}

/** Memory that a program takes when it is placed, in bytes. */
export function bytesOf(program: Program, lanes: Lanes): number {
  return Object.values(sizesOf(program.buffer, lanes)).reduce((sum, size) => sum + size, 0);
}

type Sizes = ReturnType<typeof sizesOf>;
type Regions = Record<keyof Sizes, number>;

/** Bytes of every region a placed program has. */
function sizesOf(buffer: ArrayBuffer, lanes: number) {
  const field = (at: number): number => headerField(buffer, at);
  const slot = 8 * lanes;
  const compartments = field(layout.HEADER_COMPARTMENTS);
  const rows = compartments + field(layout.HEADER_ACCUMULATORS);
  // What only the stiff method has.
  const stiff = field(layout.HEADER_METHOD) === layout.METHOD_RODAS5P ? 1 : 0;
  return {
    frame: layout.FRAME_BYTES,
    code: field(layout.HEADER_SHARED) * 8 - layout.HEADER_WORDS * 4,
    shared: field(layout.HEADER_SHARED + 1) * 8,
    slots: field(layout.HEADER_SLOTS) * slot,
    vectors: (stiff === 1 ? layout.STIFF_STATE_VECTORS : layout.STATE_VECTORS) * vectorBytes(rows, lanes),
    stops: (field(layout.HEADER_KNOT_TABLE + 1) + 1) * 8,
    dense: 9 * field(layout.HEADER_PROJECTIONS) * 8,
    trajectory: field(layout.HEADER_TIMES) * field(layout.HEADER_OUTPUTS) * slot,
    status: 4 * lanes,
    culprit: 4 * lanes,
    failTime: slot,
    streams: layout.STREAM_BYTES * lanes,
    badRate: slot,
    z: (field(layout.HEADER_PRIOR_TABLE + 1) / layout.PRIOR_STRIDE) * slot,
    logDensity: 3 * slot,
    targetTerms: field(layout.HEADER_TARGET_TABLE + 1) * slot,
    lowest: slot,
    lowestCompartment: 4 * lanes,
    lowestTime: slot,
    jacobian: rows * compartments * 8 * stiff,
    timeSlope: rows * 8 * stiff,
    matrix: compartments * compartments * 8 * stiff,
    pivots: compartments * 4 * stiff,
    clock: clockBytes(buffer),
  };
}

function reserve(kernel: Kernel, sizes: Sizes): Regions {
  const entries = Object.entries(sizes).map(([name, size]) => [name, kernel.reserve(size)]);
  return Object.fromEntries(entries) as Regions; // the same keys as sizes
}

/** A vector of the state is an odd number of cache lines: the same row of two vectors is never a whole page apart. */
function vectorBytes(rows: number, lanes: number): number {
  return (Math.ceil((rows * 8 * lanes) / 64) | 1) * 64;
}

function sharedOf(buffer: ArrayBuffer): Float64Array {
  const first = headerField(buffer, layout.HEADER_SHARED);
  return new Float64Array(buffer, first * 8, headerField(buffer, layout.HEADER_SHARED + 1));
}

/** The code and tables with every operand turned into an address or a byte offset for this number of lanes. */
function relocate(buffer: ArrayBuffer, lanes: number, regions: Regions): Int32Array {
  const words = new Int32Array(buffer);
  const field = (at: number): number => words[at] ?? 0;
  const first = layout.HEADER_WORDS;
  const placed = words.slice(first, field(layout.HEADER_SHARED) * 2);
  const rows = field(layout.HEADER_COMPARTMENTS) + field(layout.HEADER_ACCUMULATORS);
  const width = 8 * lanes;
  const limits: Record<string, number> = {
    s: field(layout.HEADER_SLOTS),
    y: rows,
    Y: rows,
    c: field(layout.HEADER_SHARED + 1),
    r: Math.max(rows, field(layout.HEADER_SLOTS)) + 1,
  };
  const put = (kind: string, word: number): void => {
    const value = words[word] ?? 0;
    const limit = limits[kind];
    if (limit !== undefined && !(value < limit && (value >= 0 || (kind === "Y" && value === layout.NONE)))) {
      throw new RangeError(`operand ${value} at word ${word} is out of bounds`);
    }
    if (kind === "s") placed[word - first] = regions.slots + value * width;
    else if (kind === "c") placed[word - first] = regions.shared + value * 8;
    else if (kind === "r" || kind === "y") placed[word - first] = value * width;
    else if (kind === "Y" && value !== layout.NONE) placed[word - first] = value * width;
  };
  for (const section of [...CODE_SECTIONS, layout.HEADER_LEAP]) {
    const end = field(section) + field(section + 1);
    for (let at = field(section); at < end;) {
      const operation = decode(words, at, end);
      for (const { kind, word } of operation.operands) put(kind, word);
      at = operation.next;
    }
  }
  relocateClock(words, field(layout.HEADER_SLOTS), put);
  relocateTables(words, put, (word, address) => {
    placed[word - first] = regions.code + (address - first) * 4;
  });
  return placed;
}

const CODE_SECTIONS = [
  layout.HEADER_SETUP,
  layout.HEADER_TIME,
  layout.HEADER_RATE,
  layout.HEADER_FLOW,
  layout.HEADER_PROJECT,
  layout.HEADER_FINISH,
];

/** Output, knot, prior and target tables; `link` points a word at another word of the code. */
function relocateTables(
  words: Int32Array,
  put: (kind: string, word: number) => void,
  link: (word: number, target: number) => void,
): void {
  const field = (at: number): number => words[at] ?? 0;
  for (const table of [layout.HEADER_OUTPUT_TABLE, layout.HEADER_KNOT_TABLE]) {
    for (let n = 0; n < field(table + 1); n += 1) put("s", field(table) + n);
  }
  const priors = field(layout.HEADER_PRIOR_TABLE);
  for (let row = priors; row < priors + field(layout.HEADER_PRIOR_TABLE + 1); row += layout.PRIOR_STRIDE) {
    [..."sissssicc"].forEach((kind, column) => put(kind, row + column));
  }
  const targets = field(layout.HEADER_TARGET_TABLE);
  const rows = headerTargets(words);
  for (let n = 0; n < rows; n += 1) {
    const row = targets + n * layout.TARGET_STRIDE;
    link(row + 3, targets + field(row + 3));
    put("c", row + 4);
    put("c", row + 5);
    for (let argument = row + 6; argument < row + layout.TARGET_STRIDE; argument += 2) {
      if (field(argument) === layout.SOURCE_SLOT) put("s", argument + 1);
      if (field(argument) === layout.SOURCE_DATA) put("c", argument + 1);
    }
  }
}

/** Number of targets: the first one's time indices begin where the rows end. */
function headerTargets(words: Int32Array): number {
  if ((words[layout.HEADER_TARGET_TABLE + 1] ?? 0) === 0) return 0;
  const first = words[layout.HEADER_TARGET_TABLE] ?? 0;
  return (words[first + 3] ?? 0) / layout.TARGET_STRIDE;
}

function fillConstants(kernel: Kernel, buffer: ArrayBuffer, lanes: number, regions: Regions): void {
  const words = new Int32Array(buffer);
  const shared = sharedOf(buffer);
  const slots = new Float64Array(kernel.memory(), regions.slots);
  const first = words[layout.HEADER_CONSTANT_TABLE] ?? 0;
  for (let at = first; at < first + (words[layout.HEADER_CONSTANT_TABLE + 1] ?? 0); at += 2) {
    const slot = (words[at] ?? 0) * lanes;
    slots.fill(shared[words[at + 1] ?? 0] ?? 0, slot, slot + lanes);
  }
}

function fillFrame(kernel: Kernel, buffer: ArrayBuffer, lanes: number, regions: Regions): void {
  const field = (at: number): number => headerField(buffer, at);
  const view = new DataView(kernel.memory(), regions.frame);
  const put = (at: number, value: number): void => view.setInt32(at, value, true);
  const slot = (index: number): number => regions.slots + index * 8 * lanes;
  const code = (word: number): number => regions.code + (word - layout.HEADER_WORDS) * 4;
  const rows = field(layout.HEADER_COMPARTMENTS) + field(layout.HEADER_ACCUMULATORS);
  put(layout.FRAME_COMPARTMENTS, field(layout.HEADER_COMPARTMENTS));
  put(layout.FRAME_ROWS, rows);
  put(layout.FRAME_TIMES, field(layout.HEADER_TIMES));
  put(layout.FRAME_SUBSTEPS, field(layout.HEADER_SUBSTEPS));
  put(layout.FRAME_METHOD, field(layout.HEADER_METHOD));
  put(layout.FRAME_FLAGS, field(layout.HEADER_FLAGS));
  put(layout.FRAME_MAX_STEPS, field(layout.HEADER_MAX_STEPS));
  put(layout.FRAME_OUTPUTS, field(layout.HEADER_OUTPUTS));
  view.setFloat64(layout.FRAME_START, headerNumber(buffer, layout.HEADER_START), true);
  view.setFloat64(layout.FRAME_STEP, headerNumber(buffer, layout.HEADER_STEP), true);
  view.setFloat64(layout.FRAME_RTOL, headerNumber(buffer, layout.HEADER_RTOL), true);
  view.setFloat64(layout.FRAME_ATOL, headerNumber(buffer, layout.HEADER_ATOL), true);
  put(layout.FRAME_SLOTS, regions.slots);
  put(layout.FRAME_SHARED, regions.shared);
  put(layout.FRAME_PARAMETERS, slot(layout.SLOT_PARAMETERS));
  put(layout.FRAME_INITIAL, slot(field(layout.HEADER_INITIAL_SLOT)));
  put(layout.FRAME_PROJECTION, slot(field(layout.HEADER_PROJECTION_SLOT)));
  put(layout.FRAME_PROJECTIONS, field(layout.HEADER_PROJECTIONS));
  const start = layout.FRAME_SETUP;
  CODE_SECTIONS.forEach((section, index) => {
    put(start + index * 8, code(field(section)));
    put(start + index * 8 + 4, code(field(section) + field(section + 1)));
  });
  put(layout.FRAME_LEAP, code(field(layout.HEADER_LEAP)));
  put(layout.FRAME_LEAP_END, code(field(layout.HEADER_LEAP) + field(layout.HEADER_LEAP + 1)));
  put(layout.FRAME_STREAMS, regions.streams);
  put(layout.FRAME_BAD_RATE, regions.badRate);
  put(layout.FRAME_OUTPUT_TABLE, code(field(layout.HEADER_OUTPUT_TABLE)));
  put(layout.FRAME_KNOT_TABLE, code(field(layout.HEADER_KNOT_TABLE)));
  put(layout.FRAME_KNOTS, field(layout.HEADER_KNOT_TABLE + 1));
  put(layout.FRAME_PRIOR_TABLE, code(field(layout.HEADER_PRIOR_TABLE)));
  put(layout.FRAME_PRIORS, field(layout.HEADER_PRIOR_TABLE + 1) / layout.PRIOR_STRIDE);
  put(layout.FRAME_TARGET_TABLE, code(field(layout.HEADER_TARGET_TABLE)));
  put(layout.FRAME_TARGETS, headerTargets(new Int32Array(buffer)));
  put(layout.FRAME_STATE, regions.vectors);
  put(layout.FRAME_VECTOR_BYTES, vectorBytes(rows, lanes));
  put(layout.FRAME_STOPS, regions.stops);
  put(layout.FRAME_DENSE, regions.dense);
  put(layout.FRAME_TRAJECTORY, regions.trajectory);
  put(layout.FRAME_STATUS, regions.status);
  put(layout.FRAME_CULPRIT, regions.culprit);
  put(layout.FRAME_FAIL_TIME, regions.failTime);
  put(layout.FRAME_Z, regions.z);
  put(layout.FRAME_LOG_DENSITY, regions.logDensity);
  put(layout.FRAME_TARGET_TERMS, regions.targetTerms);
  put(layout.FRAME_LOWEST, regions.lowest);
  put(layout.FRAME_LOWEST_COMPARTMENT, regions.lowestCompartment);
  put(layout.FRAME_LOWEST_TIME, regions.lowestTime);
  put(layout.FRAME_JACOBIAN, regions.jacobian);
  put(layout.FRAME_TIME_SLOPE, regions.timeSlope);
  put(layout.FRAME_MATRIX, regions.matrix);
  put(layout.FRAME_PIVOTS, regions.pivots);
  fillClock(buffer, kernel.memory(), put, code, regions.clock);
}
