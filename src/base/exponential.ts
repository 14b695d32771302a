// The exponential function from additions and multiplications alone, which every engine rounds the same way.

const LOG_2 = 0.6931471805599453;
/** log 2 in two parts, the first with room for an exact product by a whole number (as in fdlibm). */
const LOG_2_HIGH = 0.6931471803691238;
const LOG_2_LOW = 1.9082149292705877e-10;
/** Terms of the series for |r| ≤ log 2 / 2: the next is below 1e-19. */
const TERMS = 17;
const LEAST = -700;

/**
 * exp x for x ≤ 0, within a few units of the last place; 0 below −700. For weights, where no kernel is at hand: host
 * `Math.exp` differs between engines in the last bit.
 */
export function exponentialOf(x: number): number {
  if (!(x >= LEAST)) return 0;
  const halvings = Math.round(x / LOG_2);
  const rest = x - halvings * LOG_2_HIGH - halvings * LOG_2_LOW;
  let sum = 1;
  for (let term = TERMS; term >= 1; term -= 1) sum = 1 + (sum * rest) / term;
  for (let k = 0; k > halvings; k -= 1) sum /= 2;
  return sum;
}
