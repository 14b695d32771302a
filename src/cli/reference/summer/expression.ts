// Reads the formulas of the recorded models (Python's infix arithmetic) and turns them into the project's formulas.

import { binary, constant, select, unary } from "../../../model/formula.ts";
import type { BinaryOperator, Formula, UnaryOperator } from "../../../model/model.ts";

/** What a formula may name beside numbers and functions of numbers. */
export interface Scope {
  /** Plain names: `t`, and the arguments of a function output. */
  readonly names: ReadonlyMap<string, Formula>;
  /** `computed('name')`, `N()`, `C('I', age='o')`, `source()`, `flow('name')`. */
  call(name: string, texts: readonly string[], keywords: Readonly<Record<string, string>>): Formula | undefined;
}

type Value = Formula | readonly Formula[];

const WORD =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|'([^']*)'|"([^"]*)"|(\*\*|<=|>=|==|!=|[-+*/<>()[\],=]))/y;

interface Word {
  readonly kind: "number" | "name" | "text" | "sign" | "end";
  readonly text: string;
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  const trimmed = text.trimEnd();
  WORD.lastIndex = 0;
  while (WORD.lastIndex < trimmed.length) {
    const at = WORD.lastIndex;
    const found = WORD.exec(trimmed);
    if (found === null) throw new Error(`cannot read “${trimmed.slice(at)}” in ${text}`);
    const [, number, name, single, double, sign] = found;
    if (number !== undefined) words.push({ kind: "number", text: number });
    else if (name !== undefined) words.push({ kind: "name", text: name });
    else if (sign !== undefined) words.push({ kind: "sign", text: sign });
    else words.push({ kind: "text", text: single ?? double ?? "" });
  }
  return [...words, { kind: "end", text: "" }];
}

/** Left operand, right operand → formula; by how tightly the sign binds. */
const SIGNS: ReadonlyMap<string, { readonly binding: number; readonly make: (a: Formula, b: Formula) => Formula }> =
  new Map(
    (
      [
        ["or", 1, "or"],
        ["and", 2, "and"],
        ["<", 4, "less"],
        ["<=", 4, "lessEqual"],
        ["==", 4, "equal"],
        ["!=", 4, "notEqual"],
        ["+", 5, "add"],
        ["-", 5, "subtract"],
        ["*", 6, "multiply"],
        ["/", 6, "divide"],
        ["**", 8, "power"],
      ] as const satisfies readonly (readonly [string, number, BinaryOperator])[]
    ).map(([sign, binding, operator]) => [sign, { binding, make: (a, b) => binary(operator, a, b) }]),
  );
const SWAPPED: ReadonlyMap<string, string> = new Map([
  [">", "<"],
  [">=", "<="],
]);
const NOT_BINDING = 3;
const MINUS_BINDING = 7;
const POWER_BINDING = 8;

