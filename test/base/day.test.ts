// Calendar days in integer arithmetic.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDay, isLeapYear, parseDay } from "../../src/base/day.ts";

describe("a date", () => {
  // Unix time divided by 86400: `date -u -d DATE +%s`; day 0 is 1970-01-01 by definition.
  test.each([
    ["1970-01-01", 0],
    ["1969-12-31", -1],
    ["1978-01-21", 2942],
    ["2000-02-29", 11016],
    ["2019-12-31", 18261],
    ["2020-03-01", 18322],
    ["1900-03-01", -25508],
    ["0001-01-01", -719162],
    ["9999-12-31", 2932896],
  ])("%s is day %i", (text, day) => {
    expect(parseDay(text)).toBe(day);
    expect(formatDay(day)).toBe(text);
  });

  test.each([
    "2021-02-29",
    "1900-02-29",
    "2020-13-01",
    "2020-00-10",
    "2020-01-00",
    "2020-04-31",
    "2020-1-1",
    "20200101",
    "",
  ])("is not %s", (text) => expect(parseDay(text)).toBeUndefined());

  test("comes back from its day number, as the host's own calendar has it", () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (day) => {
        const text = formatDay(day);
        // The host's proleptic Gregorian calendar in UTC is an independent implementation.
        expect(text).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
        expect(parseDay(text)).toBe(day);
      }),
    );
  });

  test("is in a leap year by the Gregorian rule", () => {
    expect([1900, 2000, 2019, 2020, 2100].map(isLeapYear)).toEqual([false, true, false, true, false]);
  });
});
