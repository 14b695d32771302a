// The exponential of additions and multiplications, beside known values and its own functional equation.
import { describe, expect, test } from "vitest";
import { exponentialOf } from "../../src/base/exponential.ts";

describe("the exponential function without the host's", () => {
  // Abramowitz and Stegun, Handbook of Mathematical Functions, table 4.4, and the definition at 0.
  test.each([
    [0, 1],
    [-1, 0.36787944117144233],
    [-0.5, 0.6065306597126334],
    [-10, 4.539992976248485e-5],
    [-100, 3.720075976020836e-44],
  ])("of %d is %d", (x, expected) => {
    // Some 20 roundings of half a unit in the last place.
    expect(Math.abs(exponentialOf(x) / expected - 1)).toBeLessThan(20 * Number.EPSILON);
  });

  test("of a sum is the product", () => {
    for (let x = -0.01; x > -300; x *= 1.7) {
      const product = exponentialOf(x) * exponentialOf(x / 3);
      // Reducing x loses half a unit of it: 300 · 2⁻⁵³ of the value at most, in each of the three.
      expect(Math.abs(product / exponentialOf(x + x / 3) - 1)).toBeLessThan(3 * 400 * Number.EPSILON);
    }
  });

  test("is 0 far below, and for what is no number", () => {
    expect([exponentialOf(-701), exponentialOf(-Infinity), exponentialOf(NaN)]).toEqual([0, 0, 0]);
  });
});
