// Every name of a document and what it stands for; reports names that are taken, reserved or misspelt.
import { didYouMean, listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { nameProblem } from "../document/words.ts";

export type Kind = "parameter" | "series" | "table" | "matrix" | "quantity" | "compartment" | "output";

export interface Definition {
  readonly kind: Kind;
  /** Position among the things of its kind, in the order of the document. */
  readonly position: number;
  readonly path: string;
}

export interface Names {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly compartments: readonly string[];
  /** Position of each flow in the order of the document. */
  readonly flows: ReadonlyMap<string, number>;
  /** Stratifications by which an output has one curve for each stratum. */
  readonly expanded: ReadonlyMap<string, readonly string[]>;
  /** Names whose definition broke the schema: known, but nothing can be said about them. */
  readonly missing: ReadonlySet<string>;
}

const PLURALS: Readonly<Record<Kind, string>> = {
  parameter: "parameters",
  series: "series",
  table: "tables",
  matrix: "matrices",
  quantity: "quantities",
  compartment: "compartments",
  output: "outputs",
};

/** Collects the names of all sections. Parameters, series, quantities, compartments and outputs share one namespace. */
export function collectNames(document: Document, report: Reporter): Names {
  const { content } = document;
  const compartments = compartmentNames(document);
  const definitions = new Map<string, Definition>();
  const add = (kind: Kind, section: string, names: readonly string[]): void => {
    names.forEach((name, position) => {
      const path =
        kind === "compartment" && Array.isArray(content.compartments) ? `${section}.${position}` : `${section}.${name}`;
      checkName(name, path, document, report);
      const first = definitions.get(name);
      if (first === undefined) definitions.set(name, { kind, position, path });
      else reportTwice(name, path, first, document, report);
    });
  };
  add("parameter", "parameters", Object.keys(content.parameters));
  add("series", "series", Object.keys(content.series));
  add("table", "tables", Object.keys(content.tables));
  add("matrix", "matrices", Object.keys(content.matrices));
  add("quantity", "quantities", Object.keys(content.quantities));
  add("compartment", "compartments", compartments);
  const expanded = addOutputs(content, definitions, add);
  const flows = new Map(Object.keys(content.flows).map((name, position) => [name, position]));
  for (const name of flows.keys()) checkName(name, `flows.${name}`, document, report);
  for (const name of Object.keys(content.targets)) checkName(name, `targets.${name}`, document, report);
  return { definitions, compartments, flows, expanded, missing: document.missing };
}

/** Outputs, and the names of those that an output `by` strata is expanded into. */
function addOutputs(
  { outputs, stratify }: Document["content"],
  definitions: Map<string, Definition>,
  add: (kind: Kind, section: string, names: readonly string[]) => void,
): Map<string, readonly string[]> {
  add("output", "outputs", Object.keys(outputs));
  const expanded = new Map<string, readonly string[]>();
  Object.entries(outputs).forEach(([name, { by }], position) => {
    if (by === undefined) return;
    const list = typeof by === "string" ? [by] : by;
    expanded.set(name, list);
    let names = [name];
    for (const one of list) {
      const strata = stratify.find((entry) => entry.name === one)?.strata ?? [];
      names = names.flatMap((prefix) => strata.map((stratum) => expandedName(prefix, [String(stratum)])));
    }
    for (const one of names) {
      if (!definitions.has(one)) definitions.set(one, { kind: "output", position, path: `outputs.${name}` });
    }
  });
  return expanded;
}

/** Name of an output of some strata: `incidence_15`. */
export function expandedName(name: string, strata: readonly string[]): string {
  return [name, ...strata.map((stratum) => stratum.replaceAll(".", "_"))].join("_");
}

/** Names of the compartments in the order of the document. */
export function compartmentNames(document: Document): readonly string[] {
  const { compartments } = document.content;
  return Array.isArray(compartments) ? compartments : Object.keys(compartments);
}

function checkName(name: string, path: string, document: Document, report: Reporter): void {
  const problem = nameProblem(name);
  if (problem === undefined) return;
  const place = document.places.keys.get(path);
  report.error(
    "E115",
    path,
    `The name ${quote(name)} ${problem}.`,
    "Choose another name, such as contact_rate or cases_2.",
    place,
  );
}

function reportTwice(name: string, path: string, first: Definition, document: Document, report: Reporter): void {
  const place = document.places.keys.get(first.path) ?? document.places.values.get(first.path);
  const line = place === undefined ? "" : ` in line ${place.line}`;
  const message = `The name ${quote(name)} is taken by ${first.path}${line}.`;
  const advice =
    "Give one of the two another name: parameters, series, tables, matrices, quantities, compartments and outputs share their names.";
  report.error("E301", path, message, advice, document.places.keys.get(path));
}

/** Names of one kind, in the order of the document. */
export function namesOf(names: Names, kind: Kind): readonly string[] {
  return [...names.definitions].filter(([, definition]) => definition.kind === kind).map(([name]) => name);
}

/** "There are the parameters a and b. Did you mean “a”?" for a name that is not among those that would do. */
export function adviseNames(found: string, kinds: readonly string[], known: readonly string[]): string {
  if (known.length === 0) return `This document has no ${listInWords(kinds, "or")}.`;
  return `This document has ${listInWords(known)}.${didYouMean(found, known)}`;
}

/** What would do in place of an unknown name in an expression that may use these kinds. */
export function adviseDefinitions(
  found: string,
  names: Names,
  kinds: readonly Kind[],
  builtIn: readonly string[],
): string {
  const parts = kinds.flatMap((kind) => {
    const known = namesOf(names, kind);
    return known.length === 0 ? [] : [`the ${PLURALS[kind]} ${listInWords(known)}`];
  });
  const all = kinds.flatMap((kind) => namesOf(names, kind));
  const there = parts.length === 0 ? "No names are defined that could stand here." : `There are ${parts.join("; ")}.`;
  return `${there}${didYouMean(found, [...all, ...builtIn])}`;
}
