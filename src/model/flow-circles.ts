// Refuses flows whose rates are made of themselves, by way of other flows or of a force of infection.
import { listInWords, quote } from "../base/text.ts";
import type { Reporter } from "../document/document.ts";
import { strongComponents } from "./components.ts";
import { visitParts } from "./formula.ts";
import type { Flow, Force, Formula } from "./model.ts";

/** Reports each circle once, however many strata its flows lead between. */
export function reportFlowCircles(flows: readonly Flow[], forces: readonly Force[], report: Reporter): void {
  const used = new Map<Formula, readonly number[]>();
  const flowsIn = (formula: Formula): readonly number[] => {
    const known = used.get(formula);
    if (known !== undefined) return known;
    const found = new Set<number>();
    visitParts(formula, (part) => {
      if (part.kind === "flow") for (const index of part.flows) found.add(index);
    });
    used.set(formula, [...found]);
    return [...found];
  };
  // Flows, then forces.
  const next = [
    ...flows.map(({ rate, force }) => [...flowsIn(rate), ...(force === undefined ? [] : [flows.length + force.force])]),
    ...forces.map((force) => formulasOf(force).flatMap(flowsIn)),
  ];
  const told = new Set<string>();
  for (const members of strongComponents(next.length, (node) => next[node] ?? [])) {
    const [first = -1] = members;
    if (members.length === 1 && next[first]?.includes(first) !== true) continue;
    const families = [...new Set(members.flatMap((member) => flows[member]?.family ?? []))].sort();
    const [family] = families;
    if (family === undefined || told.has(families.join())) continue;
    told.add(families.join());
    const names = listInWords(families.map(quote));
    const message =
      families.length === 1 ? `The rate of ${names} is made of this flow itself.` : `${names} are made of each other.`;
    report.error("E303", `flows.${family}.rate`, message, "Give one of them a rate without flow(…).");
  }
}

function formulasOf({ groups, mixing }: Force): Formula[] {
  const weights = groups.flatMap(({ infectious }) => infectious.map(({ weight }) => weight));
  if (mixing.kind === "fixed") return weights;
  return [...weights, ...(mixing.kind === "sum" ? mixing.terms.map(({ scale }) => scale) : mixing.entries.flat())];
}
