// Every error code that the sources raise is documented in its folder's README.md, none that is not raised, and each is
// provoked by a test.
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { ELEMENT } from "../messages/element.ts";
import { LOWERED_OR_RUN } from "../messages/run.ts";
import { STRATA } from "../messages/strata.ts";
import { TEXT } from "../messages/text.ts";
import { WHOLE } from "../messages/whole.ts";
import { OWN_FILES, read } from "./project-files.ts";

const CODE = /\b[EKST]\d{3}\b/g;

/** Code → the folders of `src/` in which it stands. */
type Places = Map<string, Set<string>>;

function collect(paths: readonly string[], textsOf: (path: string) => string[]): Places {
  const places: Places = new Map();
  for (const path of paths) {
    const folder = path.split("/").slice(0, 2).join("/");
    for (const code of textsOf(path).flatMap((text) => text.match(CODE) ?? [])) {
      places.set(code, (places.get(code) ?? new Set()).add(folder));
    }
  }
  return places;
}

/** The contents of all texts, templates and patterns: a code in a comment raises and expects nothing. */
function literals(path: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node) || ts.isRegularExpressionLiteral(node)) {
      found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest));
  return found;
}

const LAYER_FILES = OWN_FILES.filter((path) => /^src\/[^/]+\//.test(path));
const SOURCES = LAYER_FILES.filter((path) => path.endsWith(".ts"));
const READMES = LAYER_FILES.filter((path) => path.endsWith("/README.md"));
const raised = collect(SOURCES, literals);
const documented = collect(READMES, (path) => [read(path)]);

describe("error codes", () => {
  test("are found in the sources", () => {
    expect([...raised.keys()].some((code) => code.startsWith("E1"))).toBe(true);
  });

  test("that are raised are documented by a folder that raises them", () => {
    const isDocumented = (code: string, folder: string): boolean => documented.get(code)?.has(folder) ?? false;
    const missing = [...raised].filter(([code, folders]) => ![...folders].some((each) => isDocumented(code, each)));
    expect(missing.map(([code, folders]) => `${code} of ${[...folders].join(", ")}`)).toEqual([]);
  });

  test("of the language, of lowering and of runs have a document that provokes them in test/messages", () => {
    const folders = ["document", "model", "program", "kernel", "trajectory"].map((folder) => `src/${folder}`);
    const tables = [...TEXT, ...ELEMENT, ...STRATA, ...WHOLE, ...LOWERED_OR_RUN];
    const provoked = new Set(tables.map(({ code }) => code));
    const missing = [...documented].filter(
      ([code, places]) => folders.some((folder) => places.has(folder)) && !provoked.has(code),
    );
    expect(missing.map(([code]) => code)).toEqual([]);
  });

  test("that are documented elsewhere are expected by a test", () => {
    const tests = OWN_FILES.filter((path) => /^test\/(?!house\/).*\.ts$/.test(path));
    const expected = collect(tests, literals);
    expect([...documented.keys()].filter((code) => !expected.has(code))).toEqual([]);
  });

  test("that are documented are raised", () => {
    const unused = [...documented].filter(([code]) => !raised.has(code));
    expect(unused.map(([code, folders]) => `${code} in the README of ${[...folders].join(", ")}`)).toEqual([]);
  });
});
