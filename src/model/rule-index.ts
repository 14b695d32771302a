// Rules of one flow, found by a stratum: values written by earlier strata make one rule for each, of which few fit a flow.
import type { Filter, FlowRule, Strata } from "./structure.ts";

type End = "from" | "to";

export class RuleIndex {
  private readonly rules: FlowRule[] = [];
  /** The end and the stratification that tell most rules apart, and the rules by its strata; made when first asked for. */
  private index: { readonly end: End; readonly name: string; readonly byStratum: Map<string, FlowRule[]> } | undefined;
  private others: readonly FlowRule[] = [];

  add(rule: FlowRule): void {
    this.rules.push(rule);
    this.index = undefined;
  }

  get all(): readonly FlowRule[] {
    return this.rules;
  }

  /** The rules that may fit a flow between these strata, in order; undefined strata are of an end that lies outside. */
  candidates(from: Strata | undefined, to: Strata | undefined): readonly FlowRule[] {
    if (this.rules.length < FEW) return this.rules;
    this.index ??= this.sorted();
    const { end, name, byStratum } = this.index;
    const strata = end === "from" ? from : to;
    // A filter on an end that lies outside is ignored.
    if (strata === undefined) return this.rules;
    return byStratum.get(strata[name] ?? "") ?? this.others;
  }

  private sorted(): NonNullable<RuleIndex["index"]> {
    const found = new Map<string, { end: End; name: string; strata: Set<string> }>();
    for (const rule of this.rules) {
      for (const end of ["from", "to"] as const) {
        for (const [name, strata] of Object.entries(rule[end] ?? {})) {
          const each = found.get(`${end} ${name}`) ?? { end, name, strata: new Set<string>() };
          strata.forEach((stratum) => each.strata.add(stratum));
          found.set(`${end} ${name}`, each);
        }
      }
    }
    const most = [...found.values()].reduce<{ end: End; name: string; strata: Set<string> }>(
      (best, each) => (each.strata.size > best.strata.size ? each : best),
      { end: "from", name: "", strata: new Set() },
    );
    const { end, name } = most;
    const byStratum = new Map(
      [...most.strata].map((stratum) => [stratum, this.rules.filter(isOf(end, name, stratum))]),
    );
    this.others = this.rules.filter((rule) => rule[end]?.[name] === undefined);
    return { end, name, byStratum };
  }
}

/** So few rules are looked through as fast as they are found. */
const FEW = 4;

function isOf(end: End, name: string, stratum: string): (rule: FlowRule) => boolean {
  return (rule) => {
    const filter: Filter | undefined = rule[end];
    return filter?.[name] === undefined || filter[name].includes(stratum);
  };
}
