// YAML text to a document: read, checked against the schema, with the place of every value.
import { hasErrors, inReadingOrder } from "../base/issue.ts";
import type { Answer, Issue } from "../base/issue.ts";
import type { Document, Files } from "./document.ts";
import { Content } from "./schema.ts";
import { schemaIssues } from "./schema-issue.ts";
import { keysAt } from "./schema-keys.ts";
import { withoutFaults } from "./salvage.ts";
import { readLayered } from "./layers.ts";
import type { Above } from "./layers.ts";

/** What could be read of a text: the document without the entries that break the schema, and all issues so far. */
export interface Reading {
  /** Undefined where too little is left to look any further. */
  readonly document: Document | undefined;
  readonly issues: readonly Issue[];
}

const NO_FILES: Files = () => undefined;

/** Where a document's files come from, and what is laid above it. */
export interface ReadOptions extends Above {
  readonly files?: Files;
}

/**
 * Reads a document. Fails with all issues of the text and of the schema; names, times and formulas are checked by
 * `build`. Use `read` of the model folder to hear of everything at once.
 */
export function parse(text: string, options: ReadOptions = {}): Answer<Document> {
  const { document, issues } = readLeniently(text, options);
  if (document === undefined || hasErrors(issues)) return { ok: false, issues: inReadingOrder(issues) };
  return { ok: true, value: document, issues };
}

/** Reads as much as can be read, so that what follows can report its issues together with those found here. */
export function readLeniently(text: string, options: ReadOptions = {}): Reading {
  const { value, places, issues, texts, files } = readLayered(text, options.files ?? NO_FILES, options);
  // Without what it extends, everything would be missing.
  const isIncomplete = issues.some(({ path }) => path === "extends");
  if (value === undefined || isIncomplete) return { document: undefined, issues };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { document: undefined, issues: [...issues, notAMap(value)] };
  }
  const result = Content.safeParse(value);
  const around = { text, places, files, texts, scenario: options.scenario };
  if (result.success) return { document: { content: result.data, missing: new Set(), ...around }, issues };
  const found = schemaIssues(result.error.issues, value, places, (path) => keysAt(Content, path));
  const rest = withoutFaults(value, result.error.issues);
  const again = rest === undefined ? undefined : Content.safeParse(rest.value);
  const document =
    rest === undefined || again?.success !== true
      ? undefined
      : { content: again.data, missing: rest.missing, ...around };
  return { document, issues: [...issues, ...found] };
}

function notAMap(value: unknown): Issue {
  const found =
    value === null
      ? "The text is empty."
      : Array.isArray(value)
        ? "The text is a list."
        : "The text is a single value.";
  return {
    code: "E108",
    severity: "error",
    path: "",
    place: { line: 1, column: 1 },
    message: found,
    advice: "A document is a map that begins with “midsummer: 1”; regions/models/sir.yaml is a short one to copy.",
  };
}
