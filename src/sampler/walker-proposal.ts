// The two proposals of DE-MCz: along the difference of two points of the archive, and the snooker's, along a line.

import type { ChainTools } from "./contract.ts";
import { dot } from "./leapfrog.ts";

/** Shares of moves along a line, and of moves by a whole difference, which reach from one mode to another. */
const SNOOKER = 0.1;
const WHOLE = 0.1;
/** Of the normal noise that lets a walker reach every point. */
const NOISE = 1e-4;
/** The snooker's step is uniform between these (ter Braak and Vrugt 2008, section 2). */
const LEAST_STRETCH = 1.2;
const MOST_STRETCH = 2.2;

/**
 * A proposal for a walker at `z` (ter Braak and Vrugt, Statistics and Computing 18, 2008).
 *
 * @param points    [count][n] the archive, at least three points
 * @param proposed  [n] overwritten
 * @returns what is to be added to the logarithm of the ratio of densities; −Infinity where there is no proposal
 */
export function propose(
  tools: Pick<ChainTools, "numeric" | "random">,
  points: Float64Array,
  z: Float64Array,
  proposed: Float64Array,
): number {
  return tools.random.uniform() < SNOOKER ? snooker(tools, points, z, proposed) : along(tools, points, z, proposed);
}

type Tools = Pick<ChainTools, "numeric" | "random">;

/** z + γ (a − b) + noise, with γ = 2.38 / √(2n), and now and then 1. */
function along({ numeric, random }: Tools, points: Float64Array, z: Float64Array, proposed: Float64Array): number {
  const n = z.length;
  const [a, b] = distinct(random.uniform(), random.uniform(), points.length / n);
  const gamma = random.uniform() < WHOLE ? 1 : 2.38 / numeric.sqrt(2 * n);
  for (let i = 0; i < n; i += 1) {
    const difference = (points[a * n + i] ?? NaN) - (points[b * n + i] ?? NaN);
    proposed[i] = (z[i] ?? NaN) + gamma * difference + NOISE * random.normal();
  }
  return 0;
}

/**
 * Along the line from a point c of the archive through z, by a multiple of the difference a − b projected on it. The
 * proposal is symmetric on the line alone, whence the ratio (|z′ − c| / |z − c|)ⁿ⁻¹ (equation 4).
 */
function snooker({ numeric, random }: Tools, points: Float64Array, z: Float64Array, proposed: Float64Array): number {
  const n = z.length;
  const count = points.length / n;
  const centre = Math.floor(random.uniform() * count);
  const [a, b] = distinct(random.uniform(), random.uniform(), count);
  const stretch = LEAST_STRETCH + (MOST_STRETCH - LEAST_STRETCH) * random.uniform();
  const line = z.map((value, i) => value - (points[centre * n + i] ?? NaN));
  const length = dot(line, line);
  if (!(length > 0)) return -Infinity;
  let projected = 0;
  for (let i = 0; i < n; i += 1) {
    projected += ((points[a * n + i] ?? NaN) - (points[b * n + i] ?? NaN)) * (line[i] ?? NaN);
  }
  const step = (stretch * projected) / length;
  for (let i = 0; i < n; i += 1) proposed[i] = (z[i] ?? NaN) + step * (line[i] ?? NaN);
  // z′ − c = (1 + step) (z − c).
  return (n - 1) * numeric.log(Math.abs(1 + step));
}

/** Two positions that differ, each pair as likely as any other. */
function distinct(first: number, second: number, count: number): readonly [number, number] {
  const a = Math.floor(first * count);
  return [a, (a + 1 + Math.floor(second * (count - 1))) % count];
}
