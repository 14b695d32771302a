// Derivatives by differences, extrapolated to a step of nothing: what a gradient is compared with.

/** A derivative and how far it may be off. */
export interface Difference {
  readonly slope: number;
  readonly error: number;
}

const SHRINK = 1.4;
const ROWS = 12;

/**
 * d(f)/dx at 0. Source: Ridders, Accurate computation of F'(x) and F'(x)F''(x), Advances in Engineering Software 4 (1982):
 * central differences at steps that shrink, extrapolated by Neville's scheme, with the smallest change as the error.
 */
export function extrapolatedSlope(f: (x: number) => number, step: number): Difference {
  const central = (h: number): number => (f(h) - f(-h)) / (2 * h);
  let best: Difference = { slope: central(step), error: Infinity };
  let before = [best.slope];
  for (let row = 1; row < ROWS; row += 1) {
    step /= SHRINK;
    const next = [central(step)];
    let factor = SHRINK * SHRINK;
    for (let column = 1; column <= row; column += 1) {
      const [newer, older] = [next[column - 1] ?? NaN, before[column - 1] ?? NaN];
      next.push((newer * factor - older) / (factor - 1));
      factor *= SHRINK * SHRINK;
      const value = next[column] ?? NaN;
      const error = Math.max(Math.abs(value - newer), Math.abs(value - older));
      if (error <= best.error) best = { slope: value, error };
    }
    if (Math.abs((next[row] ?? NaN) - (before[row - 1] ?? NaN)) >= 2 * best.error) break;
    before = next;
  }
  return best;
}

/** The gradient of f at a point, each derivative with its error. */
export function extrapolatedGradient(f: (x: Float64Array) => number, at: Float64Array, step: number): Difference[] {
  return Array.from(at, (value, n) => extrapolatedSlope((move) => f(at.with(n, value + move)), step));
}
