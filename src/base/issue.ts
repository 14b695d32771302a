// An issue: what is wrong or worth knowing, where, and what would do.

/** A position in a document's text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** The text it is in, such as ../models/sir.yaml, where that is not the document itself. */
  readonly file?: string;
}

/** `error` stops the work; `warning` may make a result wrong; `notice` says what was done. */
export type Severity = "error" | "warning" | "notice";

export interface Issue {
  /** Stable code, such as E204; documented in the README.md of the folder that raises it. */
  readonly code: string;
  readonly severity: Severity;
  /** Path within the document, such as `flows.recovery.from`; empty for the document as a whole. */
  readonly path: string;
  readonly place?: Place;
  /** What was found. */
  readonly message: string;
  /** What would do, with the nearest name where there is one. */
  readonly advice: string;
}

/** Outcome of a step that can fail on a user's input: a value, or all that is wrong with it. Notices travel with both. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** One issue as text: place, code, path and message on the first line, the advice on the next. */
export function issueText(issue: Issue, file = "document"): string {
  const { place: at } = issue;
  const place = at === undefined ? file : `${at.file ?? file}:${at.line}:${at.column}`;
  const path = issue.path === "" ? "" : `${issue.path}: `;
  return `${place}  ${issue.code}  ${path}${issue.message}\n${" ".repeat(4)}${issue.advice}`;
}

/** Issues as one reads a text: by line and column, those without a place first, those of other texts last. */
export function inReadingOrder(issues: readonly Issue[]): readonly Issue[] {
  const where = ({ place }: Issue): Place => place ?? { line: 0, column: 0 };
  const file = ({ place }: Issue): string => place?.file ?? "";
  const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
  return issues.toSorted(
    (a, b) => order(file(a), file(b)) || where(a).line - where(b).line || where(a).column - where(b).column,
  );
}

/** True where some issue stops the work. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === "error");
}
