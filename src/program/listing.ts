// A readable disassembly of a program: what the kernel will do, by name, for tests, bug reports and reviews.

import * as family from "../../assembly/family.ts";
import * as layout from "../../assembly/layout.ts";
import { decode, type Decoded } from "./operations.ts";
import { headerField, headerNumber, type Program } from "./program.ts";

const SECTIONS: readonly (readonly [title: string, field: number])[] = [
  ["setup: once a run", layout.HEADER_SETUP],
  ["time: when time moves", layout.HEADER_TIME],
  ["rate: when sizes change", layout.HEADER_RATE],
  ["flow: the derivative", layout.HEADER_FLOW],
  ["leap: who leaves and who enters, at random", layout.HEADER_LEAP],
  ["project: sums for the outputs", layout.HEADER_PROJECT],
  ["finish: the outputs", layout.HEADER_FINISH],
];

const METHODS: Readonly<Record<number, string>> = {
  [layout.METHOD_EULER]: "euler",
  [layout.METHOD_RK4]: "rk4",
  [layout.METHOD_DOPRI5]: "dopri5",
  [layout.METHOD_RODAS5P]: "rodas5p",
  [layout.METHOD_TAU_LEAP]: "tau-leap",
};

const FLAGS: readonly (readonly [flag: number, words: string])[] = [
  [layout.FLAG_JUMPS, "jumps"],
  [layout.FLAG_OUTPUTS_NEED_RATES, "outputs need rates"],
  [layout.FLAG_LAND_ON_OUTPUTS, "lands on outputs"],
];

/** The names by which a listing calls the parts of one program. */
interface Names {
  readonly words: Int32Array;
  readonly shared: Float64Array;
  slot(position: number): string;
  row(position: number): string;
}

/**
 * The program as text. Slots: `time`, parameters and outputs by name, constants by value, initial sizes as `initial.NAME`,
 * others as `s` and their number. Rows: compartments by name, accumulators as `moved.0`, `moved.1`, …
 * Errors: a RangeError for a buffer whose code cannot be read.
 */
export function listing(program: Program): string {
  const names = namesOf(program);
  const sections = SECTIONS.flatMap(([title, field]) => {
    const lines = sectionOf(names, field);
    return lines.length === 0 ? [] : ["", title, ...lines];
  });
  return [...headingOf(program), ...sections, ...tablesOf(program, names), ""].join("\n");
}

function headingOf({ buffer, digest, model }: Program): string[] {
  const field = (at: number): number => headerField(buffer, at);
  const [start, step] = [headerNumber(buffer, layout.HEADER_START), headerNumber(buffer, layout.HEADER_STEP)];
  const [rtol, atol] = [headerNumber(buffer, layout.HEADER_RTOL), headerNumber(buffer, layout.HEADER_ATOL)];
  const method = METHODS[field(layout.HEADER_METHOD)] ?? "unknown";
  const detail =
    method === "dopri5" || method === "rodas5p"
      ? `rtol ${rtol}, atol ${atol}, at most ${field(layout.HEADER_MAX_STEPS)} steps`
      : `${field(layout.HEADER_SUBSTEPS)} steps between output times`;
  const flags = FLAGS.flatMap(([flag, words]) => ((field(layout.HEADER_FLAGS) & flag) === 0 ? [] : [words]));
  return [
    `program ${digest}, version ${field(layout.HEADER_VERSION)}: ${model.title}`,
    `${field(layout.HEADER_COMPARTMENTS)} compartments, ${field(layout.HEADER_ACCUMULATORS)} accumulators, ` +
      `${field(layout.HEADER_PARAMETERS)} parameters, ${field(layout.HEADER_SLOTS)} slots, ${field(layout.HEADER_BYTES)} bytes`,
    `${field(layout.HEADER_TIMES)} output times from ${start} by ${step}; ${[`${method}, ${detail}`, ...flags].join("; ")}`,
  ];
}

function namesOf({ buffer, model }: Program): Names {
  const words = new Int32Array(buffer);
  const field = (at: number): number => words[at] ?? 0;
  const shared = new Float64Array(buffer, field(layout.HEADER_SHARED) * 8, field(layout.HEADER_SHARED + 1));
  const slots = new Map<number, string>();
  const name = (position: number, text: string): void => {
    if (!slots.has(position)) slots.set(position, text);
  };
  name(layout.SLOT_TIME, "time");
  model.parameters.forEach((parameter, index) => name(layout.SLOT_PARAMETERS + index, parameter.name));
  for (const [slot = 0, constant = 0] of rowsOf(words, layout.HEADER_CONSTANT_TABLE, 2)) {
    const value = shared[constant] ?? NaN;
    name(slot, Object.is(value, -0) ? "-0" : String(value));
  }
  const initial = field(layout.HEADER_INITIAL_SLOT);
  model.compartments.forEach((compartment, index) => name(initial + index, `initial.${compartment.name}`));
  [...rowsOf(words, layout.HEADER_OUTPUT_TABLE, 1)].forEach(([slot = 0], index) =>
    name(slot, `output.${model.outputs[index]?.name ?? index}`),
  );
  return {
    words,
    shared,
    slot: (position) => slots.get(position) ?? `s${position}`,
    row: (position) =>
      position === layout.NONE
        ? "outside"
        : (model.compartments[position]?.name ?? `moved.${position - model.compartments.length}`),
  };
}

