// What predictive checks and overlaps say in words.
import { describe, expect, test } from "vitest";
import { coverageWords, overlapWords, type CheckedTarget } from "../../src/views/check-words.ts";

function target(points: number, within50: number, within95: number, chance: number): CheckedTarget {
  const none = new Float64Array(points);
  const bands = { median: none, lower50: none, upper50: none, lower95: none, upper95: none };
  return { title: "Cases", output: 0, times: none, observed: none, ...bands, within50, within95, chance };
}

describe("the words of a predictive check", () => {
  test("count the points in the band", () => {
    expect(coverageWords(target(20, 11, 18, 0.26))).toBe("18 of 20 points lie in the 95 % band, as it should be.");
  });

  test("say where too few lie in it, or too many in the inner one", () => {
    expect(coverageWords(target(20, 6, 14, 0.0003))).toContain("too few");
    expect(coverageWords(target(14, 14, 14, 1))).toContain("the noise is put too high");
  });
});

describe("the words of an overlap", () => {
  test("say what the data did to a prior", () => {
    const overlap = { name: "a", share: 0.2, width: 0.0714, place: 0.4 };
    expect(overlapWords(overlap)).toBe("The data narrow it to 7.1 % of the prior's width.");
    expect(overlapWords({ ...overlap, share: 0.93 })).toContain("Mostly its prior");
    expect(overlapWords({ ...overlap, place: 0.998 })).toContain("high end of its prior");
    // A prior without a standard deviation, such as a Cauchy.
    expect(overlapWords({ ...overlap, width: NaN })).toBe("The data move it within its prior.");
  });
});
