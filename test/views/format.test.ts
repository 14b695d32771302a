// Numbers, durations and digests as people write them.
import { describe, expect, test } from "vitest";
import {
  fieldNumber,
  formatCount,
  formatDuration,
  formatError,
  formatFixed,
  formatNumber,
  formatObserved,
  formatShare,
  formatWithError,
  plural,
} from "../../src/views/format.ts";

describe("a number", () => {
  test("has three significant digits and separators between thousands", () => {
    expect(formatNumber(12345.6)).toBe("12,300");
    expect(formatNumber(0.137489)).toBe("0.137");
    expect(formatNumber(763)).toBe("763");
    expect(formatNumber(0)).toBe("0");
  });

  test("has a true minus sign", () => {
    expect(formatNumber(-67.24)).toBe("−67.2");
  });

  test("is a power of ten where zeros would have to be counted", () => {
    expect(formatNumber(0.000012)).toBe("1.2 × 10⁻⁵");
    expect(formatNumber(3.5e15)).toBe("3.5 × 10¹⁵");
    expect(formatNumber(-2e-9)).toBe("−2 × 10⁻⁹");
  });

  test("that is none is a dash, and one without end is said so", () => {
    expect(formatNumber(Number.NaN)).toBe("–");
    expect(formatNumber(Number.POSITIVE_INFINITY)).toBe("∞");
    expect(formatNumber(Number.NEGATIVE_INFINITY)).toBe("−∞");
  });

  test("that was observed keeps its digits", () => {
    expect(formatObserved(12345)).toBe("12,345");
    expect(formatObserved(0.12345)).toBe("0.12345");
  });

  test("in a field has no separators", () => {
    expect(fieldNumber(12345.678)).toBe("12345.7");
    expect(fieldNumber(0.30000000000000004)).toBe("0.3");
  });
});

describe("a mean with its Monte Carlo error", () => {
  test("ends at the digit of the error", () => {
    expect(formatWithError(1.734934, 0.0012)).toBe("1.735");
    expect(formatWithError(12345.678, 20)).toBe("12,346");
  });

  test("falls back to three digits where there is no error", () => {
    expect(formatWithError(1.734934, null)).toBe("1.73");
    expect(formatWithError(1.734934, 0)).toBe("1.73");
  });

  test("shows the error itself with two digits, zeros included", () => {
    expect(formatError(0.0009)).toBe("0.00090");
  });
});

describe("counts, shares and times", () => {
  test("are written in full", () => {
    expect(formatCount(200000)).toBe("200,000");
    expect(formatShare(0.306)).toBe("30.6 %");
    expect(formatFixed(1.0034, 3)).toBe("1.003");
    expect(formatFixed(null, 3)).toBe("–");
    expect(plural(1, "chain")).toBe("1 chain");
    expect(plural(1200, "draw")).toBe("1,200 draws");
  });

  test("durations use the units that a person would", () => {
    expect(formatDuration(400)).toBe("under 1 s");
    expect(formatDuration(12_300)).toBe("12 s");
    expect(formatDuration(130_000)).toBe("2 min 10 s");
    expect(formatDuration(120_000)).toBe("2 min");
    expect(formatDuration(3_900_000)).toBe("1 h 5 min");
  });
});
