// A program's sections in reverse: for each operation that carries the gradient, what its adjoint rule needs.

import * as adjoint from "../../assembly/adjoint-layout.ts";
import * as layout from "../../assembly/layout.ts";
import { activityOf, touches, type Activity, type ReversedSection, type Step } from "./activity.ts";
import { termsOf, type Span } from "./effects.ts";
import { headerField, type Program } from "./program.ts";
import { transposedGather, type ReverseWord } from "./transpose.ts";

export interface Reverse {
  readonly sections: Record<ReversedSection | "coefficients", readonly ReverseWord[]>;
  /** Slots of the outputs whose values the reversed outputs need. */
  readonly kept: readonly Span[];
  /** Slots of the rates that reversed rates and flows look at. */
  readonly rates: readonly Span[];
  /** Slots of the times that calibrated parameters move and at which adaptive steps end. */
  readonly knots: readonly number[];
  /** True where outputs with targets need rates. */
  readonly outputsNeedRates: boolean;
  /** Slots that the largest mixing matrix fills. */
  readonly groups: number;
}

/** The reversed code of a program, pruned of all that no calibrated parameter reaches or the log density does not need. */
export function reverse(program: Program): Reverse {
  const activity = activityOf(program);
  const kept = (name: ReversedSection): Step[] => keptSteps(activity, name);
  const outputs = [...kept("project"), ...kept("finish")];
  const gathers = kept("flow").filter(({ decoded }) => decoded.code === layout.OP_GATHER);
  return {
    sections: {
      setup: reversedSteps(activity, kept("setup")),
      project: reversedSteps(activity, kept("project")),
      finish: reversedSteps(activity, kept("finish")),
      coefficients: gathers.flatMap((step) => coefficients(step, activity, "y")),
      ...reversedDerivative(activity),
    },
    kept: outputValues(activity, outputs),
    rates: rateValues(activity, [...kept("rate"), ...kept("flow")]),
    knots: movedKnots(program, activity),
    outputsNeedRates: needRates(program, activity, outputs),
    groups: groupsOf(activity),
  };
}

/** The reversed code of one right-hand side, for its Jacobian: by the state and time. */
export function reverseLinearisation(
  program: Program,
): Pick<Reverse, "groups"> & { readonly sections: ReversedDerivative } {
  const activity = activityOf(program, "derivative");
  return { sections: reversedDerivative(activity), groups: groupsOf(activity) };
}

type ReversedDerivative = Pick<Reverse["sections"], "time" | "rate" | "flow">;

function reversedDerivative(activity: Activity): ReversedDerivative {
  const flows = keptSteps(activity, "flow");
  const gathers = flows.filter(({ decoded }) => decoded.code === layout.OP_GATHER);
  return {
    time: reversedSteps(activity, keptSteps(activity, "time")),
    rate: reversedSteps(activity, keptSteps(activity, "rate")),
    flow: [...transposedGather(gathers, activity.usefulRows.length), ...reversedSteps(activity, flows)],
  };
}

function keptSteps(activity: Activity, name: ReversedSection): Step[] {
  return activity.sections[name].filter((step) => carries(step, activity));
}

function reversedSteps(activity: Activity, steps: readonly Step[]): ReverseWord[] {
  return [...steps].reverse().flatMap((step) => reversedStep(step, activity));
}

function groupsOf(activity: Activity): number {
  return keptSteps(activity, "rate").reduce(
    (most, { decoded }) => (decoded.code === layout.OP_MIX ? Math.max(most, decoded.operands[0]?.value ?? 0) : most),
    0,
  );
}

function movedKnots({ knots, model }: Program, { varied, useful }: Activity): number[] {
  if (model.integrator.method !== "dopri5") return [];
  return knots.map(({ used }) => used).filter((slot) => varied[slot] === 1 && useful[slot] === 1);
}

/** True where an output with a target, or what it is computed from, is known only with the rates. */
function needRates({ buffer, model }: Program, { sections, varied }: Activity, outputs: readonly Step[]): boolean {
  const rates = new Uint8Array(varied.length);
  for (const { effects } of sections.rate) {
    for (const { first, count } of effects.writes) rates.fill(1, first, first + count);
  }
  const slots = new Int32Array(buffer).subarray(headerField(buffer, layout.HEADER_OUTPUT_TABLE));
  return (
    outputs.some(({ effects }) => touches(rates, effects.reads)) ||
    model.targets.some(({ output }) => rates[slots[output] ?? 0] === 1)
  );
}

/** True for an operation that leads from a calibrated parameter, or the state, to the log density. */
function carries({ effects }: Step, { varied, useful, usefulRows }: Activity): boolean {
  if (effects.isStep) return false;
  if (effects.toRows.length > 0) {
    return touches(usefulRows, effects.toRows) && (effects.fromRows.length > 0 || touches(varied, effects.reads));
  }
  return touches(useful, effects.writes) && touches(varied, effects.writes);
}

const word = (kind: string, value: number): ReverseWord => ({ kind, value });

