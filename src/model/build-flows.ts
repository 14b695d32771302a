// Flows of the document, as the structure takes them: their ends, their rates, and when they are added.
import { quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { compartmentAt } from "./build-compartments.ts";
import { filterOf } from "./divisions.ts";
import { constant } from "./formula.ts";
import type { Formula } from "./model.ts";
import type { Names } from "./names.ts";
import type { Resolver } from "./resolve.ts";
import type { Filter, FlowKind, Rate } from "./structure.ts";
import type { End, FlowSpec } from "./structure-flows.ts";

type FlowEntry = Document["content"]["flows"][string];
type Kind = FlowEntry["kind"];

/** Which ends each kind of flow has, and what it is to the structure. */
const KINDS: Readonly<
  Record<Kind, { readonly from: Need; readonly to: Need; readonly as: FlowKind; readonly advice: string }>
> = {
  transition: {
    from: "needed",
    to: "needed",
    as: "transition",
    advice: "Persons who come from outside need kind: entry; who leave, kind: exit.",
  },
  infection: {
    from: "needed",
    to: "needed",
    as: "infection",
    advice: "Write who is infected (from) and what they become (to).",
  },
  entry: { from: "none", to: "needed", as: "entry", advice: "An entry has only “to”." },
  exit: {
    from: "needed",
    to: "none",
    as: "exit",
    advice: "An exit has only “from”; death goes from all compartments.",
  },
  death: { from: "free", to: "none", as: "exit", advice: "A death has at most “from”." },
  births: { from: "none", to: "needed", as: "births", advice: "Births have only “to”." },
  replacement_births: { from: "none", to: "needed", as: "replacement", advice: "Births have only “to”." },
  absolute: { from: "free", to: "free", as: "absolute", advice: "" },
};
type Need = "needed" | "none" | "free";

/** Compartments at both ends of a flow, by their names before stratification. */
export interface FlowEnds {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly isInfection: boolean;
}

/** A flow to be added to the structure. */
export interface PlannedFlow {
  readonly spec: FlowSpec;
  /** Number of stratifications that are applied before it is added: those that its filters name. */
  readonly after: number;
  /** Stratifications for each of whose strata the rate holds by itself, so that strata do not share it. */
  readonly ownRates: ReadonlySet<string>;
}

/** Flows in the order of the document. Those that make no sense are reported and left out. */
export function planFlows(document: Document, names: Names, resolver: Resolver, report: Reporter): PlannedFlow[] {
  const planned = Object.entries(document.content.flows).flatMap(([name, entry]): PlannedFlow[] => {
    const path = `flows.${name}`;
    const from = endOf("from", entry, path, names, resolver, report);
    const to = endOf("to", entry, path, names, resolver, report);
    const rate = rateOf(entry, path, resolver, report);
    const areEnds = checkEnds(from, to, path, report);
    const areKeys = checkKeys(entry, path, report);
    if (from === undefined || to === undefined || rate === undefined || !areEnds || !areKeys) return [];
    const { strata } = resolver.expressions.needs(entry.rate ?? null);
    const spec: FlowSpec = {
      family: name,
      kind: KINDS[entry.kind].as,
      ...(entry.kind === "infection" ? { mode: entry.mode ?? "frequency" } : {}),
      from,
      to,
      rate,
      // A rate per person holds for each compartment; persons per time unit are shared by those that they enter.
      share: entry.each === true || isPerPerson(entry.kind) ? "each" : "split",
      undivided: entry.kind === "absolute" && strata.size > 0,
      path,
    };
    return [{ spec, after: timeOf(entry, from, to, resolver), ownRates: strata }];
  });
  checkInfectious(document, report);
  return planned;
}

function isPerPerson(kind: Kind): boolean {
  return kind === "transition" || kind === "infection" || kind === "exit" || kind === "death";
}

function timeOf(entry: FlowEntry, from: End | null, to: End | null, resolver: Resolver): number {
  const { list } = resolver.divisions;
  if (entry.each === true) return list.length;
  const named = new Set([...Object.keys(from?.where ?? {}), ...Object.keys(to?.where ?? {})]);
  return list.reduce((last, { name }, index) => (named.has(name) ? index + 1 : last), 0);
}

/** The compartment at one end; null for the outside; undefined where it makes no sense. */
function endOf(
  end: "from" | "to",
  entry: FlowEntry,
  path: string,
  names: Names,
  resolver: Resolver,
  report: Reporter,
): End | null | undefined {
  const given = entry[end];
  const { [end]: wanted, advice } = KINDS[entry.kind];
  if (given === undefined && wanted === "needed") {
    report.error("E211", path, `The flow has no “${end}”, and a flow of the kind ${entry.kind} needs it.`, advice);
    return undefined;
  }
  if (given === undefined)
    return entry.kind === "death" && end === "from" ? { compartments: names.compartments } : null;
  if (wanted === "none") {
    report.error("E211", `${path}.${end}`, `A flow of the kind ${entry.kind} has no “${end}”.`, advice);
    return undefined;
  }
  const name = typeof given === "string" ? given : given.compartment;
  const place = typeof given === "string" ? `${path}.${end}` : `${path}.${end}.compartment`;
  const position = compartmentAt(name, place, names, report);
  const where = typeof given === "string" ? undefined : given.where;
  const filter = filterOf(where, `${path}.${end}.where`, resolver.divisions.list, report);
  if (position === undefined || filter === undefined) return undefined;
  return { compartments: [name], ...(where === undefined ? {} : { where: filter }) };
}

function checkEnds(from: End | null | undefined, to: End | null | undefined, path: string, report: Reporter): boolean {
  if (from === null && to === null) {
    report.error("E211", path, "The flow has neither “from” nor “to”.", "Name at least one compartment.");
    return false;
  }
  const [source] = from?.compartments ?? [];
  const isSame = source !== undefined && source === to?.compartments[0] && from?.compartments.length === 1;
  if (!isSame || differ(from?.where, to?.where)) return true;
  const message = `The flow leads from ${quote(source)} to itself.`;
  report.error("E210", `${path}.to`, message, "Name two different compartments, or different strata of one.");
  return false;
}

/** True where filters choose different strata of some stratification. */
function differ(from: Filter | undefined, to: Filter | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  return Object.keys(from).some((name) => to[name] !== undefined && to[name].join() !== from[name]?.join());
}

function checkKeys(entry: FlowEntry, path: string, report: Reporter): boolean {
  if (entry.mode !== undefined && entry.kind !== "infection") {
    const advice = "Take mode away, or set kind: infection.";
    report.error("E211", `${path}.mode`, `A flow of the kind ${entry.kind} has no mode.`, advice);
    return false;
  }
  if (entry.each === undefined || entry.kind === "entry" || entry.kind === "absolute") return true;
  const message = `A flow of the kind ${entry.kind} has no “each”.`;
  report.error("E211", `${path}.each`, message, "Take it away; it is for entries and absolute flows.");
  return false;
}

/** Rate of a flow; a function of its place where it depends on strata or on other flows. */
function rateOf(entry: FlowEntry, path: string, resolver: Resolver, report: Reporter): Rate | undefined {
  const { rate } = entry;
  if (rate === undefined) {
    if (entry.kind === "replacement_births") return constant(1);
    report.error("E211", path, "The flow has no rate.", "Add a number or an expression, such as rate: 1 / 5.");
    return undefined;
  }
  const needs = resolver.expressions.needs(rate);
  if (needs.strata.size === 0 && !needs.flows) return resolver.formula(rate, `${path}.rate`, "present");
  const known = new Map<string, Formula>();
  const { cells } = resolver.divisions;
  return (place) => {
    resolver.knowFlows(place.flowsOf);
    // The stratum that persons leave; the one they enter where they leave none.
    const present = { ...cells[place.to ?? -1]?.strata, ...cells[place.from ?? -1]?.strata };
    const key = [...needs.strata].map((name) => present[name] ?? "").join("\n");
    const formula = known.get(key) ?? resolver.formula(rate, `${path}.rate`, "present", { present }) ?? constant(0);
    known.set(key, formula);
    return formula;
  };
}

function checkInfectious(document: Document, report: Reporter): void {
  const { flows, infectious } = document.content;
  const first = Object.entries(flows).find(([, entry]) => entry.kind === "infection");
  const isNobody = typeof infectious !== "string" && Object.keys(infectious).length === 0;
  if (first === undefined || !isNobody) return;
  const message = "This is a flow of infection, and no compartment is infectious.";
  report.error(
    "E304",
    `flows.${first[0]}`,
    message,
    "Add the compartments that infect others, such as infectious: [infectious].",
  );
}
