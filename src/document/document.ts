// The document: what a person wrote, checked against the schema, with the place of every value in its text.
import type { Issue, Place } from "../base/issue.ts";
import type { Content } from "./schema.ts";

/** Where things stand in a text, by dotted path such as `flows.recovery.rate` or `targets.in_bed.values.3`. */
export interface Places {
  /** First character of a value; of the key where the value is a list or a map. */
  readonly values: ReadonlyMap<string, Place>;
  /** First character of a key. */
  readonly keys: ReadonlyMap<string, Place>;
}

/** Text of a file beside the document, such as mobility.csv or ../models/sir.yaml; undefined where there is none. */
export type Files = (path: string) => string | undefined;

export interface Document {
  readonly content: Content;
  readonly text: string;
  readonly places: Places;
  /** Names whose definition was left out because it breaks the schema; empty for a document that `parse` accepts. */
  readonly missing: ReadonlySet<string>;
  /** Data files; those that the document carries itself, or what the host gives. */
  readonly files: Files;
  /** Texts of the documents that it extends, by the names that places give them. */
  readonly texts: ReadonlyMap<string, string>;
  /** The scenario that is laid over it; undefined for the baseline. */
  readonly scenario?: string | undefined;
}

/** What is needed to say where something stands. */
export type Placed = Pick<Document, "places" | "text" | "texts">;

/** Place of the value at a dotted path; of the nearest part above it where the path itself is not written. */
export function placeOf(document: Pick<Document, "places">, path: string): Place | undefined {
  for (let part = path; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
    const place = document.places.values.get(part);
    if (place !== undefined) return place;
  }
  return document.places.values.get("");
}

/** Place of a column (from 1) within the text at a path; of its beginning where the text is folded over lines. */
export function placeWithin(document: Placed, path: string, content: string, column: number): Place | undefined {
  const place = document.places.values.get(path);
  if (place === undefined) return placeOf(document, path);
  const text = place.file === undefined ? document.text : (document.texts.get(place.file) ?? "");
  const line = text.split(/\r\n|\r|\n/, place.line)[place.line - 1] ?? "";
  const onOneLine = line.startsWith(content, place.column - 1);
  return onOneLine ? { ...place, column: place.column + column - 1 } : place;
}

/** Collects issues about one document and gives each its place. */
export interface Reporter {
  readonly issues: Issue[];
  error(code: string, path: string, message: string, advice: string, place?: Place): void;
  warning(code: string, path: string, message: string, advice: string): void;
  notice(code: string, path: string, message: string, advice: string): void;
  /** An issue from elsewhere; it gets its place here. */
  issue(issue: Issue): void;
}

/** More errors than a person reads at once; what looks for nearest names would be slow on more. */
export const MAX_ERRORS = 100;

/** Thrown by a reporter after MAX_ERRORS errors, the last of which says so. */
export class TooManyErrors extends Error {}

/** A reporter for a document; `place` of a single report goes before the one found by path. */
export function reporter(document: Pick<Document, "places">): Reporter {
  const issues: Issue[] = [];
  let errors = 0;
  const add = (issue: Issue): void => {
    const place = issue.place ?? placeOf(document, issue.path);
    issues.push(place === undefined ? issue : { ...issue, place });
    if (issue.severity !== "error") return;
    errors += 1;
    if (errors < MAX_ERRORS) return;
    const message = "There are more errors than these.";
    issues.push({ code: "E318", severity: "error", path: "", message, advice: "Mend these first." });
    throw new TooManyErrors();
  };
  return {
    issues,
    error: (code, path, message, advice, place) =>
      add({ code, severity: "error", path, message, advice, ...(place === undefined ? {} : { place }) }),
    warning: (code, path, message, advice) => add({ code, severity: "warning", path, message, advice }),
    issue: add,
    notice: (code, path, message, advice) => add({ code, severity: "notice", path, message, advice }),
  };
}
