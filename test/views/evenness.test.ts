// What the ranks of a simulation-based calibration say in words.
import { expect, test } from "vitest";
import { evennessWords } from "../../src/views/evenness-words.ts";

function ranks(count: number, chance: number) {
  return {
    name: "a",
    ranks: new Array<number>(count).fill(0),
    histogram: [],
    chiSquaredChance: chance,
    bandChance: 0.5,
  };
}

test("ranks that are uneven count, however few there are", () => {
  expect(evennessWords([ranks(40, 0.0002), ranks(40, 0.3)])).toContain("true values of 1 of 2 parameters");
});

test("ranks that are even count from a hundred simulations on", () => {
  expect(evennessWords([ranks(20, 0.3)])).toMatch(/^Too early to tell: 20 simulations/);
  expect(evennessWords([ranks(500, 0.3)])).toMatch(/^Right as far as 500 simulations tell/);
});
