// Minus the second derivatives of a log density at a point, by differences of gradients, or of the density itself.
//
// The step. Along a coordinate the density has a width of its own, 1/√curvature. A log density is nearly a parabola over
// a hundredth of it: what the difference of gradients leaves out is of the order of its square, 1e-4. And over a hundredth
// of its width the slope changes by a hundredth of 1/width, against which the noise of an adaptive integrator, 1e-6 to
// 1e-9 of the log density's changes, is as small. So a first pass with a fixed step finds the widths, and the second takes
// its steps from them. Without gradients a difference falls with the square of the step, so it is a tenth of the width:
// the density changes by 0.005 there, ten thousand times the noise, and the parabola is right to 1 %.

import type { LogDensity, Numeric } from "../sampler/contract.ts";

/** Of the first pass, on the real line. */
const FIRST_STEP = 1e-3;
const FIRST_STEP_OF_DENSITY = 1e-2;
/** Of the second, in widths. */
const SHARE = 0.01;
const SHARE_OF_DENSITY = 0.1;
/** Where a coordinate has no width, or a vast one, parameters still vary by about one. */
const WIDEST = 1;

/** @returns [n, n] row-major, symmetric; not a number where the density is not finite nearby */
export function precisionAt(density: LogDensity, z: Float64Array, numeric: Numeric): Float64Array {
  const n = z.length;
  const byGradient = density.gradient !== undefined;
  const [first, share] = byGradient ? [FIRST_STEP, SHARE] : [FIRST_STEP_OF_DENSITY, SHARE_OF_DENSITY];
  const curvatures = Float64Array.from(z, (_, i) => curvatureAlong(density, z, i, first));
  const steps = curvatures.map(
    (curvature) => share * (curvature > 0 ? Math.min(WIDEST, 1 / numeric.sqrt(curvature)) : WIDEST),
  );
  const rough = byGradient ? byGradients(density, z, steps) : byDensities(density, z, steps);
  return rough.map((value, at) => 0.5 * (value + (rough[(at % n) * n + Math.floor(at / n)] ?? NaN)));
}

function curvatureAlong(density: LogDensity, z: Float64Array, i: number, step: number): number {
  if (density.gradient !== undefined) {
    return -((slopesAt(density, z, i, step)[i] ?? NaN) - (slopesAt(density, z, i, -step)[i] ?? NaN)) / (2 * step);
  }
  const [above, at, below] = [1, 0, -1].map((sign) => density.evaluate(moved(z, [[i, sign * step]])));
  return (2 * (at ?? NaN) - (above ?? NaN) - (below ?? NaN)) / (step * step);
}

function byGradients(density: LogDensity, z: Float64Array, steps: Float64Array): Float64Array {
  const n = z.length;
  const precision = new Float64Array(n * n);
  steps.forEach((step, i) => {
    const above = slopesAt(density, z, i, step);
    const below = slopesAt(density, z, i, -step);
    above.forEach((slope, j) => (precision[i * n + j] = -(slope - (below[j] ?? NaN)) / (2 * step)));
  });
  return precision;
}

function byDensities(density: LogDensity, z: Float64Array, steps: Float64Array): Float64Array {
  const n = z.length;
  const precision = new Float64Array(n * n);
  steps.forEach((step, i) => {
    precision[i * n + i] = curvatureAlong(density, z, i, step);
    for (let j = 0; j < i; j += 1) {
      const other = steps[j] ?? NaN;
      const corner = (one: number, two: number) =>
        density.evaluate(
          moved(z, [
            [i, one * step],
            [j, two * other],
          ]),
        );
      const twist = (corner(1, 1) - corner(1, -1) - corner(-1, 1) + corner(-1, -1)) / (4 * step * other);
      precision[i * n + j] = -twist;
      precision[j * n + i] = -twist;
    }
  });
  return precision;
}

function slopesAt(density: LogDensity, z: Float64Array, i: number, step: number): Float64Array {
  const gradient = new Float64Array(z.length);
  density.gradient?.(moved(z, [[i, step]]), gradient);
  return gradient;
}

function moved(z: Float64Array, by: readonly (readonly [number, number])[]): Float64Array {
  const other = z.slice();
  for (const [i, step] of by) other[i] = (other[i] ?? NaN) + step;
  return other;
}
