// Names and words of the document language: what may be a name, and what is taken.

/** Functions of expressions and how many arguments each takes; `sigmoid` and `tanh` take 1 or 5. */
export const FUNCTIONS: ReadonlyMap<string, { readonly least: number; readonly most: number }> = new Map([
  ["exp", { least: 1, most: 1 }],
  ["log", { least: 1, most: 1 }],
  ["sqrt", { least: 1, most: 1 }],
  ["pow", { least: 2, most: 2 }],
  ["sin", { least: 1, most: 1 }],
  ["cos", { least: 1, most: 1 }],
  ["tan", { least: 1, most: 1 }],
  ["tanh", { least: 1, most: 5 }],
  ["abs", { least: 1, most: 1 }],
  ["floor", { least: 1, most: 1 }],
  ["min", { least: 2, most: 100 }],
  ["max", { least: 2, most: 100 }],
  ["where", { least: 3, most: 3 }],
  ["sigmoid", { least: 1, most: 5 }],
  ["logistic", { least: 4, most: 4 }],
  ["interp", { least: 3, most: 3 }],
  ["interp_sigmoid", { least: 3, most: 3 }],
  ["piecewise", { least: 3, most: 3 }],
  ["earlier", { least: 2, most: 2 }],
  ["flow", { least: 1, most: 1 }],
]);

/** What to do about a comma that YAML takes for the end of a value. */
export const COMMA_IN_BRACES = "Within { }, put text that holds a comma between quotation marks.";

/** Names that every expression knows. */
export const BUILT_IN: readonly string[] = ["t", "pi", "population", "inf"];

/** Words of the grammar, and `rest`, which stands for what is left of the initial population. */
const GRAMMAR: readonly string[] = ["and", "or", "not", "rest"];

/** True for what a stratum may be called: a name, or a number such as the youngest age of a group. */
export function isStratum(text: string): boolean {
  return /^(?:[a-zA-Z_]\w*|\d+(?:\.\d+)?)$/.test(text);
}

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LONGEST_NAME = 100;

/** True for letters, digits and _ that do not begin with a digit. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

/** Why text cannot be the name of a thing, as the end of a sentence; undefined where it can. */
export function nameProblem(name: string): string | undefined {
  if (BUILT_IN.includes(name) || GRAMMAR.includes(name)) return "is a word of the language";
  if (FUNCTIONS.has(name)) return "is the name of a function";
  // Records of JavaScript inherit these; an index by name would find them.
  if (name in {}) return "is reserved";
  if (!NAME.test(name)) return "is not a name: letters, digits and _ make one, and no digit stands first";
  return name.length > LONGEST_NAME ? `is longer than ${LONGEST_NAME} characters` : undefined;
}
