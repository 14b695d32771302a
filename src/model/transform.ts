// The transform of a series' values: arithmetic of x, computed once when the model is built.
import type { Expression } from "../document/expression.ts";

type Arithmetic = (x: number) => number;

/** The function that an expression of x is; what is wrong where it needs more than exact arithmetic. */
export function transformOf(expression: Expression): Arithmetic | { readonly problem: string } {
  try {
    return compiled(expression);
  } catch (error) {
    if (error instanceof Unfit) return { problem: error.message };
    throw error;
  }
}

class Unfit extends Error {}

function compiled(expression: Expression): Arithmetic {
  switch (expression.kind) {
    case "number": {
      const { value } = expression;
      return () => value;
    }
    case "name":
      if (expression.name === "x") return (x) => x;
      throw new Unfit(`“${expression.name}” stands where only x may.`);
    case "unary": {
      const operand = compiled(expression.operand);
      return expression.sign === "-" ? (x) => -operand(x) : (x) => Number(operand(x) === 0);
    }
    case "binary":
      return binary(expression.sign, compiled(expression.left), expression.right);
    case "call":
      return call(expression.name, expression.operands.map(compiled));
    default:
      throw new Unfit("Dates, lists and brackets have no place in a transform.");
  }
}

function binary(sign: string, left: Arithmetic, written: Expression): Arithmetic {
  const right = compiled(written);
  switch (sign) {
    case "+":
      return (x) => left(x) + right(x);
    case "-":
      return (x) => left(x) - right(x);
    case "*":
      return (x) => left(x) * right(x);
    case "/":
      return (x) => left(x) / right(x);
    case "^":
      return power(left, written);
    default:
      throw new Unfit(`The sign ${sign} has no place in a transform.`);
  }
}

/** Whole powers alone are products: others need functions that differ between hosts. */
function power(base: Arithmetic, written: Expression): Arithmetic {
  const exponent = written.kind === "number" ? written.value : NaN;
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > 10) {
    throw new Unfit("A power in a transform is a whole number from 0 to 10.");
  }
  return (x) => {
    let product = 1;
    for (let factor = 0; factor < exponent; factor += 1) product *= base(x);
    return product;
  };
}

function call(name: string, operands: readonly Arithmetic[]): Arithmetic {
  const [first] = operands;
  if (first !== undefined && operands.length === 1 && name === "abs") return (x) => Math.abs(first(x));
  if (operands.length > 1 && name === "min") return (x) => Math.min(...operands.map((operand) => operand(x)));
  if (operands.length > 1 && name === "max") return (x) => Math.max(...operands.map((operand) => operand(x)));
  throw new Unfit(`A transform may use min, max and abs, and not ${name} of ${operands.length}.`);
}
