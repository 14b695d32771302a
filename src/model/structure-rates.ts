// Rates while they are being adjusted: products that drop factors of 1, shared where the parts are the same.
import { binary } from "./formula.ts";
import type { Formula } from "./model.ts";
import type { Adjustment, FlowPlace, Rate } from "./structure.ts";

/** Product of two formulas, without the factors that are 1. */
export function product(left: Formula, right: Formula): Formula {
  if (isOne(right)) return left;
  return isOne(left) ? right : binary("multiply", left, right);
}

function isOne(formula: Formula): boolean {
  return formula.kind === "constant" && formula.value === 1;
}

export function multiplied(rate: Rate, factor: Formula): Rate {
  if (typeof rate !== "function") return product(rate, factor);
  return isOne(factor) ? rate : (place: FlowPlace) => product(rate(place), factor);
}

/** Applies adjustments; equal ones of equal rates give the same object, so that lowering computes them once. */
export class Adjuster {
  private readonly products = new Map<Rate, Map<Formula | number, Rate>>();

  apply(rate: Rate, adjustment: Adjustment | null | undefined): Rate {
    if (adjustment === null || adjustment === undefined) return rate;
    return "set" in adjustment ? adjustment.set : this.multiply(rate, adjustment.multiply);
  }

  multiply(rate: Rate, factor: Formula): Rate {
    const key = factor.kind === "constant" ? factor.value : factor;
    let known = this.products.get(rate);
    if (known === undefined) {
      known = new Map<Formula | number, Rate>();
      this.products.set(rate, known);
    }
    let result = known.get(key);
    if (result === undefined) known.set(key, (result = multiplied(rate, factor)));
    return result;
  }

  /** As `multiply`, for formulas that stay formulas. */
  scale(formula: Formula, factor: Formula): Formula {
    const result = this.multiply(formula, factor);
    if (typeof result === "function") throw new Error("a product of formulas is a formula");
    return result;
  }
}
