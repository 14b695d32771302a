// Where a value comes from: its file and line, among the layers of a document.
import { formatNumber } from "../base/text.ts";
import { placeOf } from "./document.ts";
import type { Document } from "./document.ts";

export interface Provenance {
  /** The value as written; a list or map has none. */
  readonly value: number | string | boolean | undefined;
  /** File of the layer that gave it; undefined for the document itself. */
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** As the document states it, where it does. */
  readonly source: string | undefined;
  /** "0.031 from ../models/covid-19.yaml, line 12". */
  readonly text: string;
}

/** Where the value at a dotted path comes from, such as `parameters.contact_rate`. `name`: what to call the document itself. */
export function provenance(document: Document, path: string, name = "this document"): Provenance {
  const found = at(document.content, path);
  const isMap = typeof found === "object" && found !== null && Object.hasOwn(found, "value");
  const value = isMap ? at(document.content, `${path}.value`) : found;
  const isLeaf = typeof value === "number" || typeof value === "string" || typeof value === "boolean";
  const place = placeOf(document, isMap ? `${path}.value` : path);
  const source = isMap ? at(document.content, `${path}.source`) : undefined;
  const shown = typeof value === "number" ? formatNumber(value) : isLeaf ? String(value) : "This";
  // What is laid over a document by the program has no lines of its own.
  const isText = place?.file === undefined || document.texts.has(place.file);
  const line = place === undefined || !isText ? "" : `, line ${place.line}`;
  return {
    value: isLeaf ? value : undefined,
    file: place?.file,
    line: isText ? place?.line : undefined,
    source: typeof source === "string" ? source : undefined,
    text: `${shown} from ${place?.file ?? name}${line}`,
  };
}

function at(root: unknown, path: string): unknown {
  let value = root;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    // An own key was just found; the type of what stands there stays unknown.
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
