// Optimisers on functions whose tops are known, the usual ones of the textbooks, turned upside down.
import { describe, expect, test } from "vitest";
import { cmaEs, cmaEsWith } from "../../src/optimise/cma-es.ts";
import { searched, USUAL_GAIN, type Optimiser } from "../../src/optimise/contract.ts";
import { lbfgs } from "../../src/optimise/lbfgs.ts";
import { nelderMead } from "../../src/optimise/nelder-mead.ts";
import { startingPoints } from "../../src/optimise/starts.ts";
import type { LogDensity } from "../../src/sampler/contract.ts";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();
const { numeric } = kernel;
const at = (z: ArrayLike<number>, i: number): number => z[i] ?? NaN;

function withSlope(dimension: number, gradient: (z: Float64Array, slope: Float64Array) => number): LogDensity {
  const unread = new Float64Array(dimension);
  return { dimension, gradient, evaluate: (z) => gradient(z, unread) };
}

/** Rosenbrock (1960) in n dimensions: top 0 at (1, …, 1), at the end of a bent ridge. */
function rosenbrock(n: number): LogDensity {
  return withSlope(n, (z, slope) => {
    slope.fill(0);
    let sum = 0;
    for (let i = 0; i + 1 < n; i += 1) {
      const [bend, rest] = [at(z, i + 1) - at(z, i) ** 2, 1 - at(z, i)];
      sum -= 100 * bend ** 2 + rest ** 2;
      slope[i] = at(slope, i) + 400 * at(z, i) * bend + 2 * rest;
      slope[i + 1] = at(slope, i + 1) - 200 * bend;
    }
    return sum;
  });
}

/** A normal density whose widths differ a thousandfold: top 0 at (1, 2, 3, …). */
function ellipsoid(n: number): LogDensity {
  return withSlope(n, (z, slope) => {
    let sum = 0;
    z.forEach((value, i) => {
      const precision = 10 ** ((6 * i) / (n - 1));
      slope[i] = -precision * (value - i - 1);
      sum -= 0.5 * precision * (value - i - 1) ** 2;
    });
    return sum;
  });
}

/** Rastrigin (1974): top 0 at the origin, among a grid of lesser tops one apart. */
function rastrigin(n: number): LogDensity {
  return withSlope(n, (z, slope) => {
    let sum = 0;
    z.forEach((value, i) => {
      sum -= 10 + value ** 2 - 10 * Math.cos(2 * Math.PI * value);
      slope[i] = -2 * value - 20 * Math.PI * Math.sin(2 * Math.PI * value);
    });
    return sum;
  });
}

/** −Σ |z − 1|: a kink at the top, and nowhere a curvature. */
function kinked(n: number): LogDensity {
  return { dimension: n, evaluate: (z) => -z.reduce((sum, value) => sum + Math.abs(value - 1), 0) };
}

function climb(optimiser: Optimiser, density: LogDensity, start: number[], evaluations = 20_000) {
  const tools = { density, numeric, random: kernel.random(1, 0) };
  return searched(optimiser.start(tools, { evaluations, gain: USUAL_GAIN }, Float64Array.from(start)));
}

/** Greatest distance from the expected point in any coordinate. */
function distance(z: Float64Array, expected: readonly number[]): number {
  return z.reduce((most, value, i) => Math.max(most, Math.abs(value - at(expected, i))), 0);
}

const ones = (n: number) => Array.from({ length: n }, () => 1);

