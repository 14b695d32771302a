// Priors said by a mean or mode and an interval: what is asked for, checked as far as arithmetic tells.
import { formatNumber, quote } from "../base/text.ts";
import type { Reporter } from "../document/document.ts";
import { FAMILIES } from "./families.ts";
import { evaluate } from "./formula.ts";
import type { PriorFamily, PriorFit } from "./model.ts";
import { splitAtCommas } from "./prior-text.ts";
import type { PriorArgument } from "./prior-text.ts";
import type { Resolver } from "./resolve.ts";

const KEYS = ["mean", "mode", "interval", "upper", "level"] as const;
type Key = (typeof KEYS)[number];

/** Families that can be fitted, with an example. */
const EXAMPLES: Readonly<Partial<Record<PriorFamily, string>>> = {
  beta: "beta(mean=0.3, interval=[0.1, 0.5])",
  gamma: "gamma(mean=5, upper=12, level=0.99)",
  lognormal: "lognormal(interval=[2, 9])",
  normal: "normal(interval=[-1, 3])",
};
const DEFAULT_LEVEL = 0.95;

/** True where the arguments describe what the prior is to be like: an interval, or one end of it. */
export function asksForFit(family: PriorFamily, found: readonly PriorArgument[]): boolean {
  const names = found.map(({ name }) => name);
  return EXAMPLES[family] !== undefined && (names.includes("interval") || names.includes("upper"));
}

/** What is asked for; undefined, with the reason reported, where it makes no sense. */
export function readFit(
  family: PriorFamily,
  found: readonly PriorArgument[],
  at: { readonly path: string; readonly text: string; readonly resolver: Resolver; readonly report: Reporter },
): PriorFit | undefined {
  const { path, text, resolver, report } = at;
  const refuse = (code: string, message: string): undefined => {
    report.error(code, path, message, `Write such as ${EXAMPLES[family] ?? ""}; level is 0.95 unless given.`);
    return undefined;
  };
  const given = new Map<Key, number[]>();
  for (const argument of found) {
    const key = KEYS.find((one) => one === argument.name);
    if (key === undefined)
      return refuse("E215", `${family} with an interval takes no ${quote(argument.name ?? argument.text.trim())}.`);
    if (given.has(key)) return refuse("E215", `The argument ${key} of ${family} is given twice.`);
    const parts = key === "interval" ? bracketed(argument.text) : [argument.text];
    const numbers = parts.map((part) => {
      const formula = resolver.formula(part, path, "numbers", { whole: text, offset: argument.offset });
      return formula === undefined ? NaN : (evaluate(formula, []) ?? NaN);
    });
    if (numbers.length === 0 || !numbers.every(Number.isFinite))
      return refuse(
        "E215",
        `${quote(argument.text.trim())} is not ${key === "interval" ? "two numbers" : "a number"}.`,
      );
    given.set(key, numbers);
  }
  const one = (key: Key): number | undefined => given.get(key)?.[0];
  const [lower, upper = one("upper")] = given.get("interval") ?? [];
  const fit = { mean: one("mean"), mode: one("mode"), lower, upper, level: one("level") ?? DEFAULT_LEVEL };
  const fault = faultOf(family, fit, given);
  return fault === undefined ? withoutGaps(fit) : refuse("E216", fault);
}

/** The parts of [a, b]; nothing where it is no such list. */
function bracketed(text: string): string[] {
  const match = /^\s*\[(.*)\]\s*$/s.exec(text);
  const parts = match?.[1] === undefined ? [] : splitAtCommas(match[1]);
  return parts.length === 2 ? parts : [];
}

type Gappy = { readonly [Key in keyof PriorFit]: PriorFit[Key] | undefined } & { readonly level: number };

function withoutGaps({ mean, mode, lower, upper, level }: Gappy): PriorFit {
  return {
    ...(mean === undefined ? {} : { mean }),
    ...(mode === undefined ? {} : { mode }),
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
    level,
  };
}

function faultOf(
  family: PriorFamily,
  { mean, mode, lower, upper, level }: Gappy,
  given: ReadonlyMap<Key, unknown>,
): string | undefined {
  const [least, most] = FAMILIES[family].support([]);
  const centre = mean ?? mode;
  const isFree = family === "normal" || family === "lognormal";
  if (given.has("interval") && given.has("upper")) return "Both interval and upper are given.";
  if (mean !== undefined && mode !== undefined) return "Both mean and mode are given.";
  if (centre === undefined && (!isFree || lower === undefined))
    return `A ${family} needs mean or mode beside the interval.`;
  if (family === "normal" && centre !== undefined && lower !== undefined)
    return "The mean of a normal is the middle of its interval.";
  if (!(level > 0 && level < 1)) return `The level is ${formatNumber(level)}, and must lie between 0 and 1.`;
  const words = [lower, centre, upper].filter((value) => value !== undefined);
  const isInside = words.every((value) => value > least && value < most);
  if (!isInside)
    return `The ${family} lies between ${formatNumber(least)} and ${formatNumber(most)}, and ${words.map(formatNumber).join(", ")} do not.`;
  const isOrdered = words.every((value, index) => index === 0 || value > (words[index - 1] ?? -Infinity));
  return isOrdered
    ? undefined
    : `The numbers ${words.map(formatNumber).join(", ")} must increase: lower end, ${mean === undefined ? "mode" : "mean"}, upper end.`;
}
