// Priors: families and arguments as numbers, checked against the values that the document gives.
import { countOf, didYouMean, formatNumber, listInWords, quote } from "../base/text.ts";
import { placeWithin } from "../document/document.ts";
import type { Document, Reporter } from "../document/document.ts";
import { COMMA_IN_BRACES } from "../document/words.ts";
import { FAMILIES, familyOf } from "./families.ts";
import type { Argument } from "./families.ts";
import { evaluate } from "./formula.ts";
import type { Formula, Prior, PriorFamily } from "./model.ts";
import { adviseNames, namesOf } from "./names.ts";
import type { Names } from "./names.ts";
import { asksForFit, readFit } from "./prior-fit.ts";
import { parametersOf, priorOrder } from "./prior-order.ts";
import { splitPrior } from "./prior-text.ts";
import type { PriorArgument } from "./prior-text.ts";
import type { Resolver } from "./resolve.ts";

/** A prior before it is known whether the parameter's value lies within it. */
export type NamedPrior = Prior & { readonly name: string };

/** What priors are built from. */
export interface PriorSurroundings {
  readonly document: Document;
  readonly names: Names;
  /** [parameter] values of the document. */
  readonly values: readonly number[];
  readonly resolver: Resolver;
  readonly report: Reporter;
}

/** The priors that make sense, in the order of the document; all others are reported. */
export function buildPriors(around: PriorSurroundings): NamedPrior[] {
  const { document, names, report } = around;
  const priors = Object.entries(document.content.priors).flatMap(([name, text]) => {
    const parameter = parameterOf(name, names, report);
    const prior = readPrior(text, `priors.${name}`, around);
    return parameter === undefined || prior === undefined ? [] : [{ ...prior, name, parameter }];
  });
  reportCircles(priors, report);
  return priors;
}

/** Reports each parameter whose prior uses the parameter itself, by way of other priors too. */
function reportCircles(priors: readonly NamedPrior[], report: Reporter): void {
  const order = priorOrder(priors);
  const first = priors[order.circle[0] ?? -1];
  if (first === undefined) return;
  const names = order.circle.map((position) => quote(priors[position]?.name ?? ""));
  const message =
    names.length === 1
      ? `The prior of ${names[0] ?? ""} uses the parameter itself.`
      : `The priors of ${listInWords(names)} use each other in a circle.`;
  const advice = "Let one of them have a prior of numbers alone.";
  report.error("E266", `priors.${first.name}`, message, advice);
}

function parameterOf(name: string, names: Names, report: Reporter): number | undefined {
  const definition = names.definitions.get(name);
  if (definition?.kind === "parameter") return definition.position;
  if (names.missing.has(name)) return undefined;
  const is = definition === undefined ? "There is no parameter" : `A ${definition.kind} has no prior:`;
  const advice = adviseNames(name, ["parameter"], namesOf(names, "parameter"));
  report.error("E207", `priors.${name}`, `${is} ${quote(name)}.`, advice);
  return undefined;
}

function readPrior(text: string, path: string, around: PriorSurroundings): Omit<Prior, "parameter"> | undefined {
  const { document, resolver, report } = around;
  const split = splitPrior(text);
  if (split === undefined) {
    report.error(
      "E215",
      path,
      `${quote(text)} is no distribution.`,
      `Write one such as ${FAMILIES.normal.example}. ${COMMA_IN_BRACES}`,
    );
    return undefined;
  }
  const family = familyOf(split.family);
  if (family === undefined) {
    const known = Object.keys(FAMILIES);
    const advice = `The distributions are ${listInWords(known, "and", 20)}.${didYouMean(split.family, known)}`;
    report.error("E215", path, `There is no distribution ${quote(split.family)}.`, advice);
    return undefined;
  }
  if (asksForFit(family, split.arguments)) {
    const fit = readFit(family, split.arguments, { path, text, resolver, report });
    const [lower, upper] = FAMILIES[family].support([]);
    return fit === undefined ? undefined : { family, arguments: [NaN, NaN], fit, lower, upper };
  }
  const given = assign(family, split.arguments, path, report);
  if (given === undefined) return undefined;
  const built = FAMILIES[family].arguments.map((argument, position): BuiltArgument | undefined => {
    const part = given[position];
    if (part === undefined) return { value: argument.default ?? NaN, formula: null };
    const one = argumentOf(part, argument, { ...around, path, text });
    const isMedian = part.name === "median";
    const isKnown = one !== undefined && !(one.formula !== null && Number.isNaN(one.value));
    const fault = isKnown ? faultOf(argument, one.value, isMedian) : undefined;
    if (fault === undefined) return one;
    report.error("E216", path, ...fault, placeWithin(document, path, text, part.offset + 1));
    return undefined;
  });
  const known = built.filter((one) => one !== undefined);
  return known.length < built.length ? undefined : finish(family, known, given[0]?.name === "median", path, report);
}

/** An argument's value at the document's parameters, and its formula where it depends on some. */
interface BuiltArgument {
  readonly value: number;
  readonly formula: Formula | null;
}

