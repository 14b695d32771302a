// What observations and their scatter may be in each family of likelihoods.
import { formatNumber, listInWords } from "../base/text.ts";
import type { Reporter } from "../document/document.ts";
import { constant } from "./formula.ts";
import type { LikelihoodFamily, TargetArgument } from "./model.ts";
import type { Resolver } from "./resolve.ts";
import { LISTED } from "./target-points.ts";
import type { Listed, TargetEntry, TargetPoints } from "./target-points.ts";
import type { Observation } from "./target-times.ts";

interface Rules {
  /** Keys of the arguments beside the model's value, in the order of `argument` and `further`. */
  readonly keys: readonly Listed[];
  readonly isWhole: boolean;
  /** Least and greatest value of an observation; `within` where it must lie strictly between them. */
  readonly least: number;
  readonly most?: number;
  readonly within?: true;
}

const RULES: Readonly<Record<LikelihoodFamily, Rules>> = {
  normal: { keys: ["sd"], isWhole: false, least: -Infinity },
  truncated_normal: { keys: ["sd"], isWhole: false, least: -Infinity },
  lognormal: { keys: ["sd"], isWhole: false, least: 0, within: true },
  poisson: { keys: [], isWhole: true, least: 0 },
  negative_binomial: { keys: ["dispersion"], isWhole: true, least: 0 },
  binomial: { keys: ["size"], isWhole: true, least: 0 },
  beta_binomial: { keys: ["concentration", "size"], isWhole: true, least: 0 },
  beta: { keys: ["concentration"], isWhole: false, least: 0, most: 1, within: true },
};

/** A beta that the output itself has: the values are only shown. */
const OF_OUTPUT: Rules = { keys: ["alpha", "beta"], isWhole: false, least: 0, most: 1 };

const EXAMPLES: Readonly<Record<Listed, string>> = {
  sd: "sd: 5",
  dispersion: "dispersion: 10 (the variance is mean + mean² / dispersion)",
  size: "size: 100 (the number tested)",
  concentration: "concentration: 50 (as sure as 50 tests)",
  alpha: "alpha: 5",
  beta: "beta: 95",
};

export function isOfOutput({ likelihood }: TargetEntry, { given }: Pick<TargetPoints, "given">): boolean {
  return likelihood === "beta" && given.concentration === undefined && given.alpha !== undefined;
}

function rulesOf(entry: TargetEntry, points: Pick<TargetPoints, "given">): Rules {
  return isOfOutput(entry, points) ? OF_OUTPUT : RULES[entry.likelihood];
}

/** What a target is reported by. */
export interface Place {
  readonly path: string;
  readonly resolver: Resolver;
  readonly report: Reporter;
}

/** The arguments beside the model's value; undefined, with the reasons reported, where they are missing or make no sense. */
export function buildScatter(
  entry: TargetEntry,
  points: TargetPoints,
  observed: readonly Observation[],
  place: Place,
): TargetArgument[] | undefined {
  const { keys } = rulesOf(entry, points);
  reportIdle(entry, points, keys, place);
  const built = keys.map((key) => argumentOf(entry, key, points, observed, place));
  const bounds = entry.likelihood === "truncated_normal" ? boundsOf(entry, place) : [];
  const known = built.filter((one) => one !== undefined);
  return bounds === undefined || known.length < built.length ? undefined : [...known, ...bounds];
}

function reportIdle(
  entry: TargetEntry,
  { given }: TargetPoints,
  keys: readonly Listed[],
  { path, report }: Place,
): void {
  const { likelihood } = entry;
  const idle = [
    ...LISTED.filter((key) => given[key] !== undefined && !keys.includes(key)),
    ...(likelihood === "truncated_normal"
      ? []
      : (["lower", "upper"] as const).filter((key) => entry[key] !== undefined)),
  ];
  for (const other of idle) {
    const advice = keys.length === 0 ? "Take it away." : `Write ${keys.join(" and ")} instead.`;
    report.error("E220", `${path}.${other}`, `The likelihood ${likelihood} has no ${other}.`, advice);
  }
}

