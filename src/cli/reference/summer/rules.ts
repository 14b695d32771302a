// Adjustments of flows as summer understands them: of several that fit one flow, only the last counts.

import {
  fits,
  type Filter,
  type FlowRule,
  type Strata,
  type Structure,
  type StructureFlow,
} from "../../../model/structure.ts";

/**
 * The rules as the builder takes them, of which at most one may fit a flow. Where several of summer's do, each pair of
 * strata that a flow leads between gets a rule of its own: the last that fits it.
 *
 * A stratification by strain divides no transition in summer, and a rule without adjustments says so.
 */
export function summerRules(
  structure: Structure,
  kind: "plain" | "age" | "strain",
  rules: readonly FlowRule[],
): FlowRule[] {
  const settled: FlowRule[] = [];
  const families = new Set(rules.map(({ flow }) => flow));
  if (kind === "strain") for (const flow of structure.flows) if (isMove(flow)) families.add(flow.family);
  for (const family of families) {
    const own = rules.filter(({ flow }) => flow === family);
    const pairs = kind === "strain" || own.length > 1 ? pairsOf(structure, family) : [];
    const overlaps = pairs.some((pair) => own.filter((rule) => fitsPair(rule, pair)).length > 1);
    if (overlaps || kind === "strain") settled.push(...pairs.flatMap((pair) => exactRule(family, own, pair, kind)));
    else settled.push(...own);
  }
  return settled;
}

interface Pair {
  readonly from: Strata | undefined;
  readonly to: Strata | undefined;
  readonly isMove: boolean;
}

/** Persons who move within, and not by infection. */
function isMove({ kind }: StructureFlow): boolean {
  return kind === "transition" || kind === "absolute";
}

/** The different pairs of strata between which the flows of a family lead. */
function pairsOf({ flows, compartments }: Structure, family: string): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const flow of flows) {
    if (flow.family !== family) continue;
    const [from, to] = [flow.from, flow.to].map((end) => (end === null ? undefined : compartments[end]?.strata));
    pairs.set(JSON.stringify([from, to]), { from, to, isMove: isMove(flow) });
  }
  return [...pairs.values()];
}

function fitsPair(rule: FlowRule, { from, to }: Pair): boolean {
  return (from === undefined || fits(from, rule.from)) && (to === undefined || fits(to, rule.to));
}

function exactRule(family: string, rules: readonly FlowRule[], pair: Pair, kind: string): FlowRule[] {
  const last = rules.findLast((rule) => fitsPair(rule, pair));
  if (last === undefined && !(kind === "strain" && pair.isMove)) return [];
  return [
    {
      flow: family,
      ...(pair.from === undefined ? {} : { from: exact(pair.from) }),
      ...(pair.to === undefined ? {} : { to: exact(pair.to) }),
      adjust: last?.adjust ?? {},
      path: last?.path ?? family,
    },
  ];
}

function exact(strata: Strata): Filter {
  return Object.fromEntries(Object.entries(strata).map(([name, stratum]) => [name, [stratum]]));
}
