// Mixtures of t and normal distributions: densities against the kernel's own, variates and fits against what made them.
import { describe, expect, test } from "vitest";
import { distributions } from "../../src/kernel/distribution.ts";
import { mixtureOf, type Component } from "../../src/sampler/mixture.ts";
import { fitMixture, refineMixture } from "../../src/sampler/mixture-fit.ts";
import { testKernel } from "../support/kernel.ts";

const kernel = testKernel();
const { numeric, exports } = kernel;
const exact = distributions(exports);

function component(given: Partial<Component>): Component {
  const plain = { weight: 1, mean: Float64Array.of(0, 0), factor: Float64Array.of(1, 0, 0, 1), freedom: 5 };
  return { ...plain, ...given };
}

/** Two components in two dimensions, one of them long and oblique. */
const PAIR = [
  component({ weight: 0.3, mean: Float64Array.of(-4, 1), factor: Float64Array.of(0.5, 0, 0.2, 0.3), freedom: 8 }),
  component({ weight: 0.7, mean: Float64Array.of(3, 2), factor: Float64Array.of(2, 0, -1.8, 0.4), freedom: 5 }),
];

function drawsOf(components: readonly Component[], count: number, seed: number): Float64Array {
  const mixture = mixtureOf(components, numeric);
  const random = kernel.random(seed, 0);
  const z = new Float64Array(mixture.dimension);
  const draws = new Float64Array(count * z.length);
  for (let draw = 0; draw < count; draw += 1) {
    mixture.draw(random, z);
    draws.set(z, draw * z.length);
  }
  return draws;
}

describe("the density of a mixture", () => {
  // The kernel's own densities are compared with published values in test/reference/distributions.
  test("of one t distribution in one dimension is that of the kernel", () => {
    const one = component({ mean: Float64Array.of(2), factor: Float64Array.of(3), freedom: 5 });
    const mixture = mixtureOf([one], numeric);
    for (const x of [-40, -1, 2, 2.5, 11]) {
      expect(mixture.logDensity(Float64Array.of(x))).toBeCloseTo(exact.logDensity("student_t", x, [5, 2, 3]), 12);
    }
  });

  test("of normal distributions is a product where they are independent, a weighted sum where there are two", () => {
    const normal = (mean: number[], sd: number[], weight: number): Component =>
      component({
        weight,
        mean: Float64Array.from(mean),
        factor: Float64Array.of(sd[0] ?? NaN, 0, 0, sd[1] ?? NaN),
        freedom: Infinity,
      });
    const mixture = mixtureOf([normal([0, 1], [1, 2], 0.25), normal([5, 5], [3, 1], 0.75)], numeric);
    const density = (x: number, mean: number, sd: number): number =>
      exports.exp(exact.logDensity("normal", x, [mean, sd]));
    const [x, y] = [1.5, 3];
    const expected = 0.25 * density(x, 0, 1) * density(y, 1, 2) + 0.75 * density(x, 5, 3) * density(y, 5, 1);
    expect(exports.exp(mixture.logDensity(Float64Array.of(x, y)))).toBeCloseTo(expected, 14);
  });

  test("integrates to one in two dimensions, by draws from another mixture", () => {
    const wide = [component({ mean: Float64Array.of(0, 1), factor: Float64Array.of(6, 0, 0, 5), freedom: 3 })];
    const proposal = mixtureOf(wide, numeric);
    const target = mixtureOf(PAIR, numeric);
    const draws = drawsOf(wide, 40_000, 3);
    const ratios = Array.from({ length: 40_000 }, (_, draw) => {
      const z = draws.subarray(2 * draw, 2 * draw + 2);
      return exports.exp(target.logDensity(z) - proposal.logDensity(z));
    });
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    const variance = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / ratios.length;
    // Four standard errors of the mean; they come to about 0.06.
    expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(variance / ratios.length));
  });
});

