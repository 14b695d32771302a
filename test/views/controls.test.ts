// Sliders and settings: round steps, the same keys everywhere, plain words for what is wrong.
import { describe, expect, test } from "vitest";
import { settingProblem, settingsFrom, settingTexts } from "../../src/views/calibration-settings.ts";
import { snap, stepped } from "../../src/views/slider.ts";

const DEFAULTS = { sampler: "adaptive_metropolis", chains: 4, warmup: 1000, draws: 2000, seed: 1978 } as const;

describe("a slider", () => {
  test("stops at round values within its range", () => {
    expect(snap(1.70000312, 0, 4)).toBe(1.7);
    expect(snap(1.23456, 0, 4)).toBe(1.235);
    expect(snap(9, 0, 4)).toBe(4);
    expect(snap(-1, 0, 4)).toBe(0);
  });

  test("moves by a hundredth of its range under an arrow and by a tenth under a Page key", () => {
    expect(stepped("ArrowRight", 1.7, 0, 4)).toBe(1.74);
    expect(stepped("PageDown", 1.7, 0, 4)).toBe(1.3);
    expect(stepped("Home", 1.7, 0, 4)).toBe(0);
    expect(stepped("End", 1.7, 0, 4)).toBe(4);
    expect(stepped("Tab", 1.7, 0, 4)).toBeUndefined();
  });
});

describe("the settings of a calibration", () => {
  test("come back as they went in", () => {
    expect(settingsFrom(settingTexts(DEFAULTS))).toEqual(DEFAULTS);
  });

  test("are refused in words while a field is wrong", () => {
    expect(settingProblem("chains", "0")).toBe("At least 1.");
    expect(settingProblem("draws", "2e9")).toBe("At most 1,000,000.");
    expect(settingProblem("warmup", "many")).toBe("Needs a whole number.");
    expect(settingProblem("seed", "")).toBe("Needs a whole number.");
    expect(settingsFrom({ ...settingTexts(DEFAULTS), draws: "1.5" })).toBeUndefined();
  });
});
