// An ensemble: one document at many parameter vectors, in blocks over all workers of a pool, answered in order.

import type { Answer, Issue } from "../base/issue.ts";
import type { StopSignal } from "./host.ts";
import type { Pool } from "./pool.ts";
import type { BlockRequest, EnsembleBlock } from "./worker-api.ts";

/** What is run: see BlockRequest; the first run is number 0. */
export interface Ensemble extends Omit<BlockRequest, "first"> {
  readonly text: string;
  /** Ends the ensemble: blocks that have not begun are left out, and the answer is no longer good. */
  readonly signal?: StopSignal;
}

/** The blocks in the order of the runs. `seriesOf` reads them. */
export type EnsembleRuns = readonly EnsembleBlock[];

/** Runs of a block: a multiple of all numbers of lanes; few enough that a block that is under way is soon done. */
const LEAST = 8;
const MOST = 64;

/**
 * Runs an ensemble. The digits depend on the document and the vectors alone, not on workers, lanes or blocks.
 *
 * Errors: those of the document and the scenario; S103 where a worker died; no issue at all where it was stopped.
 */
export async function runEnsemble(pool: Pool, ensemble: Ensemble): Promise<Answer<EnsembleRuns>> {
  const { text, vectors, signal, ...rest } = ensemble;
  const size = blockSize(vectors.length, pool.workers);
  const firsts = Array.from({ length: Math.ceil(vectors.length / size) }, (_, block) => block * size);
  let isOver = false;
  const answers = await Promise.all(
    firsts.map((first) =>
      pool.run(async (worker): Promise<Answer<EnsembleBlock>> => {
        if (isOver || signal?.aborted === true) return { ok: false, issues: [] };
        const answer = await worker.ensemble({ ...rest, text, first, vectors: vectors.slice(first, first + size) });
        // What one block lacks, all of them lack.
        if (!answer.ok) isOver = true;
        return answer;
      }),
    ),
  );
  const issues = once(answers.flatMap((answer) => answer.issues));
  const blocks = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  return blocks.length === firsts.length ? { ok: true, value: blocks, issues } : { ok: false, issues };
}

/** [run][T] of an output, by its position among those asked for. Views, not copies. */
export function seriesOf(runs: EnsembleRuns, output: number): Float64Array[] {
  return runs.flatMap(({ outputs, runs: count }) => rowsOf(outputs[output] ?? new Float64Array(), count));
}

/** [run][T] of the baselines of a scenario's runs, as `seriesOf`. */
export function baselinesOf(runs: EnsembleRuns, output: number): Float64Array[] {
  return runs.flatMap(({ baselines, runs: count }) => rowsOf(baselines?.[output] ?? new Float64Array(), count));
}

/** The rows of a table, as views. */
export function rowsOf(table: Float64Array, count: number): Float64Array[] {
  const width = table.length / count;
  return Array.from({ length: count }, (_, row) => table.subarray(row * width, (row + 1) * width));
}

/** Four blocks for each worker, so that all of them end at about the same time. */
function blockSize(runs: number, workers: number): number {
  const even = Math.ceil(runs / (4 * workers) / LEAST) * LEAST;
  return Math.min(Math.max(even, LEAST), MOST);
}

function once(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.code} ${issue.path}`, issue])).values()];
}
