// Shapes for small pictures: a prior's density and the posterior's histogram. For the eye only; no result rests on them.
import type { Prior } from "../model/model.ts";

/** Density of a prior at x, up to a constant. */
export function priorShape(prior: Prior, x: number): number {
  if (x < prior.lower || x > prior.upper) return 0;
  const [a = 0, b = 1, c = 1] = prior.arguments;
  switch (prior.family) {
    case "normal":
    case "truncated_normal":
      return Math.exp(-0.5 * ((x - a) / b) ** 2);
    case "lognormal":
      return x <= 0 ? 0 : Math.exp(-0.5 * ((Math.log(x) - a) / b) ** 2) / x;
    case "student_t":
      return (1 + ((x - b) / c) ** 2 / a) ** (-(a + 1) / 2);
    case "cauchy":
      return 1 / (1 + ((x - a) / b) ** 2);
    case "half_normal":
      return Math.exp(-0.5 * (x / a) ** 2);
    case "half_cauchy":
      return 1 / (1 + (x / a) ** 2);
    case "exponential":
      return Math.exp(-a * x);
    case "gamma":
      return x <= 0 ? 0 : Math.exp((a - 1) * Math.log(x) - b * x);
    case "inverse_gamma":
      return x <= 0 ? 0 : Math.exp(-(a + 1) * Math.log(x) - b / x);
    case "weibull":
      return x <= 0 ? 0 : (x / b) ** (a - 1) * Math.exp(-((x / b) ** a));
    case "beta":
      return x <= 0 || x >= 1 ? 0 : x ** (a - 1) * (1 - x) ** (b - 1);
    case "uniform":
      return 1;
  }
}

/** Heights of equally wide bins over [min, max], scaled so that the area is 1. */
export function histogram(values: readonly number[], min: number, max: number, bins: number): number[] {
  const heights = Array.from({ length: bins }, () => 0);
  const width = (max - min) / bins;
  for (const value of values) {
    const bin = Math.floor((value - min) / width);
    if (bin >= 0 && bin < bins) heights[bin] = (heights[bin] ?? 0) + 1;
  }
  return heights.map((height) => height / (Math.max(values.length, 1) * width));
}

/** The stretch that shows the posterior with room around it, within the prior's support. */
export function pictureRange(values: readonly number[], prior: Prior): [number, number] {
  const sorted = [...values].sort((left, right) => left - right);
  const low = sorted[Math.floor(sorted.length * 0.005)] ?? 0;
  const high = sorted[Math.min(Math.floor(sorted.length * 0.995), sorted.length - 1)] ?? 1;
  const air = (high - low) * 0.75 || Math.abs(low) * 0.1 || 1;
  return [Math.max(low - air, prior.lower), Math.min(high + air, prior.upper)];
}

/** The prior's density at `count` + 1 points over [min, max], with the area it has there: the whole is integrated by steps. */
export function priorCurve(prior: Prior, min: number, max: number, count: number): number[] {
  const points = Array.from({ length: count + 1 }, (_, index) => min + ((max - min) * index) / count);
  const total = priorMass(prior, min, max);
  return points.map((x) => Math.min(priorShape(prior, x) / total, Number.MAX_VALUE));
}

/** Integral of the shape over its support, as far as a picture needs it: outwards from [min, max] until nothing comes. */
function priorMass(prior: Prior, min: number, max: number): number {
  const width = max - min;
  const step = width / 50;
  const part = (from: number, to: number): number => {
    const pieces = Math.max(Math.round((to - from) / step), 1);
    const piece = (to - from) / pieces;
    let sum = 0;
    for (let index = 0; index < pieces; index++) sum += priorShape(prior, from + (index + 0.5) * piece) * piece;
    return sum;
  };
  let mass = part(min, max);
  for (let reach = 0; reach < 400; reach++) {
    const below = Math.max(min - (reach + 1) * width, prior.lower);
    const above = Math.min(max + (reach + 1) * width, prior.upper);
    const left = below < min - reach * width ? part(below, min - reach * width) : 0;
    const right = above > max + reach * width ? part(max + reach * width, above) : 0;
    mass += left + right;
    if (left + right < mass * 1e-4) break;
  }
  return mass > 0 ? mass : 1;
}
