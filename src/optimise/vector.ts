// Sums of products of vectors, as plain loops: the same digits everywhere.

/** Σ a b */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? NaN) * (b[i] ?? NaN);
  return sum;
}

/** a + scale · b, a new vector. */
export function plus(a: Float64Array, scale: number, b: Float64Array): Float64Array {
  return a.map((value, i) => value + scale * (b[i] ?? NaN));
}
