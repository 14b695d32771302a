// Reads the text of an expression: a parser by precedence, bounded in length and depth, that never runs what it reads.
import { BINDING, COMPARISON_BINDING, MINUS_BINDING, NOT_BINDING } from "./expression.ts";
import type { BinarySign, Expression, IndexItem, UnarySign } from "./expression.ts";
import { ExpressionError, splitWords } from "./expression-words.ts";
import type { Word } from "./expression-words.ts";
import { COMMA_IN_BRACES } from "./words.ts";

export const MAX_EXPRESSION_LENGTH = 10_000;
/** Parts within parts. Bounds the recursion of everything that later walks the tree. */
export const MAX_EXPRESSION_DEPTH = 200;

/** The tree, or what is wrong: code, message, advice, and the column in the text. */
export type Parsed =
  | { readonly ok: true; readonly expression: Expression }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly advice: string;
      readonly at: number;
    };

/** Reads one expression. Any text at all gives a tree or an error with its column; nothing is thrown. */
export function parseExpression(text: string): Parsed {
  try {
    if (text.length > MAX_EXPRESSION_LENGTH) {
      const message = `The expression is ${text.length} characters long; up to ${MAX_EXPRESSION_LENGTH} are read.`;
      throw new ExpressionError("E122", 1, message, "Give parts of it a name in “quantities”.");
    }
    return { ok: true, expression: new Reader(splitWords(text)).whole() };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { ok: false, code: error.code, message: error.message, advice: error.advice, at: error.at };
  }
}

class Reader {
  private readonly words: readonly Word[];
  private readonly depths = new WeakMap<Expression, number>();
  private position = 0;
  private nested = 0;

  constructor(words: readonly Word[]) {
    this.words = words;
  }

  whole(): Expression {
    const expression = this.expression(0);
    const word = this.word();
    if (word.kind !== "end") throw this.leftOver(word);
    return expression;
  }

  /** Reads as long as signs bind at least as tightly as `least`. */
  private expression(least: number): Expression {
    this.nested += 1;
    if (this.nested > MAX_EXPRESSION_DEPTH) throw tooDeep(this.word().at);
    let left = this.start();
    for (;;) {
      const word = this.word();
      const sign = binarySign(word);
      if (sign === undefined || BINDING[sign] < least) break;
      this.position += 1;
      const right = this.expression(sign === "^" ? MINUS_BINDING : BINDING[sign] + 1);
      left = this.measured({ kind: "binary", sign, left, right, at: word.at }, [left, right]);
      const next = this.word();
      if (BINDING[sign] === COMPARISON_BINDING && isComparison(next)) throw chained(next);
    }
    this.nested -= 1;
    return left;
  }

  private start(): Expression {
    const word = this.word();
    this.position += 1;
    if (word.kind === "number") return { kind: "number", value: numberOf(word), at: word.at };
    if (word.kind === "date") return { kind: "date", text: word.text, at: word.at };
    if (word.kind === "name" && word.text === "not") return this.unary("not", NOT_BINDING, word.at);
    if (word.kind === "name" && word.text !== "and" && word.text !== "or") return this.nameOrCall(word);
    if (word.text === "-" && word.kind === "sign") return this.unary("-", MINUS_BINDING, word.at);
    if (word.text === "(" && word.kind === "sign") return this.parentheses(word);
    if (word.text === "[" && word.kind === "sign") return this.list(word);
    throw missingValue(word);
  }

  private unary(sign: UnarySign, binding: number, at: number): Expression {
    const operand = this.expression(binding);
    return this.measured({ kind: "unary", sign, operand, at }, [operand]);
  }

  private parentheses(open: Word): Expression {
    const inside = this.expression(0);
    this.close(open);
    return inside;
  }

  private nameOrCall(word: Word): Expression {
    const open = this.word();
    if (open.text === "[" && open.kind === "sign") return this.index(word.text, word.at, open);
    if (open.text !== "(" || open.kind !== "sign") return { kind: "name", name: word.text, at: word.at };
    this.position += 1;
    const operands = this.word().text === ")" ? [] : this.between(() => this.expression(0));
    this.close(open);
    return this.measured({ kind: "call", name: word.text, operands, at: word.at }, operands);
  }

  private list(open: Word): Expression {
    const items = this.between(() => this.expression(0));
    this.close(open, "]");
    return this.measured({ kind: "list", items, at: open.at }, items);
  }

  private index(name: string, at: number, open: Word): Expression {
    this.position += 1;
    const items = this.between(() => this.indexItem());
    this.close(open, "]");
    return { kind: "index", name, items, at };
  }

