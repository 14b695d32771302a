// One number per run, gathered over many runs: its mean and standard deviation, and how well they are known.

import type { Trajectory } from "../../trajectory/trajectory.ts";

/** Expected value of a mean or a standard deviation. */
export interface Expected {
  readonly value: number;
  /** Runs that it was estimated from; undefined for an exact one. */
  readonly runs: number | undefined;
  /** Standard error of a mean that was estimated; 0 for an exact one. */
  readonly error: number;
}

export interface Quantity {
  readonly label: string;
  /** The number that one run gives. */
  readonly of: (run: Trajectory) => number;
  readonly mean: Expected;
  readonly sd?: Expected;
  /** The number is 0 or 1: its mean is a probability. */
  readonly isShare?: boolean;
}

/** Power sums about the expected mean, so that nothing cancels. */
export class Moments {
  private readonly sums = [0, 0, 0, 0, 0];
  private readonly centre: number;

  constructor(centre: number) {
    this.centre = centre;
  }

  add(value: number): void {
    let power = 1;
    for (let order = 0; order <= 4; order += 1) {
      this.sums[order] = (this.sums[order] ?? NaN) + power;
      power *= value - this.centre;
    }
  }

  get count(): number {
    return this.sums[0] ?? NaN;
  }

  get mean(): number {
    return this.centre + this.raw(1);
  }

  /** Of the population, with divisor n. */
  get variance(): number {
    return this.raw(2) - this.raw(1) ** 2;
  }

  /** Relative standard error of the standard deviation, from the fourth moment: √((m₄ − m₂²) / n) / 2 m₂. */
  sdError(count: number): number {
    const [d, m2] = [this.raw(1), this.variance];
    const m4 = this.raw(4) - 4 * d * this.raw(3) + 6 * d ** 2 * this.raw(2) - 3 * d ** 4;
    return Math.sqrt(Math.max(m4 - m2 ** 2, 0) / count) / (2 * m2);
  }

  private raw(order: number): number {
    return (this.sums[order] ?? NaN) / this.count;
  }
}
