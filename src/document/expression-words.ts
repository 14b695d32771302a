// Splits the text of an expression into words: numbers, dates, names and signs.

export interface Word {
  readonly kind: "number" | "date" | "name" | "sign" | "end";
  readonly text: string;
  /** Column from 1. */
  readonly at: number;
}

/** What is wrong with an expression's text, and where. */
export class ExpressionError extends Error {
  readonly code: string;
  readonly at: number;
  readonly advice: string;
  constructor(code: string, at: number, message: string, advice: string) {
    super(message);
    this.code = code;
    this.at = at;
    this.advice = advice;
  }
}

/** In the order in which they are tried: a date would otherwise be read as subtractions. */
const WORDS =
  /(?<date>\d{4}-\d{2}-\d{2}(?![\w.]))|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[a-zA-Z_]\w*)|(?<sign><=|>=|==|!=|[-+*/^<>(),=[\]])/uy;

const INSTEAD: Readonly<Record<string, string>> = {
  "&": "Write “and”.",
  "|": "Write “or”.",
  "!": "Write “not”, or != for “differs from”.",
  "×": "Write * for times.",
  "·": "Write * for times.",
  "÷": "Write / for divided by.",
  "−": "Write - for minus.",
  "–": "Write - for minus.",
  "²": "Write ^2 for the square.",
  "%": "Divide by 100 instead.",
  "{": "Write round parentheses.",
  "}": "Write round parentheses.",
  "?": "Write where(condition, yes, no).",
  ";": "Separate arguments with commas.",
};

/** The words of a text, with an end word last. Throws an ExpressionError (E120) at a character that is in no word. */
export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  let position = 0;
  while (position < text.length) {
    if (/\s/.test(text.charAt(position))) {
      position += 1;
      continue;
    }
    WORDS.lastIndex = position;
    const groups = WORDS.exec(text)?.groups;
    if (groups === undefined) throw strange(text, position);
    const word = wordOf(groups, position + 1);
    words.push(word);
    position += word.text.length;
  }
  words.push({ kind: "end", text: "", at: text.length + 1 });
  return words;
}

function wordOf(groups: Readonly<Record<string, string | undefined>>, at: number): Word {
  if (groups["date"] !== undefined) return { kind: "date", text: groups["date"], at };
  if (groups["number"] !== undefined) return { kind: "number", text: groups["number"], at };
  if (groups["name"] !== undefined) return { kind: "name", text: groups["name"], at };
  return { kind: "sign", text: groups["sign"] ?? "", at };
}

function strange(text: string, position: number): ExpressionError {
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  const advice =
    INSTEAD[character] ?? "Expressions are made of numbers, names, parentheses, + - * / ^ and comparisons.";
  return new ExpressionError(
    "E120",
    position + 1,
    `The character “${character}” has no meaning in an expression.`,
    advice,
  );
}
