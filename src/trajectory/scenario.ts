// What a scenario changes: its outputs against the baseline's, at each output time and over its whole period.

import type { Output } from "../model/model.ts";

/** The difference that a scenario makes to one output. */
export interface Difference {
  /** Position of the output in the model. */
  readonly output: number;
  /** [T] scenario − baseline, in the output's unit. */
  readonly absolute: Float64Array;
  /** [T] (scenario − baseline) / baseline; 0 where both are 0, NaN where the baseline alone is. */
  readonly relative: Float64Array;
  /** [T] baseline − scenario: what did not happen. */
  readonly averted: Float64Array;
  /** Persons counted in the intervals of the scenario's period; null for an output that counts none. */
  readonly total: DifferenceTotal | null;
}

export interface DifferenceTotal {
  readonly baseline: number;
  readonly scenario: number;
  readonly averted: number;
  /** (scenario − baseline) / baseline, with the exceptions of `relative` above. */
  readonly relative: number;
}

/**
 * The differences of all outputs.
 *
 * @param baseline, scenario  [output][T]
 * @param row  position of the output time at which the scenario begins: intervals that end after it are its own
 */
export function differencesOf(
  outputs: readonly Output[],
  baseline: readonly Float64Array[],
  scenario: readonly Float64Array[],
  row: number,
): Difference[] {
  return outputs.map((output, position) => {
    const before = baseline[position] ?? new Float64Array();
    const after = scenario[position] ?? new Float64Array();
    const absolute = after.map((value, time) => value - (before[time] ?? NaN));
    return {
      output: position,
      absolute,
      relative: after.map((value, time) => relativeTo(before[time] ?? NaN, value)),
      averted: before.map((value, time) => value - (after[time] ?? NaN)),
      total: countsPersons(output) ? totalOf(before, after, row) : null,
    };
  });
}

/** True for outputs that may be added up over time: persons counted in each interval. */
export function countsPersons(output: Output): boolean {
  return output.measure === "incidence" && output.kind !== "cumulative" && output.kind !== "rolling";
}

function totalOf(before: Float64Array, after: Float64Array, row: number): DifferenceTotal {
  const baseline = sumAfter(before, row);
  const scenario = sumAfter(after, row);
  return { baseline, scenario, averted: baseline - scenario, relative: relativeTo(baseline, scenario) };
}

function sumAfter(values: Float64Array, row: number): number {
  let sum = 0;
  for (let time = row + 1; time < values.length; time += 1) sum += values[time] ?? NaN;
  return sum;
}

function relativeTo(baseline: number, value: number): number {
  if (baseline === 0) return value === 0 ? 0 : NaN;
  return (value - baseline) / baseline;
}
