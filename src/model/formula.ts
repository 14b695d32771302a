// Formulas: made with exact arithmetic on constants folded, walked, and evaluated where arithmetic is all they need.
import type { BinaryOperator, Formula, UnaryOperator } from "./model.ts";

/** Parts within parts of one formula, quantities written out; bounds the recursion of all that walks a formula. */
export const MAX_FORMULA_DEPTH = 1000;

const depths = new WeakMap<Formula, number>();

/** Levels of a formula; 1 for a constant. */
export function depthOf(formula: Formula): number {
  return depths.get(formula) ?? 1;
}

function measured(formula: Formula, parts: readonly Formula[]): Formula {
  depths.set(formula, 1 + Math.max(0, ...parts.map(depthOf)));
  return formula;
}

export function constant(value: number): Formula {
  return { kind: "constant", value };
}

export function unary(operator: UnaryOperator, operand: Formula): Formula {
  if (operator === "negate" && operand.kind === "constant") return constant(-operand.value);
  return measured({ kind: "unary", operator, operand }, [operand]);
}

/** Folds + − × ÷ of two constants: IEEE arithmetic gives the same bits here as in the kernel. */
export function binary(operator: BinaryOperator, left: Formula, right: Formula): Formula {
  if (left.kind === "constant" && right.kind === "constant") {
    const folded = FOLDED.get(operator)?.(left.value, right.value);
    if (folded !== undefined) return constant(folded);
  }
  return measured({ kind: "binary", operator, left, right }, [left, right]);
}

/** Between points; see the kind `interpolate` of Formula. */
export function interpolate(
  at: Formula,
  times: readonly Formula[],
  values: readonly Formula[],
  interpolation: "linear" | "step",
): Formula {
  return measured({ kind: "interpolate", at, times, values, interpolation }, [at, ...times, ...values]);
}

export function select(condition: Formula, yes: Formula, no: Formula): Formula {
  return measured({ kind: "select", condition, yes, no }, [condition, yes, no]);
}

const FOLDED: ReadonlyMap<BinaryOperator, (left: number, right: number) => number> = new Map([
  ["add", (left: number, right: number) => left + right],
  ["subtract", (left: number, right: number) => left - right],
  ["multiply", (left: number, right: number) => left * right],
  ["divide", (left: number, right: number) => left / right],
]);

const ARITHMETIC: ReadonlyMap<BinaryOperator, (left: number, right: number) => number> = new Map([
  ...FOLDED,
  ["min", Math.min],
  ["max", Math.max],
  ["less", (left: number, right: number) => Number(left < right)],
  ["lessEqual", (left: number, right: number) => Number(left <= right)],
  ["equal", (left: number, right: number) => Number(left === right)],
  ["notEqual", (left: number, right: number) => Number(left !== right)],
  ["and", (left: number, right: number) => Number(left !== 0 && right !== 0)],
  ["or", (left: number, right: number) => Number(left !== 0 || right !== 0)],
]);

const ARITHMETIC_OF_ONE: ReadonlyMap<UnaryOperator, (operand: number) => number> = new Map([
  ["negate", (operand: number) => -operand],
  ["abs", Math.abs],
  ["floor", Math.floor],
  ["not", (operand: number) => Number(operand === 0)],
]);

/**
 * Value of a formula for given parameters; undefined where it depends on time or sizes, or needs more than arithmetic.
 * Functions such as exp are left to the kernel: the host's may differ in the last digit.
 */
export function evaluate(formula: Formula, parameters: readonly number[]): number | undefined {
  const known = new Map<Formula, number | undefined>();
  const value = (part: Formula): number | undefined => {
    if (!known.has(part)) known.set(part, once(part));
    return known.get(part);
  };
  const once = (part: Formula): number | undefined => {
    if (part.kind === "constant") return part.value;
    if (part.kind === "parameter") return parameters[part.parameter];
    if (part.kind === "unary") {
      const operand = value(part.operand);
      return operand === undefined ? undefined : ARITHMETIC_OF_ONE.get(part.operator)?.(operand);
    }
    if (part.kind === "binary") {
      const left = value(part.left);
      const right = value(part.right);
      return left === undefined || right === undefined ? undefined : ARITHMETIC.get(part.operator)?.(left, right);
    }
    if (part.kind !== "select") return undefined;
    const condition = value(part.condition);
    return condition === undefined ? undefined : value(condition === 0 ? part.no : part.yes);
  };
  return value(formula);
}

/** Calls `visit` once for each different part of the formulas. `seen` may be shared between calls. */
export function visitParts(formula: Formula, visit: (part: Formula) => void, seen = new Set<Formula>()): void {
  if (seen.has(formula)) return;
  seen.add(formula);
  visit(formula);
  for (const part of partsOf(formula)) visitParts(part, visit, seen);
}

function partsOf(formula: Formula): readonly Formula[] {
  if (formula.kind === "unary") return [formula.operand];
  if (formula.kind === "binary") return [formula.left, formula.right];
  if (formula.kind === "interpolate") return [formula.at, ...formula.times, ...formula.values];
  return formula.kind === "select" ? [formula.condition, formula.yes, formula.no] : [];
}
