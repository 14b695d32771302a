// From an output of the model, its curve, its fan and its observations to what a chart shows.
import type { Formula, Model, Output, Target, TimeGrid } from "../model/model.ts";
import type { Band, ChartSpec, Dots, Line } from "./chart-spec.ts";
import type { Fan } from "./fan.ts";
import { formatNumber } from "./format.ts";
import { timeAxis } from "./time-axis.ts";

export interface OutputFigure {
  readonly model: Model;
  /** Position among the model's outputs. */
  readonly output: number;
  /** [T] */
  readonly times: Float64Array;
  /** [T] at the present parameter values, or null where there is none to show. */
  readonly current: Float64Array | null;
  readonly fan: Fan | null;
  /** The fan belongs to something that has changed since. */
  readonly faded: boolean;
  readonly log: boolean;
  readonly asDates: boolean;
  readonly withNoise: boolean;
}

export function outputSpec(figure: OutputFigure): ChartSpec {
  const { model, times } = figure;
  const output = outputAt(model, figure.output);
  return {
    title: output.title,
    x: times,
    axis: timeAxis(model.time, figure.asDates),
    yTitle: countedWords(output, model.time),
    log: figure.log,
    fromZero: true,
    settledFrom: Number.NEGATIVE_INFINITY,
    bands: figure.fan ? bandsOf(figure.fan, figure.withNoise) : [],
    lines: linesOf(figure),
    dots: targetsOf(model, figure.output).map((target) => dotsOf(target, times.length, model.priors.length > 0)),
    spans: [],
    faded: figure.faded,
  };
}

/** Positions of the outputs in the order of the page: those with observations first. */
export function outputOrder(model: Model): number[] {
  const positions = model.outputs.map((_, index) => index);
  const observed = positions.filter((index) => targetsOf(model, index).length > 0);
  return [...observed, ...positions.filter((index) => !observed.includes(index))];
}

/** True where an output hangs on parameters alone: one figure says it all, and a chart would be a flat line. */
export function isConstant(model: Model, index: number): boolean {
  const output = outputAt(model, index);
  return output.kind === "formula" && targetsOf(model, index).length === 0 && holdsStill(output.formula, model);
}

export function targetsOf(model: Model, output: number): readonly Target[] {
  return model.targets.filter((target) => target.output === output);
}

/** What is counted, how, and in which unit: `Prevalence · boys`, `Incidence per day · persons`. */
export function countedWords(output: Output, time: TimeGrid): string {
  const span = time.step === 1 ? time.unit : `${formatNumber(time.step)} ${time.unit}s`;
  // A unit such as “boys per day” says the span already.
  const saysSpan = /\bper\b/.test(output.unit ?? "");
  const measure = {
    prevalence: "Prevalence",
    incidence: saysSpan ? "Incidence" : `Incidence per ${span}`,
    rate: saysSpan ? "Rate" : `Rate per ${time.unit}`,
    expression: "",
  }[output.measure];
  return [measure, output.unit ?? ""].filter((part) => part !== "").join(" · ");
}

/** Where the observations come from, for the foot of a saved chart. */
export function sourceWords(model: Model, output: number): string {
  const sources = new Set(targetsOf(model, output).flatMap((target) => target.source ?? []));
  return [...sources].join("; ");
}

export function outputAt(model: Model, index: number): Output {
  const output = model.outputs[index];
  if (!output) throw new Error(`There is no output ${index}.`);
  return output;
}

function holdsStill(formula: Formula, model: Model): boolean {
  switch (formula.kind) {
    case "constant":
    case "parameter":
      return true;
    case "output":
      return isConstant(model, formula.output);
    case "unary":
      return holdsStill(formula.operand, model);
    case "binary":
      return holdsStill(formula.left, model) && holdsStill(formula.right, model);
    case "select":
      return [formula.condition, formula.yes, formula.no].every((part) => holdsStill(part, model));
    case "time":
    case "sum":
    case "series":
      return false;
  }
}

function bandsOf(fan: Fan, withNoise: boolean): Band[] {
  const limits = withNoise && fan.noise ? fan.noise : fan;
  const what = fan.noise ? (withNoise ? ", with observation noise" : ", without observation noise") : "";
  return [
    { label: `95 % of draws${what}`, level: 95, lower: limits.lower95, upper: limits.upper95 },
    { label: "50 %", level: 50, lower: limits.lower50, upper: limits.upper50 },
  ];
}

function linesOf({ fan, current }: OutputFigure): Line[] {
  if (!fan) return current ? [{ label: "Model", values: current, style: "model" }] : [];
  const median: Line = { label: "Median of the draws", values: fan.median, style: "median" };
  return current ? [median, { label: "At the sliders", values: current, style: "ghost" }] : [median];
}

function dotsOf(target: Target, count: number, isFitted: boolean): Dots {
  const values: (number | null)[] = Array.from({ length: count }, () => null);
  target.timeIndices.forEach((index, row) => (values[index] = target.values[row] ?? null));
  const title = target.title === "" ? "Observed" : target.title;
  return { label: isFitted ? `Observed: ${title}` : `Observed, not fitted: ${title}`, values, fitted: isFitted };
}
