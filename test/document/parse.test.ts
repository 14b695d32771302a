// What text and schema can have wrong with them: each with code, place, and what would do.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeOf } from "../../src/document/document.ts";
import { parse } from "../../src/document/parse.ts";
import { issuesOf, SIR, spoil } from "../support/document.ts";

describe("lists within lists", () => {
  test("are refused where they stand too deep", () => {
    const deep = `title: ${"[".repeat(60)}${"]".repeat(60)}\n`;
    expect(issuesOf(deep)[0]).toMatchObject({ code: "E106", severity: "error", place: { line: 1 } });
  });
});

describe("a document", () => {
  test("is read with the place of every value", () => {
    const answer = parse(SIR);
    if (!answer.ok) throw new Error("refused");
    expect(answer.issues).toEqual([]);
    expect(placeOf(answer.value, "title")).toEqual({ line: 2, column: 8 });
    expect(placeOf(answer.value, "flows.recovery.rate")).toEqual({ line: 12, column: 54 });
    expect(placeOf(answer.value, "compartments.1")).toEqual({ line: 7, column: 29 });
    // What is not written stands where the part above it does.
    expect(placeOf(answer.value, "flows.recovery.title")).toEqual({ line: 12, column: 3 });
  });

  test("has defaults for what is not written", () => {
    const answer = parse(SIR);
    expect(answer).toMatchObject({
      ok: true,
      value: {
        content: { integrator: { method: "dopri5" }, calibration: { chains: 4, warmup: 1000, draws: 2000, seed: 1 } },
      },
    });
  });

  test("may be JSON", () => {
    const json =
      '{"midsummer":1,"title":"x","time":{"unit":"day","start":0,"end":2},"compartments":["a"],"initial":{"a":1}}';
    expect(issuesOf(json)).toEqual([]);
  });

  test("may use aliases within reason", () => {
    const text = spoil("recovery_rate: 0.2", "a: &rate 0.2\n  recovery_rate: *rate");
    expect(parse(text)).toMatchObject({ ok: true, value: { content: { parameters: { recovery_rate: 0.2 } } } });
  });
});

