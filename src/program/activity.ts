// Which parts of a program carry the gradient: what hangs on a calibrated parameter and what the log density hangs on.

import * as layout from "../../assembly/layout.ts";
import { effectsOf, type Effects, type Span } from "./effects.ts";
import { decode, operationOf, type Decoded } from "./operations.ts";
import { headerField, type Program } from "./program.ts";

/** An operation with what it reads and writes. */
export interface Step {
  readonly decoded: Decoded;
  readonly effects: Effects;
}

export type ReversedSection = "setup" | "time" | "rate" | "flow" | "project" | "finish";

export interface Activity {
  /** All operations, in the order in which they are executed. */
  readonly sections: Record<ReversedSection, readonly Step[]>;
  /** Slots that move with a calibrated parameter, the state included. */
  readonly varied: Uint8Array;
  /** Slots, and rows of the derivative, that move the log density. */
  readonly useful: Uint8Array;
  readonly usefulRows: Uint8Array;
}

/**
 * @param of  the log density, by the calibrated parameters; or the derivative, by the state and time: then varied is what
 *            moves with those, and useful what the derivative is computed from
 */
export function activityOf(program: Program, of: "density" | "derivative" = "density"): Activity {
  const { buffer } = program;
  const words = new Int32Array(buffer);
  const times = headerField(buffer, layout.HEADER_TIMES);
  const read = (field: number): Step[] => {
    const steps: Step[] = [];
    const end = (words[field] ?? 0) + (words[field + 1] ?? 0);
    for (let at = words[field] ?? 0; at < end;) {
      const decoded = decode(words, at, end);
      for (const single of singles(decoded)) steps.push({ decoded: single, effects: effectsOf(single, times) });
      at = decoded.next;
    }
    return steps;
  };
  const sections = {
    setup: read(layout.HEADER_SETUP),
    time: read(layout.HEADER_TIME),
    rate: read(layout.HEADER_RATE),
    flow: read(layout.HEADER_FLOW),
    project: read(layout.HEADER_PROJECT),
    finish: read(layout.HEADER_FINISH),
  };
  const nSlots = headerField(buffer, layout.HEADER_SLOTS);
  if (of === "derivative") return { sections, ...derivativeParts(program, sections, nSlots) };
  const varied = variedSlots(program, sections, nSlots);
  return { sections, varied, ...usefulParts(program, sections, nSlots) };
}

/** An operation; of many copies each on its own, for some may carry what others do not. */
function singles(decoded: Decoded): readonly Decoded[] {
  if (decoded.code !== layout.OP_COPY_EACH) return [decoded];
  const [, to, , ...sources] = decoded.operands;
  if (to === undefined) return [];
  return sources.map((source, row) => {
    const operands = [{ ...to, value: to.value + row }, source];
    return { ...decoded, code: layout.OP_COPY, operation: COPY, operands };
  });
}

const COPY = operationOf(layout.OP_COPY);

export function touches(flags: Uint8Array, spans: readonly Span[]): boolean {
  return spans.some(({ first, count }) => flags.subarray(first, first + count).includes(1));
}

function mark(flags: Uint8Array, spans: readonly Span[]): void {
  for (const { first, count } of spans) flags.fill(1, first, first + count);
}

function countOf(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

/** Marks until nothing is added: what a row of the outputs carries to the next goes around. */
function settle(flags: Uint8Array, pass: () => void): void {
  for (let before = -1; before !== countOf(flags);) {
    before = countOf(flags);
    pass();
  }
}

function variedSlots({ model }: Program, sections: Activity["sections"], nSlots: number): Uint8Array {
  const varied = new Uint8Array(nSlots);
  mark(
    varied,
    model.priors.map(({ parameter }) => ({ first: layout.SLOT_PARAMETERS + parameter, count: 1 })),
  );
  for (const name of ["setup", "time", "rate", "project"] as const) vary(varied, sections[name]);
  settle(varied, () => vary(varied, sections.finish));
  return varied;
}

/** Marks what the operations compute from the state or from slots that are marked. */
function vary(varied: Uint8Array, steps: readonly Step[]): void {
  for (const { effects } of steps) {
    if (effects.isStep) continue;
    if (effects.fromRows.length > 0 || touches(varied, effects.reads)) mark(varied, effects.writes);
  }
}

function derivativeParts(
  { buffer }: Program,
  sections: Activity["sections"],
  nSlots: number,
): Omit<Activity, "sections"> {
  const [varied, useful] = [new Uint8Array(nSlots), new Uint8Array(nSlots)];
  varied[layout.SLOT_TIME] = 1;
  vary(varied, sections.time);
  vary(varied, sections.rate);
  for (const { effects } of sections.flow) mark(useful, effects.reads);
  for (const { effects } of [...sections.time, ...sections.rate].reverse()) {
    if (touches(useful, effects.writes)) mark(useful, effects.reads);
  }
  const rows = headerField(buffer, layout.HEADER_COMPARTMENTS) + headerField(buffer, layout.HEADER_ACCUMULATORS);
  return { varied, useful, usefulRows: new Uint8Array(rows).fill(1) };
}

function usefulParts(
  { buffer, model }: Program,
  sections: Activity["sections"],
  nSlots: number,
): Pick<Activity, "useful" | "usefulRows"> {
  const useful = new Uint8Array(nSlots);
  const nCompartments = headerField(buffer, layout.HEADER_COMPARTMENTS);
  const usefulRows = new Uint8Array(nCompartments + headerField(buffer, layout.HEADER_ACCUMULATORS));
  usefulRows.fill(1, 0, nCompartments);
  mark(useful, [{ first: headerField(buffer, layout.HEADER_INITIAL_SLOT), count: nCompartments }]);
  mark(useful, densitySlots(buffer, model.targets.length));
  const pass = (steps: readonly Step[]): void => {
    for (const { effects } of [...steps].reverse()) {
      if (!touches(useful, effects.writes)) continue;
      mark(useful, effects.reads);
      mark(usefulRows, effects.fromRows);
    }
  };
  settle(useful, () => pass(sections.finish));
  pass(sections.project);
  for (const { effects } of sections.flow) if (touches(usefulRows, effects.toRows)) mark(useful, effects.reads);
  for (const name of ["rate", "time", "setup"] as const) pass(sections[name]);
  return { useful, usefulRows };
}

/** Slots that the log density is computed from: outputs with targets, arguments of targets and of priors. */
export function densitySlots(buffer: ArrayBuffer, nTargets: number): Span[] {
  const words = new Int32Array(buffer);
  const field = (at: number): number => words[at] ?? 0;
  const slots: number[] = [];
  const targets = field(layout.HEADER_TARGET_TABLE);
  for (let n = 0; n < nTargets; n += 1) {
    const row = targets + n * layout.TARGET_STRIDE;
    slots.push(field(field(layout.HEADER_OUTPUT_TABLE) + field(row + 1)));
    for (let at = row + 6; at < row + layout.TARGET_STRIDE; at += 2) {
      if (field(at) === layout.SOURCE_SLOT) slots.push(field(at + 1));
    }
  }
  const priors = field(layout.HEADER_PRIOR_TABLE);
  for (let row = priors; row < priors + field(layout.HEADER_PRIOR_TABLE + 1); row += layout.PRIOR_STRIDE) {
    for (let at = row + 2; at < row + 6; at += 1) slots.push(field(at));
  }
  return slots.map((first) => ({ first, count: 1 }));
}
