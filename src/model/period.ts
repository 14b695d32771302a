// Weeks, months and years of the calendar, by name or by a date within them, as spans of the document's time.
import { dayNumber, formatDay, parseDay, parseYear } from "../base/day.ts";
import { quote } from "../base/text.ts";
import type { Reporter } from "../document/document.ts";
import type { Clock } from "./clock.ts";

/** `iso_week` begins on Monday (ISO 8601), `mmwr_week` on Sunday (CDC); a number is a length in the document's unit. */
export type PeriodKind = "iso_week" | "mmwr_week" | "month" | "year" | number;

/** From `start` to before `end`, in the document's unit. */
export interface Period {
  readonly start: number;
  readonly end: number;
  /** As one names it: 2021-W05, 2021-03, 2021. */
  readonly name: string;
}

type Calendar = Exclude<PeriodKind, number>;

const EXAMPLES: Readonly<Record<Calendar, string>> = {
  iso_week: "2021-W05",
  mmwr_week: "2021-W05",
  month: "2021-03",
  year: "2021",
};

/** The period that a time names, or that holds it; undefined, with the reason reported, where there is none. */
export function periodOf(
  point: number | string,
  kind: PeriodKind,
  clock: Clock,
  path: string,
  report: Reporter,
): Period | undefined {
  if (typeof kind === "number") {
    const start = clock.toTime(point, path);
    return start === undefined ? undefined : { start, end: start + kind, name: String(point) };
  }
  const days = daysOf(point, kind, clock);
  if (days === undefined) {
    const isNumber = typeof point === "number" && clock.epoch === undefined;
    const message = isNumber
      ? `The number ${point} belongs to no ${wordOf(kind)}: the document does not say which date time 0 is.`
      : `${quote(String(point))} names no ${wordOf(kind)}.`;
    const advice = isNumber
      ? "Add the date of time 0 to “time”, such as epoch: 2020-01-01."
      : `Write one such as ${EXAMPLES[kind]}, or a date within it.`;
    report.error("E323", path, message, advice);
    return undefined;
  }
  const [first, after] = days;
  const start = timeOf(first, clock);
  const end = timeOf(after, clock);
  if (start !== undefined && end !== undefined) return { start, end, name: nameOf(first, kind) };
  const advice = "Add the date of time 0 to “time”, such as epoch: 2020-01-01.";
  report.error("E323", path, "The document does not say which date time 0 is.", advice);
  return undefined;
}

export function wordOf(kind: PeriodKind): string {
  return typeof kind === "number" ? "period" : kind.includes("week") ? "week" : kind;
}

/** First day and the day after the last, as day numbers. */
function daysOf(point: number | string, kind: Calendar, clock: Clock): [number, number] | undefined {
  const day = dayOf(point, clock);
  const text = String(point);
  if (kind === "year") {
    const year = day === undefined ? yearIn(text, clock) : Number(formatDay(day).slice(0, 4));
    return year === undefined ? undefined : [dayNumber(year, 1, 1), dayNumber(year + 1, 1, 1)];
  }
  if (kind === "month") {
    const match = /^(\d{4})-(\d{2})(?:-\d{2})?$/.exec(day === undefined ? text : formatDay(day));
    const [year = 0, month = 0] = (match ?? []).slice(1).map(Number);
    if (month < 1 || month > 12) return undefined;
    return [dayNumber(year, month, 1), month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1)];
  }
  const first = day === undefined ? namedWeek(text, kind) : weekStart(day, kind);
  return first === undefined ? undefined : [first, first + 7];
}

/** Day number of a date, or of a number in a document whose time 0 has a date. */
function dayOf(point: number | string, clock: Clock): number | undefined {
  if (typeof point === "string") return parseDay(point);
  if (clock.unit === "year") return Number.isInteger(point) ? undefined : dayOfYear(point);
  return clock.epoch === undefined ? undefined : clock.epoch + Math.floor(point * (clock.unit === "week" ? 7 : 1));
}

function dayOfYear(point: number): number {
  const year = Math.floor(point);
  const first = dayNumber(year, 1, 1);
  return first + Math.floor((point - year) * (dayNumber(year + 1, 1, 1) - first) + 1e-6);
}

function yearIn(text: string, clock: Clock): number | undefined {
  const year = /^\d{4}$/.test(text) ? Number(text) : undefined;
  return year !== undefined && (clock.unit === "year" || clock.epoch !== undefined) ? year : undefined;
}

/** Day number 0, 1970-01-01, was a Thursday. */
function weekStart(day: number, kind: Calendar): number {
  const sinceStart = (day + (kind === "iso_week" ? 3 : 4)) % 7;
  return day - (sinceStart < 0 ? sinceStart + 7 : sinceStart);
}

/** First day of a week such as 2021-W05. In both countings week 1 is the one with 4 January. */
function namedWeek(text: string, kind: Calendar): number | undefined {
  const match = /^(\d{4})-?W(\d{1,2})$/i.exec(text);
  if (match === null) return undefined;
  const [year = 0, week = 0] = match.slice(1).map(Number);
  const first = weekStart(dayNumber(year, 1, 4), kind) + 7 * (week - 1);
  return week >= 1 && first < weekStart(dayNumber(year + 1, 1, 4), kind) ? first : undefined;
}

function nameOf(first: number, kind: Calendar): string {
  if (kind === "month") return formatDay(first).slice(0, 7);
  if (kind === "year") return formatDay(first).slice(0, 4);
  // The year of a week is the one that has its fourth day.
  const year = Number(formatDay(first + 3).slice(0, 4));
  const week = (first - weekStart(dayNumber(year, 1, 4), kind)) / 7 + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

function timeOf(day: number, clock: Clock): number | undefined {
  if (clock.unit === "year") return parseYear(formatDay(day));
  return clock.epoch === undefined ? undefined : (day - clock.epoch) / (clock.unit === "week" ? 7 : 1);
}
