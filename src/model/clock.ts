// Times of the document, numbers or dates, as numbers in its time unit.
import { formatDay, looksLikeDay, parseDay, parseYear } from "../base/day.ts";
import { quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import type { TimeUnit } from "./model.ts";

export interface Clock {
  readonly unit: TimeUnit;
  /** Days from 1970-01-01 to time 0, where the document has dates. */
  readonly epoch: number | undefined;
  /** A time in the document's unit since its epoch; undefined, with the reason reported, where it is none. */
  toTime(point: number | string, path: string): number | undefined;
}

const DAYS: Readonly<Record<Exclude<TimeUnit, "year">, number>> = { day: 1, week: 7 };

/**
 * The clock of a document. In days and weeks, a start that is a date is time 0 unless an epoch is given. In years, time
 * is the calendar year, and a date is a year with its share that has passed.
 */
export function clockOf(document: Document, report: Reporter): Clock {
  const { unit, start, epoch } = document.content.time;
  const day = unit === "year" ? undefined : epochOf(epoch, start, report);
  if (unit === "year" && epoch !== undefined) {
    const message = "In years, time is the calendar year, and its beginning is fixed.";
    report.error(
      "E315",
      "time.epoch",
      message,
      "Take the epoch away; dates and years such as 1985.5 may both be written.",
    );
  }
  const toTime = (point: number | string, path: string): number | undefined => {
    if (typeof point === "number") return point;
    const days = parseDay(point);
    if (days === undefined) return reportNoDate(point, path, report);
    if (unit === "year") return parseYear(point);
    if (day !== undefined) return (days - day) / DAYS[unit];
    const advice = `Add the date of time 0 to “time”, such as epoch: ${formatDay(days)}.`;
    const message = `This is the date ${point}, and the document does not say which date time 0 is.`;
    report.error("E315", path, message, advice);
    return undefined;
  };
  return { unit, epoch: day, toTime };
}

function epochOf(epoch: string | undefined, start: number | string, report: Reporter): number | undefined {
  if (epoch !== undefined) return parseDay(epoch) ?? reportNoDate(epoch, "time.epoch", report);
  return typeof start === "string" ? parseDay(start) : undefined;
}

function reportNoDate(text: string, path: string, report: Reporter): undefined {
  const found = looksLikeDay(text)
    ? `The calendar has no day ${text}.`
    : `${quote(text)} is neither a number nor a date.`;
  report.error("E116", path, found, "Write a number, or a date as year-month-day such as 1978-01-21.");
  return undefined;
}
