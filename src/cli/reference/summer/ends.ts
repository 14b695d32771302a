// The ends, filters, strata and names of summer's calls as the builder takes them.

import { constant } from "../../../model/formula.ts";
import type { Formula } from "../../../model/model.ts";
import type { End } from "../../../model/structure-flows.ts";
import type { ArrangedCompartment } from "../../../model/structure-order.ts";
import type { Filter } from "../../../model/structure.ts";
import type { ByStratum, SummerStratification } from "./format.ts";

export function strataOf({ kind, strata }: SummerStratification): string[] {
  const sorted = kind === "AgeStratification" ? strata.toSorted((a, b) => Number(a) - Number(b)) : strata;
  return sorted.map(String);
}

/** One over the width of each age group but the last, which is open. */
export function ageingRates(strata: readonly string[]): Formula[] {
  return strata.slice(1).map((stratum, index) => constant(1 / (Number(stratum) - Number(strata[index]))));
}

export function filterOf(strata: ByStratum<string>): Filter {
  return Object.fromEntries(Object.entries(strata).map(([name, stratum]) => [name, [String(stratum)]]));
}

export function whereOf<K extends string>(
  key: K,
  strata: ByStratum<string> | null | undefined,
): { readonly [k in K]?: Filter } {
  // An object with one computed key is typed as a record of strings.
  return strata ? ({ [key]: filterOf(strata) } as { readonly [k in K]?: Filter }) : {};
}

export function endOf(compartment: string, strata: ByStratum<string> | null | undefined): End {
  return { compartments: [compartment], ...whereOf("where", strata) };
}

export function bothEnds(call: {
  readonly source: string;
  readonly dest: string;
  readonly source_strata?: ByStratum<string> | null;
  readonly dest_strata?: ByStratum<string> | null;
}): { from: End; to: End } {
  return { from: endOf(call.source, call.source_strata), to: endOf(call.dest, call.dest_strata) };
}

export function entryEnd(call: { readonly dest: string; readonly dest_strata?: ByStratum<string> | null }): {
  from: null;
  to: End;
} {
  return { from: null, to: endOf(call.dest, call.dest_strata) };
}

/** `IXage_0Xstrain_wild`, the name that summer gives a compartment. */
export function serialised(compartment: ArrangedCompartment | undefined): string {
  if (compartment === undefined) return "";
  const strata = Object.entries(compartment.strata).map(([name, stratum]) => `${name}_${stratum}`);
  return [compartment.base, ...strata].join("X");
}
