// Runs the sampler on log densities in closed form, for tests.

import { continueChain, movesPerDraw, startChain, type ChainPlan, type ChainState } from "../../src/sampler/chain.ts";
import type { LogDensity } from "../../src/sampler/contract.ts";
import { testKernel } from "./kernel.ts";

const kernel = testKernel();

/** [draw][parameter] The draws of one chain, from a start of zeros. */
export function drawsOf(
  density: LogDensity,
  plan: Omit<ChainPlan, "movesPerDraw">,
  seed: number,
  chain: number,
): Float64Array {
  const running = chainOf(density, plan, seed, chain);
  const width = density.dimension;
  const draws = new Float64Array(plan.draws * width);
  while (!running.finished) {
    const { rows } = running.state;
    if (running.move() && rows >= plan.warmup) draws.set(running.state.position.z, (rows - plan.warmup) * width);
  }
  return draws;
}

/** A chain at its start, or at `state`. */
export function chainOf(
  density: LogDensity,
  plan: Omit<ChainPlan, "movesPerDraw">,
  seed: number,
  chain: number,
  state?: ChainState,
) {
  const tools = { density, numeric: kernel.numeric, random: kernel.random(seed, chain) };
  const started = startChain(tools, new Float64Array(density.dimension));
  if (!started.ok) throw new Error(started.issues[0]?.message);
  return continueChain(tools, { ...plan, movesPerDraw: movesPerDraw(density.dimension) }, state ?? started.value);
}

/** One array per chain of one parameter's draws. */
export function column(chains: readonly Float64Array[], parameter: number, width: number): Float64Array[] {
  return chains.map((chain) => chain.filter((_, position) => position % width === parameter));
}

/**
 * A normal density with correlations: z = 0, then each coordinate is 0.6 times the one before it plus noise.
 *
 * @param sds  of the noise of each coordinate
 */
export function normalTarget(sds: readonly number[]): LogDensity {
  return {
    dimension: sds.length,
    evaluate(z) {
      let sum = 0;
      sds.forEach((sd, i) => {
        const centred = ((z[i] ?? NaN) - 0.6 * (i === 0 ? 0 : (z[i - 1] ?? NaN))) / sd;
        sum -= 0.5 * centred * centred;
      });
      return sum;
    },
  };
}
