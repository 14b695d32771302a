// The JSON Schema for editors: the file in the project is the one that the schema gives.
import { describe, expect, test } from "vitest";
import { documentSchemaText } from "../../src/document/json-schema.ts";

describe("public/document.schema.json", () => {
  test("is what the schema gives today; `vitest run -u` rewrites it", async () => {
    await expect(documentSchemaText()).toMatchFileSnapshot("../../public/document.schema.json");
  });

  test("describes every section, and refuses unknown keys", () => {
    // Its form is that of JSON Schema.
    const schema = JSON.parse(documentSchemaText()) as {
      properties: Record<string, { description?: string }>;
      required: string[];
      additionalProperties: boolean;
    };
    expect(schema.required).toEqual(["midsummer", "title", "time", "compartments", "initial"]);
    expect(schema.additionalProperties).toBe(false);
    const silent = Object.entries(schema.properties).filter(([, { description }]) => description === undefined);
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});
