// Refuses flows whose rates are made of themselves, or that use a flow where none is known yet.
import { listInWords, quote } from "../base/text.ts";
import type { Reporter } from "../document/document.ts";
import { strongComponents } from "./components.ts";
import { visitParts } from "./formula.ts";
import type { Flow, Force, Formula } from "./model.ts";

/** Reports each circle and each flow once, however many strata it leads between. */
export function reportFlowUse(flows: readonly Flow[], forces: readonly Force[], report: Reporter): void {
  const use = new Use();
  // Flows, then forces.
  const next = [
    ...flows.map(({ rate, force }) => [...use.of(rate), ...(force === undefined ? [] : [flows.length + force.force])]),
    ...forces.map((force) => formulasOf(force).flatMap((formula) => use.of(formula))),
  ];
  const familyOf = (node: number): string =>
    (flows[node] ?? flows.find(({ force }) => force !== undefined && flows.length + force.force === node))?.family ??
    "";
  for (const family of new Set(next.flatMap((uses, node) => (uses.includes(UNKNOWN) ? familyOf(node) : [])))) {
    const message = `The flow ${quote(family)} is adjusted, or infects, by something that uses flow(…).`;
    const advice = "Only rates of flows and outputs may use flows; adjustments, mixing and infectiousness may not.";
    report.error("E208", `flows.${family}`, message, advice);
  }
  reportCircles(next, familyOf, report);
}

function reportCircles(
  next: readonly (readonly number[])[],
  familyOf: (node: number) => string,
  report: Reporter,
): void {
  const told = new Set<string>();
  const known = next.map((uses) => uses.filter((node) => node !== UNKNOWN));
  for (const members of strongComponents(known.length, (node) => known[node] ?? [])) {
    const [first = -1] = members;
    if (members.length === 1 && known[first]?.includes(first) !== true) continue;
    const families = [...new Set(members.map(familyOf))].sort();
    const [family = ""] = families;
    if (told.has(families.join())) continue;
    told.add(families.join());
    const names = listInWords(families.map(quote));
    const message =
      families.length === 1 ? `The rate of ${names} is made of this flow itself.` : `${names} are made of each other.`;
    report.error("E303", `flows.${family}.rate`, message, "Give one of them a rate without flow(…).");
  }
}

/** In place of flows that an expression used before they were known: it would count them as nothing. */
const UNKNOWN = -1;

/** Positions of the flows that formulas use; shared formulas are looked at once. */
class Use {
  private readonly known = new Map<Formula, readonly number[]>();

  of(formula: Formula): readonly number[] {
    const known = this.known.get(formula);
    if (known !== undefined) return known;
    const found = new Set<number>();
    visitParts(formula, (part) => {
      if (part.kind === "flow") for (const index of part.flows.length === 0 ? [UNKNOWN] : part.flows) found.add(index);
    });
    this.known.set(formula, [...found]);
    return [...found];
  }
}

function formulasOf({ groups, mixing }: Force): Formula[] {
  const weights = groups.flatMap(({ infectious }) => infectious.map(({ weight }) => weight));
  if (mixing.kind === "fixed") return weights;
  return [...weights, ...(mixing.kind === "sum" ? mixing.terms.map(({ scale }) => scale) : mixing.entries.flat())];
}
