// The functions of expressions, as formulas.
import { binary, constant, interpolate, select, unary } from "./formula.ts";
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
  ["sigmoid", "sigmoid(x), or sigmoid(t, midpoint, steepness, low, high)"],
  ["tanh", "tanh(x), or tanh(t, midpoint, steepness, low, high)"],
  ["logistic", "logistic(t, midpoint, steepness, top)"],
  ["interp", "interp(t, [0, 10], [1, 2])"],
  ["interp_sigmoid", "interp_sigmoid(t, [0, 10], [1, 2])"],
  ["piecewise", "piecewise(t, [10], [1, 2])"],
  ["earlier", "earlier(school_open, 14)"],
  ["flow", "flow(infection)"],
]);

/** False for a number of arguments between those that `sigmoid` and `tanh` take. */
export function isOneOfCounts(name: string, count: number): boolean {
  return (name !== "sigmoid" && name !== "tanh") || count === 1 || count === 5;
}

/** Applies a function to as many operands as it takes (the caller has counted them). */
export function applyFunction(name: string, operands: readonly Formula[]): Formula {
  const [first = constant(0), second = constant(0), third = constant(0)] = operands;
  const operator = OF_ONE.get(name);
  if (operator !== undefined && operands.length === 1) return unary(operator, first);
  if (name === "min" || name === "max")
    return operands.slice(1).reduce((left, right) => binary(name, left, right), first);
  if (name === "pow") return binary("power", first, second);
  if (name === "where") return select(first, second, third);
  if (operands.length === 1) return sigmoid(first);
  const [, , , low = constant(0), high = constant(1)] = operands;
  const slope = binary("multiply", third, binary("subtract", first, second));
  if (name === "logistic") return binary("multiply", low, sigmoid(slope));
  // sigmoid or tanh from low to high: both rise from 0 to 1 around the midpoint.
  const risen =
    name === "sigmoid"
      ? sigmoid(slope)
      : binary("divide", binary("add", constant(1), unary("tanh", slope)), constant(2));
  return binary("add", low, binary("multiply", binary("subtract", high, low), risen));
}

/** 1 / (1 + exp(−x)). */
function sigmoid(x: Formula): Formula {
  return binary("divide", constant(1), binary("add", constant(1), unary("exp", unary("negate", x))));
}

/** True for functions of a value, points, and values at the points. */
export function takesLists(name: string): boolean {
  return name === "interp" || name === "interp_sigmoid" || name === "piecewise";
}

/** Applies a function of points to as many values as it takes (the caller has counted them). */
export function applyToLists(
  name: string,
  x: Formula,
  points: readonly Formula[],
  values: readonly Formula[],
): Formula {
  if (name === "interp") return interpolate(x, points, values, "linear");
  if (name === "interp_sigmoid") return sigmoidBetween(x, points, values);
  const last = values.at(-1) ?? constant(0);
  // From the right: the last value unless x lies before the last break, and so on.
  return points.reduceRight(
    (later, point, index) => select(binary("less", x, point), values[index] ?? last, later),
    last,
  );
}

/** How sharply the S between two points rises: exp(−8) of the step, 3.4e-4, is missing at each end. */
const KNOT_CURVATURE = 16;

/** An S from point to point: y₀ + (y₁ − y₀) / (1 + exp(−16 (u − ½))), u from 0 to 1; flat outside. */
export function sigmoidBetween(x: Formula, points: readonly Formula[], values: readonly Formula[]): Formula {
  const step = (list: readonly Formula[]): Formula => interpolate(x, points, list, "step");
  const next = <Part>(list: readonly Part[], index: number): Part | undefined => list[index + 1] ?? list[index];
  const zero = constant(0);
  const widths = points.map((point, index) => {
    const later = points[index + 1];
    return later === undefined ? constant(1) : binary("subtract", later, point);
  });
  const rises = values.map((value, index) => binary("subtract", next(values, index) ?? value, value));
  const share = binary("divide", binary("subtract", x, step(points)), step(widths));
  const steep = binary("multiply", constant(KNOT_CURVATURE), binary("subtract", share, constant(1 / 2)));
  const between = binary("add", step(values), binary("multiply", step(rises), sigmoid(steep)));
  const [first] = points;
  return first === undefined ? zero : select(binary("less", x, first), values[0] ?? zero, between);
}

/** What would do in place of an unknown function. */
export function adviseFunctions(found: string): string {
  const known = [...FUNCTIONS.keys()];
  return `The functions are ${listInWords(known, "and", 20)}.${didYouMean(found, known)}`;
}
