// Log densities in closed form, with their gradients, whose moments and quantiles are known.

import type { LogDensity } from "../../src/sampler/contract.ts";
import { testKernel } from "./kernel.ts";

const { numeric } = testKernel();

/** A log density with a gradient, and what is known of its coordinates. */
export interface KnownTarget extends Required<Pick<LogDensity, "dimension" | "evaluate" | "gradient">> {
  readonly name: string;
  readonly truths: readonly Truth[];
}

/** Of one function of the point. A moment that does not exist, or is not known in closed form, is absent. */
export interface Truth {
  readonly of: string;
  value(z: ArrayLike<number>): number;
  readonly mean?: number;
  readonly sd?: number;
  /** Distribution function. */
  cumulative?(value: number): number;
}

type Slope = (z: Float64Array, gradient: Float64Array) => number;

function target(name: string, dimension: number, slope: Slope, truths: readonly Truth[]): KnownTarget {
  const unread = new Float64Array(dimension);
  return { name, dimension, gradient: slope, evaluate: (z) => slope(z, unread), truths };
}

const at = (z: ArrayLike<number>, i: number): number => z[i] ?? NaN;
const { normalCdf } = testKernel().exports;

/** z[0] = noise, z[i] = share · z[i − 1] + noise, with the given standard deviations of the noise. */
export function correlatedNormal(sds: readonly number[], share: number): KnownTarget {
  const n = sds.length;
  const slope: Slope = (z, gradient) => {
    gradient.fill(0);
    let sum = 0;
    sds.forEach((sd, i) => {
      const residual = at(z, i) - (i === 0 ? 0 : share * at(z, i - 1));
      sum -= (residual * residual) / (2 * sd * sd);
      gradient[i] = at(gradient, i) - residual / (sd * sd);
      if (i > 0) gradient[i - 1] = at(gradient, i - 1) + (share * residual) / (sd * sd);
    });
    return sum;
  };
  let variance = 0;
  const truths = sds.map((sd, i): Truth => {
    variance = sd * sd + share * share * variance;
    const width = Math.sqrt(variance);
    return { of: `z${i}`, value: (z) => at(z, i), mean: 0, sd: width, cumulative: (x) => normalCdf(x / width) };
  });
  return target(`a correlated normal in ${n} dimensions`, n, slope, truths);
}

/** A multivariate t around zero: uncorrelated coordinates that share their tails. */
export function studentT(n: number, freedom: number): KnownTarget {
  const slope: Slope = (z, gradient) => {
    const distance = z.reduce((sum, x) => sum + x * x, 0);
    z.forEach((x, i) => (gradient[i] = (-(freedom + n) * x) / (freedom + distance)));
    return (-(freedom + n) / 2) * numeric.log1p(distance / freedom);
  };
  const truths = Array.from({ length: n }, (_, i) => i).map((i): Truth => ({
    of: `z${i}`,
    value: (z) => at(z, i),
    mean: 0,
    sd: Math.sqrt(freedom / (freedom - 2)),
    cumulative: (x) => studentCdf(x, freedom),
  }));
  return target(`a t distribution with ${freedom} degrees of freedom in ${n} dimensions`, n, slope, truths);
}

/** Of Student's t for an odd number of degrees of freedom (Abramowitz and Stegun 26.7.3). */
function studentCdf(x: number, freedom: number): number {
  const angle = Math.atan(x / Math.sqrt(freedom));
  let term = Math.cos(angle);
  let sum = term;
  for (let k = 3; k <= freedom - 2; k += 2) {
    term *= ((k - 1) / k) * Math.cos(angle) ** 2;
    sum += term;
  }
  return 0.5 + (angle + Math.sin(angle) * sum) / Math.PI;
}

/** x ~ N(0, 1), y | x ~ N(x², 0.7²): E y = 1, var y = 2 + 0.49. */
export function banana(): KnownTarget {
  const slope: Slope = (z, gradient) => {
    const [x, y] = [at(z, 0), at(z, 1)];
    const residual = (y - x * x) / 0.49;
    gradient[0] = -x + 2 * x * residual;
    gradient[1] = -residual;
    return -0.5 * x * x - (residual * (y - x * x)) / 2;
  };
  return target("a banana", 2, slope, [
    { of: "x", value: (z) => at(z, 0), mean: 0, sd: 1, cumulative: normalCdf },
    { of: "y", value: (z) => at(z, 1), mean: 1, sd: Math.sqrt(2.49) },
    { of: "y − x²", value: (z) => at(z, 1) - at(z, 0) ** 2, mean: 0, sd: 0.7, cumulative: (x) => normalCdf(x / 0.7) },
  ]);
}

/**
 * θ ~ Beta(2, 3) and φ ~ Exponential(1), independent, over the real line by logit and logarithm with their Jacobians:
 * what a posterior with bounded parameters is to a sampler.
 *
 * @param jacobian  1; 0 leaves out the Jacobian of θ, which makes it another distribution
 */
export function bounded(jacobian = 1): KnownTarget {
  const natural = (z: ArrayLike<number>): readonly [number, number] => [
    1 / (1 + numeric.exp(-at(z, 0))),
    numeric.exp(at(z, 1)),
  ];
  const slope: Slope = (z, gradient) => {
    const [theta, phi] = natural(z);
    gradient[0] = (1 + jacobian) * (1 - theta) - (2 + jacobian) * theta;
    gradient[1] = 1 - phi;
    const [logTheta, logOther] = [-numeric.log1p(numeric.exp(-at(z, 0))), -numeric.log1p(numeric.exp(at(z, 0)))];
    return (1 + jacobian) * logTheta + (2 + jacobian) * logOther - phi + at(z, 1);
  };
  return target("two bounded parameters", 2, slope, [
    // The distribution function of Beta(2, 3) is 6 θ² − 8 θ³ + 3 θ⁴.
    {
      of: "θ",
      value: (z) => natural(z)[0],
      mean: 0.4,
      sd: 0.2,
      cumulative: (x) => x * x * (6 - 8 * x + 3 * x * x),
    },
    { of: "φ", value: (z) => natural(z)[1], mean: 1, sd: 1, cumulative: (x) => 1 - Math.exp(-x) },
  ]);
}

/** Neal's funnel, less steep: v ~ N(0, 1), x | v ~ N(0, exp(v)) with variance exp(v), three times. */
export function funnel(): KnownTarget {
  const n = 4;
  const slope: Slope = (z, gradient) => {
    const v = at(z, 0);
    const precision = numeric.exp(-v);
    let squares = 0;
    for (let i = 1; i < n; i += 1) {
      squares += at(z, i) * at(z, i);
      gradient[i] = -at(z, i) * precision;
    }
    gradient[0] = -v + (squares * precision - (n - 1)) / 2;
    return -(v * v + squares * precision + (n - 1) * v) / 2;
  };
  const standard: Truth = { of: "x / exp(v / 2)", value: (z) => at(z, 1) * numeric.exp(-at(z, 0) / 2), mean: 0, sd: 1 };
  return target("a funnel", n, slope, [
    { of: "v", value: (z) => at(z, 0), mean: 0, sd: 1, cumulative: normalCdf },
    { ...standard, cumulative: normalCdf },
  ]);
}
