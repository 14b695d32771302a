// Times of the document, numbers or dates, as numbers in its time unit.
import { formatDay, looksLikeDay, parseDay } from "../base/day.ts";
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

const DAYS: Readonly<Record<TimeUnit, number>> = { day: 1, week: 7, year: NaN };

/** The clock of a document. A start that is a date is time 0 unless an epoch is given. */
export function clockOf(document: Document, report: Reporter): Clock {
  const { unit, start, epoch } = document.content.time;
  const day = epochOf(epoch, start, report);
  if (unit === "year" && day !== undefined) {
    const message = "Dates are counted in days or weeks, and the time unit is the year.";
    report.error(
      "E315",
      epoch === undefined ? "time.start" : "time.epoch",
      message,
      "Write years as numbers, such as 1985.5.",
    );
  }
  const toTime = (point: number | string, path: string): number | undefined => {
    if (typeof point === "number") return point;
    const days = parseDay(point);
    if (days === undefined) return reportNoDate(point, path, report);
    if (unit === "year") {
      report.error(
        "E315",
        path,
        `This is the date ${point}, and the time unit is the year.`,
        "Write years as numbers, such as 1985.5.",
      );
      return undefined;
    }
    if (day !== undefined) return (days - day) / DAYS[unit];
    const advice = `Add the date of time 0 to “time”, such as epoch: ${formatDay(days)}.`;
    report.error(
      "E315",
      path,
      `This is the date ${point}, and the document does not say which date time 0 is.`,
      advice,
    );
    return undefined;
  };
  return { unit, epoch: unit === "year" ? undefined : day, toTime };
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
