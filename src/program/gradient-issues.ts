// Where the gradient of a log posterior is not to be trusted: places at which the density jumps, by name.
//
// A bend (`abs`, `min`, `max`, a knot of a linear series) has a derivative on either side, and the gradient is that of the
// side on which a run is. A jump in time whose moment a parameter moves has one too where steps end at it (dopri5). What
// is left jumps: its slope is 0 or unknown wherever it is looked at, and a sampler that follows slopes learns nothing.

import * as layout from "../../assembly/layout.ts";
import type { Issue } from "../base/issue.ts";
import { listInWords, quote } from "../base/text.ts";
import { activityOf, densitySlots, touches, type Activity, type Step } from "./activity.ts";
import type { Span } from "./effects.ts";
import { headerField, type Program } from "./program.ts";

const WITHOUT = "a sampler that needs no gradient (adaptive_metropolis, de_mcz, imis or independence)";

/**
 * Warnings, once for each path; empty where the gradient is that of the log density almost everywhere.
 *
 * S131 a comparison, `floor` or step that hangs on a calibrated parameter or on the state; S132 a time that one moves, on
 * the grid of fixed steps; S133 an output with a target that jumps at a time that one moves; S134 a method without gradient.
 */
export function gradientIssues(program: Program): readonly Issue[] {
  const { method } = program.model.integrator;
  if (program.model.priors.length === 0 || program.model.targets.length === 0) return [];
  if (method === "rodas5p" || method === "tau-leap") return [withoutGradient(method)];
  const rough = new Rough(program);
  const found = new Map<string, Issue>();
  for (const step of rough.steps) {
    const issue = rough.issueOf(step);
    if (issue !== undefined && !found.has(`${issue.code} ${issue.path}`))
      found.set(`${issue.code} ${issue.path}`, issue);
  }
  return [...found.values()];
}

function withoutGradient(method: string): Issue {
  return {
    code: "S134",
    severity: "warning",
    path: "integrator.method",
    message: `runs with ${method} have no gradient of the log density.`,
    advice: `Use ${WITHOUT}, or \`integrator: { method: dopri5 }\`.`,
  };
}

const COMPARISONS: ReadonlySet<number> = new Set([
  layout.OP_LESS,
  layout.OP_LESS_EQUAL,
  layout.OP_EQUAL,
  layout.OP_NOT_EQUAL,
]);
/** Operations that choose among numbers: how many of the spans that they read are what they choose by. */
const CHOOSING: ReadonlyMap<number, number> = new Map([
  [layout.OP_INTERPOLATE_STEP, 2],
  [layout.OP_SELECT, 1],
]);
const DIVISIONS: ReadonlySet<number> = new Set([layout.OP_DIVIDE, layout.OP_DIVIDE_OR_ZERO]);

/** The operations of one program that jump, and what makes them. */
class Rough {
  readonly steps: readonly Step[];
  private readonly program: Program;
  private readonly activity: Activity;
  /** The operation that computes a slot. */
  private readonly writers = new Map<number, Step>();
  private readonly zeros: ReadonlySet<number>;
  private readonly divisors: ReadonlySet<number>;
  private readonly knots: ReadonlyMap<number, string>;

  constructor(program: Program) {
    this.program = program;
    this.activity = activityOf(program);
    this.steps = Object.values(this.activity.sections).flat();
    for (const step of this.steps) {
      for (const { first, count } of step.effects.writes) {
        for (let slot = first; slot < first + count; slot += 1) this.writers.set(slot, step);
      }
    }
    this.zeros = zeroSlots(program);
    this.divisors = new Set(
      this.steps.filter(({ decoded }) => DIVISIONS.has(decoded.code)).map((step) => operand(step, 2)),
    );
    this.knots = new Map(program.knots.map(({ used, path }) => [used, path]));
  }

  issueOf(step: Step): Issue | undefined {
    const { decoded, effects } = step;
    const { varied, useful } = this.activity;
    const causes = effects.isStep ? effects.reads : effects.reads.slice(0, CHOOSING.get(decoded.code) ?? 0);
    if (!touches(varied, causes) || !touches(useful, effects.writes)) return undefined;
    const [result] = effects.writes;
    const slot = result?.first ?? NaN;
    if (decoded.code === layout.OP_SNAP) return this.snapped(slot, causes);
    if (this.isLocated(step)) return this.reachesDensity(slot) ? this.seen(slot, causes) : undefined;
    return this.keepsFromZero(step) ? undefined : this.jump(slot, decoded.code, causes);
  }

  /** True where time itself is compared with moments at which steps end. */
  private isLocated(step: Step): boolean {
    const isKnot = (slot: number): boolean => this.knots.has(slot) || this.activity.varied[slot] === 0;
    if (step.decoded.code === layout.OP_INTERPOLATE_STEP) {
      const times = slotsOf({ first: operand(step, 3), count: operand(step, 2) });
      return operand(step, 1) === layout.SLOT_TIME && times.every((slot) => isKnot(this.knotOf(slot)));
    }
    if (!COMPARISONS.has(step.decoded.code)) return false;
    const [a, b] = [operand(step, 1), operand(step, 2)];
    return (a === layout.SLOT_TIME && isKnot(b)) || (b === layout.SLOT_TIME && isKnot(a));
  }

