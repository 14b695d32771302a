// What observations and their scatter may be in each family of likelihoods.
import { countOf, formatNumber, listInWords } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import type { Formula, LikelihoodFamily } from "./model.ts";
import type { Resolver } from "./resolve.ts";

export type TargetEntry = Document["content"]["targets"][string];

/** An observation that is there: its place in the document's lists, its time and its value. */
export interface Observation {
  readonly index: number;
  readonly time: number;
  readonly value: number;
}

type Key = "sd" | "dispersion" | "size";

interface Rules {
  /** Key of the argument beside the model's value. */
  readonly key: Key | undefined;
  readonly isWhole: boolean;
  /** Least value of an observation; `above` where it must lie above it. */
  readonly least: number;
  readonly above?: boolean;
}

const RULES: Readonly<Record<LikelihoodFamily, Rules>> = {
  normal: { key: "sd", isWhole: false, least: -Infinity },
  lognormal: { key: "sd", isWhole: false, least: 0, above: true },
  poisson: { key: undefined, isWhole: true, least: 0 },
  negative_binomial: { key: "dispersion", isWhole: true, least: 0 },
  binomial: { key: "size", isWhole: true, least: 0 },
};

const EXAMPLES: Readonly<Record<Key, string>> = {
  sd: "sd: 5",
  dispersion: "dispersion: 10 (the variance is mean + mean² / dispersion)",
  size: "size: 100 (the number tested)",
};

export interface Scatter {
  readonly argument: Formula | readonly number[] | undefined;
}

/** The argument of the likelihood; undefined, with the reason reported, where it is missing or makes no sense. */
export function buildScatter(
  entry: TargetEntry,
  observed: readonly Observation[],
  path: string,
  resolver: Resolver,
  report: Reporter,
): Scatter | undefined {
  const { likelihood } = entry;
  const { key } = RULES[likelihood];
  for (const other of ["sd", "dispersion", "size"] as const) {
    if (other === key || entry[other] === undefined) continue;
    const advice = key === undefined ? "Take it away." : `Write ${key} instead.`;
    report.error("E220", `${path}.${other}`, `The likelihood ${likelihood} has no ${other}.`, advice);
  }
  if (key === undefined) return { argument: undefined };
  const given = entry[key];
  if (given === undefined) {
    report.error("E220", path, `The likelihood ${likelihood} needs ${key}.`, `Add ${EXAMPLES[key]}.`);
    return undefined;
  }
  if (Array.isArray(given)) {
    const isGood = checkList(given, entry.values.length, key, `${path}.${key}`, report);
    return isGood ? { argument: observed.map(({ index }) => given[index] ?? NaN) } : undefined;
  }
  const argument = resolver.formula(given, `${path}.${key}`, "parameters");
  if (argument === undefined) return undefined;
  const isGood = argument.kind !== "constant" || checkArgument(argument.value, key, `${path}.${key}`, report);
  return isGood ? { argument } : undefined;
}

function checkList(given: readonly number[], count: number, key: Key, path: string, report: Reporter): boolean {
  if (given.length !== count) {
    const message = `There are ${countOf(count, "value")} and ${given.length} of ${key}.`;
    report.error("E213", path, message, `Give one ${key} for each value, or a single one for all.`);
    return false;
  }
  return given.map((value, index) => checkArgument(value, key, `${path}.${index}`, report)).every(Boolean);
}

function checkArgument(value: number, key: Key, path: string, report: Reporter): boolean {
  const isGood = Number.isFinite(value) && (key === "size" ? Number.isInteger(value) && value >= 0 : value > 0);
  if (isGood) return true;
  const advice = key === "size" ? "Write a whole number of 0 or more." : "Write a number above 0.";
  report.error("E221", path, `The ${key} is ${formatNumber(value)}.`, advice);
  return false;
}

/** Reports observations that the family cannot bring about. */
export function checkValues(
  entry: TargetEntry,
  observed: readonly Observation[],
  path: string,
  report: Reporter,
): boolean {
  const { likelihood, size } = entry;
  const { isWhole, least, above } = RULES[likelihood];
  const bad = observed.filter(({ index, value }) => {
    const most = likelihood !== "binomial" ? Infinity : Array.isArray(size) ? (size[index] ?? Infinity) : Number(size);
    return (
      (isWhole && !Number.isInteger(value)) || value < least || (above === true && value === least) || value > most
    );
  });
  const [first] = bad;
  if (first === undefined) return true;
  const found = listInWords(
    bad.map(({ value }) => formatNumber(value)),
    "and",
    5,
  );
  const wants = isWhole ? "whole numbers of 0 or more" : above === true ? "numbers above 0" : "numbers";
  const most = likelihood === "binomial" ? ", no more than size" : "";
  const advice = isWhole
    ? "Correct the values, or choose a likelihood for any number such as normal."
    : "Correct the values, or choose the likelihood normal.";
  report.error(
    "E219",
    `${path}.values.${first.index}`,
    `The likelihood ${likelihood} is for ${wants}${most}; found ${found}.`,
    advice,
  );
  return false;
}
