// Formulas whose values are wanted at every output time, each once.

import type { Formula } from "./model.ts";

/** A number, or the value of a measure. */
export type Quantity = { readonly value: number } | { readonly measure: number };

export class Measures {
  readonly formulas: Formula[] = [];
  private readonly known = new Map<Formula, Quantity>();
  private readonly sums = new Map<string, Quantity>();

  of(formula: Formula): Quantity {
    const known = this.known.get(formula);
    if (known !== undefined) return known;
    const quantity =
      formula.kind === "constant"
        ? { value: formula.value }
        : formula.kind === "sum"
          ? this.size(formula.compartments)
          : this.measure(formula);
    this.known.set(formula, quantity);
    return quantity;
  }

  /** Sum of the sizes of compartments. */
  size(compartments: readonly number[]): Quantity {
    const key = compartments.join(",");
    const known = this.sums.get(key) ?? this.measure({ kind: "sum", compartments });
    this.sums.set(key, known);
    return known;
  }

  private measure(formula: Formula): Quantity {
    return { measure: this.formulas.push(formula) - 1 };
  }
}

/** @param values  [measure] */
export function read(quantity: Quantity, values: ArrayLike<number>): number {
  return "value" in quantity ? quantity.value : (values[quantity.measure] ?? NaN);
}
