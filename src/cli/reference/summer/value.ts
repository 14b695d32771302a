// The value of a formula of numbers, for outputs that are computed after a run.

import type { BinaryOperator, Formula } from "../../../model/model.ts";
import type { KernelExports } from "../../../kernel/exports.ts";

/** The kernel's functions of numbers. */
export type Functions = Pick<KernelExports, "exp" | "log" | "sqrt" | "pow" | "sin" | "cos" | "tan" | "tanh">;

const OF_TWO: Readonly<Record<Exclude<BinaryOperator, "power">, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  min: Math.min,
  max: Math.max,
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
};

/** Errors: parts that need a state or a time. */
export function valueOf(formula: Formula, args: readonly number[], functions: Functions): number {
  const value = (part: Formula): number => valueOf(part, args, functions);
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "parameter":
      return args[formula.parameter] ?? NaN;
    case "select":
      return value(formula.condition) === 0 ? value(formula.no) : value(formula.yes);
    case "binary": {
      const [left, right] = [value(formula.left), value(formula.right)];
      return formula.operator === "power" ? functions.pow(left, right) : OF_TWO[formula.operator](left, right);
    }
    case "unary": {
      const operand = value(formula.operand);
      if (formula.operator === "negate") return -operand;
      if (formula.operator === "abs") return Math.abs(operand);
      if (formula.operator === "floor") return Math.floor(operand);
      return formula.operator === "not" ? Number(operand === 0) : functions[formula.operator](operand);
    }
    default:
      throw new Error(`an output uses a ${formula.kind}`);
  }
}
