// Outputs: sums of compartments, flows as counts or rates, and expressions, each after those that it uses.
import { quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { compartmentAt } from "./build-compartments.ts";
import { labelOf } from "./label.ts";
import type { Compartment, Formula, Output, TimeUnit } from "./model.ts";
import { adviseNames } from "./names.ts";
import type { Names } from "./names.ts";
import type { Resolver } from "./resolve.ts";

type OutputEntry = Document["content"]["outputs"][string];

/** Outputs in the order of the document, but each after those that its expression uses. Without any: every compartment. */
export function buildOutputs(
  document: Document,
  names: Names,
  compartments: readonly Compartment[],
  resolver: Resolver,
  report: Reporter,
): Output[] {
  const entries = document.content.outputs;
  if (Object.keys(entries).length === 0 && names.missing.size === 0) return compartments.map(outputOfCompartment);
  return new OutputBuilder(document, names, resolver, report).all();
}

function outputOfCompartment(compartment: Compartment, position: number): Output {
  const { name, title, unit, note } = compartment;
  return {
    ...labelOf(name, { title, unit, note }),
    measure: "prevalence",
    kind: "formula",
    formula: { kind: "sum", compartments: [position] },
  };
}

class OutputBuilder {
  private readonly document: Document;
  private readonly names: Names;
  private readonly resolver: Resolver;
  private readonly report: Reporter;
  private readonly built: Output[] = [];
  private readonly done = new Map<string, Formula | undefined>();
  private readonly open: string[] = [];

  constructor(document: Document, names: Names, resolver: Resolver, report: Reporter) {
    this.document = document;
    this.names = names;
    this.resolver = resolver;
    this.report = report;
    resolver.outputFormula = (name) => this.reference(name);
  }

  all(): Output[] {
    for (const name of Object.keys(this.document.content.outputs)) this.reference(name);
    return this.built;
  }

  /** Builds an output unless it is built already; the formula by which others refer to it. */
  private reference(name: string): Formula | undefined {
    if (this.done.has(name)) return this.done.get(name);
    const start = this.open.indexOf(name);
    const path = `outputs.${name}`;
    if (start >= 0) {
      const circle = [...this.open.slice(start), name].map(quote).join(" → ");
      const message = `The outputs use each other in a circle: ${circle}.`;
      this.report.error("E303", path, message, "Define one of them without the others.");
      return undefined;
    }
    const entry = this.document.content.outputs[name];
    this.open.push(name);
    const output = entry === undefined ? undefined : this.output(name, entry, path);
    this.open.pop();
    const formula: Formula | undefined =
      output === undefined ? undefined : { kind: "output", output: this.built.length };
    if (output !== undefined) this.built.push(output);
    this.done.set(name, formula);
    return formula;
  }

  private output(name: string, entry: OutputEntry, path: string): Output | undefined {
    const kinds = (["compartments", "flow", "expression"] as const).filter((kind) => entry[kind] !== undefined);
    if (kinds.length !== 1) {
      const found = kinds.length === 0 ? "none of them" : kinds.map(quote).join(" and ");
      const message = `An output has exactly one of compartments, flow and expression; this one has ${found}.`;
      this.report.error("E212", path, message, "Keep one. An expression may use other outputs by name.");
      return undefined;
    }
    if (entry.as !== undefined && entry.flow === undefined) {
      this.report.error("E212", `${path}.as`, "Only an output of a flow has “as”.", "Take it away.");
    }
    if (entry.compartments !== undefined) return this.sum(name, entry, entry.compartments, `${path}.compartments`);
    if (entry.flow !== undefined) return this.flow(name, entry, entry.flow, `${path}.flow`);
    const formula = this.resolver.formula(entry.expression ?? 0, `${path}.expression`, "outputs");
    return formula === undefined
      ? undefined
      : { ...labelOf(name, entry), measure: "expression", kind: "formula", formula };
  }

  private sum(name: string, entry: OutputEntry, listed: string | readonly string[], path: string): Output | undefined {
    const positions = this.each(listed, path, (one, at) => compartmentAt(one, at, this.names, this.report));
    if (positions === undefined) return undefined;
    const formula: Formula = { kind: "sum", compartments: positions };
    return { ...labelOf(name, entry, "persons"), measure: "prevalence", kind: "formula", formula };
  }

  private flow(name: string, entry: OutputEntry, listed: string | readonly string[], path: string): Output | undefined {
    const flows = this.each(listed, path, (one, at) => this.flowAt(one, at));
    if (flows === undefined) return undefined;
    const { unit, step } = this.document.content.time;
    if (entry.as === "rate")
      return { ...labelOf(name, entry, `persons per ${unit}`), measure: "rate", kind: "rate", flows };
    return { ...labelOf(name, entry, countUnit(step, unit)), measure: "incidence", kind: "count", flows };
  }

  private flowAt(name: string, path: string): number | undefined {
    const position = this.names.flows.get(name);
    if (position !== undefined) return position;
    if (!this.names.missing.has(name)) {
      this.report.error(
        "E205",
        path,
        `There is no flow ${quote(name)}.`,
        adviseNames(name, ["flow"], [...this.names.flows.keys()]),
      );
    }
    return undefined;
  }

  /** Positions of one or several names; undefined where one of them is unknown or named twice. */
  private each(
    listed: string | readonly string[],
    path: string,
    positionOf: (name: string, path: string) => number | undefined,
  ): number[] | undefined {
    const list = typeof listed === "string" ? [listed] : listed;
    const seen = new Set<string>();
    const positions = list.map((name, index) => {
      const at = typeof listed === "string" ? path : `${path}.${index}`;
      if (seen.has(name))
        this.report.error("E301", at, `${quote(name)} is listed twice.`, "Name it once: each counts once.");
      seen.add(name);
      return positionOf(name, at);
    });
    const known = positions.filter((position) => position !== undefined);
    return known.length === positions.length ? known : undefined;
  }
}

function countUnit(step: number, unit: TimeUnit): string {
  return step === 1 ? `persons per ${unit}` : `persons per ${step} ${unit}s`;
}