const OF_ONE: ReadonlyMap<string, UnaryOperator> = new Map(
  (["exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "abs", "floor"] as const).map((name) => [name, name]),
);

/** The formula of a text. Errors: anything that the files' README does not list. */
export function formulaOf(text: string, scope: Scope): Formula {
  return new Reader(wordsOf(text), scope, text).whole();
}

class Reader {
  private position = 0;
  private readonly words: readonly Word[];
  private readonly scope: Scope;
  private readonly text: string;

  constructor(words: readonly Word[], scope: Scope, text: string) {
    this.words = words;
    this.scope = scope;
    this.text = text;
  }

  whole(): Formula {
    const formula = this.expression(0);
    if (this.word().kind !== "end") this.fail();
    return formula;
  }

  private word(): Word {
    return this.words[this.position] ?? { kind: "end", text: "" };
  }

  private fail(): never {
    throw new Error(`cannot read “${this.word().text}” in ${this.text}`);
  }

  private take(sign: string): boolean {
    const word = this.word();
    if (word.kind !== "sign" || word.text !== sign) return false;
    this.position += 1;
    return true;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) this.fail();
  }

  private expression(least: number): Formula {
    let left = this.prefix();
    for (;;) {
      const { kind, text } = this.word();
      const swapped = SWAPPED.get(text);
      const sign = kind === "sign" || kind === "name" ? SIGNS.get(swapped ?? text) : undefined;
      if (sign === undefined || sign.binding < least) return left;
      this.position += 1;
      const right = this.expression(sign.binding === POWER_BINDING ? MINUS_BINDING : sign.binding + 1);
      left = swapped === undefined ? sign.make(left, right) : sign.make(right, left);
    }
  }

  private prefix(): Formula {
    if (this.take("-")) return unary("negate", this.expression(MINUS_BINDING));
    if (this.take("+")) return this.expression(MINUS_BINDING);
    if (this.word().kind === "name" && this.word().text === "not") {
      this.position += 1;
      return unary("not", this.expression(NOT_BINDING));
    }
    return this.atom();
  }

  private atom(): Formula {
    if (this.take("(")) {
      const inner = this.expression(0);
      this.expect(")");
      return inner;
    }
    const { kind, text } = this.word();
    this.position += 1;
    if (kind === "number") return constant(Number(text));
    if (kind !== "name") this.fail();
    if (this.take("(")) return this.call(text);
    if (text === "pi") return constant(Math.PI);
    const named = this.scope.names.get(text);
    if (named === undefined) throw new Error(`there is no ${text} in ${this.text}`);
    return named;
  }

  private call(name: string): Formula {
    const values: Value[] = [];
    const texts: string[] = [];
    const keywords: Record<string, string> = {};
    while (!this.take(")")) {
      const { kind, text } = this.word();
      const after = this.words[this.position + 1];
      if (kind === "text") {
        texts.push(text);
        this.position += 1;
      } else if (kind === "name" && after?.kind === "sign" && after.text === "=") {
        this.position += 2;
        keywords[text] = this.word().text;
        this.position += 1;
      } else values.push(this.take("[") ? this.list() : this.expression(0));
      if (!this.take(",") && this.word().text !== ")") this.fail();
    }
    return this.scope.call(name, texts, keywords) ?? this.apply(name, values);
  }

  private list(): Formula[] {
    const members: Formula[] = [];
    while (!this.take("]")) {
      members.push(this.expression(0));
      if (!this.take(",") && this.word().text !== "]") this.fail();
    }
    return members;
  }

  private apply(name: string, values: readonly Value[]): Formula {
    const single = (at: number): Formula => {
      const value = values[at];
      return value === undefined || isList(value) ? this.fail() : value;
    };
    const list = (at: number): readonly Formula[] => {
      const value = values[at];
      return value !== undefined && isList(value) ? value : this.fail();
    };
    const operator = OF_ONE.get(name);
    if (operator !== undefined) return unary(operator, single(0));
    if (name === "min" || name === "max")
      return values.slice(1).reduce<Formula>((left, _, at) => binary(name, left, single(at + 1)), single(0));
    if (name === "pow") return binary("power", single(0), single(1));
    if (name === "where") return select(single(0), single(1), single(2));
    if (name === "interp")
      return { kind: "interpolate", at: single(2), times: list(0), values: list(1), interpolation: "linear" };
    if (name === "piecewise") return piecewise(list(0), list(1), single(2));
    throw new Error(`there is no function ${name} in ${this.text}`);
  }
}

function isList(value: Value): value is readonly Formula[] {
  return Array.isArray(value);
}

/** values[k], k the number of breaks that are not later than `at`. */
function piecewise(breaks: readonly Formula[], values: readonly Formula[], at: Formula): Formula {
  return breaks.reduceRight<Formula>(
    (later, limit, index) => select(binary("less", at, limit), values[index] ?? constant(NaN), later),
    values[breaks.length] ?? constant(NaN),
  );
}
