// In which order the parameters of hierarchical priors follow from one another.
import { visitParts } from "./formula.ts";
import type { Formula, Prior } from "./model.ts";

/** Positions of the parameters in a formula. */
export function parametersOf(formula: Formula): ReadonlySet<number> {
  const found = new Set<number>();
  visitParts(formula, (part) => {
    if (part.kind === "parameter") found.add(part.parameter);
  });
  return found;
}

export interface PriorOrder {
  /** Positions of priors, each after those whose parameters its arguments use; the document's order otherwise. */
  readonly order: readonly number[];
  /** Positions of priors that use one another in a circle, the first found; they have no order. */
  readonly circle: readonly number[];
}

export function priorOrder(priors: readonly Pick<Prior, "parameter" | "formulas">[]): PriorOrder {
  const priorOf = new Map(priors.map(({ parameter }, position) => [parameter, position]));
  const uses = priors.map(({ formulas = [] }) => {
    const parameters = formulas.flatMap((formula) => (formula === null ? [] : [...parametersOf(formula)]));
    return [...new Set(parameters)].flatMap((parameter) => priorOf.get(parameter) ?? []);
  });
  const order: number[] = [];
  const placed = new Set<number>();
  // As many rounds as there are levels; a round that places nothing has met a circle.
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    uses.forEach((needed, position) => {
      if (placed.has(position) || !needed.every((one) => placed.has(one))) return;
      placed.add(position);
      order.push(position);
      isMoving = true;
    });
  }
  return { order, circle: circleIn(uses, placed) };
}

/** Follows uses from the first prior without a place until one comes again. */
function circleIn(uses: readonly (readonly number[])[], placed: ReadonlySet<number>): number[] {
  const path: number[] = [];
  let next = uses.findIndex((_, position) => !placed.has(position));
  while (next >= 0 && !path.includes(next)) {
    path.push(next);
    next = uses[next]?.find((one) => !placed.has(one)) ?? -1;
  }
  return next < 0 ? [] : path.slice(path.indexOf(next));
}
