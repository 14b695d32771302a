// The schema of documents as JSON Schema, for editors: written to public/document.schema.json.
import { z } from "zod";
import { Content } from "./schema.ts";

/** Text of the JSON Schema of what a person may write (defaults may be left out), with a line feed at its end. */
export function documentSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(Content, { io: "input", target: "draft-2020-12" });
  const titled = { $schema, title: "Midsummer document, version 1", ...schema };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
