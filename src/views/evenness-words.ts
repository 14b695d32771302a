// What the ranks of a simulation-based calibration say, in words.
import { formatCount, plural } from "./format.ts";

/** One parameter's ranks, and how likely ranks as uneven are where the sampler is right. */
export interface ShownRanks {
  readonly name: string;
  readonly ranks: readonly number[];
  /** [cell] */
  readonly histogram: readonly number[];
  readonly chiSquaredChance: number;
  readonly bandChance: number;
}

/** So small a chance, once in a thousand where all is well, counts as a failure. */
const SMALLEST_CHANCE = 0.001;
/** Five ranks for each of twenty cells: what the chi-squared test asks for. */
export const FEWEST_SIMULATIONS = 100;

export function isUniform({ chiSquaredChance, bandChance }: ShownRanks): boolean {
  return Math.min(chiSquaredChance, bandChance) > SMALLEST_CHANCE;
}

/** The outcome, first what it means. */
export function evennessWords(parameters: readonly ShownRanks[]): string {
  const count = parameters[0]?.ranks.length ?? 0;
  const uneven = parameters.filter((each) => !isUniform(each)).length;
  if (uneven > 0) {
    return `Not right: the true values of ${formatCount(uneven)} of ${plural(parameters.length, "parameter")} do not lie evenly among the draws. Take another sampler, or a longer warmup.`;
  }
  if (count < FEWEST_SIMULATIONS) {
    return `Too early to tell: ${plural(count, "simulation")} show nothing wrong, but it takes ${FEWEST_SIMULATIONS} to see more than a gross error.`;
  }
  return `Right as far as ${formatCount(count)} simulations tell: the true values lie among the draws as evenly as they should.`;
}