describe("broken text", () => {
  test.each([
    ["an unclosed bracket", "title: x\ntime: [1, 2\nparameters: 3\n", "E103", 3],
    ["two colons", "title: a: b\n", "E103", 1],
    ["an unclosed quotation mark", "title: 'x\nb: 1\n", "E103", 3],
    ["a tab as indentation", "time:\n\tunit: day\n", "E104", 2],
    ["a duplicate key", `${SIR}title: again\n`, "E105", 16],
    ["a duplicate key within brackets", spoil("unit: day,", "unit: day, unit: day,"), "E105", 3],
    ["a tag", "title: !!js/function x\n", "E107", 1],
    ["a list as a key", "[a, b]: 1\n", "E107", 1],
    ["a reserved key", "__proto__: { a: 1 }\n", "E107", 1],
    ["a second document", `${SIR}---\ntitle: two\n`, "E107", 16],
    ["no text", "", "E108", 1],
    ["a list", "- a\n- b\n", "E108", 1],
    ["an alias without anchor", "title: *nothing\n", "E102", 1],
    ["an alias of what it is part of", "title: &a { b: *a }\n", "E102", 1],
  ])("with %s is refused, with code and line", (_, text, code, line) => {
    const issues = issuesOf(text);
    expect(issues.map((issue) => [issue.code, issue.place?.line])).toContainEqual([code, line]);
    for (const { advice } of issues) expect(advice).not.toBe("");
  });

  test("of 10 MB is refused with what would do", () => {
    const issues = issuesOf("x".repeat(10_000_000));
    expect(issues.map(({ code }) => code)).toEqual(["E101"]);
    expect(issues[0]?.message).toBe("The text is 10.0 million characters long; a document may have 1 million.");
  });

  test("with an alias bomb is refused", () => {
    // Nine lists of nine aliases each: 9^9 values if written out.
    const rows = Array.from(
      { length: 9 },
      (_, row) => `r${row + 1}: &r${row + 1} [${Array(9).fill(`*r${row}`).join(", ")}]`,
    );
    const issues = issuesOf(["r0: &r0 [x, x, x, x, x, x, x, x, x]", ...rows].join("\n"));
    expect(issues.map(({ code }) => code)).toEqual(["E102"]);
  });

  test.each([
    ["brackets", "a: " + "[".repeat(200_000)],
    ["dashes", "- ".repeat(200_000)],
    ["open maps", "a: " + "{a: ".repeat(100_000)],
    ["quotation marks", '"'.repeat(100_000)],
    ["keys", Array.from({ length: 50_000 }, (_, index) => `key${index}: 1`).join("\n")],
    ["aliases", "a: &a 1\nb: [" + "*a, ".repeat(100_000) + "]"],
  ])("of endless %s is refused, and with no more issues than one reads", (_, text) => {
    const issues = issuesOf(text);
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.length).toBeLessThan(120);
  });

  test("of any kind gives issues or a document, and throws nothing", () => {
    const lines = fc.array(
      fc.constantFrom(...SIR.split("\n"), "  - x", "\t", "a: &a [*a]", "? !x", "{", "]", "%YAML 1.1", "---"),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          lines.map((list) => list.join("\n")),
        ),
        (text) => {
          for (const { code, message, advice } of issuesOf(text)) {
            expect(code).toMatch(/^E[123]\d\d$/);
            expect(message.length * advice.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a document that breaks the schema", () => {
  test("with an unknown key is told the nearest one, and the place of the key", () => {
    expect(issuesOf(spoil("compartments: infectious", "compartment: infectious"))).toContainEqual(
      expect.objectContaining({
        code: "E110",
        path: "outputs.in_bed.compartment",
        place: { line: 14, column: 13 },
        message: "The key “compartment” is not known.",
        advice: expect.stringContaining("Did you mean “compartments”?") as string,
      }),
    );
  });

  test("with a misspelt section is not told that all its names are unknown", () => {
    const issues = issuesOf(spoil("parameters:", "paramters:"));
    expect(issues.map(({ code, place }) => [code, place?.line])).toEqual([["E110", 4]]);
    expect(issues[0]?.advice).toContain("Did you mean “parameters”?");
  });

  test.each([
    ["lacks a key", "title: SIR\n", "", "E111", "title", "Add title: text."],
    ["is of another version", "midsummer: 1", "midsummer: 2", "E109", "midsummer", "newer Midsummer"],
    ["has text for a number", "step: 1 }", "step: often }", "E112", "time.step", "Write a number."],
    [
      "has a list for an expression",
      "rate: contact_rate",
      "rate: [1]",
      "E112",
      "flows.infection.rate",
      "a number, or an expression",
    ],
    [
      "has a choice that is none",
      "kind: infection",
      "kind: infectoin",
      "E113",
      "flows.infection.kind",
      "Did you mean “infection”?",
    ],
    ["has a number out of range", "step: 1 }", "step: 0 }", "E114", "time.step", "more than 0"],
    ["has no finite number", "value: 0.5", "value: .inf", "E112", "parameters.contact_rate.value", "a number"],
    [
      "has yes for true",
      "title: SIR",
      "title: SIR\nintegrator: { dense: yes }",
      "E112",
      "integrator.dense",
      "true or false",
    ],
  ])("because it %s is told what would do", (_, part, by, code, path, advice) => {
    const found = issuesOf(spoil(part, by)).filter((issue) => issue.code === code);
    expect(found.map((issue) => issue.path)).toEqual([path]);
    expect(found[0]?.advice).toContain(advice);
    expect(found[0]?.place).toBeDefined();
  });

  test("hears of schema and names at once, in the order of the text", () => {
    const text = spoil(
      "to: recovered, rate: recovery_rate",
      "to: recoverd, rate: recovery_rat",
      spoil("step: 1 }", "stepp: 1 }"),
    );
    expect(issuesOf(text).map(({ code, place }) => [code, place?.line])).toEqual([
      ["E110", 3],
      ["E204", 12],
      ["E201", 12],
    ]);
  });
});