/** The words of one operation's adjoint rule. */
function reversedStep(step: Step, activity: Activity): ReverseWord[] {
  const { code, operands } = step.decoded;
  const at = (n: number): number => operands[n]?.value ?? 0;
  switch (code) {
    case layout.OP_GATHER:
      return [];
    case layout.OP_WEIGH_ROWS:
      return [...coefficients(step, activity, "s"), ...unchanged(step)];
    case layout.OP_MOVE:
    case layout.OP_MOVE_BROADCAST:
    case layout.OP_COUNT:
    case layout.OP_COUNT_BROADCAST:
      return [
        word("i", adjoint.REVERSE_MOVE),
        ...operands.map(({ kind, value }) => word(kind, value)),
        word("i", moveFlags(step, activity)),
      ];
    case layout.OP_BLEND: {
      const terms = termsOf(operands, 3, 2).filter(([scale = 0]) => activity.varied[scale] === 1);
      const head = [word("i", code), word("r", at(0)), word("s", at(1)), word("n", terms.length)];
      return [...head, ...terms.flatMap(([scale = 0, matrix = 0]) => [word("s", scale), word("c", matrix)])];
    }
    default:
      return unchanged(step);
  }
}

function unchanged({ decoded }: Step): ReverseWord[] {
  return [word("i", decoded.code), ...decoded.operands.map(({ kind, value }) => word(kind, value))];
}

/** What a gather (kind y), or a weighed sum (kind s), owes to those of its coefficients that move. */
function coefficients({ decoded }: Step, { varied }: Activity, kind: "y" | "s"): ReverseWord[] {
  const { operands } = decoded;
  const [rows = 0, dst = 0] = operands.map(({ value }) => value);
  return termsOf(operands, 3, 2).flatMap(([row = 0, coefficient = 0]) =>
    runsOf(varied.subarray(coefficient, coefficient + rows)).flatMap(({ first, count }) => [
      ...(kind === "s" ? [word("i", adjoint.REVERSE_WEIGH_COEFFICIENT)] : []),
      word("r", count),
      word(kind, dst + first),
      word("y", row + first),
      word("s", coefficient + first),
    ]),
  );
}

/** Runs of ones. */
function runsOf(flags: Uint8Array): Span[] {
  const runs: Span[] = [];
  for (let at = 0; at < flags.length;) {
    const first = flags.indexOf(1, at);
    if (first < 0) break;
    const end = flags.indexOf(0, first);
    at = end < 0 ? flags.length : end;
    runs.push({ first, count: at - first });
  }
  return runs;
}

function moveFlags({ decoded, effects }: Step, { varied }: Activity): number {
  const { code } = decoded;
  const [coefficient, factor] = effects.reads;
  const isActive = (span: Span | undefined): boolean => span !== undefined && touches(varied, [span]);
  return (
    (code === layout.OP_MOVE_BROADCAST || code === layout.OP_COUNT_BROADCAST ? adjoint.MOVE_BROADCASTS : 0) |
    (code === layout.OP_COUNT || code === layout.OP_COUNT_BROADCAST ? adjoint.MOVE_COUNTS : 0) |
    (isActive(factor) ? adjoint.MOVE_FACTOR_ACTIVE : 0) |
    (isActive(coefficient) ? adjoint.MOVE_COEFFICIENT_ACTIVE : 0)
  );
}

/** Operations whose slopes are constants, or coefficients known before the run. */
const LINEAR: ReadonlySet<number> = new Set([
  layout.OP_SUM_ROWS,
  layout.OP_WEIGH_ROWS,
  layout.OP_TOTAL,
  layout.OP_MIX,
  layout.OP_BLEND,
  layout.OP_GATHER,
]);

/** Slots of the rates whose values reversed operations look at. */
function rateValues({ sections, varied }: Activity, steps: readonly Step[]): Span[] {
  const computed = new Uint8Array(varied.length);
  const needed = new Uint8Array(varied.length);
  for (const { effects } of sections.rate) {
    for (const { first, count } of effects.writes) computed.fill(1, first, first + count);
  }
  for (const { effects, decoded } of steps) {
    if (LINEAR.has(decoded.code)) continue;
    for (const { first, count } of [...effects.reads, ...effects.writes]) {
      for (let slot = first; slot < first + count; slot += 1) if (computed[slot] === 1) needed[slot] = 1;
    }
  }
  return runsOf(needed);
}

/** Slots computed with an output row that reversed operations look at again; histories stay as they are. */
function outputValues({ sections, varied }: Activity, steps: readonly Step[]): Span[] {
  const computed = new Uint8Array(varied.length);
  for (const { effects, decoded } of [...sections.project, ...sections.finish]) {
    if (decoded.code === layout.OP_KEEP) continue;
    for (const { first, count } of effects.writes) computed.fill(1, first, first + count);
  }
  const needed = new Uint8Array(varied.length);
  for (const { decoded } of steps) {
    for (const { kind, value } of decoded.operands) if (kind === "s" && computed[value] === 1) needed[value] = 1;
  }
  return runsOf(needed);
}
