// Runs samplers on log densities in closed form, for tests.

import { adaptiveMetropolis } from "../../src/sampler/adaptive-metropolis.ts";
import type { Chain, ChainPlan, ChainTools, LogDensity, Plain, Row, Sampler } from "../../src/sampler/contract.ts";
import { testKernel } from "./kernel.ts";

const kernel = testKernel();

/** [draw][parameter] The draws of one chain of adaptive Metropolis, from a start of zeros. */
export function drawsOf(density: LogDensity, plan: ChainPlan, seed: number, chain: number): Float64Array {
  return drawnBy(chainOf(density, plan, seed, chain), plan.draws, density.dimension);
}

/** [draw][parameter] What a chain draws until it is finished. */
export function drawnBy(chain: Chain, draws: number, width: number): Float64Array {
  const values = new Float64Array(draws * width);
  rowsOf(chain)
    .filter((row) => !row.isWarmup)
    .forEach(({ z }, draw) => values.set(z, draw * width));
  return values;
}

/** All rows that a chain completes until it is finished, copied. */
export function rowsOf(chain: Chain): Row[] {
  const rows: Row[] = [];
  while (!chain.finished) {
    const row = chain.move();
    if (row !== null) rows.push({ ...row, z: row.z.slice() });
  }
  return rows;
}

/** What a chain of a test is made with. */
export function toolsFor(density: LogDensity, seed: number, chain: number): ChainTools {
  return { density, numeric: kernel.numeric, random: kernel.random(seed, chain) };
}

/** A chain of adaptive Metropolis at its start. */
export function chainOf(density: LogDensity, plan: ChainPlan, seed: number, chain: number): Chain {
  return startedChain(adaptiveMetropolis, toolsFor(density, seed, chain), plan);
}

/** A chain at its start around zeros. */
export function startedChain(sampler: Sampler, tools: ChainTools, plan: ChainPlan): Chain {
  const started = sampler.start(tools, plan, new Float64Array(tools.density.dimension));
  if (!started.ok) throw new Error(started.issues[0]?.message);
  return started.value;
}

/** The part of a saved chain's state that has this name. */
export function savedPart(chain: Chain, name: string): Plain {
  const saved = chain.save();
  if (saved === null || typeof saved !== "object" || !(name in saved)) throw new Error(`there is no ${name}`);
  return Object.entries(saved).find(([key]) => key === name)?.[1] as Plain;
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
