// Comma-separated text: what it holds, however it is written, and what is refused.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/document/csv.ts";

describe("comma-separated values", () => {
  test.each([
    ["commas", "a,b\n1,2\n3,4\n"],
    ["no line feed at the end", "a,b\n1,2\n3,4"],
    ["semicolons", "a;b\n1;2\n3;4\n"],
    ["tabs", "a\tb\n1\t2\n3\t4\n"],
    ["line ends of other systems, and a mark at the beginning", "\uFEFFa,b\r\n1,2\r\n3,4\r\n"],
    ["quotation marks, spaces and comments", '# from somewhere\n"a", b\n1 ,"2"\n\n3,4\n'],
  ])("with %s are the same", (_, text) => {
    expect(readCsv(text)).toEqual({
      header: ["a", "b"],
      rows: [
        ["1", "2"],
        ["3", "4"],
      ],
    });
  });

  test("may hold commas, quotation marks and line feeds between quotation marks, and short rows", () => {
    expect(readCsv('a,b,c\n"x, ""y""\nz",,\n1\n')).toEqual({
      header: ["a", "b", "c"],
      rows: [
        ['x, "y"\nz', "", ""],
        ["1", "", ""],
      ],
    });
  });

  test("that are empty, endless or never close a quotation are refused", () => {
    expect(readCsv("")).toHaveProperty("fault");
    expect(readCsv('a\n"1')).toHaveProperty("fault");
    expect(readCsv("x".repeat(9_000_000))).toHaveProperty("fault");
    expect(readCsv("a\n" + ",".repeat(2_000_000))).toHaveProperty("fault");
  });

  test("of any text give rows as long as the header, or a fault", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(",", ";", '"', "\n", "\r", "a", "1", " ", "#") }), (text) => {
        const csv = readCsv(text);
        if ("fault" in csv) expect(csv.fault.length).toBeGreaterThan(0);
        else for (const row of csv.rows) expect(row).toHaveLength(csv.header.length);
      }),
      { numRuns: 300 },
    );
  });
});
