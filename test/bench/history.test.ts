// What counts as a fall beside a recorded bench.
import { describe, expect, test } from "vitest";
import { fallen, ratiosOf, type Recorded } from "../../bench/history.ts";

const BEFORE: Recorded = { case: "big", what: "run", lanes: 4, against: "limit-v2", ratio: 1 };

describe("a bench beside a recorded one", () => {
  test("tells ratios that are more than 15 % larger, and no others", () => {
    expect(fallen([{ ...BEFORE, ratio: 1.15 }], [BEFORE])).toEqual([]);
    expect(fallen([{ ...BEFORE, ratio: 0.5 }], [BEFORE])).toEqual([]);
    expect(fallen([{ ...BEFORE, ratio: 1.25 }], [BEFORE])).toEqual([
      "big run, lanes 4, against limit-v2: 1.25 × its time, 1 × when it was recorded (25 % slower)",
    ]);
  });

  test("compares like with like, and passes over what was not recorded", () => {
    expect(fallen([{ ...BEFORE, lanes: 1, ratio: 3 }], [BEFORE])).toEqual([]);
    expect(fallen([{ ...BEFORE, against: "javascript", ratio: 3 }], [BEFORE])).toEqual([]);
  });

  test("takes ratios from results, and leaves times of this machine out", () => {
    const result = { case: "big", what: "run", lanes: 4, median_ms: 0.8 };
    expect(ratiosOf([result, { ...result, against: "limit-v2", ratio: 1.012345 }])).toEqual([
      { ...BEFORE, ratio: 1.012 },
    ]);
  });
});
