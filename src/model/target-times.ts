// Where the observations of a target lie among the output times: one time each, or the times of a period.
import { formatDay } from "../base/day.ts";
import { countOf, formatNumber, listInWords, quote } from "../base/text.ts";
import type { Reporter } from "../document/document.ts";
import { formatTime } from "./build-time.ts";
import type { Clock } from "./clock.ts";
import type { Output, TargetWindows, TimeGrid } from "./model.ts";
import { wordOf } from "./period.ts";
import type { Period, PeriodKind } from "./period.ts";

/** An observation that is there: its place in the document's lists, its time or period, and its value. */
export interface Observation {
  readonly index: number;
  readonly time: number;
  readonly value: number;
  readonly period?: Period;
}

export interface Grid {
  readonly grid: TimeGrid;
  readonly clock: Clock;
  readonly report: Reporter;
  /** Path of the n-th time. */
  timePath(index: number): string;
}

/** Positions of the observations among the output times; undefined, with the reasons reported, where some have none. */
export function timeIndices(observed: readonly Observation[], around: Grid): number[] | undefined {
  const { clock, grid, report } = around;
  const tolerance = 1e-9 * grid.step;
  const isOutside = ({ time }: Observation): boolean => time < grid.start - tolerance || time > grid.end + tolerance;
  const outside = observed.filter(isOutside);
  if (outside.length > 0) reportOutside(outside, observed.length, around);
  const positions = observed.map(({ time }) => Math.round((time - grid.start) / grid.step));
  const between = observed.filter((one, index) => {
    const nearest = grid.start + (positions[index] ?? 0) * grid.step;
    // A time far from 0 is itself known to no more than its last bits.
    return !isOutside(one) && Math.abs(one.time - nearest) > Math.max(tolerance, 4e-16 * Math.abs(one.time));
  });
  const [first] = between;
  if (first !== undefined) {
    const nearest = grid.start + Math.round((first.time - grid.start) / grid.step) * grid.step;
    const count = between.length === 1 ? "This time is" : `This time and ${between.length - 1} more are`;
    const message = `${count} no output time: ${formatTime(first.time, clock)}.`;
    const advice = `The nearest output time is ${formatTime(nearest, clock)}; a smaller time.step gives more of them.`;
    report.error("E312", around.timePath(first.index), message, advice);
  }
  return outside.length + between.length > 0 ? undefined : positions;
}

function reportOutside(outside: readonly Observation[], count: number, { grid, clock, report, timePath }: Grid): void {
  const shown = outside.slice(0, 3).map(({ time }) => formatTime(time, clock));
  const rest = outside.length > 3 ? `${listInWords([...shown, `${outside.length - 3} more`])}` : listInWords(shown);
  const run = `from ${formatTime(grid.start, clock)} to ${formatTime(grid.end, clock)}`;
  const lie = outside.length === 1 ? "lies" : "lie";
  const message = `${outside.length} of ${countOf(count, "observation")} ${lie} outside the run, which goes ${run}: at ${rest}.`;
  const isBefore = outside.some(({ time }) => time < grid.start);
  const isAfter = outside.some(({ time }) => time > grid.end);
  const change = [...(isBefore ? ["start the run earlier"] : []), ...(isAfter ? ["let it end later"] : [])].join(
    " and ",
  );
  const limits = [
    ...(isBefore ? [`from: ${writtenTime(grid.start, clock)}`] : []),
    ...(isAfter ? [`to: ${writtenTime(grid.end, clock)}`] : []),
  ];
  const advice = `${change.charAt(0).toUpperCase()}${change.slice(1)}, or drop these observations with ${limits.join(" and ")}.`;
  report.error("E311", timePath(outside[0]?.index ?? 0), message, advice);
}

/** A time as one may write it: its date where there is one. */
function writtenTime(time: number, { unit, epoch }: Clock): string {
  const days = time * (unit === "week" ? 7 : 1);
  return epoch !== undefined && Number.isInteger(days) ? formatDay(epoch + days) : formatNumber(time);
}

/**
 * The output times of each observation's period. A count stands at the end of the interval it was counted in, so its
 * period goes from after the period's start to its end; everything else from the start to before the end.
 */
export function windowsOf(
  observed: readonly Observation[],
  output: Output,
  kind: PeriodKind,
  statistic: "sum" | "mean" | undefined,
  around: Grid,
): TargetWindows | undefined {
  const isCount = output.measure === "incidence";
  const windows = observed.map(({ period }) =>
    period === undefined ? undefined : windowOf(period, isCount, around.grid),
  );
  const partial = observed.filter((_, index) => windows[index] === "partial");
  const offGrid = observed.filter((_, index) => windows[index] === "off grid");
  if (partial.length > 0) reportPartial(partial, observed.length, kind, around);
  if (offGrid.length > 0) reportOffGrid(offGrid, kind, around);
  const spans = windows.flatMap((one) => (typeof one === "object" ? [one] : []));
  if (spans.length < observed.length) return undefined;
  return {
    first: spans.map(({ first }) => first),
    count: spans.map(({ count }) => count),
    statistic: statistic ?? (isCount ? "sum" : "mean"),
  };
}

type Span = { readonly first: number; readonly count: number };

function windowOf({ start, end }: Period, isCount: boolean, grid: TimeGrid): Span | "partial" | "off grid" {
  // Boundaries of months and years, in a unit of years, are rounded like the output times.
  const tolerance = 1e-6;
  const from = (start - grid.start) / grid.step;
  const to = (end - grid.start) / grid.step;
  const last = grid.count - 1;
  if (from < -tolerance || to > last + (isCount ? 0 : 1) + tolerance) return "partial";
  const isOn = (time: number): boolean => Math.abs(time - Math.round(time)) <= tolerance;
  if (isCount) {
    if (!isOn(from) || !isOn(to)) return "off grid";
    return { first: Math.round(from) + 1, count: Math.round(to) - Math.round(from) };
  }
  const first = Math.ceil(from - tolerance);
  const count = Math.ceil(to - tolerance) - first;
  return count > 0 ? { first, count } : "off grid";
}

function reportPartial(
  partial: readonly Observation[],
  count: number,
  kind: PeriodKind,
  { grid, clock, report, timePath }: Grid,
): void {
  const word = wordOf(kind);
  const names = partial.map(({ period }) => period?.name ?? "");
  const run = `from ${formatTime(grid.start, clock)} to ${formatTime(grid.end, clock)}`;
  const [first] = partial;
  const whole =
    first?.period === undefined
      ? ""
      : ` ${first.period.name} goes from ${formatTime(first.period.start, clock)} to before ${formatTime(first.period.end, clock)}.`;
  const message = `${partial.length} of ${countOf(count, word)} lie not wholly within the run, which goes ${run}: ${listInWords(names, "and", 4)}.${whole}`;
  const advice = `Let the run cover whole ${word}s, or leave these out with from or to.`;
  report.error("E322", timePath(first?.index ?? 0), message, advice);
}

function reportOffGrid(
  offGrid: readonly Observation[],
  kind: PeriodKind,
  { grid, clock, report, timePath }: Grid,
): void {
  const [first] = offGrid;
  const period = first?.period;
  if (period === undefined) return;
  const message = `The ${wordOf(kind)} ${quote(period.name)} goes from ${formatTime(period.start, clock)} to before ${formatTime(period.end, clock)}, and output times are ${formatNumber(grid.step)} apart from ${formatTime(grid.start, clock)} on: some steps lie only partly within it.`;
  const advice =
    "Take a step that divides the period (days for calendar weeks and months), or start the run at its beginning.";
  report.error("E322", timePath(first?.index ?? 0), message, advice);
}