function argumentOf(
  { likelihood }: TargetEntry,
  key: Listed,
  { given: all }: TargetPoints,
  observed: readonly Observation[],
  { path, resolver, report }: Place,
): TargetArgument | undefined {
  const given = all[key];
  if (given === undefined) {
    report.error("E220", path, `The likelihood ${likelihood} needs ${key}.`, `Add ${EXAMPLES[key]}.`);
    return undefined;
  }
  if (Array.isArray(given)) {
    const used = observed.map(({ index }) => ({ index, value: given[index] ?? NaN }));
    const isGood = used.map(({ index, value }) => checkArgument(value, key, `${path}.${key}.${index}`, report));
    return isGood.every(Boolean) ? used.map(({ value }) => value) : undefined;
  }
  const argument = resolver.formula(given, `${path}.${key}`, "parameters");
  if (argument === undefined) return undefined;
  const isGood = argument.kind !== "constant" || checkArgument(argument.value, key, `${path}.${key}`, report);
  return isGood ? argument : undefined;
}

function checkArgument(value: number, key: Listed, path: string, report: Reporter): boolean {
  const isGood = Number.isFinite(value) && (key === "size" ? Number.isInteger(value) && value >= 0 : value > 0);
  if (isGood) return true;
  const advice = key === "size" ? "Write a whole number of 0 or more." : "Write a number above 0.";
  report.error("E221", path, `The ${key} is ${formatNumber(value)}.`, advice);
  return false;
}

function boundsOf({ lower, upper }: TargetEntry, { path, report }: Place): TargetArgument[] | undefined {
  if (lower === undefined && upper === undefined) {
    const message = "The likelihood truncated_normal needs lower, upper or both.";
    report.error("E220", path, message, "Add lower: 0, or choose the likelihood normal.");
    return undefined;
  }
  if (lower === undefined || upper === undefined || lower < upper) {
    return [constant(lower ?? -Infinity), constant(upper ?? Infinity)];
  }
  const message = `The lower bound ${formatNumber(lower)} is not below the upper bound ${formatNumber(upper)}.`;
  report.error("E221", `${path}.lower`, message, "Exchange the bounds, or set them apart.");
  return undefined;
}

/** Reports observations that the family cannot bring about. */
export function checkValues(
  entry: TargetEntry,
  points: TargetPoints,
  observed: readonly Observation[],
  { path, report }: Omit<Place, "resolver">,
): boolean {
  const { likelihood } = entry;
  const { size } = points.given;
  const rules = rulesOf(entry, points);
  const hasSize = rules.keys.includes("size");
  const bounds = likelihood === "truncated_normal" ? [entry.lower, entry.upper] : [];
  const least = bounds[0] ?? rules.least;
  // Bounds the wrong way round were reported themselves.
  if (least > (bounds[1] ?? Infinity)) return true;
  const bad = observed.filter(({ index, value }) => {
    const sized = Array.isArray(size) ? (size[index] ?? Infinity) : typeof size === "number" ? size : Infinity;
    const most = hasSize ? sized : (bounds[1] ?? rules.most ?? Infinity);
    const isWithin = rules.within === true ? value > least && value < most : value >= least && value <= most;
    return (rules.isWhole && !Number.isInteger(value)) || !isWithin;
  });
  const [first] = bad;
  if (first === undefined) return true;
  const found = listInWords(
    bad.map(({ value }) => formatNumber(value)),
    "and",
    5,
  );
  const [wants, advice] = wishes(likelihood, rules, bounds);
  const where = entry.data === undefined ? `values.${first.index}` : "data.column";
  report.error("E219", `${path}.${where}`, `The likelihood ${likelihood} is for ${wants}; found ${found}.`, advice);
  return false;
}

function wishes(
  likelihood: LikelihoodFamily,
  { isWhole, keys }: Rules,
  bounds: readonly (number | undefined)[],
): readonly [string, string] {
  if (isWhole) {
    const most = keys.includes("size") ? ", no more than size" : "";
    const advice = "Correct the values, or choose a likelihood for any number such as normal.";
    return [`whole numbers of 0 or more${most}`, advice];
  }
  if (likelihood === "beta") {
    return ["shares between 0 and 1", "Divide percentages by 100. For counts of positives, choose binomial with size."];
  }
  if (likelihood === "truncated_normal") {
    const [lower = -Infinity, upper = Infinity] = bounds;
    return [`numbers from ${formatNumber(lower)} to ${formatNumber(upper)}`, "Correct the values or the bounds."];
  }
  return ["numbers above 0", "Correct the values, or choose the likelihood normal."];
}
