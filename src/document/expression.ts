// The syntax tree of an expression, and how it is written as text.

export type BinarySign = "+" | "-" | "*" | "/" | "^" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "and" | "or";
export type UnarySign = "-" | "not";

/** One bracketed part of `name[age, clinical = [icu, ward]]`: without `strata`, the present stratum of `by`. */
export interface IndexItem {
  readonly by: string;
  readonly strata?: readonly string[];
  readonly at: number;
}

/** `at`: column of the part in the expression's own text, from 1. */
export type Expression = { readonly at: number } & (
  | { readonly kind: "number"; readonly value: number }
  /** A date such as 2021-02-01, not yet turned into a time. */
  | { readonly kind: "date"; readonly text: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "unary"; readonly sign: UnarySign; readonly operand: Expression }
  | { readonly kind: "binary"; readonly sign: BinarySign; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "call"; readonly name: string; readonly operands: readonly Expression[] }
  /** Points of `interp` and `piecewise`. */
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "index"; readonly name: string; readonly items: readonly IndexItem[] }
);

/** How tightly signs bind: a higher one goes first. `-` in front binds looser than ^, so that -x^2 is -(x^2). */
export const BINDING: Readonly<Record<BinarySign, number>> = {
  or: 1,
  and: 2,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "==": 4,
  "!=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "^": 8,
};
export const NOT_BINDING = 3;
export const COMPARISON_BINDING = 4;
export const MINUS_BINDING = 7;
const ATOM_BINDING = 9;

/** Text of an expression with no more parentheses than it needs; parsing it gives the same tree. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "date":
      return expression.text;
    case "name":
      return expression.name;
    case "call":
      return `${expression.name}(${expression.operands.map(printExpression).join(", ")})`;
    case "list":
      return `[${expression.items.map(printExpression).join(", ")}]`;
    case "index":
      return `${expression.name}[${expression.items.map(printItem).join(", ")}]`;
    case "unary":
      return expression.sign === "-"
        ? `-${inParentheses(expression.operand, MINUS_BINDING)}`
        : `not ${inParentheses(expression.operand, NOT_BINDING)}`;
    case "binary":
      return printBinary(expression.sign, expression.left, expression.right);
  }
}

function printItem({ by, strata }: IndexItem): string {
  if (strata === undefined) return by;
  return `${by} = ${strata.length === 1 ? (strata[0] ?? "") : `[${strata.join(", ")}]`}`;
}

function printBinary(sign: BinarySign, left: Expression, right: Expression): string {
  const binding = BINDING[sign];
  // Powers group from the right, and take a minus in front of the exponent without parentheses; comparisons do not
  // group at all; everything else groups from the left.
  if (sign === "^") return `${inParentheses(left, binding + 1)} ^ ${inParentheses(right, MINUS_BINDING)}`;
  const leftLeast = binding === COMPARISON_BINDING ? binding + 1 : binding;
  return `${inParentheses(left, leftLeast)} ${sign} ${inParentheses(right, binding + 1)}`;
}

function inParentheses(expression: Expression, least: number): string {
  const text = printExpression(expression);
  return bindingOf(expression) < least ? `(${text})` : text;
}

function bindingOf(expression: Expression): number {
  if (expression.kind === "binary") return BINDING[expression.sign];
  if (expression.kind === "unary") return expression.sign === "-" ? MINUS_BINDING : NOT_BINDING;
  return ATOM_BINDING;
}

/** Calls `visit` with an expression and each of its parts. */
export function visitExpression(expression: Expression, visit: (part: Expression) => void): void {
  visit(expression);
  for (const part of partsOf(expression)) visitExpression(part, visit);
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "call":
      return expression.operands;
    case "list":
      return expression.items;
    default:
      return [];
  }
}
