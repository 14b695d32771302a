// The summary of one parameter's weighted draws: moments, quantiles, and how far they can be relied on.

import type { Numeric } from "./contract.ts";
import { rhat } from "./rhat.ts";
import type { ParameterSummary } from "./summary.ts";

/** Draws of all chains with their weights, and each chain's own as if drawn without. */
export interface WeightedDraws {
  /** [draw] One parameter's draws of all chains, one chain behind the other. */
  readonly values: Float64Array;
  /** [draw] Not negative, of any sum. */
  readonly weights: Float64Array;
  /** For each chain, positions within it of draws that stand for it without weights. */
  readonly resampled: readonly (readonly number[])[];
}

/**
 * Summaries by self-normalised importance sampling; their errors are those of ratios of means, √(Σ w² (f − f̄)²) / Σ w
 * (Owen, Monte Carlo theory, methods and examples, 2013, equation 9.9). The effective size in the middle is that of the
 * mean, variance over squared error; in the tails the smaller of those of the shares below the 5 and 95 per cent quantiles;
 * neither is larger than the number of draws.
 *
 * @param chains  one array per chain
 */
export function summariseWeighted(
  { name, title }: { readonly name: string; readonly title: string },
  draws: WeightedDraws,
  chains: readonly Float64Array[],
  numeric: Numeric,
): ParameterSummary {
  const { values, weights } = draws;
  const mean = weightedMean(values, weights);
  const squares = values.map((value) => (value - mean) * (value - mean));
  const variance = weightedMean(squares, weights);
  const sd = numeric.sqrt(variance);
  const meanError = ratioError(values, weights, numeric);
  const ordered = orderOf(values, weights);
  const quantileAt = (p: number) => weightedQuantile(ordered, p);
  const share = (p: number) => {
    const level = quantileAt(p);
    return ratioError(
      values.map((value) => (value <= level ? 1 : 0)),
      weights,
      numeric,
    );
  };
  const quantileError = (p: number) => {
    const error = share(p);
    return (quantileAt(Math.min(1, p + error)) - quantileAt(Math.max(0, p - error))) / 2;
  };
  const tail = (p: number) => (p * (1 - p)) / (share(p) * share(p));
  const most = values.length;
  return {
    name,
    title,
    mean,
    sd,
    q05: quantileAt(0.05),
    q50: quantileAt(0.5),
    q95: quantileAt(0.95),
    rhat: rhat(
      chains.map((chain, number) => Float64Array.from(draws.resampled[number] ?? [], (draw) => chain[draw] ?? NaN)),
      numeric,
    ),
    essBulk: known(Math.min(most, variance / (meanError * meanError))),
    essTail: known(Math.min(most, tail(0.05), tail(0.95))),
    mcseMean: known(meanError),
    mcseSd: known(ratioError(squares, weights, numeric) / (2 * sd)),
    mcseQ05: known(quantileError(0.05)),
    mcseQ50: known(quantileError(0.5)),
    mcseQ95: known(quantileError(0.95)),
  };
}

export function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  values.forEach((value, draw) => {
    const weight = weights[draw] ?? NaN;
    // A draw of no weight may stand where the model has no answer.
    if (weight === 0) return;
    sum += weight * value;
    total += weight;
  });
  return sum / total;
}

/** Standard error of a weighted mean. */
function ratioError(values: Float64Array, weights: Float64Array, numeric: Numeric): number {
  const mean = weightedMean(values, weights);
  let squares = 0;
  let total = 0;
  values.forEach((value, draw) => {
    const weight = weights[draw] ?? NaN;
    if (weight === 0) return;
    const deviation = weight * (value - mean);
    squares += deviation * deviation;
    total += weight;
  });
  return numeric.sqrt(squares) / total;
}

/** Values in order, and the share of all weight that lies below the middle of each. */
export interface Ordered {
  readonly values: Float64Array;
  readonly shares: Float64Array;
}

export function orderOf(values: Float64Array, weights: Float64Array): Ordered {
  const order = [...values.keys()].filter((draw) => (weights[draw] ?? 0) > 0);
  order.sort((a, b) => (values[a] ?? NaN) - (values[b] ?? NaN) || a - b);
  const total = order.reduce((sum, draw) => sum + (weights[draw] ?? NaN), 0);
  let below = 0;
  const shares = Float64Array.from(order, (draw) => {
    const weight = weights[draw] ?? NaN;
    below += weight;
    return (below - weight / 2) / total;
  });
  return { values: Float64Array.from(order, (draw) => values[draw] ?? NaN), shares };
}

/** Linear between the middles of neighbouring draws; the smallest and the largest draw beyond. */
export function weightedQuantile({ values, shares }: Ordered, p: number): number {
  let [low, high] = [0, shares.length - 1];
  if (p <= (shares[0] ?? NaN)) return values[0] ?? NaN;
  if (p >= (shares[high] ?? NaN)) return values[high] ?? NaN;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((shares[middle] ?? NaN) <= p) low = middle;
    else high = middle;
  }
  const [from = NaN, to = NaN, a = NaN, b = NaN] = [shares[low], shares[high], values[low], values[high]];
  return a + ((p - from) / (to - from)) * (b - a);
}

/**
 * As many draws as there are weights, each as often as its weight says, by one evenly spaced comb (systematic resampling:
 * Kitagawa 1996), in the order of the draws. Nothing in it is random.
 *
 * @returns positions; none where all weights are zero
 */
export function resample(weights: Float64Array): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return [];
  const chosen: number[] = [];
  let above = 0;
  weights.forEach((weight, draw) => {
    above += weight;
    while (chosen.length < weights.length && (chosen.length + 0.5) / weights.length <= above / total) chosen.push(draw);
  });
  return chosen;
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
