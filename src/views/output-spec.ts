// From an output of the model, its curve, its fan and its observations to what a chart shows.
import type { Formula, Output, Target, TimeGrid } from "../model/model.ts";
import type { ShownModel } from "../model/shown.ts";
import type { Band, ChartSpec, Dots, Line, Rule } from "./chart-spec.ts";
import type { Fan } from "./fan.ts";
import { formatNumber } from "./format.ts";
import { scenarioLines, scenarioRules, type ScenarioCurve } from "./scenario.ts";
import { timeAxis } from "./time-axis.ts";

export interface OutputFigure {
  readonly kind: "output";
  readonly model: ShownModel;
  /** Position among the model's outputs. */
  readonly output: number;
  /** [T] */
  readonly times: Float64Array;
  /** [T] at the present parameter values, or null where there is none to show. */
  readonly current: Float64Array | null;
  readonly fan: Fan | null;
  /** What the fan is made of: draws of a calibration, or runs of a stochastic document at the present values. */
  readonly fanOf: "draws" | "runs";
  /** Those that are shown beside the baseline. */
  readonly scenarios: readonly ScenarioCurve[];
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
    ...showFromOf(model.time),
    yTitle: countedWords(output, model.time),
    ...(output.note === undefined ? {} : { note: output.note }),
    log: figure.log,
    fromZero: true,
    settledFrom: Number.NEGATIVE_INFINITY,
    bands: figure.fan ? bandsOf(figure.fan, figure) : [],
    lines: linesOf(figure),
    dots: targetsOf(model, figure.output).map((target) => dotsOf(target, times.length, model.priors.length > 0)),
    spans: [],
    rules: [...scenarioRules(figure.scenarios), ...levelRules(output)],
    faded: figure.faded,
  };
}

/** Where a chart over the times of a run begins at first. */
export function showFromOf({ showFrom }: TimeGrid): { readonly showFrom?: number } {
  return showFrom === undefined ? {} : { showFrom };
}

/**
 * Positions of the outputs in the order of the page: those with observations first, in the order of the document's
 * targets; none that only others use.
 */
export function outputOrder(model: ShownModel): number[] {
  const positions = model.outputs.flatMap(({ intermediate }, index) => (intermediate ? [] : index));
  const observed = [...new Set(model.targets.map(({ output }) => output))].filter((index) => positions.includes(index));
  return [...observed, ...positions.filter((index) => !observed.includes(index))];
}

/** True where an output hangs on parameters alone: one figure says it all, and a chart would be a flat line. */
export function isConstant(model: ShownModel, index: number): boolean {
  const output = outputAt(model, index);
  return output.kind === "formula" && targetsOf(model, index).length === 0 && holdsStill(output.formula, model);
}

export function targetsOf(model: ShownModel, output: number): readonly Target[] {
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
export function sourceWords(model: ShownModel, output: number): string {
  const sources = new Set(targetsOf(model, output).flatMap((target) => target.source ?? []));
  return [...sources].join("; ");
}

export function outputAt(model: ShownModel, index: number): Output {
  const output = model.outputs[index];
  if (!output) throw new Error(`There is no output ${index}.`);
  return output;
}

function holdsStill(formula: Formula, model: ShownModel): boolean {
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
    case "flow":
    case "interpolate":
      return false;
  }
}

/** Computed from the model, or written by the document's author as an expression and named so. */
export function isReproduction({ kind, title }: Output): boolean {
  return kind === "reproduction" || (kind === "formula" && /\breproduction number\b/i.test(title));
}

/** Above a reproduction number of 1 an epidemic grows. */
function levelRules(output: Output): Rule[] {
  return isReproduction(output) ? [{ axis: "y", at: 1, label: "1: neither grows nor shrinks" }] : [];
}

function bandsOf(fan: Fan, { withNoise, fanOf }: OutputFigure): Band[] {
  const limits = withNoise && fan.noise ? fan.noise : fan;
  const what = fan.noise ? (withNoise ? ", with observation noise" : ", without observation noise") : "";
  return [
    { label: `95 % of ${fanOf}${what}`, level: 95, lower: limits.lower95, upper: limits.upper95 },
    { label: "50 %", level: 50, lower: limits.lower50, upper: limits.upper50 },
  ];
}

function linesOf(figure: OutputFigure): Line[] {
  const lines = scenarioLines(figure.scenarios, figure.times);
  const isOneOfMany = figure.fan !== null && figure.fanOf === "runs";
  return [
    ...baselineLines(figure),
    ...lines.map((line) => (isOneOfMany ? { ...line, label: `${line.label}, one run` } : line)),
  ];
}

function baselineLines({ fan, current, fanOf, scenarios }: OutputFigure): Line[] {
  if (scenarios.length > 0 && current) {
    const isMedian = fan !== null && fanOf === "runs";
    const label = isMedian ? "Baseline, median of the runs" : "Baseline";
    return [{ label, values: isMedian ? fan.median : current, style: "baseline" }];
  }
  if (!fan) return current ? [{ label: "Model", values: current, style: "model" }] : [];
  const median: Line = { label: `Median of the ${fanOf}`, values: fan.median, style: "median" };
  // Of a stochastic document the present curve is one run of many, and says nothing that the fan does not.
  if (fanOf === "runs") return [median];
  return current ? [median, { label: "At the sliders", values: current, style: "ghost" }] : [median];
}

function dotsOf(target: Target, count: number, isFitted: boolean): Dots {
  const values: (number | null)[] = Array.from({ length: count }, () => null);
  const { windows } = target;
  target.timeIndices.forEach((index, row) => {
    // The sum over a period stands at its middle as what it is per output time, beside the curve of these.
    const share = windows?.statistic === "sum" ? (windows.count[row] ?? 1) : 1;
    const value = target.values[row];
    values[index] = value === undefined ? null : value / share;
  });
  const title = target.title === "" ? "Observed" : target.title;
  const label = isFitted ? `Observed: ${title}` : `Observed, not fitted: ${title}`;
  return { label: windows === undefined ? label : `${label}, mean of each period`, values, fitted: isFitted };
}
