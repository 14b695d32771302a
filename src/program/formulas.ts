// Formulas to code: each distinct value is computed once, in the earliest section that can know it.

import * as layout from "../../assembly/layout.ts";
import type { Issue } from "../base/issue.ts";
import type { BinaryOperator, Formula, Model, UnaryOperator } from "../model/model.ts";
import type { Knots } from "./knots.ts";
import { latest, type Level, type Section, type Slot, type Tables } from "./tables.ts";

const UNARY: Record<UnaryOperator, number> = {
  negate: layout.OP_NEGATE,
  abs: layout.OP_ABS,
  sqrt: layout.OP_SQRT,
  floor: layout.OP_FLOOR,
  exp: layout.OP_EXP,
  log: layout.OP_LOG,
  sin: layout.OP_SIN,
  cos: layout.OP_COS,
  tan: layout.OP_TAN,
  tanh: layout.OP_TANH,
  not: layout.OP_NOT,
};

const BINARY: Record<BinaryOperator, number> = {
  add: layout.OP_ADD,
  subtract: layout.OP_SUBTRACT,
  multiply: layout.OP_MULTIPLY,
  divide: layout.OP_DIVIDE,
  power: layout.OP_POWER,
  min: layout.OP_MIN,
  max: layout.OP_MAX,
  less: layout.OP_LESS,
  lessEqual: layout.OP_LESS_EQUAL,
  equal: layout.OP_EQUAL,
  notEqual: layout.OP_NOT_EQUAL,
  and: layout.OP_AND,
  or: layout.OP_OR,
};

const COMPARISONS: ReadonlySet<BinaryOperator> = new Set(["less", "lessEqual", "equal", "notEqual"]);
const LOGIC: ReadonlySet<BinaryOperator> = new Set(["and", "or"]);

/** Constant arithmetic that is exact in the same way on every host; nothing transcendental. */
function fold(operator: BinaryOperator, a: number, b: number): number | undefined {
  if (operator === "add") return a + b;
  if (operator === "subtract") return a - b;
  if (operator === "multiply") return a * b;
  if (operator === "divide") return a / b;
  return undefined;
}

/** Where a sum of compartments comes from: the state within the right-hand side, projections within the outputs. */
export interface Place {
  readonly name: "rate" | "output";
  sum(compartments: readonly number[]): Slot;
  /** Present flow of some flows, persons per time unit. */
  flow(flows: readonly number[]): Slot;
  /** Slot of an output computed earlier; only within outputs. */
  output?(index: number): Slot;
}

export class Formulas {
  /** What jumps from one number to another, with the path at which it was first met. */
  readonly jumps = new Map<Slot, string>();
  private readonly known = new Map<string | number, Slot>();
  /** Slots of formulas seen before: parts may be shared, and shared parts may share parts. */
  private readonly seen = { rate: new Map<Formula, Slot>(), output: new Map<Formula, Slot>() };
  private readonly tables: Tables;
  private readonly model: Model;
  private readonly knots: Knots;

  constructor(tables: Tables, model: Model, knots: Knots) {
    this.tables = tables;
    this.model = model;
    this.knots = knots;
  }

  get issues(): readonly Issue[] {
    return this.knots.issues;
  }

  /** The slot that holds the formula's value, from its level on. */
  slot(formula: Formula, place: Place, path: string): Slot {
    const seen = this.seen[place.name];
    const known = seen.get(formula);
    if (known !== undefined) return known;
    const slot = this.make(formula, place, path);
    seen.set(formula, slot);
    return slot;
  }

  private make(formula: Formula, place: Place, path: string): Slot {
    switch (formula.kind) {
      case "constant":
        return this.tables.constant(formula.value);
      case "time":
        return this.tables.time;
      case "parameter":
        return this.tables.parameters[formula.parameter] as Slot; // build checked the position
      case "sum":
        return place.sum(formula.compartments);
      case "series":
        return this.series(formula.series);
      case "flow":
        return place.flow(formula.flows);
      case "interpolate":
        return this.interpolate(formula, place, path);
      case "output":
        if (place.output === undefined) throw new Error(`${path} uses an output outside the outputs`);
        return place.output(formula.output);
      case "unary": {
        const operand = this.slot(formula.operand, place, path);
        if (formula.operator === "negate" && operand.value !== undefined) return this.tables.constant(-operand.value);
        if (formula.operator === "floor" && operand.level === "time") this.knots.unlocated(path);
        const result = this.compute(UNARY[formula.operator], [operand]);
        return formula.operator === "floor" || formula.operator === "not" ? this.jumping(result, path) : result;
      }
      case "binary":
        return this.binary(formula.operator, formula.left, formula.right, place, path);
      case "select": {
        const parts = [formula.condition, formula.yes, formula.no].map((part) => this.slot(part, place, path));
        return this.jumping(this.compute(layout.OP_SELECT, parts), path);
      }
    }
  }

