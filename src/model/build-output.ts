// One output: a sum of compartments, flows as counts or rates, an expression, or what looks back on other outputs.
import { formatNumber, listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { compartmentAt } from "./build-compartments.ts";
import { buildDelay } from "./build-delay.ts";
import type { Clock } from "./clock.ts";
import { cumulativeOutput, rollingOutput } from "./build-look-back.ts";
import { binary, constant } from "./formula.ts";
import { FlowIndex } from "./flow-index.ts";
import { labelOf } from "./label.ts";
import type { Formula, Label, LookedBackOn, Output, TimeUnit } from "./model.ts";
import { adviseNames, expandedName } from "./names.ts";
import type { Names } from "./names.ts";
import type { Resolver } from "./resolve.ts";
import type { Finished } from "./structure-finish.ts";
import type { Filter, Strata } from "./structure.ts";
import { filterOf } from "./divisions.ts";

/** What outputs are built from. */
export interface OutputSurroundings {
  readonly document: Document;
  readonly names: Names;
  /** Undefined where something was wrong with it: then names are checked all the same. */
  readonly structure: Finished | undefined;
  readonly clock: Clock;
  readonly resolver: Resolver;
  readonly report: Reporter;
}

export type OutputEntry = Document["content"]["outputs"][string];

/** An output of the document, for one combination of the strata of its `by`. */
export interface Instance {
  readonly name: string;
  /** Name in the document. */
  readonly family: string;
  readonly entry: OutputEntry;
  readonly path: string;
  /** The document's `where` and the strata of `by`. */
  readonly where: Filter;
  readonly present: Strata;
  /** What its title ends with. */
  readonly title: string;
}

const KINDS = ["compartments", "flow", "expression", "of", "reproduction_number"] as const;
/** Keys that go with some kinds only. */
const BELONGS: Readonly<Record<string, readonly (typeof KINDS)[number][]>> = {
  as: ["flow"],
  from: ["flow"],
  to: ["flow"],
  where: ["compartments", "flow"],
  cumulative: ["of"],
  rolling: ["of"],
  delay: ["of"],
  by: ["compartments", "flow", "expression", "of"],
  per: ["compartments", "flow", "expression", "of"],
};

export class OutputMaker {
  private readonly around: OutputSurroundings;
  private readonly built: Output[];
  private readonly reference: (name: string) => Formula | undefined;
  private readonly flows: FlowIndex | undefined;

  /** @param built  the outputs so far; intermediate ones are added to it */
  constructor(around: OutputSurroundings, built: Output[], reference: (name: string) => Formula | undefined) {
    this.around = around;
    this.built = built;
    this.reference = reference;
    this.flows = around.structure === undefined ? undefined : new FlowIndex(around.structure);
  }

  /** The output; undefined, with the reason reported, where it makes no sense. */
  make(instance: Instance): Output | undefined {
    const { entry, path } = instance;
    const kinds = KINDS.filter((kind) => entry[kind] !== undefined);
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1) {
      const found = kind === undefined ? "none of them" : kinds.map(quote).join(" and ");
      const message = `An output has exactly one of ${listInWords(KINDS)}; this one has ${found}.`;
      this.around.report.error("E212", path, message, "Keep one. An expression may use other outputs by name.");
      return undefined;
    }
    for (const [key, allowed] of Object.entries(BELONGS)) {
      if (!Object.hasOwn(entry, key) || allowed.includes(kind)) continue;
      const message = `Only an output of ${listInWords(allowed, "or")} has ${quote(key)}.`;
      this.around.report.error("E212", `${path}.${key}`, message, "Take it away.");
    }
    const output = this.ofKind(kind, instance);
    return output === undefined || entry.per === undefined ? output : this.per(output, entry.per, instance);
  }

  private ofKind(kind: (typeof KINDS)[number], instance: Instance): Output | undefined {
    const { entry, path } = instance;
    switch (kind) {
      case "compartments":
        return this.sum(instance, entry.compartments ?? [], `${path}.compartments`);
      case "flow":
        return this.flow(instance, entry.flow ?? [], `${path}.flow`);
      case "of":
        return this.of(instance, entry.of ?? [], `${path}.of`);
      case "reproduction_number":
        return this.reproduction(instance);
      case "expression": {
        const { present } = instance;
        const formula = this.around.resolver.formula(entry.expression ?? 0, `${path}.expression`, "outputs", {
          present,
        });
        return formula === undefined
          ? undefined
          : { ...label(instance), measure: "expression", kind: "formula", formula };
      }
    }
  }

  private sum(instance: Instance, listed: string | readonly string[], path: string): Output | undefined {
    const { names, report, resolver } = this.around;
    const positions = this.each(listed, path, (one, at) => compartmentAt(one, at, names, report));
    if (positions === undefined) return undefined;
    const bases = positions.flatMap((position) => names.compartments[position] ?? []);
    const formula = resolver.sum(bases, instance.where);
    if (formula.compartments.length === 0) return this.nothingFits("compartment", instance);
    return { ...label(instance, "persons"), measure: "prevalence", kind: "formula", formula };
  }

  private flow(instance: Instance, listed: string | readonly string[], path: string): Output | undefined {
    const families = this.each(listed, path, (one, at) => (this.isFlow(one, at) ? one : undefined));
    const flows = families === undefined ? undefined : this.flowsThatFit(families, instance);
    if (flows === undefined) return undefined;
    const { unit, step } = this.around.document.content.time;
    if (instance.entry.as === "rate")
      return { ...label(instance, `persons per ${unit}`), measure: "rate", kind: "rate", flows };
    return { ...label(instance, countUnit(step, unit)), measure: "incidence", kind: "count", flows };
  }

  private flowsThatFit(families: readonly string[], instance: Instance): number[] | undefined {
    const { resolver, report } = this.around;
    const { entry, path, where } = instance;
    const from = filterOf(entry.from, `${path}.from`, resolver.divisions.list, report);
    const to = filterOf(entry.to, `${path}.to`, resolver.divisions.list, report);
    if (from === undefined || to === undefined) return undefined;
    const index = this.flows;
    if (index === undefined) return [];
    const flows = families.flatMap((family) => index.fitting(family, { where, from, to })).sort((a, b) => a - b);
    if (flows.length > 0) return flows;
    // A flow that makes no sense was left out, and reported itself.
    return families.some((family) => index.has(family)) ? this.nothingFits("flow", instance) : undefined;
  }

  private nothingFits(what: string, { path, where, entry }: Instance): undefined {
    const filters = { ...where, ...entry.from, ...entry.to };
    const message = `No ${what} has these strata of ${listInWords(Object.keys(filters))} together.`;
    this.around.report.error("E260", path, message, "Name strata of stratifications that divide it.");
    return undefined;
  }

  private isFlow(name: string, path: string): boolean {
    const { names, report } = this.around;
    if (names.flows.has(name) || this.flows?.has(name) === true) return true;
    if (names.missing.has(name)) return false;
    const others = this.flows?.names.filter((one) => !names.flows.has(one)) ?? [];
    const known = [...names.flows.keys(), ...others];
    report.error("E205", path, `There is no flow ${quote(name)}.`, adviseNames(name, ["flow"], known));
    return false;
  }

  private of(instance: Instance, listed: string | readonly string[], path: string): Output | undefined {
    const positions = this.each(listed, path, (one, at) => this.outputAt(one, at, instance));
    if (positions === undefined) return undefined;
    const { entry } = instance;
    const backward = (["cumulative", "rolling", "delay"] as const).filter(
      (key) => entry[key] !== undefined && entry[key] !== false,
    );
    if (backward.length > 1) {
      const message = `The output has ${listInWords(backward)} together.`;
      this.around.report.error("E212", instance.path, message, "Make an output of each, the second of the first.");
      return undefined;
    }
    const of = this.lookedBackOn(positions, instance);
    const [first] = positions.map((position) => this.built[position]);
    const words = label(instance, first?.unit);
    const [key] = backward;
    if (key === undefined) {
      const parts = positions.map((output): Formula => ({ kind: "output", output }));
      const formula = parts.reduce((sum, part) => binary("add", sum, part));
      const measure =
        first !== undefined && positions.every((one) => this.built[one]?.measure === first.measure)
          ? first.measure
          : "expression";
      return { ...words, measure, kind: "formula", formula };
    }
    if (key === "cumulative") return cumulativeOutput(instance, of, words, this.around.clock);
    if (key === "rolling") return rollingOutput(instance, of, words, this.around.report);
    const delay = buildDelay(entry.delay ?? "", `${instance.path}.delay`, this.around.resolver, this.around.report);
    return delay === undefined
      ? undefined
      : { ...words, measure: first?.measure ?? "expression", kind: "delay", of, delay };
  }

  /** Counts of flows as such; one output by its position; several through an intermediate sum. */
  private lookedBackOn(positions: readonly number[], instance: Instance): LookedBackOn {
    const outputs = positions.flatMap((position) => this.built[position] ?? []);
    const flows = outputs.flatMap((output) => (output.kind === "count" ? output.flows : []));
    const [only] = positions;
    if (positions.length === 1 && only !== undefined) return { output: only };
    if (outputs.every(({ kind }) => kind === "count") && new Set(flows).size === flows.length) return { flows };
    const parts = positions.map((output): Formula => ({ kind: "output", output }));
    const formula = parts.reduce((sum, part) => binary("add", sum, part));
    return { output: this.intermediate({ ...label(instance), measure: "expression", kind: "formula", formula }) };
  }

  /** Adds an output that another one is computed from, and that nobody asked for. */
  private intermediate(output: Output): number {
    this.built.push({ ...output, name: `${output.name}.before`, intermediate: true });
    return this.built.length - 1;
  }

  /** An output of a name; of a family that goes by strata, the one of the present strata. */
  private outputAt(name: string, path: string, { present }: Instance): number | undefined {
    const { names, report } = this.around;
    const by = names.expanded.get(name);
    const strata = by?.map((one) => present[one]).filter((stratum) => stratum !== undefined);
    if (by !== undefined && strata?.length !== by.length) {
      const message = `The output ${quote(name)} has one curve for each stratum of ${listInWords(by)}.`;
      const [first = ""] = [...names.definitions.keys()].filter((one) => one.startsWith(`${name}_`));
      report.error("E260", path, message, `Add the same “by” here, or name one, such as ${first}.`);
      return undefined;
    }
    const wanted = strata === undefined ? name : expandedName(name, strata);
    const definition = names.definitions.get(wanted);
    if (definition?.kind !== "output") {
      if (names.missing.has(name)) return undefined;
      const known = [...names.definitions].filter(([, one]) => one.kind === "output").map(([one]) => one);
      report.error("E206", path, `There is no output ${quote(name)}.`, adviseNames(name, ["output"], known));
      return undefined;
    }
    const formula = this.reference(wanted);
    return formula?.kind === "output" ? formula.output : undefined;
  }

  private reproduction(instance: Instance): Output | undefined {
    const { names, report, resolver } = this.around;
    const given = instance.entry.reproduction_number;
    const { infected: listed, every } = typeof given === "object" ? given : {};
    const output = {
      ...label(instance, "persons per case"),
      measure: "expression" as const,
      kind: "reproduction" as const,
      ...(every === undefined ? {} : { every }),
    };
    if (listed === undefined) return output;
    const path = `${instance.path}.reproduction_number.infected`;
    const positions = this.each(listed, path, (one, at) => compartmentAt(one, at, names, report));
    if (positions === undefined) return undefined;
    const bases = positions.flatMap((position) => names.compartments[position] ?? []);
    return { ...output, infected: resolver.sum(bases, {}).compartments };
  }

  /** Divided by the population of the same strata. */
  private per(output: Output, per: "population" | number, instance: Instance): Output | undefined {
    const { resolver } = this.around;
    const strata =
      instance.entry.of === undefined && instance.entry.expression === undefined ? instance.where : pick(instance);
    const population = resolver.sum(undefined, strata);
    const value: Formula =
      output.kind === "formula" ? output.formula : { kind: "output", output: this.intermediate(output) };
    const persons = per === "population" ? value : binary("multiply", constant(per), value);
    const unit =
      instance.entry.unit ?? (per === "population" ? "share of the population" : `per ${formatNumber(per)} persons`);
    const { name, title, note, source } = output;
    const words = {
      name,
      title,
      unit,
      ...(note === undefined ? {} : { note }),
      ...(source === undefined ? {} : { source }),
    };
    return { ...words, measure: "expression", kind: "formula", formula: binary("divide", persons, population) };
  }

  /** What several names stand for; undefined where one of them is unknown or named twice. */
  private each<Found>(
    listed: string | readonly string[],
    path: string,
    find: (name: string, path: string) => Found | undefined,
  ): Found[] | undefined {
    const list = typeof listed === "string" ? [listed] : listed;
    const seen = new Set<string>();
    const found = list.map((name, index) => {
      const at = typeof listed === "string" ? path : `${path}.${index}`;
      if (seen.has(name))
        this.around.report.error("E301", at, `${quote(name)} is listed twice.`, "Name it once: each counts once.");
      seen.add(name);
      return find(name, at);
    });
    const known = found.filter((one) => one !== undefined);
    return known.length === found.length ? known : undefined;
  }
}

/** The strata of `by` as a filter. */
function pick({ present }: Instance): Filter {
  return Object.fromEntries(Object.entries(present).map(([name, stratum]) => [name, [stratum]]));
}

function label({ name, family, entry, title }: Instance, unit?: string): Label {
  const words = labelOf(family, entry, unit);
  return { ...words, name, title: words.title + title };
}

function countUnit(step: number, unit: TimeUnit): string {
  return step === 1 ? `persons per ${unit}` : `persons per ${step} ${unit}s`;
}