describe("variates of a mixture", () => {
  // Of an n-dimensional t with ν degrees of freedom, δ / (δ + ν) is Beta(n/2, ν/2), δ the squared distance scaled by
  // the scale matrix (Kotz and Nadarajah 2004, 1.1 with 3.7). Kolmogorov's 99.99 per cent limit is 2.23 / √count.
  test.each([2, 5, 8])("of a t distribution with %d degrees of freedom lie as far out as theory says", (freedom) => {
    const factor = Float64Array.of(2, 0, -1.8, 0.4);
    const draws = drawsOf([component({ factor, freedom })], 5000, freedom);
    const shares = Array.from({ length: 5000 }, (_, draw) => {
      const first = (draws[2 * draw] ?? NaN) / 2;
      const second = ((draws[2 * draw + 1] ?? NaN) + 1.8 * first) / 0.4;
      const distance = first * first + second * second;
      return exact.cdf("beta", distance / (distance + freedom), [1, freedom / 2]);
    }).sort((a, b) => a - b);
    const furthest = Math.max(...shares.map((share, rank) => Math.abs(share - (rank + 0.5) / 5000)));
    expect(furthest).toBeLessThan(2.23 / Math.sqrt(5000));
  });

  test("come from each component as often as its weight says", () => {
    const draws = drawsOf(PAIR, 10_000, 4);
    // The two overlap in less than a thousandth: between them lies x = −1.5, two to seven scales from either.
    const left = Array.from({ length: 10_000 }, (_, draw) => draws[2 * draw] ?? NaN).filter((x) => x < -1.5).length;
    const right = 1 - exact.cdf("student_t", -1.5, [5, 3, 2]);
    const expected = 0.3 * exact.cdf("student_t", -1.5, [8, -4, 0.5]) + 0.7 * (1 - right);
    expect(Math.abs(left / 10_000 - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 10_000));
  });
});

describe("the fit of a mixture", () => {
  const points = drawsOf(PAIR, 4000, 9);

  test("finds the two distributions that made the points", () => {
    const given = { dimension: 2, points, weights: new Float64Array(4000).fill(1) };
    const found = fitMixture(given, 2, { freedom: 6, rounds: 40 }, numeric)?.components ?? [];
    const [left, right] = [...found].sort((a, b) => (a.mean[0] ?? 0) - (b.mean[0] ?? 0));
    // Standard errors of means and shares are below 0.06, 0.008; five of them.
    expect(left?.weight).toBeCloseTo(0.3, 1);
    expect(Math.abs((left?.mean[0] ?? NaN) + 4)).toBeLessThan(0.1);
    expect(Math.abs((right?.mean[0] ?? NaN) - 3)).toBeLessThan(0.3);
    expect(Math.abs((right?.mean[1] ?? NaN) - 2)).toBeLessThan(0.3);
    // The long axis of the second one falls: its scale matrix has the correlation −1.8 / √(1.8² + 0.4²) = −0.976.
    const [, , below = NaN, last = NaN] = right?.factor ?? [];
    expect(below / Math.sqrt(below * below + last * last)).toBeLessThan(-0.95);
  });

  test("counts points by their weights", () => {
    // Without the left component's points, by weight alone.
    const weights = Float64Array.from({ length: 4000 }, (_, point) => ((points[2 * point] ?? NaN) < -1.5 ? 0 : 1));
    const found = fitMixture({ dimension: 2, points, weights }, 1, { freedom: 6, rounds: 20 }, numeric);
    expect(Math.abs((found?.components[0]?.mean[0] ?? NaN) - 3)).toBeLessThan(0.3);
  });

  test("drops a component that nothing speaks for", () => {
    const far = component({ weight: 0.5, mean: Float64Array.of(1e6, 0) });
    const given = { dimension: 2, points, weights: new Float64Array(4000).fill(1) };
    const found = refineMixture(given, [...PAIR, far], { freedom: 6, rounds: 3 }, numeric);
    expect(found?.components.length).toBe(2);
  });

  test("is refused where the points lie on a line", () => {
    const line = Float64Array.from({ length: 200 }, (_, position) => Math.floor(position / 2));
    // Equal coordinates: shrinking alone must not make a density of them.
    const same = { dimension: 2, points: line.map(() => 1), weights: new Float64Array(100).fill(1) };
    expect(fitMixture(same, 2, { freedom: 6, rounds: 3 }, numeric)).toBeNull();
  });
});
