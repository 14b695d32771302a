// Parameters with their values and slider ranges; checks of lists that go with times.
import { countOf, formatNumber, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { usualRange } from "./families.ts";
import { evaluate } from "./formula.ts";
import { labelOf } from "./label.ts";
import type { Parameter, Prior } from "./model.ts";
import type { Resolver } from "./resolve.ts";

/** Values of the parameters in the order of the document. One that makes no sense is reported and stands as NaN. */
export function buildValues(document: Document, resolver: Resolver, report: Reporter): number[] {
  return Object.entries(document.content.parameters).map(([name, entry]) =>
    typeof entry === "object"
      ? constantOf(entry.value, `parameters.${name}.value`, resolver, report)
      : constantOf(entry, `parameters.${name}`, resolver, report),
  );
}

/** @param values  [parameter], as `buildValues` gives them */
export function buildParameters(
  document: Document,
  values: readonly number[],
  priors: readonly Prior[],
  report: Reporter,
): Parameter[] {
  return Object.entries(document.content.parameters).map(([name, entry], position) => {
    const words = typeof entry === "object" ? entry : {};
    const value = values[position] ?? NaN;
    const prior = priors.find(({ parameter }) => parameter === position);
    const range = sliderRange(value, words, prior, `parameters.${name}`, report);
    return { ...labelOf(name, words), value, ...range };
  });
}

function constantOf(value: number | string, path: string, resolver: Resolver, report: Reporter): number {
  const formula = resolver.formula(value, path, "numbers");
  if (formula === undefined) return NaN;
  const number = evaluate(formula, []);
  if (number !== undefined && Number.isFinite(number)) return number;
  const message = `${quote(String(value))} needs more than arithmetic, or is not a finite number.`;
  report.error("E112", path, message, "Write a number, or arithmetic with numbers such as 1 / 65.");
  return NaN;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** As the document says; else where the prior mostly lies; else from 0 to twice the value. Always with the value inside. */
function sliderRange(
  value: number,
  given: { readonly min?: number | undefined; readonly max?: number | undefined },
  prior: Prior | undefined,
  path: string,
  report: Reporter,
): Range {
  const usual = prior === undefined ? undefined : priorRange(prior);
  const [lower, upper] = usual ?? (value === 0 ? [0, 1] : [2 * value, 0]);
  const least = Math.min(lower, upper, value);
  const most = Math.max(lower, upper, value);
  const min = given.min ?? Math.min(least, given.max ?? least);
  const max = given.max ?? Math.max(most, given.min ?? most);
  if (min < max && value >= min && value <= max) return { min, max };
  const key = given.min !== undefined && !(value >= given.min) ? "min" : "max";
  const isWritten = (key === "min" ? given.min : given.max) !== undefined;
  if (!Number.isNaN(value)) {
    const message = `The slider goes from ${formatNumber(min)} to ${formatNumber(max)}, and the value is ${formatNumber(value)}.`;
    report.error(
      "E217",
      isWritten ? `${path}.${key}` : path,
      message,
      "Let min lie below max, with the value between them.",
    );
  }
  return { min, max };
}

/** Where a prior mostly lies, as far as arithmetic tells: NaN in an argument tells nothing. */
function priorRange({ family, arguments: values, fit }: Prior): readonly [number, number] | undefined {
  if (fit?.lower !== undefined && fit.upper !== undefined) return [fit.lower, fit.upper];
  const range = usualRange(family, values);
  return range?.every(Number.isFinite) === true ? range : undefined;
}

/** Reports times and values that are not equally many. */
export function checkLengths(times: number, values: number, path: string, report: Reporter): boolean {
  if (times === values) return true;
  const message = `There are ${countOf(times, "time")} and ${countOf(values, "value")}.`;
  report.error("E213", `${path}.values`, message, "Give one value for each time.");
  return false;
}

/** Reports the first time that is not later than the one before it. */
export function checkIncreasing(times: readonly number[], path: string, report: Reporter): boolean {
  const index = times.findIndex((time, position) => position > 0 && time <= (times[position - 1] ?? -Infinity));
  if (index < 0) return true;
  const before = formatNumber(times[index - 1] ?? NaN);
  const message = `The time ${formatNumber(times[index] ?? NaN)} follows ${before}.`;
  report.error("E214", `${path}.times.${index}`, message, "Write times in increasing order, each once.");
  return false;
}
