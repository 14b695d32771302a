// The draws of a chain put together from its sittings: a finished run, checkpoints, and what a worker drew last.

import type { ChainReport, Plain } from "../sampler/contract.ts";
import { rowWidth } from "../store/job.ts";
import type { ChainDraws } from "../store/record.ts";

/** Draws of one sitting. */
export type Draws = Pick<ChainDraws, "values" | "logPosterior" | "logWeights">;

/** @param rows  [draw][rowWidth], as checkpoints hold them */
export function drawsOfRows(rows: Float64Array, parameters: number): Draws {
  const width = rowWidth(parameters);
  const draws = rows.length / width;
  const values = new Float64Array(draws * parameters);
  for (let draw = 0; draw < draws; draw += 1) {
    values.set(rows.subarray(draw * width, draw * width + parameters), draw * parameters);
  }
  const column = (position: number) =>
    Float64Array.from({ length: draws }, (_, draw) => rows[draw * width + position] ?? NaN);
  return { values, logPosterior: column(parameters), logWeights: column(parameters + 1) };
}

/** One chain from its sittings, in their order. Weights are left out where all draws count alike, as a worker does. */
export function joinedChain(
  chain: number,
  sittings: readonly Draws[],
  report: ChainReport | Pick<ChainDraws, keyof ChainReport>,
  state: Plain | undefined,
): ChainDraws {
  const weights = joined(sittings.map(({ logPosterior, logWeights }) => logWeights ?? logPosterior.map(() => 0)));
  return {
    chain,
    ...report,
    values: joined(sittings.map(({ values }) => values)),
    logPosterior: joined(sittings.map(({ logPosterior }) => logPosterior)),
    ...(weights.some((weight) => weight !== 0) ? { logWeights: weights } : {}),
    ...(state === undefined ? {} : { state }),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
