// What a chain of a document's posterior is made with.

import type { Kernel } from "../kernel/placed.ts";
import type { Posterior } from "../posterior/posterior.ts";
import type { ChainTools } from "../sampler/contract.ts";

/** Stream of a seed from which all chains of a run draw what they decide alike; targets have the first ones. */
const SHARED_STREAM = 1_000_000;

/** @param chain  its number: with the seed it fixes the chain's own random stream */
export function chainTools(kernel: Kernel, target: Posterior, seed: number, chain: number): ChainTools {
  return {
    density: target,
    numeric: kernel.numeric,
    random: kernel.random(seed, chain),
    shared: kernel.random(seed, 0, SHARED_STREAM),
    fromUnit: (unit, z) => target.fromUnit(unit, z),
  };
}
