// Syntax errors of YAML text in plain words, with line and column.
import type { LineCounter, YAMLError } from "yaml";
import type { Issue, Place } from "../base/issue.ts";

/** Line and column of an offset in the text, both from 1. */
export function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** What the package's error codes mean to a person who does not know YAML by heart: message, advice. */
const SYNTAX: Readonly<Record<string, readonly [code: string, message: string, advice: string]>> = {
  TAB_AS_INDENT: ["E104", "A tab stands in the indentation.", "Indent with spaces, two for each level."],
  BAD_INDENT: [
    "E103",
    "The indentation does not fit the lines around it.",
    "Give entries of one level the same number of spaces.",
  ],
  MISSING_CHAR: [
    "E103",
    "A closing bracket, quotation mark, comma, colon or space is missing.",
    "Close what was opened before this place; write a space after each colon.",
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    "E103",
    "There are two colons in one line, or a list or map where a single value must be.",
    "Put text that holds a colon between quotation marks, and nested entries on lines of their own.",
  ],
  MULTILINE_IMPLICIT_KEY: [
    "E103",
    "A key goes over more than one line.",
    "Write a colon and a space after the key, or close the quotation mark before this place.",
  ],
  UNEXPECTED_TOKEN: [
    "E103",
    "Something stands here that does not belong.",
    "Look for a bracket, comma or quotation mark too many; put special characters between quotation marks.",
  ],
  BAD_SCALAR_START: ["E103", "Text may not begin with this character.", "Put the text between quotation marks."],
  BAD_DQ_ESCAPE: [
    "E103",
    "A backslash between double quotation marks starts an escape that is not known.",
    "Use single quotation marks, or write two backslashes.",
  ],
  BLOCK_IN_FLOW: [
    "E103",
    "An indented block stands within brackets.",
    "Within brackets write lists as [a, b] and maps as { a: 1, b: 2 }.",
  ],
  MULTIPLE_DOCS: ["E107", "There are several documents in one text.", "Keep one; take away the line with ---."],
  TAG_RESOLVE_FAILED: [
    "E107",
    "A tag (a word that begins with !) is not known.",
    "Take the tag away, or put the text between quotation marks.",
  ],
  BAD_ALIAS: [
    "E102",
    "An alias (a word that begins with *) is not well formed.",
    "Put text that begins with * between quotation marks.",
  ],
  KEY_OVER_1024_CHARS: ["E103", "A key is longer than 1024 characters.", "Write a colon and a space after the key."],
  RESOURCE_EXHAUSTION: [
    "E106",
    "Lists and maps stand too deep within one another.",
    "Take away brackets or indentation: a document needs five levels at most.",
  ],
};

/** `{ rate: x[age] }`: the name and its brackets in one plain value, not between quotation marks. */
const BRACKETS_IN_BRACES = /\{[^"'}]*:\s+[^"'{}[\],]*\w\[/;

const LONGEST_LINE = 500;

/** One error of the YAML package as an issue. */
export function syntaxIssue(problem: YAMLError, lines: LineCounter, text: string): Issue {
  const fallback = ["E103", `This is not YAML: ${problem.message}.`, "Compare the line with its neighbours."] as const;
  const line = lineAt(text, problem.pos[0]);
  // Bounded: the pattern is slow on long lines of braces.
  if (line.length <= LONGEST_LINE && BRACKETS_IN_BRACES.test(line)) {
    const message = "Brackets after a name stand within { }, where YAML takes them for a list.";
    const advice = 'Within { }, put text that holds brackets or a comma between quotation marks, such as "x[age]".';
    return { code: "E103", severity: "error", path: "", place: placeAt(lines, problem.pos[0]), message, advice };
  }
  const tab = /^[ ]*\t/.test(line);
  const [code, message, advice] = SYNTAX[tab ? "TAB_AS_INDENT" : problem.code] ?? fallback;
  return { code, severity: "error", path: "", place: placeAt(lines, problem.pos[0]), message, advice };
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end < 0 ? text.length : end);
}
