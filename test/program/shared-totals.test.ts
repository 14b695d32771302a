// Totals that share rows are sums of pieces, each added up once, and keep their values.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OP_ADD, OP_COPY, OP_TOTAL } from "../../assembly/layout.ts";
import { operationsOf } from "../../src/program/clock.ts";
import { shareTotals } from "../../src/program/shared-totals.ts";
import { Tables, type Slot } from "../../src/program/tables.ts";

type Run = readonly [count: number, first: number];

function tablesOf(totals: readonly (readonly Run[])[]): { tables: Tables; slots: Slot[] } {
  const tables = new Tables(0);
  const slots = totals.map((runs) => {
    const slot = tables.one("rate");
    tables.emit("rate", OP_TOTAL, slot, runs.length, ...runs.flat());
    return slot;
  });
  return { tables, slots };
}

/** The slots after the section, with the square of its number in each row; and how many rows were read. */
function run({ sections }: Tables): { values: Map<Slot, number>; rows: number } {
  const values = new Map<Slot, number>();
  let rows = 0;
  for (const { words, results, operands } of operationsOf(sections.rate)) {
    const of = (n: number): number => values.get(operands[n] as Slot) ?? NaN; // its operands are slots
    let value = NaN;
    if (words[0] === OP_ADD) value = of(0) + of(1);
    if (words[0] === OP_COPY) value = of(0);
    if (words[0] === OP_TOTAL) {
      const numbers = words.slice(3) as number[]; // pairs of a number of rows and a row
      value = 0;
      for (let at = 0; at < numbers.length; at += 2) {
        for (let row = numbers[at + 1] ?? 0, left = numbers[at] ?? 0; left > 0; left -= 1, row += 1) {
          value += row * row;
          rows += 1;
        }
      }
    }
    for (const slot of results) values.set(slot, value);
  }
  return { values, rows };
}

describe("totals that share rows", () => {
  test("keep their values, whatever they share, and read each row once", () => {
    const anyRun = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(
        fc.array(fc.array(anyRun, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        (totals) => {
          const { tables, slots } = tablesOf(totals);
          // Whole numbers this small are added without rounding, in any order.
          const before = slots.map((slot) => run(tables).values.get(slot));
          shareTotals(tables, 0);
          const { values, rows } = run(tables);
          expect(slots.map((slot) => values.get(slot))).toEqual(before);
          const read = new Set(
            totals.flat().flatMap(([count, first]) => Array.from({ length: count }, (_, n) => first + n)),
          );
          expect(rows).toBe(read.size);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  test("stay as they are where little is saved", () => {
    const { tables } = tablesOf([[[100, 0]], [[50, 0]]]);
    const before = [...tables.sections.rate];
    shareTotals(tables);
    expect(tables.sections.rate).toEqual(before);
  });
});
