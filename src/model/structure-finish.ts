// Structure → the compartments, flows and forces of a model.
import { constant } from "./formula.ts";
import { labelOf } from "./label.ts";
import type { Compartment, Flow, Force, Formula, Label } from "./model.ts";
import { suffixOf } from "./structure.ts";
import type { FlowKind, FlowPlace, Report, Strata, Structure, StructureFlow } from "./structure.ts";
import { Forces } from "./structure-forces.ts";
import type { ForceOptions } from "./structure-forces.ts";
import { positionsIn } from "./structure-order.ts";
import type { ArrangedCompartment } from "./structure-order.ts";
import { Adjuster } from "./structure-rates.ts";

export interface Finished {
  readonly compartments: readonly Compartment[];
  readonly initial: readonly Formula[];
  readonly flows: readonly Flow[];
  readonly forces: readonly Force[];
}

/** `order` as it was told to `arrange`. */
export interface FinishOptions extends ForceOptions {
  readonly labels?: ReadonlyMap<string, Label>;
  /** What the title of a compartment ends with; the names of its strata where absent. */
  readonly endingOf?: (strata: Strata) => string;
}

/** A flow with its ends where the finished model has them. */
interface Led {
  readonly flow: StructureFlow;
  readonly from: number | null;
  readonly to: number | null;
}

export function finish(structure: Structure, options: FinishOptions, report: Report): Finished {
  const { order, labels } = options;
  const { bases, stratifications } = structure;
  const positions = positionsIn(structure.compartments, bases, stratifications, order);
  const members = positions.flatMap((position) => structure.compartments[position] ?? []);
  const moved: number[] = [];
  positions.forEach((position, index) => (moved[position] = index));
  const place = (position: number | null): number | null => (position === null ? null : (moved[position] ?? null));
  const unsorted = structure.flows.map((flow): Led => ({ flow, from: place(flow.from), to: place(flow.to) }));
  const led = order === "fast" ? sortedForRuns(unsorted) : unsorted;
  const suffix = kept(suffixOf);
  const suffixes = members.map(({ strata }) => suffix(strata));
  const compartments = named(members, suffixes, structure.labels, kept(options.endingOf ?? namesOf));
  const forces = new Forces(members, stratifications, options, report);
  const rateOf = rates(led, members.length);
  const wordsOf = words(labels);
  const flows = led.map((leading): Flow => {
    const { flow, from, to } = leading;
    const { title, others } = wordsOf(flow.family);
    const suffixed = longer(from === null ? "" : suffixes[from], to === null ? "" : suffixes[to]);
    const force = flow.kind === "infection" ? forces.forceOf(flow, from, to) : undefined;
    // Named fields first: V8 copies an object that is spread at the beginning some thirty times slower.
    return {
      name: flow.family + suffixed,
      title,
      from,
      to,
      rate: rateOf(leading),
      absolute: ABSOLUTE.has(flow.kind),
      family: flow.family,
      ...others,
      ...(force === undefined ? undefined : { force }),
    };
  });
  return {
    compartments,
    initial: members.map(({ initial }) => initial),
    flows,
    forces: forces.forces,
  };
}

const ABSOLUTE: ReadonlySet<FlowKind> = new Set(["entry", "births", "replacement", "absolute"]);

/** The strata of the end that has more of them. */
function longer(a = "", b = ""): string {
  return b.length > a.length ? b : a;
}

/** Compartments with names and titles of their own. */
function named(
  members: readonly ArrangedCompartment[],
  suffixes: readonly string[],
  labels: ReadonlyMap<string, Label>,
  endingOf: (strata: Strata) => string,
): Compartment[] {
  const wordsOf = words(labels);
  return members.map(({ base, strata }, index): Compartment => {
    const { title, others } = wordsOf(base);
    return { name: base + (suffixes[index] ?? ""), title: title + endingOf(strata), strata, ...others };
  });
}

function namesOf(strata: Strata): string {
  let names = "";
  for (const name in strata) names += `, ${name} ${strata[name] ?? ""}`;
  return names;
}

/** A text of strata, made once for each object. */
function kept(make: (strata: Strata) => string): (strata: Strata) => string {
  const known = new Map<Strata, string>();
  return (strata) => {
    let text = known.get(strata);
    if (text === undefined) known.set(strata, (text = make(strata)));
    return text;
  };
}

/** The label of each name taken apart: its title, and what else there is. */
function words(
  labels: ReadonlyMap<string, Label> = new Map(),
): (name: string) => { readonly title: string; readonly others: Omit<Label, "name" | "title"> } {
  const known = new Map<string, { title: string; others: Omit<Label, "name" | "title"> }>();
  return (name) => {
    let found = known.get(name);
    if (found === undefined) {
      const { name: _, title, ...others } = labels.get(name) ?? labelOf(name, undefined);
      known.set(name, (found = { title, others }));
    }
    return found;
  };
}

/** Families in their order, and within each the flows by source and destination: runs of neighbours for the kernel. */
function sortedForRuns(led: readonly Led[]): Led[] {
  const rank = new Map<string, number>();
  for (const { flow } of led) if (!rank.has(flow.family)) rank.set(flow.family, rank.size);
  const ranked = led.map((leading) => ({ leading, rank: rank.get(leading.flow.family) ?? 0 }));
  ranked.sort(
    (a, b) =>
      a.rank - b.rank || (a.leading.from ?? -1) - (b.leading.from ?? -1) || (a.leading.to ?? -1) - (b.leading.to ?? -1),
  );
  return ranked.map(({ leading }) => leading);
}

/** The formula of each flow's rate, now that the positions of compartments and flows are known. */
function rates(led: readonly Led[], nCompartments: number): (led: Led) => Formula {
  const families = new Map<string, number[]>();
  const exits: number[] = [];
  led.forEach(({ flow: { family, kind } }, index) => {
    const members = families.get(family);
    if (members === undefined) families.set(family, [index]);
    else members.push(index);
    if (kind === "exit") exits.push(index);
  });
  const everybody: Formula = { kind: "sum", compartments: Array.from({ length: nCompartments }, (_, index) => index) };
  const deaths: Formula = exits.length === 0 ? constant(0) : { kind: "flow", flows: exits };
  const adjuster = new Adjuster();
  const flowsOf = (family: string): readonly number[] => families.get(family) ?? [];
  return ({ flow, from, to }) => {
    const place: FlowPlace = { from, to, flowsOf };
    const rate = typeof flow.rate === "function" ? flow.rate(place) : flow.rate;
    if (flow.kind === "births") return adjuster.scale(rate, everybody);
    return flow.kind === "replacement" ? adjuster.scale(rate, deaths) : rate;
  };
}
