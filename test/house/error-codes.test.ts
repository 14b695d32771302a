// Every error code that the sources raise is documented in its folder's README.md, and none that is not raised.
import ts from "typescript";
import { describe, expect, test } from "vitest";
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

/** The contents of all string literals and templates: a code in a comment raises nothing. */
function literals(path: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) found.push(node.text);
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

  test("that are documented are raised", () => {
    const unused = [...documented].filter(([code]) => !raised.has(code));
    expect(unused.map(([code, folders]) => `${code} in the README of ${[...folders].join(", ")}`)).toEqual([]);
  });
});
