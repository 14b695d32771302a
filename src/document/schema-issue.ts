// What the schema finds, said in plain words with place, code and what would do.
import type { z } from "zod";
import type { Issue } from "../base/issue.ts";
import { didYouMean, formatNumber, listInWords, quote } from "../base/text.ts";
import type { Places } from "./document.ts";
import { MAX_ERRORS, placeOf } from "./document.ts";
import { COMMA_IN_BRACES, isName } from "./words.ts";

type Finding = z.core.$ZodIssue;
type Step = PropertyKey;

/** All issues of the schema about one value. `keysAt` tells which keys the schema knows at a path. */
export function schemaIssues(
  findings: readonly Finding[],
  value: unknown,
  places: Places,
  keysAt: (path: readonly Step[]) => readonly string[],
): Issue[] {
  return findings
    .slice(0, MAX_ERRORS)
    .flatMap((finding) => plainFindings(finding, []).flatMap((plain) => toIssues(plain, value, places, keysAt)));
}

/** A union fails in each of its forms: the issues of the one form that fits the kind of value, or the union itself. */
function plainFindings(finding: Finding, above: readonly Step[]): Finding[] {
  const path = [...above, ...finding.path];
  if (finding.code !== "invalid_union") return [{ ...finding, path }];
  const fitting = finding.errors.filter(isRightKind);
  const [only] = fitting;
  if (fitting.length !== 1 || only === undefined) return [{ ...finding, path }];
  return only.flatMap((one) => plainFindings(one, path));
}

/** True where a form of a union takes values of this kind, and only something within the value is wrong. */
function isRightKind(form: readonly Finding[]): boolean {
  return !form.some((one) => {
    if (one.path.length > 0) return false;
    return one.code === "invalid_type" || (one.code === "invalid_union" && !one.errors.some(isRightKind));
  });
}

function toIssues(
  finding: Finding,
  root: unknown,
  places: Places,
  keysAt: (path: readonly Step[]) => readonly string[],
): Issue[] {
  const path = finding.path.map(String).join(".");
  const found = valueAt(root, finding.path);
  const make = (code: string, at: string, message: string, advice: string): Issue => {
    const place = code === "E110" ? (places.keys.get(at) ?? placeOf({ places }, at)) : placeOf({ places }, at);
    return { code, severity: "error", path: at, message, advice, ...(place === undefined ? {} : { place }) };
  };
  if (finding.code === "unrecognized_keys") {
    const known = keysAt(finding.path);
    return finding.keys.slice(0, MAX_ERRORS).map((key) => {
      const at = path === "" ? key : `${path}.${key}`;
      const hint = isName(key) ? didYouMean(key, known) : ` ${COMMA_IN_BRACES}`;
      const advice = `Known here: ${listInWords(known, "and", 20)}.${hint}`;
      return make("E110", at, `The key ${quote(key)} is not known.`, advice);
    });
  }
  const last = finding.path.at(-1);
  if (found === undefined && typeof last === "string") {
    return [make("E111", path, `The key ${quote(last)} is missing.`, `Add ${last}: ${kindWanted(finding)}.`)];
  }
  return [make(...finishedIssue(finding, path, found))];
}

/** Code, path, message and advice for a value that is there and does not fit. */
function finishedIssue(finding: Finding, path: string, found: unknown): [string, string, string, string] {
  const is = inWords(found);
  switch (finding.code) {
    case "invalid_value": {
      const choices = finding.values.map(String);
      if (path === "midsummer")
        return [
          "E109",
          path,
          `The version is ${is}; this software reads version ${listInWords(choices)}.`,
          "Write midsummer: 1, or open the document with a newer Midsummer.",
        ];
      const meant = typeof found === "string" ? didYouMean(found, choices) : "";
      return ["E113", path, `This is ${is}.`, `Write ${listInWords(choices, "or")}.${meant}`];
    }
    case "too_small":
    case "too_big":
      return ["E114", path, `This is ${sizeInWords(finding, found, is)}.`, `Write ${boundInWords(finding)}.`];
    default:
      return ["E112", path, `This is ${is}.`, `Write ${kindWanted(finding)}.`];
  }
}

function sizeInWords(finding: Finding & { code: "too_small" | "too_big" }, found: unknown, is: string): string {
  if (finding.origin === "string" && typeof found === "string")
    return found === "" ? "empty text" : `text of ${found.length} characters`;
  return finding.origin === "array" && Array.isArray(found) && found.length === 0 ? "an empty list" : is;
}

function boundInWords(finding: Finding & { code: "too_small" | "too_big" }): string {
  const bound = formatNumber(Number(finding.code === "too_small" ? finding.minimum : finding.maximum));
  const kind =
    finding.origin === "string"
      ? bound === "1"
        ? " character"
        : " characters"
      : finding.origin === "array"
        ? " or more values"
        : "";
  if (finding.origin === "array") return `${bound}${kind}`;
  if (finding.code === "too_big") return `${finding.inclusive === false ? "less than" : "at most"} ${bound}${kind}`;
  return `${finding.inclusive === false ? "more than" : "at least"} ${bound}${kind}`;
}

const KINDS: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "text",
  boolean: "true or false",
  array: "a list such as [a, b]",
  object: "a map of keys and values",
  record: "a map of keys and values",
  null: "nothing",
};

function kindWanted(finding: Finding): string {
  if (finding.code === "invalid_type") return KINDS[finding.expected] ?? finding.expected;
  if (finding.code === "invalid_value") return listInWords(finding.values.map(String), "or");
  // Unions carry in their message the words given to `wanted`.
  return finding.code === "invalid_union" ? finding.message : "another value";
}

/** What a value is, in a few words. */
function inWords(value: unknown): string {
  if (value === null) return "empty";
  if (typeof value === "string") return value === "" ? "empty text" : `the text ${quote(value)}`;
  if (typeof value === "number") return Number.isFinite(value) ? formatNumber(value) : "not a finite number";
  if (typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "a list" : "a map";
}

function valueAt(root: unknown, path: readonly Step[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    // An own key was just found; the type of what stands there stays unknown.
    value = (value as Readonly<Record<Step, unknown>>)[step];
  }
  return value;
}
