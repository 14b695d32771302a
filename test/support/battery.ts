// The battery that every sampler passes: what its draws say of targets whose moments and distributions are known.

import type { LogDensity, Sampler } from "../../src/sampler/contract.ts";
import { summarise } from "../../src/sampler/summary.ts";
import { rowsOf, startedChain, toolsFor } from "./chains.ts";
import { testKernel } from "./kernel.ts";
import type { KnownTarget, Truth } from "./targets.ts";

export interface BatteryPlan {
  readonly warmup: number;
  readonly draws: number;
  readonly seed: number;
}

const { numeric } = testKernel();
const CHAINS = [0, 1, 2, 3];

/**
 * Beyond 4.5 Monte Carlo standard errors once in 150,000 comparisons for normal errors. The seeds are fixed, so a
 * failure is a change of the sampler, never of luck.
 */
const ERRORS_LIMIT = 4.5;
/**
 * √m times the distance of the empirical distribution function of m independent draws from the true one exceeds this
 * with probability 2 exp(−2 · 2.2²) = 0.00013 (Kolmogorov; the asymptotic tail is a bound to this accuracy for m > 100).
 */
const DISTANCE_LIMIT = 2.2;

/** What is wrong with a sampler's draws of a target: nothing, where it is right. @param density what is sampled, usually the target */
export function battery(
  sampler: Sampler,
  target: KnownTarget,
  plan: BatteryPlan,
  density: LogDensity = target,
): string[] {
  const chains = CHAINS.flatMap((number) => {
    const chain = startedChain(sampler, toolsFor(density, plan.seed, number), plan);
    const draws = rowsOf(chain).filter((row) => !row.isWarmup);
    const walkers = chain.report.walkers ?? 1;
    return Array.from({ length: walkers }, (_, walker) =>
      draws.filter((_row, draw) => draw % walkers === walker).map((row) => row.z),
    );
  });
  return target.truths.flatMap((truth) => {
    const values = chains.map((draws) => Float64Array.from(draws, (z) => truth.value(z)));
    return findings(values, truth).map((finding) => `${target.name}: ${finding}`);
  });
}

function findings(chains: readonly Float64Array[], truth: Truth): string[] {
  const found = summarise(truth.of, truth.of, chains, numeric);
  const { rhat, essBulk } = found;
  const off = (what: string, value: number, expected: number | undefined, error: number | null): string[] => {
    if (expected === undefined) return [];
    const distance = Math.abs(value - expected) / (error ?? NaN);
    return distance < ERRORS_LIMIT ? [] : [`${what} of ${truth.of} is off by ${distance.toFixed(1)} standard errors`];
  };
  return [
    ...off("mean", found.mean, truth.mean, found.mcseMean),
    ...off("sd", found.sd, truth.sd, found.mcseSd),
    ...(rhat !== null && rhat < 1.02 ? [] : [`R̂ of ${truth.of} is ${rhat}`]),
    ...(truth.cumulative === undefined ? [] : misfit(chains, truth.of, truth.cumulative, essBulk ?? 0)),
  ];
}

/** Of every so many draws that those left are as good as independent: two of them for each effective one would not be. */
function misfit(
  chains: readonly Float64Array[],
  of: string,
  cumulative: (x: number) => number,
  size: number,
): string[] {
  const total = chains.reduce((sum, chain) => sum + chain.length, 0);
  const thin = Math.max(1, Math.ceil((2 * total) / size));
  const draws = chains.flatMap((chain) => [...chain.filter((_, draw) => draw % thin === 0)]).sort((a, b) => a - b);
  const m = draws.length;
  const distance = draws.reduce((worst, draw, rank) => {
    const p = cumulative(draw);
    return Math.max(worst, Math.abs(p - rank / m), Math.abs(p - (rank + 1) / m));
  }, 0);
  const scaled = Math.sqrt(m) * distance;
  return m > 100 && scaled < DISTANCE_LIMIT ? [] : [`${of} has another distribution (√${m} D = ${scaled.toFixed(2)})`];
}
