// Divides the initial population anew between the strata of one stratification, within chosen other strata.
import { formatNumber, quote } from "../base/text.ts";
import { binary, evaluate } from "./formula.ts";
import type { Formula } from "./model.ts";
import { checkFilter, failure, fits, ONE } from "./structure.ts";
import type { Filter, Report, Structure, StructureCompartment } from "./structure.ts";
import { product } from "./structure-rates.ts";

export interface SplitAdjustment {
  readonly stratification: string;
  /** Strata of other stratifications; compartments without them keep what they have. */
  readonly where?: Filter;
  /** By stratum, all of them. */
  readonly shares: Readonly<Record<string, Formula>>;
  readonly tolerance?: number;
  readonly path: string;
}

/** Pools compartments that differ only in this stratification, and divides each pool by the shares. */
export function adjustSplit(structure: Structure, adjustment: SplitAdjustment, report: Report): Structure {
  const { stratification: name, where, shares, path } = adjustment;
  const isKnown = checkFilter({ ...where, [name]: Object.keys(shares) }, structure.stratifications, path, report);
  if (!isKnown || !addUp(structure, adjustment, report)) return structure;
  const pools = new Map<string, number[]>();
  structure.compartments.forEach((compartment, position) => {
    const { strata } = compartment;
    if (strata[name] === undefined || !fits(strata, where)) return;
    const key = keyWithout(compartment, name);
    const pool = pools.get(key);
    if (pool === undefined) pools.set(key, [position]);
    else pool.push(position);
  });
  const compartments = [...structure.compartments];
  for (const pool of pools.values()) {
    const members = pool.flatMap((position) => compartments[position] ?? []);
    const total = members.map(({ initial }) => initial).reduce((sum, initial) => binary("add", sum, initial));
    pool.forEach((position, index) => {
      const member = members[index];
      if (member === undefined) return;
      compartments[position] = { ...member, initial: product(total, shares[member.strata[name] ?? ""] ?? ONE) };
    });
  }
  return { ...structure, compartments };
}

function keyWithout({ base, strata }: StructureCompartment, name: string): string {
  return JSON.stringify([base, Object.entries(strata).filter(([other]) => other !== name)]);
}

function addUp(
  structure: Structure,
  { stratification: name, shares, tolerance, path }: SplitAdjustment,
  report: Report,
): boolean {
  const strata = structure.stratifications.find((other) => other.name === name)?.strata ?? [];
  const missing = strata.find((stratum) => shares[stratum] === undefined);
  if (missing !== undefined) {
    report(failure("E236", path, `There is no share for ${quote(missing)}.`, "Write one for each stratum."));
    return false;
  }
  const values = Object.values(shares).map((share) => evaluate(share, []));
  const known = values.filter((value) => value !== undefined);
  const sum = known.reduce((total, value) => total + value, 0);
  const isFair = known.every((value) => value >= 0) && Math.abs(sum - 1) <= (tolerance ?? 1e-9);
  if (known.length < values.length || isFair) return true;
  report(
    failure("E236", path, `The shares add up to ${formatNumber(sum)}.`, "They must be 0 or more and add up to 1."),
  );
  return false;
}
