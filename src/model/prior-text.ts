// Splits the text of a prior, such as `truncated_normal(2, 1, lower=0)`, into its family and its arguments.

export interface PriorArgument {
  /** Undefined for one that is given by position. */
  readonly name: string | undefined;
  readonly text: string;
  /** Column of the text within the whole, from 0. */
  readonly offset: number;
}

export interface PriorText {
  readonly family: string;
  readonly arguments: readonly PriorArgument[];
}

/** Undefined for text that is not of the form family(arguments). The arguments' own text is not looked at. */
export function splitPrior(text: string): PriorText | undefined {
  const open = text.indexOf("(");
  const family = text.slice(0, Math.max(0, open)).trim();
  if (!/^[a-zA-Z_]\w*$/.test(family) || !text.trimEnd().endsWith(")")) return undefined;
  const inside = text.slice(open + 1, text.lastIndexOf(")"));
  if (inside.trim() === "") return { family, arguments: [] };
  let offset = open + 1;
  const found: PriorArgument[] = [];
  for (const part of splitAtCommas(inside)) {
    found.push(argumentOf(part, offset));
    offset += part.length + 1;
  }
  return { family, arguments: found };
}

function argumentOf(part: string, offset: number): PriorArgument {
  const named = /^\s*([a-zA-Z_]\w*)\s*=(?!=)/.exec(part);
  const skipped = named?.[0].length ?? 0;
  return { name: named?.[1], text: part.slice(skipped), offset: offset + skipped };
}

/** At commas outside of parentheses and brackets. */
export function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "(" || character === "[") depth += 1;
    if (character === ")" || character === "]") depth -= 1;
    if (character !== "," || depth > 0) continue;
    parts.push(text.slice(start, index));
    start = index + 1;
  }
  return [...parts, text.slice(start)];
}
