// One chain's random stream: Philox4x32-10 counted by draw, so that a stream can be continued from its position alone.

import type { Random } from "../base/numeric.ts";
import type { KernelExports } from "./exports.ts";

const WORD = 4294967296;

/**
 * The n-th number of the stream depends on seed, chain, stream and n alone.
 *
 * @param seed  a whole number from 0 to 2⁵³ − 1
 */
export function randomStream(exports: KernelExports, seed: number, chain: number, stream: number): Random {
  const seedLow = (seed % WORD) | 0;
  const seedHigh = Math.floor(seed / WORD) | 0;
  const low = (): number => (self.position % WORD) | 0;
  const high = (): number => Math.floor(self.position / WORD) | 0;
  const self: Random = {
    position: 0,
    uniform() {
      const variate = exports.uniform(seedLow, seedHigh, chain, stream, low(), high());
      self.position += 1;
      return variate;
    },
    normal() {
      const variate = exports.normalVariate(seedLow, seedHigh, chain, stream, low(), high());
      self.position += 1;
      return variate;
    },
  };
  return self;
}
