// How the document divides its compartments: stratifications with their strata, and every compartment that results.
import { didYouMean, listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { isStratum, nameProblem } from "../document/words.ts";
import type { Filter, Strata } from "./structure.ts";

type Content = Document["content"];
export type WhereEntry = NonNullable<Content["outputs"][string]["where"]>;

/** One stratification of the document. */
export interface Division {
  readonly name: string;
  readonly kind: "plain" | "age" | "strain";
  readonly strata: readonly string[];
  /** Compartments, by their names before stratification, that it divides. */
  readonly compartments: readonly string[];
  readonly path: string;
}

/** A compartment of the finished model. */
export interface Cell {
  readonly base: string;
  readonly strata: Strata;
}

export interface Divisions {
  readonly list: readonly Division[];
  /** In the order of the finished model. */
  readonly cells: readonly Cell[];
}

/** The stratifications of a document; names that cannot be are reported here, all else by `stratify`. */
export function collectDivisions(document: Document, bases: readonly string[], report: Reporter): Division[] {
  return document.content.stratify.map((entry, index): Division => {
    const path = `stratify.${index}`;
    const problem = nameProblem(entry.name);
    if (problem !== undefined) {
      const message = `The name ${quote(entry.name)} ${problem}.`;
      report.error("E115", `${path}.name`, message, "Choose another name, such as age or place.");
    }
    const strata = entry.strata.map(String);
    strata.forEach((stratum, at) => {
      if (isStratum(stratum)) return;
      const message = `The stratum ${quote(stratum)} is neither a name nor a number.`;
      const advice = "Use letters, digits and _, such as age_75_up; “titles” says what people read.";
      report.error("E115", `${path}.strata.${at}`, message, advice);
    });
    const given = typeof entry.compartments === "string" ? [entry.compartments] : entry.compartments;
    return { name: entry.name, kind: entry.kind, strata, compartments: given ?? bases, path };
  });
}

/** Strata that a person wrote, as a filter; undefined, with the reason reported, for names that do not exist. */
export function filterOf(
  where: WhereEntry | undefined,
  path: string,
  list: readonly Division[],
  report: Reporter,
): Filter | undefined {
  let isKnown = true;
  const entries = Object.entries(where ?? {}).map(([name, given]): [string, string[]] => {
    const strata = (Array.isArray(given) ? given : [given]).map(String);
    const division = list.find((one) => one.name === name);
    if (division === undefined) report.error("E231", `${path}.${name}`, ...noDivision(name, list));
    const strange = division === undefined ? undefined : strata.find((one) => !division.strata.includes(one));
    if (division !== undefined && strange !== undefined) {
      report.error("E232", `${path}.${name}`, ...noStratum(strange, division));
    }
    isKnown &&= division !== undefined && strange === undefined;
    return [name, strata];
  });
  return isKnown ? Object.fromEntries(entries) : undefined;
}

/** Message and advice for a stratification that does not exist. */
export function noDivision(name: string, list: readonly Division[]): [message: string, advice: string] {
  const known = list.map((one) => one.name);
  const there = known.length === 0 ? "This document stratifies nothing." : `There are ${listInWords(known)}.`;
  return [`There is no stratification ${quote(name)}.`, `${there}${didYouMean(name, known)}`];
}

/** Message and advice for a stratum that a stratification does not have. */
export function noStratum(stratum: string, { name, strata }: Division): [message: string, advice: string] {
  const advice = `Its strata are ${listInWords(strata)}.${didYouMean(stratum, strata)}`;
  return [`The stratification ${quote(name)} has no stratum ${quote(stratum)}.`, advice];
}
