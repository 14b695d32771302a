// Adds flows to a structure: before stratifying, or between strata that already exist.
import { countOf, didYouMean, listInWords, quote } from "../base/text.ts";
import { constant } from "./formula.ts";
import { checkFilter, failure, fits, select, suffixOf } from "./structure.ts";
import type { Filter, FlowKind, Rate, Report, Structure, StructureCompartment, StructureFlow } from "./structure.ts";
import { multiplied } from "./structure-rates.ts";

/** One end of a flow: compartments by their names before stratification, with the strata they must have. */
export interface End {
  readonly compartments: readonly string[];
  readonly where?: Filter;
}

export interface FlowSpec {
  readonly family: string;
  readonly kind: FlowKind;
  /** Of an infection; frequency where absent. */
  readonly mode?: "frequency" | "density";
  readonly from: End | null;
  readonly to: End | null;
  readonly rate: Rate;
  /** Entries into several compartments: the rate is divided among them, or goes in full to each (where absent). */
  readonly share?: "split" | "each";
  readonly undivided?: boolean;
  /** Pairs sources and destinations by their order alone, whatever their strata: summer's way. */
  readonly byOrder?: boolean;
  readonly path: string;
}

/**
 * Adds a flow for every compartment that fits its ends as they are now. With two ends, the first source leads to the
 * first destination and so on: there must be as many, and strata that no filter mentions must agree.
 */
export function addFlow(structure: Structure, spec: FlowSpec, report: Report): Structure {
  const from = positions(structure, spec.from, `${spec.path}.from`, report);
  const to = positions(structure, spec.to, `${spec.path}.to`, report);
  if (from === undefined || to === undefined) return structure;
  if (from.length === 0 || to.length === 0) {
    const message = `No compartment fits ${from.length === 0 ? "“from”" : "“to”"}.`;
    report(failure("E230", spec.path, message, "Name compartments and strata that go together."));
    return structure;
  }
  const pairs = pairsOf(structure, spec, from, to, report);
  if (pairs === undefined) return structure;
  const rate = spec.share === "split" && to.length > 1 ? multiplied(spec.rate, constant(1 / to.length)) : spec.rate;
  const flows = pairs.map(([source, destination]): StructureFlow => ({
    family: spec.family,
    kind: spec.kind,
    ...(spec.kind === "infection" ? { mode: spec.mode ?? "frequency" } : {}),
    from: source,
    to: destination,
    rate,
    undivided: spec.undivided ?? false,
  }));
  return { ...structure, flows: [...structure.flows, ...flows] };
}

/** Positions of an end; [null] for the outside; undefined for names that do not exist. */
function positions(structure: Structure, end: End | null, path: string, report: Report): (number | null)[] | undefined {
  if (end === null) return [null];
  const unknown = end.compartments.filter((name) => !structure.labels.has(name));
  for (const name of unknown) {
    const advice = `The compartments are ${listInWords(structure.bases)}.${didYouMean(name, structure.bases)}`;
    report(failure("E230", path, `There is no compartment ${quote(name)}.`, advice));
  }
  const isKnown = checkFilter(end.where, structure.stratifications, path, report);
  return unknown.length === 0 && isKnown ? select(structure.compartments, end.compartments, end.where) : undefined;
}

type Pair = readonly [from: number | null, to: number | null];

function pairsOf(
  structure: Structure,
  spec: FlowSpec,
  from: readonly (number | null)[],
  to: readonly (number | null)[],
  report: Report,
): Pair[] | undefined {
  if (spec.to === null) return from.map((source) => [source, null]);
  if (spec.from === null) return to.map((destination) => [null, destination]);
  if (from.length !== to.length) {
    const message = `${countOf(from.length, "compartment")} on one end, ${countOf(to.length, "compartment")} on the other.`;
    report(failure("E233", spec.path, message, "Name strata in “where” so that each source has one destination."));
    return undefined;
  }
  const pairs = from.map((source, index): Pair => [source, to[index] ?? null]);
  if (spec.byOrder === true) return pairs;
  const at = (position: number | null): StructureCompartment | undefined => structure.compartments[position ?? -1];
  const filters = { ...spec.from.where, ...spec.to.where };
  const wrong = pairs.find(([source, destination]) => !agree(at(source), at(destination), filters));
  if (wrong === undefined) return pairs;
  const [source, destination] = wrong.map((position) => at(position));
  const message = `${shown(source)} would lead to ${shown(destination)}.`;
  report(failure("E233", spec.path, message, "Name in “where” the strata that change, on both ends."));
  return undefined;
}

/** True where the two have the same strata, apart from stratifications that a filter names or that only one has. */
function agree(a: StructureCompartment | undefined, b: StructureCompartment | undefined, filters: Filter): boolean {
  if (a === undefined || b === undefined) return true;
  for (const name in a.strata) {
    const other = b.strata[name];
    if (other !== undefined && filters[name] === undefined && other !== a.strata[name]) return false;
  }
  return true;
}

function shown(compartment: StructureCompartment | undefined): string {
  return compartment === undefined ? "" : quote(compartment.base + suffixOf(compartment.strata));
}

/** Positions of the flows of a family with the strata that the filters name; a filter on an outside end is ignored. */
export function selectFlows(
  flows: readonly Pick<StructureFlow, "family" | "from" | "to">[],
  compartments: readonly Pick<StructureCompartment, "strata">[],
  families: readonly string[],
  filters: { readonly from?: Filter | undefined; readonly to?: Filter | undefined },
): number[] {
  const wanted = new Set(families);
  const fitsAt = (position: number | null, filter: Filter | undefined): boolean =>
    position === null || fits(compartments[position]?.strata ?? {}, filter);
  return flows.flatMap(({ family, from, to }, index) =>
    wanted.has(family) && fitsAt(from, filters.from) && fitsAt(to, filters.to) ? [index] : [],
  );
}
