// The check of recorded priors and targets passes what is right and fails each kind of number that is not.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkCalibration, type CalibrationFile } from "../../src/cli/reference/summer/calibration.ts";
import { worstOf } from "../../src/cli/reference/row.ts";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();
const text = readFileSync("test/reference/summer/calibration_reference.json", "utf8");

/** The file with one number changed by a thousandth. */
function checked(number?: string) {
  const changed = number === undefined ? text : text.replace(number, String(Number(number) * 1.001));
  expect(changed === text).toBe(number === undefined);
  // The file of the project is in the form that its README gives.
  return checkCalibration(JSON.parse(changed) as CalibrationFile, kernel);
}

describe("the priors and targets recorded from estival", () => {
  test("are all met: densities, distribution functions, quantiles, fits; points, sums, means and weighted means", () => {
    const all = checked();
    expect(all.filter(({ worst, limit }) => !(worst <= limit))).toEqual([]);
    // 11 priors with some 3 to 5 places twice and 7 quantiles, 5 fits; 8 targets of 6 points and 3 totals.
    const { priors, targets } = JSON.parse(text) as CalibrationFile;
    const ofPriors = priors.map(
      ({ x, quantile, fitted = {} }) => 2 * x.length + quantile.length + Object.keys(fitted).length,
    );
    expect(all).toHaveLength(ofPriors.reduce((sum, count) => sum + count, 0) + targets.length * 9);
    expect(all.length).toBeGreaterThan(200);
  });

  test.each([
    ["a density", "0.8991852639712161", "BetaPrior"],
    ["a fitted argument", "8.352343371978783", "GammaPrior.from_mode"],
    ["a point", "-2.7331764456387733", "Normal"],
    ["a sum", "-26.88248291730556", "NegativeBinomial"],
    ["a mean", "-3.0602626600177705", "Poisson"],
    ["a weighted mean", "1.382215219824141", "Beta"],
  ])("fail with %s that is wrong by a thousandth", (_, number, where) => {
    const { worst, limit, note } = worstOf(checked(number));
    expect(worst).toBeGreaterThan(limit);
    expect(note).toContain(where);
  });
});
