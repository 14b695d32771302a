// Bands over the draws of a run, of one desk that is here and not behind a worker's boundary.

import type { Answer } from "../../src/base/issue.ts";
import type { Desk, Fan } from "../../src/run/worker-api.ts";
import { chosenDraws } from "../../src/store/chosen-draws.ts";
import type { ChainDraws } from "../../src/store/record.ts";

export interface DrawsToFan {
  readonly text: string;
  readonly chains: readonly ChainDraws[];
  /** Most draws to take. */
  readonly runs: number;
  readonly seed: number;
  readonly scenario?: string;
}

/** The runs in one block, then the bands of all their outputs. */
export function fanAt(desk: Desk, { text, chains, runs, seed, scenario }: DrawsToFan): Answer<Fan[]> {
  const vectors = chosenDraws(chains, runs);
  const what = { text, vectors, of: "priors" } as const;
  const block = desk.ensemble({ ...what, first: 0, ...(scenario === undefined ? {} : { scenario }) });
  if (!block.ok) return block;
  const outputs = block.value.outputs.map((_, output) => output);
  return desk.fans({ ...what, outputs, runs: [block.value], seed });
}
