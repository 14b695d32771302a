// Means, variances, and the halves of chains.

/** Mean, by two passes so that a large common part does not cost digits. */
export function mean(values: Float64Array): number {
  const first = sum(values) / values.length;
  if (!Number.isFinite(first)) return first;
  let rest = 0;
  for (const value of values) rest += value - first;
  return first + rest / values.length;
}

/** Variance with n − 1 in the denominator; NaN for fewer than two values. */
export function variance(values: Float64Array): number {
  if (values.length < 2) return NaN;
  const centre = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - centre) * (value - centre);
  return squares / (values.length - 1);
}

/** Each chain as its first and its second half; the middle draw of an odd number is left out. */
export function split(chains: readonly Float64Array[]): Float64Array[] {
  return chains.flatMap((chain) => {
    const half = Math.floor(chain.length / 2);
    return [chain.subarray(0, half), chain.subarray(chain.length - half)];
  });
}

/** 2⁻⁵²: the distance from 1 to the next number. */
const EPSILON = 2.220446049250313e-16;

/** False where a diagnostic has nothing to say: a number that is not finite, or draws that never move. */
export function isTelling(chains: readonly Float64Array[]): boolean {
  let low = Infinity;
  let high = -Infinity;
  for (const chain of chains) {
    for (const value of chain) {
      if (!Number.isFinite(value)) return false;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high - low >= EPSILON;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
