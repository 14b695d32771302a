// How the horizontal axis reads: numbers, or dates where the model has an epoch; its ticks are shared by screen and print.
import type { TimeGrid, TimeUnit } from "../model/model.ts";
import { formatNumber } from "./format.ts";
import { niceTicks, type Tick } from "./ticks.ts";

export interface XAxis {
  readonly kind: "date" | "number";
  readonly title: string;
  /** One value in full, for tables and the reading under the cursor. */
  format(x: number): string;
  /** At most `count` ticks within [min, max]. */
  ticks(min: number, max: number, count: number): Tick[];
}

const DAY_MS = 86_400_000;
const DAYS_PER_UNIT: Readonly<Record<TimeUnit, number>> = { day: 1, week: 7, year: 365.25 };
const UNIT_TITLE: Readonly<Record<TimeUnit, string>> = { day: "Day", week: "Week", year: "Year" };
/** A document in years that starts earlier counts years and names none. */
const FIRST_CALENDAR_YEAR = 1000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6];
const YEAR_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** Dates where the grid has an epoch and `asDates` wishes so, else the number in the document's unit. */
export function timeAxis(time: TimeGrid, asDates: boolean): XAxis {
  if (asDates && time.epoch !== undefined) return dateAxis(time.epoch, DAYS_PER_UNIT[time.unit]);
  if (time.unit === "year" && time.start >= FIRST_CALENDAR_YEAR) return numberAxis("Year", calendarTime);
  const title = UNIT_TITLE[time.unit];
  return numberAxis(title, (x) => `${title} ${formatNumber(x, 6)}`);
}

export function numberAxis(title: string, format = (x: number) => formatNumber(x, 6), label = plain): XAxis {
  return {
    kind: "number",
    title,
    format,
    ticks: (min, max, count) => niceTicks(min, max, count).map((tick) => ({ at: tick.at, label: label(tick.at) })),
  };
}

/** Years such as 1978 carry no thousands separator. */
function plain(x: number): string {
  return Number.isInteger(x) && Math.abs(x) < 1e5 ? String(x).replace("-", "−") : formatNumber(x, 6);
}

/** `2025` for the beginning of a year, `2 Jul 2020` within it: in years, time is the calendar year. */
function calendarTime(x: number): string {
  const year = Math.floor(x + 1e-6);
  const begin = Date.UTC(year, 0, 1);
  const days = Math.round(((x - year) * (Date.UTC(year + 1, 0, 1) - begin)) / DAY_MS);
  return days === 0 ? String(year) : fullDate(new Date(begin + days * DAY_MS));
}

function dateAxis(epoch: string, daysPerUnit: number): XAxis {
  const origin = Date.parse(`${epoch}T00:00:00Z`);
  const dateOf = (x: number): Date => new Date(origin + Math.round(x * daysPerUnit) * DAY_MS);
  return {
    kind: "date",
    title: "Date",
    format: (x) => fullDate(dateOf(x)),
    ticks(min, max, count) {
      const first = origin / DAY_MS + min * daysPerUnit;
      const last = origin / DAY_MS + max * daysPerUnit;
      const toX = (day: number): number => (day - origin / DAY_MS) / daysPerUnit;
      return dateTicks(first, last, Math.max(count, 2)).map(({ at, label }) => ({ at: toX(at), label }));
    },
  };
}

function fullDate(date: Date): string {
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()}`;
}

/** Ticks on days, months or years since 1970, whichever is the finest that fits; a second line names the year. */
function dateTicks(first: number, last: number, count: number): Tick[] {
  const days = last - first;
  const dayStep = DAY_STEPS.find((step) => days / step <= count);
  if (dayStep !== undefined) return labelled(stepDays(first, last, dayStep), true);
  const months = days / 30.44;
  const monthStep =
    MONTH_STEPS.find((step) => months / step <= count) ??
    12 * (YEAR_STEPS.find((y) => days / 365.25 / y <= count) ?? 1000);
  return labelled(stepMonths(first, last, monthStep), false, monthStep % 12 === 0);
}

function stepDays(first: number, last: number, step: number): number[] {
  const days: number[] = [];
  for (let day = Math.ceil(first); day <= last; day += step) days.push(day);
  return days;
}

function stepMonths(first: number, last: number, step: number): number[] {
  const start = new Date(first * DAY_MS);
  let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
  const days: number[] = [];
  for (; ; month += step) {
    const day = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;
    if (day > last) return days;
    if (day >= first) days.push(day);
  }
}

function labelled(days: readonly number[], withDay: boolean, yearsOnly = false): Tick[] {
  let year = Number.NaN;
  return days.map((at) => {
    const date = new Date(at * DAY_MS);
    const newYear = date.getUTCFullYear() !== year;
    year = date.getUTCFullYear();
    if (yearsOnly) return { at, label: String(year) };
    const name = `${withDay ? `${date.getUTCDate()} ` : ""}${MONTHS[date.getUTCMonth()] ?? ""}`;
    return { at, label: newYear ? `${name}\n${year}` : name };
  });
}