  private binary(operator: BinaryOperator, left: Formula, right: Formula, place: Place, path: string): Slot {
    let a = this.slot(left, place, path);
    let b = this.slot(right, place, path);
    if (a.value !== undefined && b.value !== undefined) {
      const folded = fold(operator, a.value, b.value);
      if (folded !== undefined) return this.tables.constant(folded);
    }
    if (COMPARISONS.has(operator) && latest([a.level, b.level]) === "time") {
      if (a === this.tables.time && b.level !== "time") b = this.knots.locate(b, path, true);
      else if (b === this.tables.time && a.level !== "time") a = this.knots.locate(a, path, true);
      else this.knots.unlocated(path);
    }
    const result = this.compute(BINARY[operator], [a, b]);
    return COMPARISONS.has(operator) || LOGIC.has(operator) ? this.jumping(result, path) : result;
  }

  private jumping(result: Slot, path: string): Slot {
    if (!this.jumps.has(result)) this.jumps.set(result, path);
    return result;
  }

  /** The value of one operation on slots; computed once, where its last operand is known. */
  compute(code: number, operands: readonly Slot[]): Slot {
    const key = keyOf(code, operands);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const level: Level = latest(["setup", ...operands.map((slot) => slot.level)]);
    const slot = this.tables.one(level);
    this.tables.emit(sectionOf(level), code, slot, ...operands);
    this.known.set(key, slot);
    return slot;
  }

  /** A value between knots, all of them formulas; those of time itself are stops. */
  private interpolate(formula: Extract<Formula, { kind: "interpolate" }>, place: Place, path: string): Slot {
    const isStep = formula.interpolation === "step";
    const at = this.slot(formula.at, place, path);
    const ofTime = at === this.tables.time;
    const knots = formula.times.map((part) => {
      const written = this.slot(part, place, path);
      return ofTime && isBeforeRun(written) ? this.knots.locate(written, path, isStep) : written;
    });
    if (isStep && at.level === "time" && !(ofTime && knots.every(isBeforeRun))) this.knots.unlocated(path);
    const values = formula.values.map((part) => this.slot(part, place, path));
    if (knots.length === 0 || knots.length !== values.length) {
      throw new Error(`${path} interpolates between ${knots.length} times and ${values.length} values`);
    }
    const ids = (slots: readonly Slot[]): string => slots.map((slot) => slot.id).join(",");
    const key = `${formula.interpolation}:${at.id}:${ids(knots)}:${ids(values)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const [times, heights] = [this.tables.contiguous(knots), this.tables.contiguous(values)];
    const slot = this.tables.one(latest(["setup", at.level, ...[...knots, ...values].map(({ level }) => level)]));
    const code = isStep ? layout.OP_INTERPOLATE_STEP : layout.OP_INTERPOLATE_LINEAR;
    this.tables.emit(sectionOf(slot.level), code, slot, at, times.length, times[0] ?? at, heights[0] ?? at, 0);
    this.known.set(key, slot);
    return isStep ? this.jumping(slot, path) : slot;
  }

  private series(index: number): Slot {
    const key = `series:${index}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const series = this.model.series[index];
    if (series === undefined) throw new Error(`there is no series ${index}`);
    const isStep = series.interpolation === "step";
    const path = `series.${series.name}.times`;
    const times = this.tables.contiguous(
      series.times.map((time) => this.knots.locate(this.tables.constant(time), path, isStep)),
    );
    const values = this.tables.contiguous(series.values.map((value) => this.tables.constant(value)));
    const slot = this.tables.one("time");
    const code = isStep ? layout.OP_INTERPOLATE_STEP : layout.OP_INTERPOLATE_LINEAR;
    const [firstTime, firstValue] = [times[0], values[0]];
    if (firstTime === undefined || firstValue === undefined) throw new Error(`${path} is empty`);
    this.tables.emit("time", code, slot, this.tables.time, times.length, firstTime, firstValue, 0);
    this.known.set(key, slot);
    return slot;
  }
}

/** Slots that a number holds the position of, beside another of them and the code of an operation: 2²² each. */
const COUNTABLE = 4_194_304;

/** What an operation on slots is known by: a number for most, for there are tens of thousands. */
function keyOf(code: number, operands: readonly Slot[]): string | number {
  const [first, second] = operands;
  if (first === undefined || operands.length > 2) return `${code}:${operands.map((slot) => slot.id).join(",")}`;
  const [a, b] = [first.id, second === undefined ? COUNTABLE - 1 : second.id];
  return a < COUNTABLE && b < COUNTABLE ? (code * COUNTABLE + a) * COUNTABLE + b : `${code}:${a},${b}`;
}

function isBeforeRun(slot: Slot): boolean {
  return slot.level === "constant" || slot.level === "setup";
}

/** The section that computes slots of a level. */
export function sectionOf(level: Level): Section {
  return level === "constant" ? "setup" : level;
}
