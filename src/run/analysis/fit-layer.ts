// A best fit as a document of its own: a layer over the document that it is the best fit of.

import type { FittedParameter } from "./fit-api.ts";

/** What a layer says beside the values. */
export interface LayerNotes {
  /** Of the document below. */
  readonly title: string;
  /** Path of that document, from where the layer will stand. */
  readonly extended: string;
  /** SHA-256 of it, so that a reader can tell whether it has changed since. */
  readonly digest: string;
  /** Such as “Midsummer 0.1.0, 2026-11-25”. */
  readonly by: string;
}

/** YAML. Each value names its provenance; a text in quotation marks is JSON, which YAML reads. */
export function fitLayer(parameters: readonly Pick<FittedParameter, "name" | "value">[], notes: LayerNotes): string {
  const source = `best fit, ${notes.by}, to ${notes.extended} (${notes.digest.slice(0, 12)})`;
  const rows = parameters.map(
    ({ name, value }) => `  ${name}: { value: ${String(value)}, source: ${JSON.stringify(source)} }`,
  );
  return [
    "midsummer: 1",
    `title: ${JSON.stringify(`${notes.title}, best fit`)}`,
    `extends: ${JSON.stringify(notes.extended)}`,
    "parameters:",
    ...rows,
    "",
  ].join("\n");
}
