// Draws that stand for all draws of a run, with weights and without.
import { describe, expect, test } from "vitest";
import { chosenDraws } from "../../src/store/chosen-draws.ts";
import type { ChainDraws } from "../../src/store/record.ts";

function chain(number: number, values: readonly number[], logWeights?: readonly number[]): ChainDraws {
  return {
    chain: number,
    values: Float64Array.from(values),
    logPosterior: new Float64Array(values.length),
    ...(logWeights === undefined ? {} : { logWeights: Float64Array.from(logWeights) }),
    acceptance: 1,
    failures: 0,
    evaluations: values.length,
  };
}

describe("chosen draws", () => {
  test("are evenly spaced over the chains where no draw has a weight", () => {
    const chains = [chain(0, [0, 1, 2, 3]), chain(1, [4, 5, 6, 7])];
    expect(chosenDraws(chains, 4).flatMap((draw) => [...draw])).toEqual([1, 3, 5, 7]);
    expect(chosenDraws(chains, 100).length).toBe(8);
  });

  test("come as often as their weight says", () => {
    // Weights 1 : 2 : 5 over eight draws, whatever constant the logarithms have in common.
    const log = (weight: number): number => Math.log(weight) - 1000;
    const values = [1, 2, 3, 0, 0, 0, 0, 0];
    const weights = [log(1), log(2), log(5), ...Array.from({ length: 5 }, () => -Infinity)];
    const drawn = chosenDraws([chain(0, values, weights)], 8).flatMap((draw) => [...draw]);
    expect(drawn).toEqual([1, 2, 2, 3, 3, 3, 3, 3]);
  });

  test("of several weighted chains are weighed together", () => {
    const chains = [chain(0, [1, 1], [0, 0]), chain(1, [2, 2], [Math.log(3), Math.log(3)])];
    expect(chosenDraws(chains, 4).flatMap((draw) => [...draw])).toEqual([1, 2, 2, 2]);
  });
});
