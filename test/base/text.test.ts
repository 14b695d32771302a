// Words for messages.
import { describe, expect, test } from "vitest";
import {
  countOf,
  didYouMean,
  editDistance,
  formatNumber,
  listInWords,
  nearestName,
  quote,
} from "../../src/base/text.ts";

describe("edit distance", () => {
  // Examples of the literature: kitten → sitting is 3 (Wagner and Fischer); a swap of neighbours is one edit (Damerau).
  test.each([
    ["kitten", "sitting", 3],
    ["ab", "ba", 1],
    ["", "abc", 3],
    ["rate", "rate", 0],
    ["ca", "abc", 3],
  ])("from %s to %s is %i", (from, to, edits) => {
    expect(editDistance(from, to)).toBe(edits);
    expect(editDistance(to, from)).toBe(edits);
  });
});

describe("the nearest name", () => {
  const names = ["susceptible", "infectious", "recovered"];

  test("is the one that was probably meant", () => {
    expect(nearestName("infectous", names)).toBe("infectious");
    expect(nearestName("Recovered", names)).toBe("recovered");
  });

  test("is none where more than a third of the letters differ", () => {
    expect(nearestName("hospital", names)).toBeUndefined();
    expect(didYouMean("hospital", names)).toBe("");
    expect(didYouMean("recoverd", names)).toBe(" Did you mean “recovered”?");
  });
});

describe("words for messages", () => {
  test("list names as people do", () => {
    expect(listInWords([])).toBe("nothing");
    expect(listInWords(["a"])).toBe("a");
    expect(listInWords(["a", "b", "c"])).toBe("a, b and c");
    expect(listInWords(["a", "b"], "or")).toBe("a or b");
    expect(listInWords(["a", "b", "c", "d", "e"], "and", 3)).toBe("a, b, c and 2 more");
  });

  test.each([
    [0.1 + 0.2, "0.3"],
    [763, "763"],
    [1 / 3, "0.333333"],
    [123456.789, "123456.789"],
    [1e-7, "1e-7"],
    [Infinity, "infinity"],
    [NaN, "not a number"],
  ])("write %d as %s", (value, text) => expect(formatNumber(value)).toBe(text));

  test("count, and quote without line breaks or undue length", () => {
    expect(countOf(1, "value")).toBe("1 value");
    expect(countOf(2, "value")).toBe("2 values");
    expect(quote("a\n  b")).toBe("“a b”");
    expect(quote("x".repeat(100)).length).toBeLessThan(65);
  });
});
