// Compartments, their initial sizes, and who among them infects others.
import { formatNumber, listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { binary, constant, evaluate } from "./formula.ts";
import { sizesByStratum, wholeSize } from "./initial-strata.ts";
import { labelOf } from "./label.ts";
import type { Formula, Label, Parameter } from "./model.ts";
import { adviseNames } from "./names.ts";
import type { Names } from "./names.ts";
import type { Resolver } from "./resolve.ts";

/** What people read about each compartment, before stratification. */
export function labelCompartments(document: Document, names: Names, report: Reporter): Label[] {
  const { compartments } = document.content;
  if (names.compartments.length === 0) {
    report.error(
      "E305",
      "compartments",
      "There are no compartments.",
      "Write some, such as [susceptible, infectious, recovered].",
    );
  }
  if (Array.isArray(compartments)) return compartments.map((name) => labelOf(name, undefined, "persons"));
  return Object.entries(compartments).map(([name, words]) => labelOf(name, words, "persons"));
}

/** Position of a compartment; undefined, with the reason reported, for a name that is none. */
export function compartmentAt(name: string, path: string, names: Names, report: Reporter): number | undefined {
  const definition = names.definitions.get(name);
  if (definition?.kind === "compartment") return definition.position;
  const advice = adviseNames(name, ["compartment"], names.compartments);
  report.error("E204", path, `There is no compartment ${quote(name)}.`, advice);
  return undefined;
}

/** Key of `initial` for the sum of all compartments, and the word for the compartment that takes what is left of it. */
const POPULATION = "population";
const REST = "rest";

/** Initial size of each compartment; undefined where one of them makes no sense. */
export function buildInitial(
  document: Document,
  names: Names,
  resolver: Resolver,
  report: Reporter,
): Formula[] | undefined {
  const { initial } = document.content;
  const sizes: (Formula | undefined)[] = names.compartments.map(() => constant(0));
  const byStratum = sizesByStratum(document, resolver);
  let total: Formula | undefined;
  const rest: number[] = [];
  for (const [name, value] of Object.entries(initial)) {
    const path = `initial.${name}`;
    if (name === POPULATION) {
      total = resolver.formula(value, path, "parameters");
      continue;
    }
    const position = compartmentAt(name, path, names, report);
    if (position === undefined) continue;
    if (value === REST) rest.push(position);
    else {
      const size = byStratum.get(name);
      sizes[position] = size === undefined ? resolver.formula(value, path, "parameters") : wholeSize(size);
    }
  }
  const known = sizes.filter((size) => size !== undefined);
  const fits = checkRest(rest, initial, names, report);
  if (known.length < sizes.length || !fits) return undefined;
  const [taker] = rest;
  if (taker === undefined) return known;
  if (total === undefined) return undefined;
  const others = known.filter(
    (size, position) => position !== taker && !(size.kind === "constant" && size.value === 0),
  );
  return known.with(
    taker,
    others.reduce((left, size) => binary("subtract", left, size), total),
  );
}

function checkRest(rest: readonly number[], initial: object, names: Names, report: Reporter): boolean {
  const hasPopulation = Object.hasOwn(initial, POPULATION);
  const takers = rest.map((position) => names.compartments[position] ?? "");
  const [first] = takers;
  if (first !== undefined && !hasPopulation) {
    report.error(
      "E316",
      `initial.${first}`,
      "The rest of which population is not said.",
      "Add population: 1000 to “initial”.",
    );
    return false;
  }
  if (takers.length > 1) {
    const message = `Both ${listInWords(takers)} take the rest of the population.`;
    report.error("E316", `initial.${takers[1] ?? ""}`, message, "Let one compartment take the rest.");
    return false;
  }
  if (hasPopulation && first === undefined) {
    const message = "The population is given, and no compartment takes what is left of it.";
    report.error("E316", "initial.population", message, "Write “rest” for one compartment, such as susceptible: rest.");
    return false;
  }
  return true;
}

/**
 * The initial population, where arithmetic gives it. Reports initial sizes that are negative or not finite for the
 * parameter values of the document; the kernel checks the rest.
 */
export function checkInitial(
  initial: readonly Formula[],
  parameters: readonly Parameter[],
  names: Names,
  report: Reporter,
): number | undefined {
  const values = parameters.map(({ value }) => value);
  const sizes = initial.map((formula) => evaluate(formula, values));
  sizes.forEach((size, position) => {
    if (size === undefined || (size >= 0 && Number.isFinite(size))) return;
    const name = names.compartments[position] ?? "";
    const message = `The initial size of ${name} is ${formatNumber(size)}.`;
    report.error(
      "E306",
      `initial.${name}`,
      message,
      "A size is 0 or more; change the numbers or the parameters it is made of.",
    );
  });
  return sizes.reduce(
    (sum: number | undefined, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
}

/** Relative infectiousness of those compartments that infect, by position before stratification. */
export function buildInfectious(
  document: Document,
  names: Names,
  resolver: Resolver,
  report: Reporter,
): Map<number, Formula> {
  const { infectious } = document.content;
  const listed = typeof infectious === "string" ? [infectious] : infectious;
  const entries: (readonly [name: string, weight: number | string, path: string])[] = Array.isArray(listed)
    ? listed.map((name, index) => [name, 1, typeof infectious === "string" ? "infectious" : `infectious.${index}`])
    : Object.entries(listed).map(([name, weight]) => [name, weight, `infectious.${name}`]);
  const seen = new Set<string>();
  const weights = new Map<number, Formula>();
  for (const [name, weight, path] of entries) {
    const compartment = compartmentAt(name, path, names, report);
    const formula = resolver.formula(weight, path, "present");
    if (seen.has(name)) report.error("E301", path, `The compartment ${quote(name)} is listed twice.`, "Name it once.");
    seen.add(name);
    if (formula?.kind === "constant" && formula.value < 0) {
      const message = `The infectiousness of ${quote(name)} is ${formatNumber(formula.value)}.`;
      report.error("E306", path, message, "Infectiousness is 0 or more, relative to the other compartments.");
    }
    if (compartment !== undefined && formula !== undefined) weights.set(compartment, formula);
  }
  return weights;
}
