// The delay of an output: weights, or a distribution of the time that passes.
import { listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { binary, evaluate, unary } from "./formula.ts";
import type { Delay, Formula } from "./model.ts";
import { splitPrior } from "./prior-text.ts";
import type { PriorArgument } from "./prior-text.ts";
import type { Resolver } from "./resolve.ts";

type DelayEntry = NonNullable<Document["content"]["outputs"][string]["delay"]>;
type Family = "gamma" | "lognormal";

const EXAMPLES: Readonly<Record<Family, string>> = {
  gamma: "gamma(mean=5, sd=2) or gamma(shape=6.25, rate=1.25)",
  lognormal: "lognormal(median=5, sd=0.4), where sd is that of the logarithm",
};
/** Names of both arguments, in their order. The first pair is that of the distribution itself. */
const ARGUMENTS: Readonly<Record<Family, readonly (readonly [string, string])[]>> = {
  gamma: [
    ["shape", "rate"],
    ["mean", "sd"],
  ],
  lognormal: [
    ["mean", "sd"],
    ["median", "sd"],
  ],
};

/** The delay; undefined, with the reason reported, where it makes no sense. */
export function buildDelay(entry: DelayEntry, path: string, resolver: Resolver, report: Reporter): Delay | undefined {
  if (typeof entry !== "string") return weightsOf(entry, path, resolver, report);
  const split = splitPrior(entry);
  const family = split?.family;
  if (split === undefined || (family !== "gamma" && family !== "lognormal")) {
    const message = `${quote(entry)} is no distribution of a delay.`;
    report.error("E261", path, message, `Write ${EXAMPLES.gamma}, ${EXAMPLES.lognormal}, or a list of weights.`);
    return undefined;
  }
  const names = split.arguments.map(({ name }) => name);
  const form = ARGUMENTS[family].findIndex((wanted, index) =>
    wanted.every((name, at) => names[at] === name || (index === 0 && names[at] === undefined)),
  );
  if (form < 0 || names.length !== 2) {
    const message = `The arguments of ${family} are ${listInWords(
      ARGUMENTS[family].map((pair) => pair.join(" and ")),
      "or",
    )}.`;
    report.error("E261", path, message, `Write ${EXAMPLES[family]}.`);
    return undefined;
  }
  const [first, second] = split.arguments.map((argument) => argumentOf(argument, entry, path, resolver, report));
  if (first === undefined || second === undefined) return undefined;
  return { kind: family, arguments: form === 0 ? [first, second] : converted(family, first, second) };
}

function argumentOf(
  { text, offset }: PriorArgument,
  whole: string,
  path: string,
  resolver: Resolver,
  report: Reporter,
): Formula | undefined {
  const formula = resolver.formula(text, path, "parameters", { whole, offset });
  const value = formula === undefined ? undefined : evaluate(formula, []);
  if (value === undefined || Number.isFinite(value)) return formula;
  report.error("E261", path, `${quote(text.trim())} is no number.`, "Write a number or an expression of parameters.");
  return undefined;
}

/** Gamma of a mean and a standard deviation as shape and rate; lognormal of a median as the mean of the logarithm. */
function converted(family: Family, first: Formula, second: Formula): readonly [Formula, Formula] {
  if (family === "lognormal") return [unary("log", first), second];
  const rate = binary("divide", first, binary("multiply", second, second));
  return [binary("multiply", first, rate), rate];
}

function weightsOf(
  entry: readonly (number | string)[],
  path: string,
  resolver: Resolver,
  report: Reporter,
): Delay | undefined {
  const weights = entry.map((value, index) => {
    const formula = resolver.formula(value, `${path}.${index}`, "numbers");
    const weight = formula === undefined ? undefined : evaluate(formula, []);
    if (weight !== undefined && weight >= 0 && Number.isFinite(weight)) return weight;
    if (formula !== undefined) {
      report.error(
        "E261",
        `${path}.${index}`,
        `The weight ${quote(String(value))} is no number of 0 or more.`,
        "Write shares, such as [0, 0.5, 0.5].",
      );
    }
    return undefined;
  });
  const known = weights.filter((weight) => weight !== undefined);
  return known.length < weights.length ? undefined : { kind: "weights", weights: known };
}
