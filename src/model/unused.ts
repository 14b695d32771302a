// Notices about what is defined and used nowhere: often a misspelt name or a forgotten term.
import { quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { visitParts } from "./formula.ts";
import type { Formula, Model } from "./model.ts";

/**
 * Reports parameters and series on which no initial size, flow, output or target depends.
 *
 * @param origins  see BuiltSeries
 * @param shifted  positions of series of which an earlier value is used: formulas hold their points alone
 */
export function reportUnused(
  model: Model,
  document: Document,
  origins: readonly string[],
  shifted: ReadonlySet<number>,
  report: Reporter,
): void {
  const parameters = new Set<number>();
  const series = new Set(shifted);
  const seen = new Set<Formula>();
  for (const formula of formulasOf(model)) {
    visitParts(
      formula,
      (part) => {
        if (part.kind === "parameter") parameters.add(part.parameter);
        if (part.kind === "series") series.add(part.series);
      },
      seen,
    );
  }
  const advice = "Use it, or take it away.";
  const tell = (path: string, name: string): void =>
    report.notice("E314", path, `Nothing depends on ${quote(name)}.`, advice);
  model.parameters.forEach(({ name }, position) => parameters.has(position) || tell(`parameters.${name}`, name));
  const usedSeries = new Set([...series].map((position) => origins[position]));
  for (const name of new Set(origins)) if (!usedSeries.has(name)) tell(`series.${name}`, name);
  reportUnwritten(document, tell);
}

function formulasOf(model: Model): readonly Formula[] {
  return [
    ...model.initial,
    ...model.flows.map(({ rate }) => rate),
    ...model.forces.flatMap(({ groups }) => groups.flatMap(({ infectious }) => infectious.map(({ weight }) => weight))),
    ...model.forces.flatMap(({ mixing }) => {
      if (mixing.kind === "sum") return mixing.terms.map(({ scale }) => scale);
      return mixing.kind === "entries" ? mixing.entries.flat() : [];
    }),
    ...model.outputs.flatMap((output) => {
      if (output.kind === "formula") return [output.formula];
      return output.kind === "delay" && output.delay.kind !== "weights" ? [...output.delay.arguments] : [];
    }),
    ...model.priors.flatMap(({ formulas = [] }) => formulas.filter((one) => one !== null)),
    ...model.targets.flatMap(({ argument, further = [] }) =>
      [argument, ...further].flatMap((one) => (one !== undefined && "kind" in one ? [one] : [])),
    ),
  ];
}

/** Quantities, tables and matrices leave no trace in formulas: it counts whether the name is written in any expression. */
function reportUnwritten(document: Document, tell: (path: string, name: string) => void): void {
  const { quantities, tables, matrices, initial, infectious, flows, stratify, outputs, targets } = document.content;
  const sections = [quantities, tables, initial, infectious, flows, stratify, outputs, targets];
  const text = JSON.stringify(sections.map((part): unknown[] => Object.values(part)));
  const words = new Set(text.match(/[a-zA-Z_]\w*/g));
  for (const [section, things] of Object.entries({ quantities, tables, matrices })) {
    for (const name of Object.keys(things)) if (!words.has(name)) tell(`${section}.${name}`, name);
  }
}
