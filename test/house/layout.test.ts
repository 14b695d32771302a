// The numbers that kernel and lowering share: no two of one kind are the same.
import { describe, expect, test } from "vitest";
import * as adjoint from "../../assembly/adjoint-layout.ts";
import * as family from "../../assembly/family.ts";
import * as layout from "../../assembly/layout.ts";

const NUMBERS: readonly [string, number][] = [layout, family, adjoint].flatMap((numbers) => Object.entries(numbers));
/** The word before the first underscore: OP, STATUS, HEADER. */
const kindOf = (name: string): string => name.split("_")[0] ?? "";
const KINDS = [...new Set(NUMBERS.map(([name]) => kindOf(name)))];

describe("the layout constants", () => {
  test.each(NUMBERS)("%s is a whole number of 32 bits", (_name, value) => {
    expect(value === (value | 0) || value === value >>> 0).toBe(true);
  });

  test.each(KINDS)("no two %s constants are the same", (kind) => {
    const members = NUMBERS.filter(([name]) => kindOf(name) === kind);
    const values = members.map(([, value]) => value);
    expect(members.filter(([, value], index) => values.indexOf(value) !== index)).toEqual([]);
  });

  test("flags are single bits, so that any of them can be set together", () => {
    const flags = NUMBERS.filter(([name]) => name.startsWith("FLAG_"));
    expect(flags.filter(([, value]) => value <= 0 || (value & (value - 1)) !== 0)).toEqual([]);
  });
});
