// Evaluates a polynomial whose coefficients lie in static memory.

/**
 * Horner's scheme: c[0] xⁿ⁻¹ + c[1] xⁿ⁻² + … + c[n−1].
 *
 * @param table  address of n f64 coefficients, highest power first
 */
export function polynomial(table: usize, n: i32, x: f64): f64 {
  const end = table + ((<usize>n) << 3);
  let sum = load<f64>(table);
  for (let at = table + 8; at < end; at += 8) sum = sum * x + load<f64>(at);
  return sum;
}
