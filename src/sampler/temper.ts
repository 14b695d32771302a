// Importance weights flattened until enough points count: how a proposal that is far from the target learns from it.

import type { Numeric } from "./contract.ts";
import { kishSize, relativeWeights } from "./importance-weights.ts";

export interface Tempered {
  /** Power to which the weights were raised, from 0 to 1. */
  readonly power: number;
  /** [point] Weights as shares of the largest. */
  readonly weights: Float64Array;
}

/** Halvings of the interval in which the power lies: to nine digits. */
const HALVINGS = 30;

/**
 * The weights (p/q)^power with the largest power at which they are worth `size` points by Kish's count. Those are the
 * weights of p^power q^(1 − power), on the way from proposal to target (Neal 2001 for the path).
 *
 * @param logWeights  [point] log p/q; −Infinity where p is zero
 */
export function temper(logWeights: Float64Array, size: number, numeric: Numeric): Tempered {
  const raised = (power: number) => logWeights.map((each) => (each === -Infinity ? each : power * each));
  let power = 1;
  if (kishSize(logWeights, numeric) < size) {
    let [low, high] = [0, 1];
    for (let halving = 0; halving < HALVINGS; halving += 1) {
      const middle = (low + high) / 2;
      if (kishSize(raised(middle), numeric) < size) high = middle;
      else low = middle;
    }
    power = low;
  }
  return { power, weights: relativeWeights(raised(power), numeric) };
}
