// What a stratification changes about flows and infectiousness, as rules for the structure.
import { listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { filterOf } from "./divisions.ts";
import type { Division } from "./divisions.ts";
import type { FlowEnds } from "./build-flows.ts";
import { adviseNames } from "./names.ts";
import { valuesByStratum } from "./per-stratum.ts";
import type { StratumValue } from "./per-stratum.ts";
import type { Resolver } from "./resolve.ts";
import type { Adjustment, Filter, FlowRule, InfectiousnessRule, Strata } from "./structure.ts";

type Entry = Document["content"]["stratify"][number];
type RuleEntry = Exclude<Entry["adjust"][string], readonly unknown[]>;

/** What rules are made in: one stratification, those before it, and the flows that there are. */
export interface RuleSurroundings {
  readonly division: Division;
  readonly earlier: readonly Division[];
  /** Flows that are there when this stratification is applied. */
  readonly flows: ReadonlyMap<string, FlowEnds>;
  /** All flows that make sense. */
  readonly planned: ReadonlySet<string>;
  readonly resolver: Resolver;
  readonly report: Reporter;
}

/** Rules of `adjust`. Values that depend on earlier strata become one rule for each of these. */
export function buildFlowRules(entry: Entry, around: RuleSurroundings): FlowRule[] {
  return Object.entries(entry.adjust).flatMap(([flow, given]) => {
    const path = `${around.division.path}.adjust.${flow}`;
    if (!around.flows.has(flow) && around.resolver.names.flows.has(flow)) {
      // One that makes no sense is not there at all, and has reported itself.
      if (around.planned.has(flow)) {
        const message = `The flow ${quote(flow)} is not there yet: it begins with a later stratification, or goes to each stratum.`;
        around.report.error("E254", path, message, "Choose its strata in “where”, or adjust it later.");
      }
      return [];
    }
    if (!around.flows.has(flow)) {
      const known = [...around.flows.keys()];
      around.report.error("E205", path, `There is no flow ${quote(flow)}.`, adviseNames(flow, ["flow"], known));
      return [];
    }
    if (!Array.isArray(given)) return rulesOf(flow, given, path, around);
    return given.flatMap((rule, index) => rulesOf(flow, rule, `${path}.${index}`, around));
  });
}

function rulesOf(flow: string, rule: RuleEntry, path: string, around: RuleSurroundings): FlowRule[] {
  const { earlier, report } = around;
  const effects = effectsOf(rule, path, around);
  const from = filterOf(rule.from, `${path}.from`, earlier, report);
  const to = filterOf(rule.to, `${path}.to`, earlier, report);
  const ends = around.flows.get(flow);
  if (from === undefined || to === undefined || ends === undefined || effects.length === 0) return [];
  checkShares(flow, rule, effects, path, ends, around);
  return combinations(effects, ends, { from, to }, around).map(({ present, from: source, to: destination }) => ({
    flow,
    from: source,
    to: destination,
    adjust: adjustmentsOf(effects, present, around),
    path,
  }));
}

interface Effect extends StratumValue {
  readonly kind: "multiply" | "set";
}

/** The effects of a rule; reports one that has none, and a stratum that is both multiplied and set. */
function effectsOf(
  rule: Pick<RuleEntry, "multiply" | "set">,
  path: string,
  { division, report }: RuleSurroundings,
): Effect[] {
  const effects = (["multiply", "set"] as const).flatMap((kind) => {
    const given = rule[kind];
    if (given === undefined) return [];
    return valuesByStratum(given, division, `${path}.${kind}`, report).map((value): Effect => ({ ...value, kind }));
  });
  if (rule.multiply === undefined && rule.set === undefined) {
    report.error("E254", path, "The rule changes nothing.", "Add multiply: { child: 0.5 } or set: { child: 0.5 }.");
  }
  const changed = effects.filter(({ value }) => value !== null).map(({ stratum }) => stratum);
  const twice = changed.find((stratum, index) => changed.indexOf(stratum) !== index);
  if (twice !== undefined) {
    const message = `The stratum ${quote(twice)} is both multiplied and set.`;
    report.error("E254", path, message, "Keep one of the two for each stratum.");
  }
  return effects;
}

/** A flow that strata would share needs a value for each: the share of one that is left out is not defined. */
function checkShares(
  flow: string,
  rule: RuleEntry,
  effects: readonly Effect[],
  path: string,
  ends: FlowEnds,
  { division, report }: RuleSurroundings,
): void {
  const divides = (name: string): boolean => division.compartments.includes(name);
  if (ends.from.some(divides) || !ends.to.some(divides)) return;
  if (division.kind === "strain" && ends.isInfection) return;
  const given = new Set(effects.map(({ stratum }) => stratum));
  const missing = division.strata.filter((stratum) => !given.has(stratum));
  if (missing.length === 0 || rule.from !== undefined || rule.to !== undefined) return;
  const message = `The strata share the flow ${quote(flow)}, and nothing is said of ${listInWords(missing.map(quote))}.`;
  report.error("E254", path, message, "Give each stratum its share: 0 for none, ~ for the whole.");
}

interface Combination {
  readonly present: Strata;
  readonly from: Filter;
  readonly to: Filter;
}

/** Every combination of the earlier strata that the values depend on, with filters that find its flows. */
function combinations(
  effects: readonly Effect[],
  ends: FlowEnds,
  filters: { readonly from: Filter; readonly to: Filter },
  { division, earlier, resolver }: RuleSurroundings,
): Combination[] {
  const needed = new Set(effects.flatMap(({ value }) => [...resolver.expressions.needs(value).strata]));
  let found: Combination[] = [{ present: {}, ...filters }];
  for (const { name, strata, compartments } of earlier) {
    if (!needed.has(name) || name === division.name) continue;
    const hasIt = (bases: readonly string[]): boolean =>
      bases.length > 0 && bases.every((base) => compartments.includes(base));
    // Neither end has it everywhere: it is not present, which is reported where the value is resolved.
    const end = hasIt(ends.from) ? "from" : hasIt(ends.to) ? "to" : undefined;
    if (end === undefined) continue;
    const allowed = strata.filter((stratum) => filters[end][name]?.includes(stratum) ?? true);
    found = found.flatMap((one) =>
      allowed.map((stratum) => ({
        ...one,
        present: { ...one.present, [name]: stratum },
        [end]: { ...one[end], [name]: [stratum] },
      })),
    );
  }
  return found;
}

function adjustmentsOf(
  effects: readonly Effect[],
  present: Strata,
  { division, resolver }: RuleSurroundings,
): Record<string, Adjustment | null> {
  const entries = effects.map(({ stratum, value, path, kind }): [string, Adjustment | null] => {
    const strata = { ...present, [division.name]: stratum };
    const formula = value === null ? undefined : resolver.formula(value, path, "present", { present: strata });
    if (formula === undefined) return [stratum, null];
    return [stratum, kind === "set" ? { set: formula } : { multiply: formula }];
  });
  // A stratum that one map leaves unchanged (~) and the other changes is changed.
  return Object.fromEntries(entries.toSorted(([, a], [, b]) => Number(a !== null) - Number(b !== null)));
}

/** Rules of `infectiousness`; values may depend on the stratum itself alone. */
export function buildInfectiousnessRules(entry: Entry, around: RuleSurroundings): InfectiousnessRule[] {
  return Object.entries(entry.infectiousness).map(([compartment, rule]) => {
    const path = `${around.division.path}.infectiousness.${compartment}`;
    return { compartment, adjust: adjustmentsOf(effectsOf(rule, path, around), {}, around), path };
  });
}