describe("L-BFGS", () => {
  test.each([2, 5, 20])("finds the top of Rosenbrock's function in %i dimensions", (n) => {
    const search = climb(
      lbfgs,
      rosenbrock(n),
      Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
    );
    expect(search.converged).toBe(true);
    // Half of gᵀ H g at most 1e-8 with curvatures from 0.2 on: √(2e-8 / 0.2) = 3e-4, and less where it overshoots.
    expect(distance(search.best.z, ones(n))).toBeLessThan(1e-3);
    // In two dimensions the usual count is about 40 evaluations (Moré, Garbow and Hillstrom's start).
    if (n === 2) expect(search.evaluations).toBeLessThan(100);
  });

  test("does not mind that widths differ a thousandfold", () => {
    const search = climb(lbfgs, ellipsoid(10), new Array<number>(10).fill(0));
    expect(search.converged).toBe(true);
    // What is lost is less than a ten-thousandth of what any likelihood can tell apart.
    expect(search.best.logDensity).toBeGreaterThan(-1e-4);
  });

  test("goes back where the log density ends", () => {
    // A normal density cut off at 3, from where the first step would lead beyond.
    const cut = withSlope(1, (z, slope) => {
      slope[0] = -100 * (at(z, 0) - 2.9);
      return at(z, 0) < 3 ? -50 * (at(z, 0) - 2.9) ** 2 : -Infinity;
    });
    const search = climb(lbfgs, cut, [0]);
    expect(search.converged).toBe(true);
    // Width 0.1; a gain of 1e-8 is 1.4e-4 of it.
    expect(distance(search.best.z, [2.9])).toBeLessThan(1e-4);
  });

  test("begins nothing where there is no log density", () => {
    const nowhere = withSlope(2, () => -Infinity);
    const search = climb(lbfgs, nowhere, [0, 0]);
    expect([search.finished, search.converged, search.best.logDensity]).toEqual([true, false, -Infinity]);
  });

  test("says that it has not converged where its evaluations are over", () => {
    const search = climb(lbfgs, rosenbrock(20), new Array<number>(20).fill(-1), 10);
    expect([search.finished, search.converged]).toEqual([true, false]);
  });

  test("finds the highest of many tops from the best of the points that fill the space", () => {
    const density = rastrigin(2);
    // Half of the points around the given one, half over the square from −5 to 5.
    const fromUnit = (unit: Float64Array, z: Float64Array) => z.set(unit.map((u) => 10 * u - 5));
    const tools = { density, numeric, random: kernel.random(1, 0), fromUnit };
    const starts = startingPoints(tools, Float64Array.of(3.3, -2.8), { count: 12, screened: 512 });
    const found = starts.map((start) => climb(lbfgs, density, [...start]).best);
    expect(Math.max(...found.map(({ logDensity }) => logDensity))).toBeGreaterThan(-1e-6);
    // From the given point alone it stops at the lesser top beside it.
    expect(found[0]?.logDensity).toBeLessThan(-5);
  });
});

describe("CMA-ES", () => {
  test("follows the bent ridge of Rosenbrock's function", () => {
    const search = climb(cmaEs, rosenbrock(5), [-1.2, 1, -1.2, 1, -1.2]);
    expect(search.converged).toBe(true);
    expect(distance(search.best.z, ones(5))).toBeLessThan(1e-3);
  });

  test("learns widths that differ a thousandfold", () => {
    const search = climb(cmaEs, ellipsoid(6), new Array<number>(6).fill(0));
    expect(search.converged).toBe(true);
    expect(search.best.logDensity).toBeGreaterThan(-1e-4);
  });

  test("finds the highest of many tops with a large population", () => {
    // Hansen and Kern (PPSN 2004): populations of about 100 reach the top of Rastrigin's function in five dimensions.
    const search = climb(cmaEsWith(150, 2), rastrigin(5), [2.7, -3.4, 1.9, 4.1, -2.2], 60_000);
    expect(search.best.logDensity).toBeGreaterThan(-1e-6);
  });

  test("draws the same points from the same stream", () => {
    const once = () => climb(cmaEs, rosenbrock(3), [0, 0, 0], 500).best;
    expect(once()).toEqual(once());
  });
});

describe("Nelder–Mead", () => {
  test.each([2, 6])("finds the top of Rosenbrock's function in %i dimensions", (n) => {
    const search = climb(nelderMead, rosenbrock(n), new Array<number>(n).fill(-1));
    expect(search.converged).toBe(true);
    expect(distance(search.best.z, ones(n))).toBeLessThan(1e-3);
  });

  test("finds a top that is a kink", () => {
    const search = climb(nelderMead, kinked(4), [0, 3, -1, 0.5]);
    // The log density falls by 1 for each 1 of distance: what it can lose is what it can be away.
    expect(distance(search.best.z, ones(4))).toBeLessThan(1e-6);
  });
});
