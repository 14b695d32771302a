// What a scenario averts, with its uncertainty: bands over runs, each beside the baseline of its own draw or replicate.

import type { Difference } from "../trajectory/scenario.ts";
import { bandsOf } from "../trajectory/bands.ts";
import type { AvertedBands } from "./worker-api.ts";

/**
 * @param runs    [run][output]
 * @param output  position of the output
 * @param count   T
 */
export function avertedBands(runs: readonly (readonly Difference[])[], output: number, count: number): AvertedBands {
  const differences = runs.flatMap((run) => run[output] ?? []);
  const averted = differences.map((difference) => difference.averted);
  const totals = differences.flatMap(({ total }) => (total === null ? [] : [Float64Array.of(total.averted)]));
  return { ...bandsOf(averted, count), total: totals.length === 0 ? null : bandsOf(totals, 1) };
}
