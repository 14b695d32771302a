// What predictive checks and overlaps say, in plain words.
import { formatCount, formatShare, plural } from "./format.ts";

/** What might have been observed of one target, [point] each, beside what was. */
export interface CheckedTarget {
  readonly title: string;
  /** Position of its output in the model. */
  readonly output: number;
  readonly times: Float64Array;
  readonly observed: Float64Array;
  readonly median: Float64Array;
  readonly lower50: Float64Array;
  readonly upper50: Float64Array;
  readonly lower95: Float64Array;
  readonly upper95: Float64Array;
  readonly within50: number;
  readonly within95: number;
  /** The chance that so few points, or fewer, lie in the 95 % band where the model is right. */
  readonly chance: number;
}

export interface CheckedParameter {
  readonly name: string;
  /** Area under the densities of prior and posterior. */
  readonly share: number;
  /** Standard deviation of the posterior as a share of the prior's. */
  readonly width: number;
  /** Share of the prior below the posterior's median. */
  readonly place: number;
}

/** Fewer points in the band than chance leaves there once in a hundred times. */
const TOO_FEW = 0.01;
/** So much of the points in the inner band, where half are expected, and the noise is overstated. */
const TOO_MANY = 0.85;
const FEWEST_TO_JUDGE = 8;

/** "18 of 20 points lie in the 95 % band: …". */
export function coverageWords({ observed, within50, within95, chance }: CheckedTarget): string {
  const count = observed.length;
  const found = `${formatCount(within95)} of ${plural(count, "point")} ${within95 === 1 ? "lies" : "lie"} in the 95 % band`;
  if (chance < TOO_FEW) {
    return `${found}: too few. The model misses more than its noise explains; look where, before using it.`;
  }
  if (count >= FEWEST_TO_JUDGE && within50 > TOO_MANY * count) {
    return `${found}, and ${formatCount(within50)} in the 50 % band: more than half, so the noise is put too high.`;
  }
  return `${found}, as it should be.`;
}

/** Above this the posterior is mostly its prior. */
const MOSTLY_PRIOR = 0.8;
/** Beyond these places of the prior the two are at odds. */
const EDGE = 0.01;

/** What the data did to a prior. */
export function overlapWords({ share, width, place }: CheckedParameter): string {
  if (place < EDGE || place > 1 - EDGE) {
    return `At the ${place < EDGE ? "low" : "high"} end of its prior: prior and data disagree. Check both.`;
  }
  if (share > MOSTLY_PRIOR) return "Mostly its prior: the data say little about it.";
  return Number.isFinite(width) && width < 1
    ? `The data narrow it to ${formatShare(Number(width.toPrecision(2)))} of the prior's width.`
    : "The data move it within its prior.";
}
