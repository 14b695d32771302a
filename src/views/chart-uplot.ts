// A ChartSpec in uPlot's words: data, series, bands, axes. Types and calls of uPlot only; chart.ts makes the plot.
import type uPlot from "uplot";
import {
  columnsOf,
  dashOf,
  weightOf,
  xRange,
  yRange,
  yTicks,
  type ChartSpec,
  type Dots,
  type Line,
  type Values,
} from "./chart-spec.ts";
import { drawRules, drawSpans, FONT_FAMILY, type Colour } from "./chart-marks.ts";
import type { Tick } from "./ticks.ts";

export interface ChartFrame {
  readonly element: HTMLElement;
  /** The spec that holds now: ranges and ticks are asked for at every drawing. */
  readonly spec: () => ChartSpec | null;
  readonly group: string;
  readonly width: number;
  readonly height: number;
}

const FONT = `12px ${FONT_FAMILY}`;
/** Opacity of what belongs to something that has changed since. */
const FADED = 0.35;

/** What forces a new plot when it changes; the numbers themselves do not. */
export function structureOf(spec: ChartSpec): string {
  return JSON.stringify([
    spec.log,
    spec.faded,
    spec.axis.kind,
    spec.axis.title,
    spec.yTitle,
    spec.bands.map((band) => band.level),
    spec.lines.map((line) => [line.style, line.heavy]),
    spec.dots.map((dots) => dots.fitted),
    spec.spans,
    spec.rules,
  ]);
}

/** Columns in the order of `seriesOf`. On a logarithmic axis zeros stand at the floor. */
export function alignedData(spec: ChartSpec): uPlot.AlignedData {
  const floor = spec.log ? yRange(spec)[0] : Number.NEGATIVE_INFINITY;
  const column = (values: Values): (number | null)[] =>
    Array.from(values, (value) => (value === null || !Number.isFinite(value) ? null : Math.max(value, floor)));
  return [Array.from(spec.x), ...columnsOf(spec).map(column)];
}

export function chartOptions(frame: ChartFrame): uPlot.Options {
  const spec = frame.spec();
  if (!spec) throw new Error("A chart is made from a spec.");
  const colour = colours(frame.element);
  return {
    width: frame.width,
    height: frame.height,
    series: seriesOf(spec, colour),
    bands: spec.bands.map((band, index) => ({
      series: [2 + 2 * index, 1 + 2 * index],
      fill: withAlpha(colour(band.level === 50 ? "--band-50" : "--band-95"), spec.faded ? FADED : 1),
    })),
    scales: scalesOf(frame),
    axes: axesOf(frame, colour),
    padding: [8, 22, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      // On the position that is read out, not between two.
      move: (plot, left, top) => [left < 0 ? left : plot.valToPos(plot.data[0][plot.posToIdx(left)] ?? 0, "x"), top],
      points: { size: 7, width: 2, fill: colour("--paper") },
      drag: { x: true, y: false, dist: 6 },
      ...(frame.group === "" ? {} : { sync: { key: frame.group, scales: ["x", null] } }),
    },
    hooks: {
      drawClear: [(plot) => drawSpans(plot, spec, colour)],
      draw: [(plot) => drawRules(plot, spec, colour)],
      setCursor: [(plot) => tellCursor(frame.element, plot)],
      setScale: [(plot, key) => (key === "x" ? tellZoom(frame, plot) : undefined)],
    },
  };
}

function colours(element: HTMLElement): Colour {
  const style = getComputedStyle(element);
  return (token) => style.getPropertyValue(token);
}

function seriesOf(spec: ChartSpec, colour: Colour): uPlot.Series[] {
  const edge: uPlot.Series = { points: { show: false }, width: 0, stroke: "transparent", pxAlign: 0 };
  return [
    {},
    ...spec.bands.flatMap(() => [{ ...edge }, { ...edge }]),
    ...spec.lines.map((line): uPlot.Series => ({
      points: { show: false },
      spanGaps: true,
      // Curves on whole pixels would look like stairs.
      pxAlign: 0,
      ...lineLook(line, colour, spec.faded),
    })),
    ...spec.dots.map((dots): uPlot.Series => ({
      stroke: colour("--ink"),
      width: 0,
      paths: () => null,
      points: {
        show: true,
        ...(isDense(dots) ? { size: 3.5, width: 0.75 } : { size: 7, width: 1.5 }),
        stroke: colour(isDense(dots) ? "--muted" : "--ink"),
        fill: colour(dots.fitted ? (isDense(dots) ? "--muted" : "--ink") : "--paper"),
        // Without a line there is nothing that would mark the point otherwise.
        space: 0,
      },
    })),
  ];
}

/** So many observations that big points would hide the curve. */
function isDense({ values }: Dots): boolean {
  let count = 0;
  for (let index = 0; index < values.length; index++) if (values[index] !== null) count++;
  return count > 120;
}