function argumentOf(
  part: PriorArgument,
  { name }: Argument,
  { path, text, values, resolver, report }: PriorSurroundings & { readonly path: string; readonly text: string },
): BuiltArgument | undefined {
  const formula = resolver.formula(part.text, path, "parameters", { whole: text, offset: part.offset });
  if (formula === undefined) return undefined;
  if (parametersOf(formula).size > 0) {
    // The transform to the real line follows from the bounds, and is fixed.
    if (!isBound(name)) return { value: evaluate(formula, values) ?? NaN, formula };
    const message = `The bound ${name} depends on a parameter.`;
    report.error("E265", path, message, "Write a number; let mean and sd depend on parameters instead.");
    return undefined;
  }
  const value = numberOf(evaluate(formula, []), part, path, report);
  return value === undefined ? undefined : { value, formula: null };
}

/** Arguments in the family's order: those without a name first, by position. */
function assign(
  family: PriorFamily,
  found: readonly PriorArgument[],
  path: string,
  report: Reporter,
): (PriorArgument | undefined)[] | undefined {
  const wanted = FAMILIES[family].arguments;
  const usage = `Write ${FAMILIES[family].example}: the arguments are ${listInWords(wanted.map(namesOfArgument))}.`;
  const given: (PriorArgument | undefined)[] = wanted.map(() => undefined);
  for (const [index, argument] of found.entries()) {
    const position = positionOf(argument, index, wanted);
    const problem = problemOf(family, argument, position, found.length, given);
    if (problem !== undefined) {
      report.error("E215", path, problem, usage);
      return undefined;
    }
    given[position] = argument;
  }
  const absent = wanted.filter((argument, position) => given[position] === undefined && argument.default === undefined);
  if (absent.length === 0) return given;
  const message = `${family} lacks ${listInWords(absent.map(namesOfArgument))}.`;
  report.error("E215", path, message, usage);
  return undefined;
}

/** Place of an argument in the family's order; -1 where its name is unknown. */
function positionOf({ name }: PriorArgument, index: number, wanted: readonly Argument[]): number {
  return name === undefined ? index : wanted.findIndex((one) => one.name === name || one.also?.includes(name));
}

function problemOf(
  family: PriorFamily,
  { name = "" }: PriorArgument,
  position: number,
  count: number,
  given: readonly (PriorArgument | undefined)[],
): string | undefined {
  const wanted = FAMILIES[family].arguments;
  const known = wanted.flatMap((one) => [one.name, ...(one.also ?? [])]);
  if (position < 0) return `${family} has no argument ${quote(name)}.${didYouMean(name, known)}`;
  if (position >= wanted.length) {
    return `${family} takes ${countOf(wanted.length, "argument")} and was given ${count}.`;
  }
  if (given[position] === undefined) return undefined;
  return `The argument ${wanted[position]?.name ?? ""} of ${family} is given twice.`;
}

function namesOfArgument({ name, also = [] }: Argument): string {
  return [name, ...also].join(" or ");
}

/** Arguments that are ends of the support. */
function isBound(name: string): boolean {
  return name === "lower" || name === "upper";
}

function numberOf(value: number | undefined, part: PriorArgument, path: string, report: Reporter): number | undefined {
  if (value !== undefined && !Number.isNaN(value)) return value;
  const message = `${quote(part.text.trim())} needs more than arithmetic, or is not a number.`;
  const advice = "Use numbers and + - * /. For the mean of a logarithm, write lognormal(median=…, sd=…).";
  report.error("E215", path, message, advice);
  return undefined;
}

/** What is wrong with the value of an argument, with what would do; undefined where nothing is. */
function faultOf(argument: Argument, value: number, isMedian: boolean): readonly [string, string] | undefined {
  const isPositive = argument.kind === "positive" || isMedian;
  if (argument.kind === "bound" || (Number.isFinite(value) && (!isPositive || value > 0))) return undefined;
  const message = `The argument ${isMedian ? "median" : argument.name} is ${formatNumber(value)}.`;
  return [message, isPositive ? "Write a number above 0." : "Write a finite number."];
}

function finish(
  family: PriorFamily,
  built: readonly BuiltArgument[],
  hasMedian: boolean,
  path: string,
  report: Reporter,
): Omit<Prior, "parameter"> | undefined {
  const values = built.map(({ value }) => value);
  const [lower, upper] = FAMILIES[family].support(values);
  if (!(lower < upper)) {
    const message = `The lower bound ${formatNumber(lower)} is not below the upper bound ${formatNumber(upper)}.`;
    report.error("E216", path, message, "Exchange the bounds, or set them apart.");
    return undefined;
  }
  const isHierarchical = built.some(({ formula }) => formula !== null);
  return {
    family,
    arguments: values,
    ...(isHierarchical ? { formulas: built.map(({ formula }) => formula) } : {}),
    lower,
    upper,
    ...(hasMedian ? { logArgument: true as const } : {}),
  };
}
