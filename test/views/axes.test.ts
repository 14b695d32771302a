// Ticks and ranges of axes: round numbers, calendar dates, zeros at the floor of a logarithmic axis.
import { describe, expect, test } from "vitest";
import type { TimeGrid } from "../../src/model/model.ts";
import { linearRange, logRange, logTicks, niceStep, niceTicks } from "../../src/views/ticks.ts";
import { numberAxis, timeAxis } from "../../src/views/time-axis.ts";

const DAYS: TimeGrid = { unit: "day", start: 0, end: 14, step: 1, count: 15, epoch: "1978-01-21" };

describe("time in years", () => {
  const years: TimeGrid = { unit: "year", start: 1900, end: 2050, step: 0.1, count: 1501 };
  const axis = timeAxis(years, true);

  test("names the beginning of a year by its number alone, without a separator", () => {
    expect(axis.format(2025)).toBe("2025");
    expect(axis.ticks(1990, 2030, 4).map((tick) => tick.label)).toEqual(["1990", "2000", "2010", "2020", "2030"]);
  });

  test("names a moment within a year by its day, in leap years too", () => {
    // 1 July is day 182 of a leap year and day 181 of another, counted from 0.
    expect(axis.format(2020 + 182 / 366)).toBe("1 Jul 2020");
    expect(axis.format(2021 + 181 / 365)).toBe("1 Jul 2021");
  });

  test("stays a number where a document counts its years from 0", () => {
    expect(timeAxis({ ...years, start: 0, end: 50 }, true).format(2.5)).toBe("Year 2.5");
  });
});

describe("round steps", () => {
  test("are 1, 2 or 5 times a power of ten, never below what was asked for", () => {
    expect([0.011, 0.2, 3, 7, 12].map(niceStep)).toEqual([0.02, 0.2, 5, 10, 20]);
  });

  test("put ticks on their multiples, without the dust of binary fractions", () => {
    expect(niceTicks(0, 0.6, 6).map((tick) => tick.at)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    expect(niceTicks(-3, 298, 6).map((tick) => tick.label)).toEqual(["0", "100", "200"]);
  });
});

describe("the vertical axis", () => {
  test("starts at zero, also where rounding went below it", () => {
    expect(linearRange(3, 298)[0]).toBe(0);
    expect(linearRange(-1e-9, 298)[0]).toBe(0);
    expect(linearRange(-50, 298)[0]).toBeLessThan(-50);
  });

  test("holds everything where everything is below zero", () => {
    const [low, high] = linearRange(-9, -2);
    expect(low).toBeLessThan(-9);
    expect(high).toBe(0);
  });

  test("is whole decades on a logarithmic scale, at most six", () => {
    expect(logRange(3, 298)).toEqual([1, 1000]);
    expect(logRange(1e-12, 5e4)).toEqual([0.1, 1e5]);
    expect(logRange(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toEqual([0.1, 1]);
  });

  test("has ticks at powers of ten, with 2 and 5 between where there is room", () => {
    expect(logTicks(1, 1000, 3).map((tick) => tick.at)).toEqual([1, 10, 100, 1000]);
    expect(logTicks(1, 100, 8).map((tick) => tick.at)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  });
});

describe("the time axis", () => {
  test("shows dates where the model has them, with the year once", () => {
    const axis = timeAxis(DAYS, true);
    expect(axis.ticks(0, 14, 8).map((tick) => tick.label)).toEqual([
      "21 Jan\n1978",
      "23 Jan",
      "25 Jan",
      "27 Jan",
      "29 Jan",
      "31 Jan",
      "2 Feb",
      "4 Feb",
    ]);
    expect(axis.format(14)).toBe("4 Feb 1978");
  });

  test("names the new year where it begins", () => {
    const axis = timeAxis({ ...DAYS, epoch: "2019-10-15", end: 365 }, true);
    const labels = axis.ticks(0, 200, 8).map((tick) => tick.label);
    expect(labels).toEqual(["Nov\n2019", "Dec", "Jan\n2020", "Feb", "Mar", "Apr", "May"]);
  });

  test("puts no tick beyond a zoom that ends within a day", () => {
    const at = timeAxis(DAYS, true)
      .ticks(2.6, 9.8, 10)
      .map((tick) => tick.at);
    expect(at).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });

  test("counts leap days", () => {
    // 2020 was a leap year: day 60 from 1 January is 1 March.
    expect(timeAxis({ ...DAYS, epoch: "2020-01-01" }, true).format(60)).toBe("1 Mar 2020");
  });

  test("shows the document's own unit when asked, or without an epoch", () => {
    expect(timeAxis(DAYS, false).format(3)).toBe("Day 3");
    const { epoch: _, ...plain } = DAYS;
    expect(timeAxis({ ...plain, unit: "week" }, true).title).toBe("Week");
  });

  test("writes years without a separator", () => {
    expect(
      numberAxis("Year")
        .ticks(1900, 2020, 6)
        .map((tick) => tick.label),
    ).toEqual(["1900", "1920", "1940", "1960", "1980", "2000", "2020"]);
  });
});
