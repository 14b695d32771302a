// Weeks, months and years of the calendar as spans of a document's time.
import { describe, expect, test } from "vitest";
import { dayNumber } from "../../src/base/day.ts";
import { reporter } from "../../src/document/document.ts";
import type { Clock } from "../../src/model/clock.ts";
import { periodOf } from "../../src/model/period.ts";
import type { PeriodKind } from "../../src/model/period.ts";

const report = reporter({ places: { values: new Map(), keys: new Map() } });

/** Time 0 is 1970-01-01, so a time is a day number. */
const days: Clock = { unit: "day", epoch: 0, toTime: (point) => (typeof point === "number" ? point : undefined) };
const years: Clock = { ...days, unit: "year", epoch: undefined };

function period(point: number | string, kind: PeriodKind, clock = days) {
  return periodOf(point, kind, clock, "", report);
}

describe("a week", () => {
  // ISO 8601:2004, 3.2.2 and its examples: 2008-12-29 is a Monday, the first day of 2009-W01; 2010-01-03 ends 2009-W53.
  test.each([
    ["2009-W01", 2008, 12, 29],
    ["2009-W53", 2009, 12, 28],
    ["2010-W01", 2010, 1, 4],
    ["2020-W53", 2020, 12, 28],
    ["2021-W01", 2021, 1, 4],
  ])("by ISO counting, %s begins on Monday %d-%d-%d", (name, year, month, day) => {
    const start = dayNumber(year, month, day);
    expect(period(name, "iso_week")).toEqual({ start, end: start + 7, name });
    expect(period(start + 6, "iso_week")).toEqual({ start, end: start + 7, name });
  });

  // CDC, “MMWR Weeks”, fact sheet and tables: week 1 of 2021 ends on Saturday 9 January 2021; 2020 has 53 weeks, the last
  // ends on 2 January 2021; week 1 of 2006 begins on Sunday 1 January.
  test.each([
    ["2021-W01", 2021, 1, 3],
    ["2020-W53", 2020, 12, 27],
    ["2006-W01", 2006, 1, 1],
  ])("by MMWR counting, %s begins on Sunday %d-%d-%d", (name, year, month, day) => {
    const start = dayNumber(year, month, day);
    expect(period(name, "mmwr_week")).toEqual({ start, end: start + 7, name });
    expect(period("2021-01-02", "mmwr_week")?.name).toBe("2020-W53");
  });

  test.each(["2021-W53", "2021-W00", "2021-05", "next week", "2021-W5x"])("is not named by %s", (text) => {
    expect(period(text, "iso_week")).toBeUndefined();
    expect(report.issues.at(-1)).toMatchObject({ code: "E323" });
  });

  test("needs to know which date time 0 is", () => {
    const clock = { ...days, epoch: undefined };
    expect(period(3, "iso_week", clock)).toBeUndefined();
    expect(report.issues.at(-1)?.message).toContain("does not say which date time 0 is");
    expect(period("2021-W05", "iso_week", clock)).toBeUndefined();
  });
});

describe("months and years", () => {
  test("are those of the calendar, leap days included", () => {
    expect(period("2020-02", "month")).toEqual({
      start: dayNumber(2020, 2, 1),
      end: dayNumber(2020, 3, 1),
      name: "2020-02",
    });
    expect(period("2021-12-31", "month")?.end).toBe(dayNumber(2022, 1, 1));
    expect(period("2020", "year")).toEqual({ start: dayNumber(2020, 1, 1), end: dayNumber(2021, 1, 1), name: "2020" });
    expect(period("2020-13", "month")).toBeUndefined();
  });

  test("of a document in years are numbers", () => {
    expect(period(2012, "year", years)).toEqual({ start: 2012, end: 2013, name: "2012" });
    expect(period(2012.5, "year", years)?.start).toBe(2012);
    expect(period("2012-07-01", "month", years)).toMatchObject({ start: 2012 + 182 / 366, end: 2012 + 213 / 366 });
  });

  test("may be any length from a time on", () => {
    expect(period(10, 14)).toEqual({ start: 10, end: 24, name: "10" });
  });
});
