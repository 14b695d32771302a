// The functions of expressions, as formulas.
import { binary, constant, select, unary } from "./formula.ts";
import type { Formula, UnaryOperator } from "./model.ts";
import { didYouMean, listInWords } from "../base/text.ts";
import { FUNCTIONS } from "../document/words.ts";

const OF_ONE: ReadonlyMap<string, UnaryOperator> = new Map(
  (["exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "abs", "floor"] as const).map((name) => [name, name]),
);

/** How a function is written where one example helps more than a number of arguments. */
export const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ["pow", "pow(x, 2)"],
  ["min", "min(a, b)"],
  ["max", "max(a, b)"],
  ["where", "where(t < 10, a, b)"],
]);

/** Applies a function to as many operands as it takes (the caller has counted them). */
export function applyFunction(name: string, operands: readonly Formula[]): Formula {
  const [first = constant(0), second = constant(0), third = constant(0)] = operands;
  const operator = OF_ONE.get(name);
  if (operator !== undefined) return unary(operator, first);
  if (name === "min" || name === "max")
    return operands.slice(1).reduce((left, right) => binary(name, left, right), first);
  if (name === "pow") return binary("power", first, second);
  if (name === "where") return select(first, second, third);
  // sigmoid(x) = 1 / (1 + exp(−x)), the only one left.
  return binary("divide", constant(1), binary("add", constant(1), unary("exp", unary("negate", first))));
}

/** What would do in place of an unknown function. */
export function adviseFunctions(found: string): string {
  const known = [...FUNCTIONS.keys()];
  return `The functions are ${listInWords(known, "and", 20)}.${didYouMean(found, known)}`;
}