  /** Knots are copied to stand side by side. */
  private knotOf(slot: number): number {
    const writer = this.writers.get(slot);
    return !this.knots.has(slot) && writer?.decoded.code === layout.OP_COPY ? operand(writer, 1) : slot;
  }

  /** True for `x > 0` where x is divided by somewhere: it only keeps from dividing by nobody. */
  private keepsFromZero(step: Step): boolean {
    if (!COMPARISONS.has(step.decoded.code)) return false;
    const [a, b] = [operand(step, 1), operand(step, 2)];
    return (this.zeros.has(a) && this.divisors.has(b)) || (this.zeros.has(b) && this.divisors.has(a));
  }

  /** True where the log density hangs on the slot otherwise than through flows, which integrate what jumps. */
  private reachesDensity(slot: number): boolean {
    const marked = new Set([slot]);
    const { project, finish, time, rate } = this.activity.sections;
    const isMarked = ({ first, count }: Span): boolean => {
      for (let at = first; at < first + count; at += 1) if (marked.has(at)) return true;
      return false;
    };
    for (let before = 0; before < marked.size;) {
      before = marked.size;
      for (const { effects } of [...time, ...rate, ...project, ...finish]) {
        if (!effects.reads.some(isMarked)) continue;
        for (const { first, count } of effects.writes) for (let at = first; at < first + count; at += 1) marked.add(at);
      }
    }
    return densitySlots(this.program.buffer, this.program.model.targets.length).some(isMarked);
  }

  private jump(slot: number, code: number, causes: readonly Span[]): Issue {
    const what = COMPARISONS.has(code) ? "a comparison" : code === layout.OP_FLOOR ? "a “floor”" : "a step";
    return {
      code: "S131",
      severity: "warning",
      path: this.pathOf(slot),
      message: `has ${what} whose result changes with ${this.wordsOf(causes)}: the log density jumps there, which its gradient does not see.`,
      advice: `Use ${WITHOUT}, or write a change without a jump, such as \`sigmoid\` or \`tanh\`.`,
    };
  }

  private snapped(slot: number, causes: readonly Span[]): Issue {
    const { time, integrator } = this.program.model;
    const step = time.step / ("substeps" in integrator ? integrator.substeps : 1);
    return {
      code: "S132",
      severity: "warning",
      path: this.pathOf(slot),
      message: `is a time that moves with ${this.wordsOf(causes)}, by whole steps of ${step}: the log density is a staircase of it, and its gradient is 0.`,
      advice: `Use \`integrator: { method: dopri5 }\`, whose steps end at that time and whose gradient knows it, or ${WITHOUT}.`,
    };
  }

  private seen(slot: number, causes: readonly Span[]): Issue {
    return {
      code: "S133",
      severity: "warning",
      path: this.pathOf(slot),
      message: `jumps at a time that moves with ${this.wordsOf(causes)}, and a target looks at it: the log density jumps where that time passes a point.`,
      advice: `Give the target sizes of compartments or exact counts, which do not jump, or use ${WITHOUT}.`,
    };
  }

  private pathOf(slot: number): string {
    return this.knots.get(slot) ?? this.program.jumps.find((jump) => jump.slot === slot)?.path ?? "";
  }

  /** What moves these slots: calibrated parameters by name, and the state as a whole. */
  private wordsOf(causes: readonly Span[]): string {
    const { priors, parameters, compartments } = this.program.model;
    const free = new Map(priors.map(({ parameter }) => [layout.SLOT_PARAMETERS + parameter, parameter]));
    const seen = new Set<number>();
    const names = new Set<string>();
    let isState = false;
    const waiting = causes.flatMap(slotsOf);
    for (let slot = waiting.pop(); slot !== undefined; slot = waiting.pop()) {
      if (seen.has(slot) || this.activity.varied[slot] === 0) continue;
      seen.add(slot);
      const parameter = free.get(slot);
      if (parameter !== undefined) names.add(quote(parameters[parameter]?.name ?? ""));
      const effects = this.writers.get(slot)?.effects;
      if (effects === undefined) continue;
      isState ||= effects.fromRows.length > 0;
      waiting.push(...effects.reads.flatMap(slotsOf));
    }
    const sizes = compartments.length === 1 ? "the size of the compartment" : "the sizes of compartments";
    return listInWords([...(isState ? [sizes] : []), ...[...names].sort()]);
  }
}

function operand({ decoded }: Step, n: number): number {
  return decoded.operands[n]?.value ?? NaN;
}

function slotsOf({ first, count }: Span): number[] {
  return Array.from({ length: count }, (_, n) => first + n);
}

/** Slots that hold the constant 0. */
function zeroSlots({ buffer }: Program): Set<number> {
  const words = new Int32Array(buffer);
  const shared = new Float64Array(buffer, 8 * headerField(buffer, layout.HEADER_SHARED));
  const table = headerField(buffer, layout.HEADER_CONSTANT_TABLE);
  const zeros = new Set<number>();
  for (let at = table; at < table + headerField(buffer, layout.HEADER_CONSTANT_TABLE + 1); at += 2) {
    if (shared[words[at + 1] ?? 0] === 0) zeros.add(words[at] ?? 0);
  }
  return zeros;
}