function lineLook(line: Line, colour: Colour, isFaded: boolean): Partial<uPlot.Series> {
  if (line.style === "model") return { stroke: colour("--accent"), width: 2.5 };
  if (line.style === "median") return { stroke: withAlpha(colour("--accent"), isFaded ? FADED : 1), width: 2.5 };
  if (line.style === "ghost") return { stroke: colour("--muted"), width: 2, dash: [5, 4] };
  if (line.style === "baseline") return { stroke: colour("--baseline"), width: 2.5 };
  return { stroke: colour(`--chain-${(line.style % 6) + 1}`), width: weightOf(line), dash: [...dashOf(line.style)] };
}

function scalesOf(frame: ChartFrame): uPlot.Scales {
  const log = frame.spec()?.log === true;
  return {
    x: {
      time: false,
      range: (_plot, min, max) => {
        const spec = frame.spec();
        if (!spec) return [min, max];
        const [first, last] = [spec.x[0] ?? min, spec.x[spec.x.length - 1] ?? max];
        // Only the whole axis gets air beside the outermost points: a zoom that got it would grow at every drawing.
        return min <= first && max >= last ? xRange(spec) : [min, max];
      },
    },
    y: {
      distr: log ? 3 : 1,
      range: (plot) => {
        const spec = frame.spec();
        const { min, max } = plot.scales["x"] ?? {};
        return spec ? yRange(spec, min ?? undefined, max ?? undefined) : [0, 1];
      },
    },
  };
}

function axesOf(frame: ChartFrame, colour: Colour): uPlot.Axis[] {
  const spec = frame.spec();
  const xTicks = (plot: uPlot, min: number, max: number): Tick[] =>
    frame.spec()?.axis.ticks(min, max, Math.max(Math.floor((plot.width - 80) / 64), 2)) ?? [];
  const yTickList = (plot: uPlot, min: number, max: number): Tick[] => {
    const now = frame.spec();
    return now ? yTicks(now, min, max, Math.max(Math.floor((plot.height - 50) / 40), 4)) : [];
  };
  const look = { stroke: colour("--muted"), font: FONT, labelFont: FONT, ticks: { show: false } };
  const grid = { stroke: colour("--grid"), width: 1 };
  const label = (ticks: Tick[], splits: number[]): string[] =>
    splits.map((at) => ticks.find((tick) => tick.at === at)?.label ?? "");
  return [
    {
      ...look,
      grid: { show: false },
      border: { show: true, stroke: colour("--line"), width: 1 },
      ticks: { show: true, stroke: colour("--line"), width: 1, size: 5 },
      size: spec?.axis.kind === "date" ? 46 : 30,
      ...(spec?.axis.kind === "date" ? {} : { label: spec?.axis.title ?? "", labelSize: 20, labelGap: 0 }),
      splits: (plot, _axis, min, max) => xTicks(plot, min, max).map((tick) => tick.at),
      values: (plot, splits) => label(xTicks(plot, plot.scales["x"]?.min ?? 0, plot.scales["x"]?.max ?? 1), splits),
    },
    {
      ...look,
      grid,
      gap: 6,
      // Wide enough for most labels, so that charts below each other share their left edge.
      size: (_plot, values) =>
        Math.max(58, 14 + 7 * Math.max(0, ...(values ?? []).map((value) => String(value).length))),
      splits: (plot, _axis, min, max) => yTickList(plot, min, max).map((tick) => tick.at),
      values: (plot, splits) => label(yTickList(plot, plot.scales["y"]?.min ?? 0, plot.scales["y"]?.max ?? 1), splits),
    },
  ];
}

function tellCursor(element: HTMLElement, plot: uPlot): void {
  const inside = (plot.cursor.left ?? -1) >= 0;
  const detail = inside ? (plot.cursor.idx ?? null) : null;
  element.dispatchEvent(new CustomEvent("chart-cursor", { detail, bubbles: true }));
}

function tellZoom(frame: ChartFrame, plot: uPlot): void {
  const spec = frame.spec();
  const { min, max } = plot.scales["x"] ?? {};
  if (!spec || min == null || max == null) return;
  const zoomed = min > (spec.x[0] ?? min) || max < (spec.x[spec.x.length - 1] ?? max);
  if (zoomed === frame.element.hasAttribute("zoomed")) return;
  frame.element.toggleAttribute("zoomed", zoomed);
  frame.element.dispatchEvent(new Event("chart-zoom", { bubbles: true }));
}

/** A colour as the browser computed it, `rgb(…)` or `rgba(…)`, with its opacity multiplied. */
export function withAlpha(colour: string, alpha: number): string {
  const parts = colour.match(/[\d.]+/g)?.map(Number) ?? [];
  const [red = 0, green = 0, blue = 0, own = 1] = parts;
  return alpha === 1 ? colour : `rgba(${red}, ${green}, ${blue}, ${own * alpha})`;
}
