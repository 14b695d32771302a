// Flows under one stratification: which strata they lead between, and at what share of their rate.
import { didYouMean, listInWords, quote } from "../base/text.ts";
import { constant } from "./formula.ts";
import { RuleIndex } from "./rule-index.ts";
import { checkFilter, checkStrata, failure, fits } from "./structure.ts";
import type { Adjustment, FlowRule, Rate, Report, Stratification, Structure, StructureFlow } from "./structure.ts";
import type { Adjuster } from "./structure-rates.ts";

/** Where old compartments went: the new position of each (of its first stratum), and whether it was split. */
export interface Moves {
  readonly firsts: readonly number[];
  readonly isSplit: readonly boolean[];
}

export function splitFlows(
  structure: Structure,
  spec: Stratification,
  { firsts, isSplit }: Moves,
  adjuster: Adjuster,
  report: Report,
): StructureFlow[] {
  const rules = new Rules(structure, spec, report);
  const share = constant(1 / spec.strata.length);
  const flows: StructureFlow[] = [];
  const moved = (position: number | null, stratum: number): number | null =>
    position === null ? null : (firsts[position] ?? 0) + (isSplit[position] === true ? stratum : 0);
  for (const flow of structure.flows) {
    const fromSplit = flow.from !== null && isSplit[flow.from] === true;
    const toSplit = flow.to !== null && isSplit[flow.to] === true;
    if (!fromSplit && !toSplit) {
      flows.push(led(flow, moved(flow.from, 0), moved(flow.to, 0), flow.rate));
      continue;
    }
    const adjust = rules.of(flow);
    if (isBirth(flow) && spec.kind === "age") {
      rules.refuseBirths(flow, adjust);
      flows.push(led(flow, flow.from, moved(flow.to, 0), flow.rate));
      continue;
    }
    const isShared = adjust === undefined && divides(flow, fromSplit, spec);
    spec.strata.forEach((stratum, index) => {
      const rate = isShared ? adjuster.multiply(flow.rate, share) : adjuster.apply(flow.rate, adjust?.get(stratum));
      flows.push(led(flow, moved(flow.from, index), moved(flow.to, index), rate));
    });
  }
  rules.reportUnused();
  return flows;
}

/** The flow between other ends. Written out: a spread with fields after it is slow, and there are thousands of flows. */
function led(flow: StructureFlow, from: number | null, to: number | null, rate: Rate): StructureFlow {
  const { family, kind, mode, undivided } = flow;
  return mode === undefined
    ? { family, kind, from, to, rate, undivided }
    : { family, kind, from, to, rate, undivided, mode };
}

function isBirth({ kind }: StructureFlow): boolean {
  return kind === "births" || kind === "replacement";
}

/** True where the strata share the flow equally; false where each has its full rate. */
function divides(flow: StructureFlow, fromSplit: boolean, spec: Stratification): boolean {
  if (flow.kind === "absolute" && !flow.undivided) return true;
  // Persons who leave each stratum leave at the same rate per person. A strain infects with its own full force.
  return !fromSplit && !(flow.kind === "infection" && spec.kind === "strain");
}

/** The transitions from each stratum to the next, for every compartment that was split. */
export function ageingFlows(structure: Structure, spec: Stratification, firsts: readonly number[]): StructureFlow[] {
  const { ageing } = spec;
  if (ageing === undefined) return [];
  const split = new Set(spec.compartments);
  return ageing.rates.flatMap((rate, stratum) =>
    structure.compartments.flatMap(({ base }, position): StructureFlow[] => {
      if (!split.has(base)) return [];
      const from = (firsts[position] ?? 0) + stratum;
      return [{ family: ageing.flow, kind: "transition", from, to: from + 1, rate, undivided: false }];
    }),
  );
}

/** The rules of one stratification by the flows that they fit. */
class Rules {
  private readonly byFlow = new Map<string, RuleIndex>();
  private readonly used = new Set<FlowRule>();
  private readonly told = new Set<string>();
  private readonly structure: Structure;
  private readonly report: Report;

  constructor(structure: Structure, spec: Stratification, report: Report) {
    this.structure = structure;
    this.report = report;
    const families = new Set(structure.flows.map(({ family }) => family));
    for (const rule of spec.rules) {
      checkStrata(rule.adjust, spec, rule.path, report);
      const { stratifications } = structure;
      const from = checkFilter(rule.from, stratifications, `${rule.path}.from`, report);
      const to = checkFilter(rule.to, stratifications, `${rule.path}.to`, report);
      if (!families.has(rule.flow)) {
        const advice = `The flows are ${listInWords([...families])}.${didYouMean(rule.flow, families)}`;
        report(failure("E235", rule.path, `There is no flow ${quote(rule.flow)} here.`, advice));
      } else if (from && to) {
        const rules = this.byFlow.get(rule.flow) ?? new RuleIndex();
        rules.add(rule);
        this.byFlow.set(rule.flow, rules);
      }
    }
  }

  /** Adjustment of each stratum; undefined where no rule fits. */
  of(flow: StructureFlow): ReadonlyMap<string, Adjustment> | undefined {
    const rules = this.byFlow.get(flow.family);
    if (rules === undefined) return undefined;
    const { compartments } = this.structure;
    const from = flow.from === null ? undefined : compartments[flow.from]?.strata;
    const to = flow.to === null ? undefined : compartments[flow.to]?.strata;
    const fitting = rules
      .candidates(from, to)
      .filter((rule) => (from === undefined || fits(from, rule.from)) && (to === undefined || fits(to, rule.to)));
    if (fitting.length === 0) return undefined;
    const adjust = new Map<string, Adjustment>();
    const owners = new Map<string, FlowRule>();
    for (const rule of fitting) {
      this.used.add(rule);
      for (const [stratum, adjustment] of Object.entries(rule.adjust)) {
        if (adjustment === null) continue;
        const owner = owners.get(stratum);
        if (owner === undefined) {
          owners.set(stratum, rule);
          adjust.set(stratum, adjustment);
        } else this.collision(owner, rule, stratum);
      }
    }
    return adjust;
  }

  private collision(first: FlowRule, second: FlowRule, stratum: string): void {
    const key = `${first.path} ${second.path}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    const message = `This rule and ${first.path} both adjust the flow ${quote(second.flow)} in ${quote(stratum)}.`;
    this.report(failure("E234", second.path, message, "Narrow “from” and “to”, so that one rule fits each flow."));
  }

  refuseBirths(flow: StructureFlow, adjust: ReadonlyMap<string, Adjustment> | undefined): void {
    if (adjust === undefined || this.told.has(flow.family)) return;
    this.told.add(flow.family);
    const path = this.byFlow.get(flow.family)?.all[0]?.path ?? "";
    const message = `Births ${quote(flow.family)} go to the youngest; they are not divided by age.`;
    this.report(failure("E235", path, message, "Take the rule away, or make the flow an entry."));
  }

  reportUnused(): void {
    for (const rules of this.byFlow.values())
      for (const rule of rules.all) {
        if (this.used.has(rule)) continue;
        const message = `The rule fits no flow ${quote(rule.flow)}.`;
        const advice = "Check its strata, and that the flow begins or ends in a compartment that is split here.";
        this.report({ ...failure("E235", rule.path, message, advice), severity: "warning" });
      }
  }
}
