// Brackets after a name: entries of tables, sums over chosen strata, quantities and series of a stratum.
import { listInWords, quote } from "../base/text.ts";
import type { Expression } from "../document/expression.ts";
import { noDivision, noStratum } from "./divisions.ts";
import type { Formula } from "./model.ts";
import { adviseDefinitions, expandedName } from "./names.ts";
import type { Resolving, Site } from "./site.ts";
import { keyOf } from "./table-data.ts";

type Index = Expression & { readonly kind: "index" };
/** Chosen strata by stratification, in the order written. */
type Chosen = Readonly<Record<string, readonly string[]>>;

/** Formula of `name[age, clinical = icu]`; undefined, with the reason reported, where it makes no sense. */
export function resolveIndex(index: Index, site: Site, resolver: Resolving): Formula | undefined {
  const chosen = choose(index, site, resolver);
  if (chosen === undefined) return undefined;
  const { name, at } = index;
  if (name === "population") return sumOf(undefined, chosen, index, site, resolver);
  const definition = resolver.names.definitions.get(name);
  if (definition === undefined) {
    if (resolver.names.missing.has(name)) return undefined;
    const kinds = ["table", "series", "quantity", "compartment"] as const;
    return resolver.fail(
      site,
      at,
      "E201",
      `There is no ${quote(name)}.`,
      adviseDefinitions(name, resolver.names, kinds, ["population"]),
    );
  }
  switch (definition.kind) {
    case "table":
      return entryOf(index, chosen, site, resolver);
    case "compartment":
      return sumOf([name], chosen, index, site, resolver);
    case "series":
      return seriesOf(index, chosen, site, resolver);
    case "quantity": {
      const single = singles(index, chosen, site, resolver);
      if (single === undefined) return undefined;
      return resolver.quantityHere(name, at, { ...site, present: { ...site.present, ...single } });
    }
    case "output": {
      const single = singles(index, chosen, site, resolver);
      const by = resolver.names.expanded.get(name) ?? [];
      if (single === undefined || !goesBy(index, by, site, resolver)) return undefined;
      return resolver.outputHere(
        expandedName(
          name,
          by.map((one) => single[one] ?? ""),
        ),
        at,
        site,
      );
    }
    default: {
      const message = `${quote(name)} is a ${definition.kind} and has no strata.`;
      return resolver.fail(site, at, "E250", message, "Leave the brackets out, or define a table.");
    }
  }
}

/** The strata that the brackets name, and the present one where they name none. */
function choose(index: Index, site: Site, resolver: Resolving): Chosen | undefined {
  const chosen = new Map<string, readonly string[]>();
  const { list } = resolver.divisions;
  for (const { by, strata, at } of index.items) {
    const division = list.find(({ name }) => name === by);
    if (division === undefined) return resolver.fail(site, at, "E231", ...noDivision(by, list));
    const strange = strata?.find((one) => !division.strata.includes(one));
    if (strange !== undefined) return resolver.fail(site, at, "E232", ...noStratum(strange, division));
    if (chosen.has(by)) return resolver.fail(site, at, "E301", `${quote(by)} is listed twice.`, "Name it once.");
    const present = site.present[by];
    if (strata === undefined && present === undefined) {
      const message = `No stratum of ${by} is present where this stands.`;
      const advice = `Choose one, such as ${index.name}[${by} = ${division.strata[0] ?? ""}].`;
      return resolver.fail(site, at, "E250", message, advice);
    }
    chosen.set(by, strata ?? [present ?? ""]);
  }
  return Object.fromEntries(chosen);
}

/** One stratum for each stratification; reports a list of several. */
function singles(index: Index, chosen: Chosen, site: Site, resolver: Resolving): Record<string, string> | undefined {
  const several = Object.entries(chosen).find(([, strata]) => strata.length !== 1);
  if (several !== undefined) {
    const message = `${quote(index.name)} has one value for each stratum, and ${listInWords(several[1])} are chosen together.`;
    return resolver.fail(site, index.at, "E250", message, "Choose one; only compartments are added up.");
  }
  return Object.fromEntries(Object.entries(chosen).map(([by, strata]) => [by, strata[0] ?? ""]));
}

function sumOf(
  bases: readonly string[] | undefined,
  chosen: Chosen,
  index: Index,
  site: Site,
  resolver: Resolving,
): Formula | undefined {
  if (site.reach === "parameters" || site.reach === "numbers") {
    const message = `${quote(index.name)} is a number of persons that changes in the run.`;
    return resolver.fail(
      site,
      index.at,
      "E208",
      message,
      "This is fixed before the run: use numbers, parameters and tables.",
    );
  }
  const sum = resolver.sum(bases, chosen);
  if (sum.compartments.length > 0) return sum;
  const message = `${quote(index.name)} is not divided by ${listInWords(Object.keys(chosen))}.`;
  return resolver.fail(
    site,
    index.at,
    "E250",
    message,
    "Name stratifications that divide it; without brackets all its strata count.",
  );
}

function seriesOf(index: Index, chosen: Chosen, site: Site, resolver: Resolving): Formula | undefined {
  const form = resolver.series.get(index.name);
  if (form === undefined) return undefined;
  if (site.reach === "parameters" || site.reach === "numbers") {
    const message = `${quote(index.name)} is a series, which changes in the run.`;
    return resolver.fail(
      site,
      index.at,
      "E208",
      message,
      "This is fixed before the run: use numbers, parameters and tables.",
    );
  }
  const single = singles(index, chosen, site, resolver);
  if (single === undefined || !goesBy(index, form.by === undefined ? [] : [form.by], site, resolver)) return undefined;
  return form.by === undefined ? form.formula : form.formulas.get(single[form.by] ?? "");
}

function entryOf(index: Index, chosen: Chosen, site: Site, resolver: Resolving): Formula | undefined {
  const table = resolver.tables.get(index.name);
  const single = singles(index, chosen, site, resolver);
  if (table === undefined || single === undefined || !goesBy(index, table.by, site, resolver)) return undefined;
  const cell = table.cells.get(keyOf(table.by.map((by) => single[by] ?? "")));
  if (cell === undefined) return undefined;
  return resolver.entry(cell, site, single);
}

/** Reports brackets that name other stratifications than those of the table. */
function goesBy(index: Index, by: readonly string[], site: Site, resolver: Resolving): boolean {
  const named = index.items.map((item) => item.by);
  if (named.length === by.length && by.every((one) => named.includes(one))) return true;
  const is = by.length === 0 ? "has one value for all strata" : `goes by ${listInWords(by)}`;
  const usage = by.length === 0 ? index.name : `${index.name}[${by.join(", ")}]`;
  resolver.fail(site, index.at, "E250", `${quote(index.name)} ${is}.`, `Write ${usage}.`);
  return false;
}
