// The structure of a model while it is being stratified: compartments and flows as plain data, and how they are named.
import type { Issue } from "../base/issue.ts";
import { didYouMean, listInWords, quote } from "../base/text.ts";
import { constant } from "./formula.ts";
import type { Formula, Label, Mixing } from "./model.ts";

/**
 * Line of work: `start`, then `addFlow` and `stratify` in the order of the document, then `finish`.
 *
 * Formulas name compartments by their position in the finished model. `arrange` tells these positions beforehand from
 * the stratifications alone; what is not known before a flow is split (its own source, other flows) is a `LateRate`.
 */
export interface Structure {
  /** Names of the compartments before any stratification. */
  readonly bases: readonly string[];
  readonly labels: ReadonlyMap<string, Label>;
  readonly compartments: readonly StructureCompartment[];
  readonly flows: readonly StructureFlow[];
  readonly stratifications: readonly Stratification[];
}

export interface StructureCompartment {
  readonly base: string;
  /** Stratum by stratification, in the order applied; only those that split this compartment. */
  readonly strata: Strata;
  readonly initial: Formula;
  /** Relative infectiousness; undefined for a compartment that does not infect. */
  readonly weight: Formula | undefined;
}

export type Strata = Readonly<Record<string, string>>;

/** What a rate may use of the finished model. `from` and `to` are positions, null for the outside. */
export interface FlowPlace {
  readonly from: number | null;
  readonly to: number | null;
  /** Positions of all flows of a family; empty for an unknown one. */
  readonly flowsOf: (family: string) => readonly number[];
}

export type LateRate = (place: FlowPlace) => Formula;
export type Rate = Formula | LateRate;

export type FlowKind =
  /** A share of the source per time unit. */
  | "transition"
  /** As a transition, times the force of infection. */
  | "infection"
  | "exit"
  /** Persons per time unit from outside. */
  | "entry"
  /** As an entry, per person of the whole population. */
  | "births"
  /** As an entry: the deaths (all exits) of the same moment, times the rate. */
  | "replacement"
  /** Persons per time unit, whatever the source; of any sign. */
  | "absolute";

export interface StructureFlow {
  readonly family: string;
  readonly kind: FlowKind;
  readonly mode?: "frequency" | "density";
  /** Positions among the structure's compartments as they stand now; null for the outside. */
  readonly from: number | null;
  readonly to: number | null;
  readonly rate: Rate;
  /** An absolute flow that goes in full to every stratum, because its rate knows its own source. */
  readonly undivided: boolean;
}

/** Strata by stratification: all named ones must fit, any stratum of a list. */
export type Filter = Readonly<Record<string, readonly string[]>>;

export type Adjustment = { readonly multiply: Formula } | { readonly set: Formula };

/** Adjusts the flows of a family that fit both filters, stratum by stratum. */
export interface FlowRule {
  readonly flow: string;
  /** Filters see the strata of before this stratification. A filter on an end that lies outside is ignored. */
  readonly from?: Filter;
  readonly to?: Filter;
  /** A stratum that is missing or null keeps the full rate: a rule, once it fits, ends the equal split of its flow. */
  readonly adjust: Readonly<Record<string, Adjustment | null>>;
  readonly path: string;
}

export interface InfectiousnessRule {
  readonly compartment: string;
  /** `set` makes a compartment infectious that was not; `multiply` does not. */
  readonly adjust: Readonly<Record<string, Adjustment | null>>;
  readonly path: string;
}

export interface Stratification {
  readonly name: string;
  readonly kind: "plain" | "age" | "strain";
  readonly strata: readonly string[];
  /** Names, before stratification, of the compartments that are split. */
  readonly compartments: readonly string[];
  /** Share of the present size of each stratum, in their order; equal where absent. */
  readonly split?: readonly Formula[];
  /** How far the shares may be from 1 in sum; rounding where absent. */
  readonly splitTolerance?: number;
  /** Rates from each stratum to the next, one fewer than strata; a transition named `ageing.flow` of each compartment. */
  readonly ageing?: { readonly flow: string; readonly rates: readonly Formula[] };
  readonly rules: readonly FlowRule[];
  readonly infectiousness: readonly InfectiousnessRule[];
  /** Only for a stratification of all compartments that is not by strain. */
  readonly mixing?: Mixing;
  readonly path: string;
}

export type Report = (issue: Issue) => void;

