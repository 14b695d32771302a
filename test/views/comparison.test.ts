// What a comparison of models says in words.
import { describe, expect, test } from "vitest";
import { comparisonWords, type ComparedRun } from "../../src/views/comparison-words.ts";

function model(title: string, difference: number, differenceError: number, unreliable = 0): ComparedRun {
  const parts = {
    elpd: difference - 60,
    standardError: 3,
    effectiveParameters: 2,
    observations: 14,
    logEvidence: null,
  };
  return { id: title, title, difference, differenceError, unreliable: new Array(unreliable).fill(0), ...parts };
}

describe("the words of a comparison", () => {
  const best = model("SEIR", 0, 0);

  test("name the better model where its lead is larger than chance makes", () => {
    expect(comparisonWords([best, model("SIR", -12, 4)])).toBe("“SEIR” predicts best, by 12.0 ± 4.0.");
  });

  test("say where a lead may be chance, or is too small to count", () => {
    expect(comparisonWords([best, model("SIR", -12, 7)])).toContain("may be chance");
    expect(comparisonWords([best, model("SIR", -2, 0.5)])).toContain("about equally well");
  });

  test("say how many predictions could not be made firmly", () => {
    expect(comparisonWords([best, model("SIR", -12, 4, 2)])).toContain("2 predictions could not be made firmly");
  });
});
