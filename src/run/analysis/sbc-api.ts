// What comes of a simulation-based calibration: the types that cross a worker's boundary.

/** One parameter's ranks, and how likely ranks as uneven are where the sampler is right. */
export interface ParameterRanks {
  readonly name: string;
  /** [simulation] from 0 to RANKED. */
  readonly ranks: readonly number[];
  /** [cell] */
  readonly histogram: readonly number[];
  readonly chiSquaredChance: number;
  readonly bandChance: number;
}

export interface Evenness {
  readonly parameters: readonly ParameterRanks[];
  /** Counts between which 99 % of all cells lie where ranks are uniform. */
  readonly lower: number;
  readonly upper: number;
}
