// The small pictures of priors: their curves have the area that the distribution has there.
import { describe, expect, test } from "vitest";
import type { Prior } from "../../src/model/model.ts";
import { histogram, pictureRange, priorCurve } from "../../src/views/density.ts";

function prior(
  family: Prior["family"],
  args: number[],
  lower = Number.NEGATIVE_INFINITY,
  upper = Number.POSITIVE_INFINITY,
): Prior {
  return { parameter: 0, family, arguments: args, lower, upper };
}

describe("the curve of a prior", () => {
  // Peak heights are closed forms; the curve is integrated by steps of a fiftieth of the picture, so three digits hold.
  test("has the height of a standard normal at its mean", () => {
    expect(priorCurve(prior("normal", [0, 1]), -2, 2, 4)[2]).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 3);
  });

  test("has the height of an exponential at zero", () => {
    expect(priorCurve(prior("exponential", [5], 0), 0, 1, 2)[0]).toBeCloseTo(5, 1);
  });

  test("has the height of a uniform everywhere in its support", () => {
    for (const height of priorCurve(prior("uniform", [2, 6], 2, 6), 3, 5, 2)) expect(height).toBeCloseTo(0.25, 3);
  });

  test("is zero outside the support", () => {
    expect(priorCurve(prior("gamma", [2, 1], 0), -1, 1, 2)[0]).toBe(0);
  });
});

describe("the histogram of the draws", () => {
  test("has area one", () => {
    const heights = histogram([0.1, 0.2, 0.6, 0.9], 0, 1, 2);
    expect(heights).toEqual([1, 1]);
  });

  test("stands within the prior's support", () => {
    const draws = Array.from({ length: 1000 }, (_, index) => index / 1000);
    const [low, high] = pictureRange(draws, prior("exponential", [5], 0));
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(1);
  });
});
