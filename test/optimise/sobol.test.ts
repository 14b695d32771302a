// Points that fill the unit cube: as published, and as theory says.
import { describe, expect, test } from "vitest";
import { MOST_COORDINATES, sobolPoints } from "../../src/optimise/sobol.ts";
import { startingPoints } from "../../src/optimise/starts.ts";
import { testKernel } from "../support/kernel.ts";

describe("Sobol's sequence", () => {
  test("begins as Joe and Kuo print it", () => {
    // The example of their program sobol.cc, “sobol 10 3”, without the origin.
    const published = [
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ];
    expect([...sobolPoints(9, 3)]).toEqual(published.flat());
  });

  test("has one of the first 256 points in each of 256 slices of every coordinate", () => {
    // With the origin, which stands in the lowest slice (Sobol 1967: every coordinate is a (0, 1)-sequence in base 2).
    const points = sobolPoints(255, MOST_COORDINATES);
    for (let coordinate = 0; coordinate < MOST_COORDINATES; coordinate += 1) {
      const slices = new Set([0]);
      for (let point = 0; point < 255; point += 1) {
        slices.add(Math.floor(256 * (points[point * MOST_COORDINATES + coordinate] ?? NaN)));
      }
      expect(slices.size).toBe(256);
    }
  });

  test("is refused where it has no direction numbers", () => {
    expect(() => sobolPoints(1, MOST_COORDINATES + 1)).toThrow(RangeError);
  });
});

describe("starting points", () => {
  const kernel = testKernel();
  const tools = {
    density: { dimension: 2, evaluate: (z: Float64Array) => ((z[0] ?? 0) > 0 ? -((z[1] ?? 0) ** 2) : -Infinity) },
    numeric: kernel.numeric,
    random: kernel.random(1, 0),
  };

  test.each(["sobol", "latin_hypercube"] as const)("of a %s design are the best that have a density", (design) => {
    const starts = startingPoints(tools, Float64Array.of(1, 2), { count: 5, screened: 64, design });
    expect(starts.map((start) => [...start])[0]).toEqual([1, 2]);
    const densities = starts.slice(1).map((start) => tools.density.evaluate(start));
    expect(densities).toEqual(densities.toSorted((a, b) => b - a));
    expect(densities.every(Number.isFinite)).toBe(true);
    expect(starts).toHaveLength(5);
  });

  test("leave out a given point that has no density", () => {
    const starts = startingPoints(tools, Float64Array.of(-1, 0), { count: 3, screened: 64 });
    expect(starts.every((start) => (start[0] ?? 0) > 0)).toBe(true);
  });
});