export function failure(code: string, path: string, message: string, advice: string): Issue {
  return { code, severity: "error", path, message, advice };
}

export interface StartCompartment {
  readonly label: Label;
  readonly initial: Formula;
  readonly weight?: Formula;
}

/** The structure before any stratification. */
export function start(compartments: readonly StartCompartment[]): Structure {
  return {
    bases: compartments.map(({ label }) => label.name),
    labels: new Map(compartments.map(({ label }) => [label.name, label])),
    compartments: compartments.map(({ label, initial, weight }) => ({
      base: label.name,
      strata: UNDIVIDED,
      initial,
      weight,
    })),
    flows: [],
    stratifications: [],
  };
}

export const ONE = constant(1);

/** Of a compartment that nothing divides; one object for all, so that what depends on strata alone can be kept by them. */
export const UNDIVIDED: Strata = {};

/**
 * The strata that one stratification makes of given ones, in its order: the same objects for the same ones. A model has
 * thousands of compartments and a tenth as many combinations of strata.
 */
export function divider({
  name,
  strata,
}: Pick<Stratification, "name" | "strata">): (given: Strata) => readonly Strata[] {
  const known = new Map<Strata, readonly Strata[]>();
  return (given) => {
    let parts = known.get(given);
    if (parts === undefined) known.set(given, (parts = strata.map((stratum) => ({ ...given, [name]: stratum }))));
    return parts;
  };
}

/** True where a compartment has the strata that a filter names; one that the stratification does not split has none. */
export function fits(strata: Strata, filter: Filter | undefined): boolean {
  if (filter === undefined) return true;
  for (const name in filter) {
    const stratum = strata[name];
    if (stratum === undefined || !filter[name]?.includes(stratum)) return false;
  }
  return true;
}

/** Positions of the compartments with one of the names and with the filter's strata, in order. */
export function select(
  compartments: readonly Pick<StructureCompartment, "base" | "strata">[],
  bases: readonly string[] | undefined,
  filter: Filter | undefined,
): number[] {
  const wanted = bases === undefined ? undefined : new Set(bases);
  const found: number[] = [];
  compartments.forEach(({ base, strata }, position) => {
    if ((wanted === undefined || wanted.has(base)) && fits(strata, filter)) found.push(position);
  });
  return found;
}

/** Reports stratifications and strata of a filter that do not exist (so far). */
export function checkFilter(
  filter: Filter | undefined,
  stratifications: readonly Pick<Stratification, "name" | "strata">[],
  path: string,
  report: Report,
): boolean {
  let isKnown = true;
  for (const [name, wanted] of Object.entries(filter ?? {})) {
    const stratification = stratifications.find((candidate) => candidate.name === name);
    if (stratification === undefined) {
      const names = stratifications.map((candidate) => candidate.name);
      const advice = `Before this there are ${listInWords(names)}.${didYouMean(name, names)}`;
      report(failure("E231", path, `There is no stratification ${quote(name)} here.`, advice));
      isKnown = false;
    }
    for (const stratum of wanted) {
      if (stratification === undefined || stratification.strata.includes(stratum)) continue;
      const advice = `Its strata are ${listInWords(stratification.strata)}.${didYouMean(stratum, stratification.strata)}`;
      report(failure("E232", path, `The stratification ${quote(name)} has no stratum ${quote(stratum)}.`, advice));
      isKnown = false;
    }
  }
  return isKnown;
}

/** Reports strata of an adjustment that the stratification does not have. */
export function checkStrata(
  adjust: object,
  spec: Pick<Stratification, "name" | "strata">,
  path: string,
  report: Report,
): void {
  for (const stratum of Object.keys(adjust)) {
    if (spec.strata.includes(stratum)) continue;
    const message = `The stratification ${quote(spec.name)} has no stratum ${quote(stratum)}.`;
    const advice = `Its strata are ${listInWords(spec.strata)}.${didYouMean(stratum, spec.strata)}`;
    report(failure("E232", path, message, advice));
  }
}

/** `infectious[age=0,clinical=icu]`; the plain name where nothing splits it. */
export function nameOf(base: string, strata: Strata): string {
  return base + suffixOf(strata);
}

export function suffixOf(strata: Strata): string {
  const parts: string[] = [];
  for (const name in strata) parts.push(`${name}=${strata[name] ?? ""}`);
  return parts.length === 0 ? "" : `[${parts.join(",")}]`;
}
