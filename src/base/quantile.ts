// Quantiles of numbers in order.

/** Quantile of sorted numbers, linear between order statistics (type 7 of Hyndman and Fan, 1996); NaN without numbers. */
export function quantile(ordered: Float64Array, probability: number): number {
  const position = probability * (ordered.length - 1);
  const below = Math.floor(position);
  const low = ordered[below] ?? NaN;
  const high = ordered[Math.min(below + 1, ordered.length - 1)] ?? NaN;
  return low === high ? low : low + (position - below) * (high - low);
}
