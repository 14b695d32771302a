// Compartments, flows and forces of a document: flows and stratifications applied in turn to a structure.
import { hasErrors } from "../base/issue.ts";
import type { Document, Reporter } from "../document/document.ts";
import type { PlannedFlow } from "./build-flows.ts";
import { buildFlowRules, buildInfectiousnessRules } from "./build-rules.ts";
import type { RuleSurroundings } from "./build-rules.ts";
import { buildAgeing, buildSplit, buildSplitsWithin, warnOfImbalance } from "./build-splits.ts";
import type { Division } from "./divisions.ts";
import { constant, evaluate } from "./formula.ts";
import { sizesByStratum, withOwnSizes } from "./initial-strata.ts";
import { labelOf } from "./label.ts";
import type { Formula, Label, Mixing } from "./model.ts";
import type { MatrixRows } from "./matrix-data.ts";
import { buildMixing } from "./matrix-data.ts";
import { imbalance } from "./mixing.ts";
import type { Names } from "./names.ts";
import type { Resolver } from "./resolve.ts";
import { adjustSplit } from "./stratify-split.ts";
import { stratify } from "./stratify.ts";
import { start } from "./structure.ts";
import type { FlowRule, Stratification, Structure } from "./structure.ts";
import { finish } from "./structure-finish.ts";
import type { Finished, FinishOptions } from "./structure-finish.ts";
import { addFlow } from "./structure-flows.ts";

/** What a structure is built from. */
export interface StructureSurroundings {
  readonly document: Document;
  readonly names: Names;
  readonly labels: readonly Label[];
  /** By position before stratification. */
  readonly initial: readonly Formula[];
  readonly weights: ReadonlyMap<number, Formula>;
  readonly flows: readonly PlannedFlow[];
  readonly matrices: ReadonlyMap<string, MatrixRows | undefined>;
  readonly resolver: Resolver;
  readonly report: Reporter;
}

/** How compartments stand in the finished model: as the kernel likes. The resolver's positions are of this order. */
export const ORDER = "fast";

/** Applies all flows and stratifications; undefined where something was wrong. */
export function buildStructure(around: StructureSurroundings): Finished | undefined {
  const { document, resolver, report, flows } = around;
  const { list } = resolver.divisions;
  const sizes = sizesByStratum(document, resolver);
  let structure = start(
    around.labels.map((label, position) => {
      const weight = around.weights.get(position);
      const initial = sizes.has(label.name) ? constant(1) : (around.initial[position] ?? constant(0));
      return { label, initial, ...(weight === undefined ? {} : { weight }) };
    }),
  );
  const tell = report.issue;
  const add = (after: number): void => {
    for (const flow of flows) if (flow.after === after) structure = addFlow(structure, flow.spec, tell);
  };
  add(0);
  list.forEach((division, index) => {
    const spec = specOf(division, index, structure, around);
    if (spec !== undefined) structure = withOwnSizes(structure, stratify(structure, spec, tell), division, sizes);
    add(index + 1);
  });
  list.forEach((division, index) => {
    const entry = document.content.stratify[index];
    if (entry === undefined) return;
    for (const split of buildSplitsWithin(entry, division, list, resolver, report))
      structure = adjustSplit(structure, split, tell);
  });
  if (hasErrors(report.issues)) return undefined;
  warnOfImbalances(structure, around);
  const labels = new Map(Object.entries(document.content.flows).map(([name, entry]) => [name, labelOf(name, entry)]));
  return finish(structure, { order: ORDER, labels, values: valuesOf(document), ...endingOf(document) }, tell);
}

/** One stratification; undefined, with the reason reported, where a part of it makes no sense. */
function specOf(
  division: Division,
  index: number,
  structure: Structure,
  { document, names, flows, matrices, resolver, report }: StructureSurroundings,
): Stratification | undefined {
  const entry = document.content.stratify[index];
  if (entry === undefined) return undefined;
  const { name, kind, strata, compartments, path } = division;
  const present = flows.filter(({ after }) => after <= index);
  const ends = new Map(
    present.map(({ spec }) => [
      spec.family,
      { from: spec.from?.compartments ?? [], to: spec.to?.compartments ?? [], isInfection: spec.kind === "infection" },
    ]),
  );
  const earlier = resolver.divisions.list.slice(0, index);
  const planned = new Set(flows.map(({ spec }) => spec.family));
  const around: RuleSurroundings = { division, earlier, flows: ends, planned, resolver, report };
  const split =
    entry.split === undefined ? undefined : buildSplit(entry.split, division, `${path}.split`, resolver, report);
  const ageing = buildAgeing(entry, division, document.content.time.unit, report);
  const mixing =
    entry.mixing === undefined ? undefined : buildMixing(entry.mixing, `${path}.mixing`, matrices, resolver, report);
  const rules = [...buildFlowRules(entry, around), ...ownRateRules(division, present)];
  const infectiousness = buildInfectiousnessRules(entry, around);
  if ((split === undefined) !== (entry.split === undefined) || (mixing === undefined) !== (entry.mixing === undefined))
    return undefined;
  const flow = ageingName(name, structure, names);
  return {
    name,
    kind,
    strata,
    compartments,
    ...(split === undefined ? {} : { split }),
    ...(ageing === undefined ? {} : { ageing: { flow, rates: ageing } }),
    rules,
    infectiousness,
    ...(mixing === undefined ? {} : { mixing }),
    path,
  };
}

