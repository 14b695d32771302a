// Initial sizes that are written by stratum, such as susceptible: persons[age].
import type { Document } from "../document/document.ts";
import type { Division } from "./divisions.ts";
import { binary, constant } from "./formula.ts";
import type { Formula } from "./model.ts";
import type { Resolver } from "./resolve.ts";
import type { Strata, Structure } from "./structure.ts";
import { product } from "./structure-rates.ts";

/** The initial size of a compartment that is written by the strata of some stratifications, in their order. */
export interface SizeByStratum {
  readonly by: readonly Division[];
  /** Size in the strata of `by`; all other stratifications divide it. */
  sizeIn(strata: Strata): Formula | undefined;
}

/** Those compartments, by name, whose initial size depends on strata. */
export function sizesByStratum(document: Document, resolver: Resolver): Map<string, SizeByStratum> {
  const found = new Map<string, SizeByStratum>();
  for (const [base, value] of Object.entries(document.content.initial)) {
    const { strata } = resolver.expressions.needs(value);
    if (strata.size === 0) continue;
    const by = resolver.divisions.list.filter(
      ({ name, compartments }) => strata.has(name) && compartments.includes(base),
    );
    const sizeIn = (present: Strata): Formula | undefined =>
      resolver.formula(value, `initial.${base}`, "parameters", { present });
    found.set(base, { by, sizeIn });
  }
  return found;
}

/** The size of the whole compartment; undefined, with the reason reported, where a part of it makes no sense. */
export function wholeSize({ by, sizeIn }: SizeByStratum): Formula | undefined {
  let strata: Strata[] = [{}];
  for (const division of by) {
    strata = strata.flatMap((one) => division.strata.map((stratum) => ({ ...one, [division.name]: stratum })));
  }
  const sizes = strata.map(sizeIn);
  const known = sizes.filter((size) => size !== undefined);
  return known.length < sizes.length ? undefined : known.reduce((sum, size) => binary("add", sum, size), constant(0));
}

/**
 * The structure after one stratification, with those compartments undivided whose size is written by its strata. They
 * start with a size of 1, so that the shares of all other stratifications remain; the last of their own brings the size.
 */
export function withOwnSizes(
  before: Structure,
  after: Structure,
  division: Division,
  sizes: ReadonlyMap<string, SizeByStratum>,
): Structure {
  const isOwn = (base: string): boolean => sizes.get(base)?.by.includes(division) === true;
  if (![...sizes.keys()].some(isOwn)) return after;
  const shares = new Map(before.compartments.map(({ base, strata, initial }) => [keyOf(base, strata, ""), initial]));
  const compartments = after.compartments.map((compartment) => {
    const { base, strata } = compartment;
    if (!isOwn(base)) return compartment;
    const share = shares.get(keyOf(base, strata, division.name)) ?? constant(0);
    const { by = [], sizeIn } = sizes.get(base) ?? {};
    const size = by.at(-1) === division ? sizeIn?.(strata) : undefined;
    return { ...compartment, initial: size === undefined ? share : product(size, share) };
  });
  return { ...after, compartments };
}

function keyOf(base: string, strata: Strata, without: string): string {
  return JSON.stringify([base, Object.entries(strata).filter(([name]) => name !== without)]);
}
