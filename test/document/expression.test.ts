// The grammar of expressions: what binds how, what is refused and where, and that printing is the inverse of reading.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printExpression } from "../../src/document/expression.ts";
import type { BinarySign, Expression } from "../../src/document/expression.ts";
import { MAX_EXPRESSION_DEPTH, parseExpression } from "../../src/document/expression-parse.ts";

function parsed(text: string): Expression {
  const result = parseExpression(text);
  if (!result.ok) throw new Error(`${text}: ${result.message}`);
  return result.expression;
}

/** All parentheses written out: shows how an expression was understood. */
function grouped(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "date":
      return expression.text;
    case "name":
      return expression.name;
    case "unary":
      return `(${expression.sign} ${grouped(expression.operand)})`;
    case "binary":
      return `(${grouped(expression.left)} ${expression.sign} ${grouped(expression.right)})`;
    case "call":
      return `${expression.name}(${expression.operands.map(grouped).join(", ")})`;
    case "list":
      return `[${expression.items.map(grouped).join(", ")}]`;
    case "index":
      return printExpression(expression);
  }
}

describe("an expression", () => {
  test.each([
    ["a + b * c", "(a + (b * c))"],
    ["a - b - c", "((a - b) - c)"],
    ["a / b * c", "((a / b) * c)"],
    ["a ^ b ^ c", "(a ^ (b ^ c))"],
    ["-a ^ 2", "(- (a ^ 2))"],
    ["2 ^ -a", "(2 ^ (- a))"],
    ["2 ^ -a ^ b", "(2 ^ (- (a ^ b)))"],
    ["-a * b", "((- a) * b)"],
    ["a - -b", "(a - (- b))"],
    ["a < b + 1", "(a < (b + 1))"],
    ["a < b and c or d", "(((a < b) and c) or d)"],
    ["not a < b and c", "((not (a < b)) and c)"],
    ["where(t >= 2021-02-01, 1e3, .5)", "where((t >= 2021-02-01), 1000, 0.5)"],
    ["max(a, b, c) * (a + b)", "(max(a, b, c) * (a + b))"],
    ["2.5e-3*x_1", "(0.0025 * x_1)"],
    ["notice + order", "(notice + order)"],
    ["x[age] * 2", "(x[age] * 2)"],
    ["x[age=15,clinical = [icu,ward]]^2", "(x[age = 15, clinical = [icu, ward]] ^ 2)"],
    ["interp(t, [0, 2 * a], [1, b])", "interp(t, [0, (2 * a)], [1, b])"],
  ])("%s means %s", (text, meaning) => expect(grouped(parsed(text))).toBe(meaning));

  test.each([
    ["a + ", "E121", 5],
    ["(a + b", "E121", 7],
    ["a b", "E121", 3],
    ["a)", "E121", 2],
    ["2 * * 3", "E121", 5],
    ["max(a,, b)", "E121", 7],
    ["a = b", "E121", 3],
    ["1,5", "E121", 2],
    ["", "E121", 1],
    ["a & b", "E120", 3],
    ["x[", "E121", 3],
    ["x[age = ]", "E121", 9],
    ["x[2]", "E121", 3],
    ["x[age", "E121", 6],
    ["interp(t, [0, 1", "E121", 16],
    ["a ]", "E121", 3],
    ["a < b < c", "E123", 7],
    ["a == b != c", "E123", 8],
    ["a.constructor", "E120", 2],
    ["`x`", "E120", 1],
    ["1e999", "E121", 1],
  ])("%s is refused with %s at column %i", (text, code, at) => {
    expect(parseExpression(text)).toMatchObject({ ok: false, code, at });
  });

  test("is bounded in length and depth", () => {
    expect(parseExpression("1".repeat(10_001))).toMatchObject({ ok: false, code: "E122" });
    expect(parseExpression("(".repeat(5000))).toMatchObject({ ok: false, code: "E122" });
    expect(parseExpression("-".repeat(5000))).toMatchObject({ ok: false, code: "E122" });
    expect(parseExpression(Array(4000).fill("1").join("+"))).toMatchObject({ ok: false, code: "E122" });
    expect(
      parseExpression(
        Array(MAX_EXPRESSION_DEPTH - 1)
          .fill("1")
          .join("+"),
      ),
    ).toMatchObject({ ok: true });
  });
});

const signs: readonly BinarySign[] = ["+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "and", "or"];
const name = fc.constantFrom("a", "beta", "x_1", "t");
const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    fc
      .double({ min: 0, noNaN: true, noDefaultInfinity: true })
      .map((value): Expression => ({ kind: "number", value, at: 0 })),
    name.map((text): Expression => ({ kind: "name", name: text, at: 0 })),
    fc
      .tuple(fc.constantFrom(...signs), tie("tree"), tie("tree"))
      .map(([sign, left, right]): Expression => ({ kind: "binary", sign, left, right, at: 0 })),
    fc
      .tuple(fc.constantFrom("-" as const, "not" as const), tie("tree"))
      .map(([sign, operand]): Expression => ({ kind: "unary", sign, operand, at: 0 })),
    fc
      .tuple(name, fc.array(tie("tree"), { maxLength: 3 }))
      .map(([called, operands]): Expression => ({ kind: "call", name: called, operands, at: 0 })),
  ),
}));

describe("printing an expression", () => {
  test("and reading it gives the same tree", () => {
    fc.assert(
      fc.property(tree, (expression) => {
        const again = parsed(printExpression(expression));
        expect(grouped(again)).toBe(grouped(expression));
      }),
      { numRuns: 500 },
    );
  });

  test("writes no parentheses that are not needed", () => {
    expect(printExpression(parsed("((a) + (b * (c)))"))).toBe("a + b * c");
    expect(printExpression(parsed("(a - b) - (c - d)"))).toBe("a - b - (c - d)");
  });
});

describe("any text at all", () => {
  test("gives a tree or an error within the text, and throws nothing", () => {
    const words = fc.array(
      fc.constantFrom(..."+ - * / ^ ( ) , < = ! a t 1 .5 2e and or not max where 2020-01-01 & é".split(" ")),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          words.map((list) => list.join(" ")),
        ),
        (text) => {
          const result = parseExpression(text);
          if (!result.ok) {
            expect(result.at).toBeGreaterThanOrEqual(1);
            expect(result.at).toBeLessThanOrEqual(text.length + 1);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
