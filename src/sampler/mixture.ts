// A mixture of multivariate t and normal distributions: its log density and its variates.

import type { Numeric, Random } from "./contract.ts";

/** One distribution of a mixture, as plain data. */
export type Component = {
  /** Share of the mixture; the weights add up to 1. */
  readonly weight: number;
  /** [n] */
  readonly mean: Float64Array;
  /** [n, n] row-major, lower triangular L: the scale matrix is L Lᵀ, which of a normal distribution is the covariance. */
  readonly factor: Float64Array;
  /** Degrees of freedom of the t distribution, a whole number from 1; Infinity for a normal distribution. */
  readonly freedom: number;
};

/** A mixture, ready to be evaluated and drawn from. */
export interface Mixture {
  readonly dimension: number;
  readonly components: readonly Component[];
  /** Logarithm of the density at `z`, every constant counted. */
  logDensity(z: Float64Array): number;
  /**
   * Logarithms of weight × density, component by component.
   *
   * @param z          [offset + n] read from `offset` on
   * @param terms      [component] overwritten
   * @param distances  [component] overwritten with the squared distances from the means, in the metric of each
   */
  logTerms(z: Float64Array, offset: number, terms: Float64Array, distances: Float64Array): void;
  /** One variate. It takes one number for the component, n for the direction and as many as `freedom` asks for. @param z [n] overwritten */
  draw(random: Random, z: Float64Array): void;
}

const LOG_2_PI = 1.8378770664093454;
const LOG_PI = 1.1447298858494002;
/** A term this far below the largest changes a sum of up to a thousand by less than its last bit: e⁻⁴⁵ < 2⁻⁶⁴. */
const NEGLIGIBLE = -45;

export function mixtureOf(components: readonly Component[], numeric: Numeric): Mixture {
  const n = components[0]?.mean.length ?? 0;
  const constants = components.map((component) => logConstant(component, numeric));
  const inverses = components.map(({ factor }) =>
    Float64Array.from({ length: n }, (_, i) => 1 / at(factor, i * n + i)),
  );
  const terms = new Float64Array(components.length);
  const scaled = new Float64Array(n);
  const distances = new Float64Array(components.length);
  const logTerms = (z: Float64Array, offset: number, out: Float64Array, squares: Float64Array): void => {
    for (let k = 0; k < components.length; k += 1) {
      const component = components[k];
      const inverse = inverses[k];
      if (component === undefined || inverse === undefined) return;
      const square = squaredDistance(component, inverse, z, offset, scaled);
      squares[k] = square;
      out[k] = (constants[k] ?? NaN) + logKernel(square, n, component.freedom, numeric);
    }
  };
  return {
    dimension: n,
    components,
    logTerms,
    logDensity(z) {
      logTerms(z, 0, terms, distances);
      return logSum(terms, numeric);
    },
    draw(random, z) {
      const component = choose(components, random.uniform());
      for (let i = 0; i < n; i += 1) scaled[i] = random.normal();
      const stretch = component.freedom === Infinity ? 1 : stretchOf(component.freedom, random, numeric);
      for (let row = 0; row < n; row += 1) {
        let sum = 0;
        for (let column = 0; column <= row; column += 1)
          sum += at(component.factor, row * n + column) * at(scaled, column);
        z[row] = at(component.mean, row) + stretch * sum;
      }
    },
  };
}

/** log Σ exp(terms), without overflow; −Infinity where all are. */
export function logSum(terms: Float64Array, numeric: Numeric): number {
  let largest = -Infinity;
  for (const term of terms) if (term > largest) largest = term;
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  for (const term of terms) if (term - largest > NEGLIGIBLE) sum += numeric.exp(term - largest);
  return largest + numeric.log(sum);
}

/** Logarithm of weight × the constant of the density (Kotz and Nadarajah, Multivariate t Distributions, 2004, 1.1). */
function logConstant({ weight, mean, factor, freedom }: Component, numeric: Numeric): number {
  const n = mean.length;
  let sum = numeric.log(weight);
  for (let i = 0; i < n; i += 1) sum -= numeric.log(at(factor, i * n + i));
  if (freedom === Infinity) return sum - (n / 2) * LOG_2_PI;
  const gammas = numeric.lgamma((freedom + n) / 2) - numeric.lgamma(freedom / 2);
  return sum + gammas - (n / 2) * (numeric.log(freedom) + LOG_PI);
}

/** −δ/2 of a normal distribution, −(ν + n)/2 · log(1 + δ/ν) of a t distribution. @param distance δ, squared */
function logKernel(distance: number, n: number, freedom: number, numeric: Numeric): number {
  return freedom === Infinity ? -distance / 2 : (-(freedom + n) / 2) * numeric.log1p(distance / freedom);
}

/** |L⁻¹ (z − mean)|², by forward substitution. @param solved [n] overwritten with L⁻¹ (z − mean) */
function squaredDistance(
  { mean, factor }: Component,
  inverse: Float64Array,
  z: Float64Array,
  offset: number,
  solved: Float64Array,
): number {
  const n = mean.length;
  let distance = 0;
  for (let row = 0; row < n; row += 1) {
    let sum = at(z, offset + row) - at(mean, row);
    for (let column = 0; column < row; column += 1) sum -= at(factor, row * n + column) * at(solved, column);
    const value = sum * at(inverse, row);
    solved[row] = value;
    distance += value * value;
  }
  return distance;
}

function choose(components: readonly Component[], uniform: number): Component {
  let left = uniform;
  let chosen: Component | undefined;
  for (const component of components) {
    chosen = component;
    left -= component.weight;
    if (left < 0) break;
  }
  if (chosen === undefined) throw new RangeError("a mixture has at least one component");
  return chosen;
}

/** √(ν / χ²), χ² with ν degrees of freedom: −2 log of a product of ν/2 uniform numbers, and one squared normal if ν is odd. */
function stretchOf(freedom: number, random: Random, numeric: Numeric): number {
  let product = 1;
  for (let pair = 2; pair <= freedom; pair += 2) product *= random.uniform();
  let chiSquared = -2 * numeric.log(product);
  if (freedom % 2 === 1) {
    const normal = random.normal();
    chiSquared += normal * normal;
  }
  return numeric.sqrt(freedom / chiSquared);
}

function at(values: Float64Array, position: number): number {
  return values[position] ?? NaN;
}