  /** `age`, `age = 15` or `clinical = [icu, ward]`. */
  private indexItem(): IndexItem {
    const { text: by, at } = this.nameInBrackets("name");
    if (this.word().text !== "=") return { by, at };
    this.position += 1;
    const open = this.word();
    if (open.text !== "[") return { by, strata: [this.nameInBrackets("number").text], at };
    this.position += 1;
    const strata = this.between(() => this.nameInBrackets("number").text);
    this.close(open, "]");
    return { by, strata, at };
  }

  private nameInBrackets(also: "name" | "number"): Word {
    const word = this.word();
    this.position += 1;
    if (word.kind === "name" || word.kind === also) return word;
    const found = word.kind === "end" ? "The expression ends" : `“${word.text}” stands`;
    const wanted = also === "name" ? "the name of a stratification" : "a stratum";
    const advice = "Write x[age] for the present stratum, or x[age = 15, place = [north, south]] to choose.";
    throw new ExpressionError("E121", word.at, `${found} where ${wanted} is missing.`, advice);
  }

  /** One or more parts, separated by commas. */
  private between<Part>(read: () => Part): Part[] {
    const parts = [read()];
    while (this.word().text === ",") {
      this.position += 1;
      parts.push(read());
    }
    return parts;
  }

  private close(open: Word, by: ")" | "]" = ")"): void {
    const word = this.word();
    if (word.text === by) {
      this.position += 1;
      return;
    }
    if (word.kind !== "end") throw this.leftOver(word);
    const which = by === ")" ? "parenthesis" : "bracket";
    const message = `The ${which} opened at column ${open.at} is not closed.`;
    throw new ExpressionError("E121", word.at, message, `Add a ${by} where it belongs. ${COMMA_IN_BRACES}`);
  }

  private measured(expression: Expression, parts: readonly Expression[]): Expression {
    const depth = 1 + Math.max(0, ...parts.map((part) => this.depths.get(part) ?? 1));
    if (depth > MAX_EXPRESSION_DEPTH) throw tooDeep(expression.at);
    this.depths.set(expression, depth);
    return expression;
  }

  private leftOver(word: Word): ExpressionError {
    const found = `${this.inWords(word)} stands where the expression should end or go on with a sign`;
    const advice = advise(word);
    return new ExpressionError("E121", word.at, `${found}.`, advice);
  }

  private inWords(word: Word): string {
    return word.kind === "end" ? "The end" : `“${word.text.slice(0, 60)}”`;
  }

  private word(): Word {
    // The last word is the end, which is never passed by more than one place.
    return this.words[this.position] ?? { kind: "end", text: "", at: this.words.at(-1)?.at ?? 1 };
  }
}

function advise(word: Word): string {
  if (word.text === "[") return "Write * for times; brackets follow a name: susceptibility[age].";
  if (word.text === "=") return "Write == to ask whether two values are equal.";
  if (word.text === "]") return "Take this ] away, or open a [ before it.";
  if (word.text === ")") return "Take this ) away, or open a ( before it.";
  if (word.text === ",") return "Commas separate the arguments of a function only; write a point in decimal numbers.";
  if (word.text === "(") return "Write * for times.";
  return "Put a sign such as * or + between the two, and _ instead of a space in names.";
}

function binarySign(word: Word): BinarySign | undefined {
  const isSign = word.kind === "sign" || (word.kind === "name" && (word.text === "and" || word.text === "or"));
  return isSign && Object.hasOwn(BINDING, word.text) ? signs.get(word.text) : undefined;
}

// The keys of BINDING are exactly the signs; Object.keys forgets it.
const signs: ReadonlyMap<string, BinarySign> = new Map(
  (Object.keys(BINDING) as BinarySign[]).map((sign) => [sign, sign]),
);

function isComparison(word: Word): boolean {
  const sign = binarySign(word);
  return sign !== undefined && BINDING[sign] === COMPARISON_BINDING;
}

function numberOf(word: Word): number {
  const value = Number(word.text);
  if (Number.isFinite(value)) return value;
  throw new ExpressionError(
    "E121",
    word.at,
    `The number ${word.text} is too large.`,
    "Write “inf” where infinity is meant.",
  );
}

function tooDeep(at: number): ExpressionError {
  const message = `More than ${MAX_EXPRESSION_DEPTH} parts stand within one another, or in one sum or product.`;
  return new ExpressionError("E122", at, message, "Give parts of it a name in “quantities”.");
}

function chained(word: Word): ExpressionError {
  const message = `A second comparison, “${word.text}”, follows the first.`;
  return new ExpressionError("E123", word.at, message, "Join comparisons with “and”, such as a < b and b < c.");
}

function missingValue(word: Word): ExpressionError {
  const found = word.kind === "end" ? "The expression ends" : `“${word.text}” stands`;
  const message = `${found} where a number, a name or a parenthesis is missing.`;
  const advice = word.text === "+" ? "Take this + away: a value needs no sign in front." : "Write what belongs there.";
  return new ExpressionError("E121", word.at, message, advice);
}
