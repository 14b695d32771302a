// The random generator: the published stream, and the numbers made of it.

import { describe, expect, test } from "vitest";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();
const { philoxWord, uniform, normalVariate, normalQuantile, fillUniforms, fillNormals } = kernel.exports;
const WORDS = [0, 1, 2, 3] as const;

/** Seven 32-bit words in hexadecimal, as Random123 writes them. */
const words = (text: string): number[] => text.split(" ").map((word) => Number.parseInt(word, 16));

describe("Philox4x32-10", () => {
  // Known-answer vectors of Random123 (D. E. Shaw Research), tests/kat_vectors, the three lines “philox4x32 10”:
  // four words of counter, two of key, four of output. https://github.com/DEShawResearch/random123
  test.each([
    ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("turns counter %s and key %s into the published words", (counter, key, output) => {
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = words(counter);
    const [k0 = 0, k1 = 0] = words(key);
    expect(WORDS.map((word) => philoxWord(word, c0, c1, c2, c3, k0, k1) >>> 0)).toEqual(words(output));
  });
});

describe("a uniform variate", () => {
  const [seedLo, seedHi, chain, stream] = [0x243f6a88, 0x1d3, 5, 2] as const;

  test("is made of the leading 52 bits of its half of the block with its counter", () => {
    for (const index of [0, 1, 2, 3, 98765]) {
      const block = Math.floor(index / 2);
      const [high, low] = [0, 1].map((half) =>
        BigInt(philoxWord((index % 2) * 2 + half, block, 0, stream, chain, seedLo, seedHi) >>> 0),
      );
      if (high === undefined || low === undefined) throw new Error("a block has four words");
      const bits = ((high << 32n) | low) >> 12n;
      expect(uniform(seedLo, seedHi, chain, stream, index, 0)).toBe((Number(bits) + 0.5) / 2 ** 52);
    }
  });

  test("differs with every part of seed, chain, stream and index", () => {
    const places: Parameters<typeof uniform>[] = [
      [1, 0, 0, 0, 0, 0],
      [0, 1, 0, 0, 0, 0],
      [0, 0, 1, 0, 0, 0],
      [0, 0, 0, 1, 0, 0],
      [0, 0, 0, 0, 1, 0],
      [0, 0, 0, 0, 0, 1],
      [0, 0, 0, 0, 0, 0],
    ];
    expect(new Set(places.map((place) => uniform(...place))).size).toBe(places.length);
  });

  test("is spread evenly over the open interval from 0 to 1", () => {
    const n = 100_000;
    const pointer = kernel.reserve(8 * n);
    fillUniforms(pointer, n, 7, 0, 0, 0, 0, 0);
    const values = new Float64Array(kernel.memory(), pointer, n).slice().sort();
    expect(values[0]).toBeGreaterThan(0);
    expect(values[n - 1]).toBeLessThan(1);
    // Kolmogorov–Smirnov: √n D exceeds 2.23 with probability 2 exp(−2 · 2.23²) = 1e-4; the seed is fixed.
    const distance = values.reduce((d, u, i) => Math.max(d, Math.abs(u - i / n), Math.abs(u - (i + 1) / n)), 0);
    expect(Math.sqrt(n) * distance).toBeLessThan(2.23);
  });
});

describe("normal variates", () => {
  test("are the normal quantiles of the uniform ones", () => {
    for (const index of [0, 1, 17]) {
      expect(normalVariate(3, 4, 1, 2, index, 0)).toBe(normalQuantile(uniform(3, 4, 1, 2, index, 0)));
    }
  });

  test("have the moments of a standard normal", () => {
    const n = 100_000;
    const pointer = kernel.reserve(8 * n);
    fillNormals(pointer, n, 11, 0, 3, 1, 0, 0);
    const values = new Float64Array(kernel.memory(), pointer, n);
    const moment = (k: number): number => values.reduce((sum, z) => sum + z ** k, 0) / n;
    // Standard errors of the moments: √(1/n), √(2/n), √(15/n), √(96/n); the limits are four of each.
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });
});

describe("a row of variates", () => {
  test.each([
    ["from the start", 0, 0],
    ["from the second half of a block", 5, 0],
    ["across 2³² draws", 0xfffffffe, 6],
  ])("written at once %s equals the single ones", (_, low, high) => {
    const n = 7;
    const pointer = kernel.reserve(16 * n);
    fillUniforms(pointer, n, 1, 2, 3, 4, low, high);
    fillNormals(pointer + 8 * n, n, 1, 2, 3, 4, low, high);
    const row = new Float64Array(kernel.memory(), pointer, 2 * n);
    const place = Array.from({ length: n }, (_, i) => low + i);
    const at = (index: number) => [index % 2 ** 32, high + Math.floor(index / 2 ** 32)] as const;
    expect([...row.subarray(0, n)]).toEqual(place.map((index) => uniform(1, 2, 3, 4, ...at(index))));
    expect([...row.subarray(n)]).toEqual(place.map((index) => normalVariate(1, 2, 3, 4, ...at(index))));
  });
});
