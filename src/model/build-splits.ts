// Shares of the initial population in the strata, and rates of ageing between them.
import { formatNumber, listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { filterOf } from "./divisions.ts";
import type { Division } from "./divisions.ts";
import { binary, constant } from "./formula.ts";
import type { Formula, TimeUnit } from "./model.ts";
import { valuesByStratum } from "./per-stratum.ts";
import type { Resolver } from "./resolve.ts";
import type { SplitAdjustment } from "./stratify-split.ts";

type Entry = Document["content"]["stratify"][number];
type Split = NonNullable<Entry["split"]>;

const REST = "rest";

/** Share of each stratum; undefined, with the reason reported, where one makes no sense. */
export function buildSplit(
  split: Split,
  division: Division,
  path: string,
  resolver: Resolver,
  report: Reporter,
): Formula[] | undefined {
  const proportional = typeof split === "object" && !Array.isArray(split) && "proportional" in split;
  const written = proportional ? split.proportional : split;
  const at = proportional ? `${path}.proportional` : path;
  // The schema offers lists and maps of expressions, or `proportional` with values by stratum.
  const values = written === undefined ? [] : valuesByStratum(written, division, at, report);
  const absent = division.strata.filter(
    (stratum) => !values.some((one) => one.stratum === stratum && one.value !== null),
  );
  if (absent.length > 0) {
    report.error(
      "E236",
      path,
      `There is no share for ${listInWords(absent.map(quote))}.`,
      "Write one for each stratum; one may be “rest”.",
    );
    return undefined;
  }
  const rest = values.filter(({ value }) => value === REST);
  if (rest.length > 1 || (proportional && rest.length > 0)) {
    const message = proportional
      ? "Values in proportion have no rest."
      : `${listInWords(rest.map(({ stratum }) => stratum))} all take the rest.`;
    report.error("E236", path, message, "Let at most one stratum take the rest, in shares that add up to 1.");
    return undefined;
  }
  const shares = values.map(({ stratum, value, path: place }) => {
    if (value === null || value === REST) return constant(0);
    return resolver.formula(value, place, "parameters", { present: { [division.name]: stratum } });
  });
  const known = shares.filter((share) => share !== undefined);
  if (known.length < shares.length) return undefined;
  const sum = known.reduce((total, share) => binary("add", total, share), constant(0));
  if (proportional) return known.map((share) => binary("divide", share, sum));
  return known.map((share, index) => (values[index]?.value === REST ? binary("subtract", constant(1), sum) : share));
}

/** Other shares within strata of other stratifications. */
export function buildSplitsWithin(
  entry: Entry,
  division: Division,
  all: readonly Division[],
  resolver: Resolver,
  report: Reporter,
): SplitAdjustment[] {
  return (entry.split_within ?? []).flatMap(({ where, split }, index): SplitAdjustment[] => {
    const path = `${division.path}.split_within.${index}`;
    const filter = filterOf(where, `${path}.where`, all, report);
    const shares = buildSplit(split, division, `${path}.split`, resolver, report);
    if (filter === undefined || shares === undefined) return [];
    const byStratum = Object.fromEntries(division.strata.map((stratum, at) => [stratum, shares[at] ?? constant(0)]));
    return [{ stratification: division.name, where: filter, shares: byStratum, path }];
  });
}

/** Days in a unit of time; a year is the mean of four. */
const DAYS: Readonly<Record<TimeUnit, number>> = { day: 1, week: 7, year: 365.25 };

/** Rates from each age to the next, per time unit: 1 / width. Undefined where persons stay, or where ages make no sense. */
export function buildAgeing(entry: Entry, division: Division, unit: TimeUnit, report: Reporter): Formula[] | undefined {
  const { path, strata, kind } = division;
  if (kind !== "age") {
    for (const key of ["ageing", "age_unit"] as const) {
      if (entry[key] === undefined) continue;
      report.error(
        "E255",
        `${path}.${key}`,
        `A stratification that is ${kind} has no ${key}.`,
        "Take it away, or write kind: age.",
      );
    }
    return undefined;
  }
  const ages = strata.map(Number);
  const wrong = ages.findIndex((age, index) => !(index === 0 ? age === 0 : age > (ages[index - 1] ?? 0)));
  if (wrong >= 0) {
    const message = `The age ${quote(strata[wrong] ?? "")} ${wrong === 0 ? "comes first" : `follows ${strata[wrong - 1] ?? ""}`}.`;
    report.error(
      "E255",
      `${path}.strata.${wrong}`,
      message,
      "Write the youngest age of each group, from 0 on, such as [0, 5, 15].",
    );
    return undefined;
  }
  if (entry.ageing === false) return undefined;
  const ageUnit = entry.age_unit ?? unit;
  if (entry.age_unit === undefined && unit !== "year") {
    const message = `The time unit is the ${unit}, and the unit of the ages is not said.`;
    report.error("E255", path, message, "Add age_unit: year, or ageing: false where persons stay in their group.");
    return undefined;
  }
  const scale = DAYS[ageUnit] / DAYS[unit];
  return ages.slice(1).map((age, index) => constant(1 / ((age - (ages[index] ?? 0)) * scale)));
}

/** Above this share of the contacts a difference between the two sides of a pair is worth a warning. */
const BALANCE = 0.05;

/** Warns where contacts of one stratum with another, counted from both sides, differ: by how much, and where. */
export function warnOfImbalance(
  found: { readonly worst: number; readonly row: number; readonly column: number },
  division: Division,
  report: Reporter,
): void {
  if (!(found.worst > BALANCE)) return;
  const pair = [found.row, found.column].map((index) => quote(division.strata[index] ?? ""));
  const message = `Contacts between ${listInWords(pair)} differ by ${formatNumber(Math.round(1000 * found.worst) / 10)} % between the two sides, given the initial population.`;
  const advice =
    "Population times contacts should be the same from both sides. If it is meant, write reciprocal: false.";
  report.warning("E256", `${division.path}.mixing`, message, advice);
}