/** `ageing`, or with the name of the stratification where a flow of the document is called so. */
function ageingName(name: string, { flows }: Structure, names: Names): string {
  const isTaken = names.flows.has("ageing") || flows.some(({ family }) => family === "ageing");
  return isTaken ? `ageing_${name}` : "ageing";
}

/** A rate that is written by stratum is each stratum's own: a rule that changes nothing keeps it from being shared. */
function ownRateRules(division: Division, flows: readonly PlannedFlow[]): FlowRule[] {
  const divides = (bases: readonly string[] | undefined): boolean =>
    (bases ?? []).some((one) => division.compartments.includes(one));
  return flows.flatMap(({ spec, ownRates }): FlowRule[] => {
    const isBirth = spec.kind === "births" || spec.kind === "replacement";
    const isShared = !divides(spec.from?.compartments) && divides(spec.to?.compartments);
    if (!ownRates.has(division.name) || !isShared || (isBirth && division.kind === "age")) return [];
    return [{ flow: spec.family, adjust: {}, path: spec.path }];
  });
}

/** The parameters' values in the document. */
function valuesOf({ content }: Document): number[] {
  return Object.values(content.parameters).map((entry) => Number(typeof entry === "object" ? entry.value : entry));
}

/** Warns where a matrix does not fit the initial population, at the document's values. */
function warnOfImbalances(structure: Structure, { document, resolver, report }: StructureSurroundings): void {
  const entries = document.content.stratify;
  const checked = structure.stratifications.filter(
    ({ mixing }, index) => mixing !== undefined && entries[index]?.reciprocal !== false,
  );
  if (checked.length === 0) return;
  const values = valuesOf(document);
  const sizes = structure.compartments.map(({ initial }) => evaluate(initial, values));
  for (const { name, mixing, strata } of checked) {
    const division = resolver.divisions.list.find((one) => one.name === name);
    const populations = new Map(strata.map((stratum) => [stratum, 0]));
    structure.compartments.forEach((compartment, position) => {
      const stratum = compartment.strata[name] ?? "";
      populations.set(stratum, (populations.get(stratum) ?? 0) + (sizes[position] ?? NaN));
    });
    const persons = strata.map((stratum) => populations.get(stratum) ?? NaN);
    if (mixing === undefined || division === undefined || persons.some((population) => !(population > 0))) continue;
    const found = matricesOf(mixing).map((matrix) => imbalance(matrix, persons));
    const worst = found.reduce((most, one) => (one.worst > most.worst ? one : most), { worst: 0, row: 0, column: 0 });
    warnOfImbalance(worst, division, report);
  }
}

function matricesOf(mixing: Mixing): readonly MatrixRows[] {
  if (mixing.kind === "fixed") return [mixing.matrix];
  return mixing.kind === "sum" ? mixing.terms.map(({ matrix }) => matrix) : [];
}

/** The titles that the document gives its strata, where it gives any, as endings of the titles of compartments. */
function endingOf({ content }: Document): Pick<FinishOptions, "endingOf"> {
  const { stratify: entries } = content;
  if (entries.every(({ titles }) => titles === undefined)) return {};
  const names = entries.map(({ name, titles, strata }) => {
    const title = (stratum: string): string => titles?.[stratum] ?? `${name.replaceAll("_", " ")} ${stratum}`;
    return { name, titles: new Map(strata.map((stratum) => [String(stratum), `, ${title(String(stratum))}`])) };
  });
  return {
    endingOf: (strata) => names.reduce((text, { name, titles }) => text + (titles.get(strata[name] ?? "") ?? ""), ""),
  };
}
