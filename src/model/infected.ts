// Which compartments hold the infected: found from the flows of a model.

import type { Flow, Model } from "./model.ts";

/**
 * Positions of the compartments that infection leads into, themselves or by way of others of this kind, and that are
 * infectious or lead to an infectious one without a further infection; in increasing order. The recovered are not
 * among them, nor are the susceptible to whom people return.
 */
export function infectedCompartments(model: Model): number[] {
  const entered = model.flows.flatMap((flow) => (isInfection(flow) && flow.to !== null ? [flow.to] : []));
  const onward = new Map<number, number[]>();
  const backward = new Map<number, number[]>();
  for (const flow of model.flows) {
    if (!isTransition(flow) || flow.from === null || flow.to === null) continue;
    append(onward, flow.from, flow.to);
    append(backward, flow.to, flow.from);
  }
  const leading = reached(infectiousCompartments(model), (at) => backward.get(at) ?? []);
  const infected = reached(
    entered.filter((at) => leading.has(at)),
    (at) => (onward.get(at) ?? []).filter((to) => leading.has(to)),
  );
  return [...infected].sort((a, b) => a - b);
}

/** A flow that a force of infection drives. */
export function isInfection(flow: Flow): boolean {
  return flow.force !== undefined && !flow.absolute && flow.from !== null;
}

/** A flow of a share of its source, other than infection. */
export function isTransition(flow: Flow): boolean {
  return flow.force === undefined && !flow.absolute && flow.from !== null;
}

function infectiousCompartments(model: Model): number[] {
  return model.forces.flatMap(({ groups }) =>
    groups.flatMap(({ infectious }) =>
      infectious.flatMap(({ compartment, weight }) =>
        weight.kind === "constant" && weight.value === 0 ? [] : [compartment],
      ),
    ),
  );
}

function reached(starts: readonly number[], next: (at: number) => readonly number[]): Set<number> {
  const seen = new Set(starts);
  const waiting = [...seen];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const to of next(at)) {
      if (seen.has(to)) continue;
      seen.add(to);
      waiting.push(to);
    }
  }
  return seen;
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
