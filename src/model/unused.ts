// Notices about what is defined and used nowhere: often a misspelt name or a forgotten term.
import { quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { visitParts } from "./formula.ts";
import type { Formula, Model } from "./model.ts";

/** Reports parameters and series on which no initial size, flow, output or target depends. */
export function reportUnused(model: Model, document: Document, report: Reporter): void {
  const parameters = new Set<number>();
  const series = new Set<number>();
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
  model.series.forEach(({ name }, position) => series.has(position) || tell(`series.${name}`, name));
  reportUnusedQuantities(document, tell);
}

function formulasOf(model: Model): readonly Formula[] {
  return [
    ...model.initial,
    ...model.flows.map(({ rate }) => rate),
    ...model.forces.flatMap(({ groups }) => groups.flatMap(({ infectious }) => infectious.map(({ weight }) => weight))),
    ...model.outputs.flatMap((output) => (output.kind === "formula" ? [output.formula] : [])),
    ...model.targets.flatMap(({ argument }) => (argument !== undefined && "kind" in argument ? [argument] : [])),
  ];
}

/** Quantities leave no trace in formulas: here it counts whether the name is written in any expression. */
function reportUnusedQuantities(document: Document, tell: (path: string, name: string) => void): void {
  const { quantities, initial, infectious, flows, outputs, targets } = document.content;
  const text = JSON.stringify(
    [quantities, initial, infectious, flows, outputs, targets].map((part): unknown[] => Object.values(part)),
  );
  const words = new Set(text.match(/[a-zA-Z_]\w*/g));
  for (const name of Object.keys(quantities)) if (!words.has(name)) tell(`quantities.${name}`, name);
}