/** The rows of a table of the header, `stride` words each. */
function* rowsOf(words: Int32Array, table: number, stride: number): Generator<Int32Array> {
  const first = words[table] ?? 0;
  const end = first + (words[table + 1] ?? 0);
  for (let at = first; at + stride <= end; at += stride) yield words.subarray(at, at + stride);
}

function sectionOf(names: Names, field: number): string[] {
  const lines: string[] = [];
  const end = (names.words[field] ?? 0) + (names.words[field + 1] ?? 0);
  for (let at = names.words[field] ?? 0; at < end;) {
    const decoded = decode(names.words, at, end);
    lines.push(`  ${decoded.operation.name.padEnd(20)}${operandsOf(names, decoded)}`.trimEnd());
    at = decoded.next;
  }
  return lines;
}

/** Operands in the order of layout.ts; those of repeated terms in brackets, a number of rows after a cross. */
function operandsOf({ shared, slot, row }: Names, { operation, operands }: Decoded): string {
  const rows = operands[0]?.kind === "r" ? operands[0].value : 1;
  const text = ({ kind, value }: Decoded["operands"][number]): string => {
    if (kind === "r") return `× ${value}`;
    if (kind === "s") return slot(value);
    if (kind === "c") return `matrix [${shared.subarray(value, value + rows * rows).join(" ")}]`;
    return kind === "y" || kind === "Y" ? row(value) : String(value);
  };
  const fixed = operation.operands.length;
  const width = operation.repeated.length;
  const plain = operands.slice(0, fixed).filter(({ kind }) => kind !== "n");
  const terms: string[] = [];
  for (let at = fixed; at < operands.length; at += width) {
    terms.push(
      `(${operands
        .slice(at, at + width)
        .map(text)
        .join(" · ")})`,
    );
  }
  return [...plain.map(text), ...terms].join("  ");
}

function tablesOf(program: Program, names: Names): string[] {
  const { words, slot } = names;
  const outputs = [...rowsOf(words, layout.HEADER_OUTPUT_TABLE, 1)].map(
    ([position = 0], index) =>
      `  ${program.model.outputs[index]?.name ?? index} = ${plainSlot(slot(position), position)}`,
  );
  const knots = program.knots.map(({ path, written, used }) => {
    const moved = written === used ? "" : `, used as ${slot(used)}`;
    return `  ${slot(written)}${moved}  (${path})`;
  });
  const table = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", title, ...lines];
  return [
    ...table("outputs", outputs),
    ...table("knots", knots),
    ...table("priors", priorsOf(names)),
    ...table("targets", targetsOf(program, names)),
  ];
}

/** A slot that has no other name than that of its output goes by its number. */
function plainSlot(name: string, position: number): string {
  return name.startsWith("output.") ? `s${position}` : name;
}

function priorsOf({ words, shared, slot }: Names): string[] {
  return [...rowsOf(words, layout.HEADER_PRIOR_TABLE, layout.PRIOR_STRIDE)].map((row) => {
    const [parameter = 0, kind = 0, a = 0, b = 0, c = 0, d = 0, transform = 0, lower = 0, upper = 0] = row;
    const support = `${shared[lower] ?? NaN} to ${shared[upper] ?? NaN}`;
    return `  ${slot(parameter)} ~ ${constantName("FAMILY_", kind)}(${[a, b, c, d].map(slot).join(", ")}), ${constantName("TRANSFORM_", transform)}, ${support}`;
  });
}

function targetsOf({ model }: Program, { words, shared, slot }: Names): string[] {
  const table = words[layout.HEADER_TARGET_TABLE] ?? 0;
  return model.targets.map((target, index) => {
    const first = table + index * layout.TARGET_STRIDE;
    const row = words.subarray(first, first + layout.TARGET_STRIDE);
    const [kind = 0, output = 0, points = 0, times = 0, values = 0] = row;
    const sources = [6, 8, 10, 12].map((at): string => {
      const [source = 0, operand = 0] = row.subarray(at, at + 2);
      if (source === layout.SOURCE_OUTPUT) return "output";
      if (source === layout.SOURCE_LOG_OUTPUT) return "log output";
      if (source === layout.SOURCE_SLOT) return slot(operand);
      return source === layout.SOURCE_DATA ? `[${shared.subarray(operand, operand + points).join(" ")}]` : "–";
    });
    const isWindow = (kind & layout.TARGET_WINDOWS) !== 0;
    const at = isWindow
      ? windowsOf(words.subarray(table + times, table + times + 2 * points), kind)
      : words.subarray(table + times, table + times + points).join(" ");
    const observed = shared.subarray(values, values + points).join(" ");
    const of = model.outputs[output]?.name ?? output;
    return `  ${target.name}: ${of} ~ ${constantName("FAMILY_", kind & layout.TARGET_FAMILY)}(${sources.join(", ")}) at rows ${at}: ${observed}`;
  });
}

/** `3–9` for the rows over which the model's value is added up, or averaged. */
function windowsOf(words: Int32Array, kind: number): string {
  const windows = Array.from({ length: words.length / 2 }, (_, point) => {
    const [first = 0, count = 0] = words.subarray(2 * point, 2 * point + 2);
    return `${first}–${first + count - 1}`;
  });
  return `${(kind & layout.TARGET_MEAN) === 0 ? "summed" : "averaged"} ${windows.join(" ")}`;
}

/** The name of a number of assembly/family.ts, in lower case. */
function constantName(prefix: string, value: number): string {
  const entry = Object.entries(family).find(([name, number]) => name.startsWith(prefix) && number === value);
  return entry?.[0].slice(prefix.length).toLowerCase() ?? String(value);
}
