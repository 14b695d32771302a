// What one chart shows, as plain data: drawn on screen by chart.ts, in print by chart-svg.ts, as a table by chart-table.ts.
import type { XAxis } from "./time-axis.ts";
import { linearRange, logRange, logTicks, niceTicks, tightRange, type Tick } from "./ticks.ts";

/** One value per position of `x`; null where there is none. */
export type Values = ArrayLike<number | null>;

export interface Line {
  readonly label: string;
  readonly values: Values;
  /**
   * `model`: the curve at the present values; `median`: middle of the draws; `ghost`: model beside a fan; `baseline`:
   * beside scenarios; a number: one of several of a kind, such as chains or strata, told apart by colour and dashes.
   */
  readonly style: "model" | "median" | "ghost" | "baseline" | number;
  /** Of several of a kind: as heavy as a model's curve, because there are few of them. */
  readonly heavy?: true;
}

export interface Band {
  readonly label: string;
  readonly level: 50 | 95;
  readonly lower: Values;
  readonly upper: Values;
}

/** Observations. */
export interface Dots {
  readonly label: string;
  readonly values: Values;
  /** Filled where they are fitted, hollow where not. */
  readonly fitted: boolean;
}

/** A stretch of the horizontal axis that is shaded and named. */
export interface Span {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** A line across the plot: the time at which something begins, or a level that means something. */
export interface Rule {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly label: string;
  /** Of the line that it belongs to; grey without one. */
  readonly style?: number;
}

export interface ChartSpec {
  readonly title: string;
  /** Increasing. */
  readonly x: ArrayLike<number>;
  /** The chart begins here until someone asks for more; with all of `x` without. */
  readonly showFrom?: number;
  readonly axis: XAxis;
  /** What is counted, how, and in which unit. */
  readonly yTitle: string;
  /** What else is to be known of it. */
  readonly note?: string;
  readonly log: boolean;
  /** The vertical axis starts at zero; a trace does without. */
  readonly fromZero: boolean;
  /** The vertical axis is made for what stands from here on, once something does; a trace in warmup may be far off. */
  readonly settledFrom: number;
  readonly bands: readonly Band[];
  readonly lines: readonly Line[];
  readonly dots: readonly Dots[];
  readonly spans: readonly Span[];
  readonly rules: readonly Rule[];
  /** The bands and the median belong to something that has changed since. */
  readonly faded: boolean;
}

/** Dash patterns, so that chains are told apart without their colours. */
export const CHAIN_DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [10, 4]];

/** Another pattern for the same colour when the colours begin again. */
export function dashOf(style: number): readonly number[] {
  return CHAIN_DASHES[(style + Math.floor(style / 6)) % CHAIN_DASHES.length] ?? [];
}

/** How heavy a line of several is, in pixels. */
export function weightOf(line: Line): number {
  return line.heavy ? 2.25 : 1.25;
}

export function columnsOf(spec: ChartSpec): readonly Values[] {
  return [
    ...spec.bands.flatMap((band) => [band.lower, band.upper]),
    ...spec.lines.map((line) => line.values),
    ...spec.dots.map((dots) => dots.values),
  ];
}

/** Range of the vertical axis for what lies within [from, to] of the horizontal one. */
export function yRange(
  spec: ChartSpec,
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): [number, number] {
  const settled = extremes(spec, Math.max(from, spec.settledFrom), to);
  const { low, lowPositive, high } = settled.low < settled.high ? settled : extremes(spec, from, to);
  if (spec.log) return logRange(lowPositive, high);
  return spec.fromZero ? linearRange(low, high) : tightRange(low, high);
}

/** Of all values that are numbers, within [from, to] of the horizontal axis. */
function extremes(spec: ChartSpec, from: number, to: number): { low: number; lowPositive: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let lowPositive = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of columnsOf(spec)) {
    for (let index = 0; index < spec.x.length; index++) {
      const at = spec.x[index] ?? 0;
      const value = values[index];
      if (at < from || at > to || value === null || value === undefined || !Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
      if (value > 0) lowPositive = Math.min(lowPositive, value);
    }
  }
  for (const { axis, at } of spec.rules) {
    if (axis !== "y" || low > high) continue;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  return { low, lowPositive, high };
}

/** The spec without what stands before `showFrom`: as it is printed. */
export function printedSpec(spec: ChartSpec): ChartSpec {
  const { showFrom, ...whole } = spec;
  const first = showFrom === undefined ? -1 : Array.from(spec.x).findIndex((at) => at >= showFrom);
  if (first <= 0) return whole;
  const cut = (values: Values): Values => Array.from(values).slice(first);
  return {
    ...whole,
    x: Array.from(spec.x).slice(first),
    bands: spec.bands.map((band) => ({ ...band, lower: cut(band.lower), upper: cut(band.upper) })),
    lines: spec.lines.map((line) => ({ ...line, values: cut(line.values) })),
    dots: spec.dots.map((dots) => ({ ...dots, values: cut(dots.values) })),
    rules: spec.rules.filter(({ axis, at }) => axis === "y" || at >= (showFrom ?? at)),
  };
}

/** Range of the horizontal axis with nothing zoomed: all positions, with room for the outermost points. */
export function xRange(spec: ChartSpec): [number, number] {
  const first = spec.x[0] ?? 0;
  const last = spec.x[spec.x.length - 1] ?? 1;
  if (first === last) return [first - 0.5, last + 0.5];
  // The same for all charts over time, with points or without: they stand below each other.
  const air = spec.fromZero ? (last - first) * 0.012 : 0;
  return [first - air, last + air];
}

export function yTicks(spec: ChartSpec, min: number, max: number, count: number): Tick[] {
  return spec.log ? logTicks(min, max, count) : niceTicks(min, max, count);
}
