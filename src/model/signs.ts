// Signs of expressions as operators of formulas, and whether a formula changes in the run.
import type { BinarySign } from "../document/expression.ts";
import { binary, visitParts } from "./formula.ts";
import type { BinaryOperator, Formula } from "./model.ts";

/** True where a formula depends on time, sizes or series. */
export function changesInRun(formula: Formula): boolean {
  let changes = false;
  visitParts(formula, (part) => {
    if (
      part.kind === "time" ||
      part.kind === "sum" ||
      part.kind === "series" ||
      part.kind === "output" ||
      part.kind === "flow"
    )
      changes = true;
  });
  return changes;
}

const OPERATORS: Readonly<Record<Exclude<BinarySign, ">" | ">=">, BinaryOperator>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "^": "power",
  "<": "less",
  "<=": "lessEqual",
  "==": "equal",
  "!=": "notEqual",
  and: "and",
  or: "or",
};

export function applySign(sign: BinarySign, left: Formula, right: Formula): Formula {
  if (sign === ">") return binary("less", right, left);
  if (sign === ">=") return binary("lessEqual", right, left);
  return binary(OPERATORS[sign], left, right);
}
