// Round tick marks for linear and logarithmic axes, shared by screen and print.
import { formatNumber } from "./format.ts";

export interface Tick {
  readonly at: number;
  /** May have two lines. */
  readonly label: string;
}

/** Decades that a logarithmic axis shows at most: below them a curve is as good as zero. */
const MOST_DECADES = 6;

/** The smallest of 1, 2, 5 × 10ⁿ that is not below `size`. */
export function niceStep(size: number): number {
  if (!(size > 0) || !Number.isFinite(size)) return 1;
  const decade = 10 ** Math.floor(Math.log10(size));
  // The margin keeps 0.30000000000000004 from becoming 0.5.
  const factor = [1, 2, 5, 10].find((each) => each * decade >= size * (1 - 1e-9)) ?? 10;
  return factor * decade;
}

/** Multiples of a round step within [min, max], at most about `count` of them. */
export function niceTicks(min: number, max: number, count: number): Tick[] {
  const step = niceStep((max - min) / Math.max(count, 1));
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => {
    const at = Number(((first + index) * step).toPrecision(12));
    return { at, label: formatNumber(at, 6) };
  });
}

/** Powers of ten within [min, max], with 2 and 5 between them where there are few. */
export function logTicks(min: number, max: number, count: number): Tick[] {
  const low = Math.floor(Math.log10(min) + 1e-9);
  const high = Math.ceil(Math.log10(max) - 1e-9);
  const decades = Math.max(high - low, 1);
  const factors = decades * 3 <= count ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / Math.max(count, 1)));
  const ticks: Tick[] = [];
  for (let power = low; power <= high; power += every) {
    for (const factor of factors) {
      const at = Number(`${factor}e${power}`);
      if (at >= min * (1 - 1e-9) && at <= max * (1 + 1e-9)) ticks.push({ at, label: formatNumber(at, 6) });
    }
  }
  return ticks;
}

/** Range of a linear axis that holds `low`…`high` and zero, with a little air beyond; a rounding error below zero is none. */
export function linearRange(low: number, high: number): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const top = Math.max(high, 0);
  const bottom = low < -1e-6 * top ? low : 0;
  if (top === bottom) return [0, 1];
  const air = (top - bottom) * 0.06;
  return [bottom === 0 ? 0 : bottom - air, top === 0 ? 0 : top + air];
}

/** Range of an axis that need not hold zero, such as a trace. */
export function tightRange(low: number, high: number): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const air = low === high ? Math.abs(low) * 0.1 || 1 : (high - low) * 0.06;
  return [low - air, high + air];
}

/** Whole decades that hold the positive values up to `high`; zeros and what lies below stand at the floor. */
export function logRange(lowestPositive: number, high: number): [number, number] {
  if (!(high > 0) || !Number.isFinite(high)) return [0.1, 1];
  const top = Math.ceil(Math.log10(high * 1.02));
  const bottom = Math.floor(Math.log10(Math.min(Math.max(lowestPositive, Number.MIN_VALUE), high)));
  return [10 ** Math.max(Math.min(bottom, top - 1), top - MOST_DECADES), 10 ** top];
}
