// Fan charts: runs an ensemble and has the bands of its outputs made, both over all workers of a pool.

import type { Answer } from "../base/issue.ts";
import { runEnsemble, type Ensemble } from "./ensemble.ts";
import type { Pool } from "./pool.ts";
import type { EnsembleBlock, Fan } from "./worker-api.ts";

export interface FanRequest extends Ensemble {
  /** For the observation noise; null for bands without it. */
  readonly seed: number | null;
}

/**
 * Runs an ensemble over a pool and makes the bands of its outputs, which takes about as long, there too.
 * Errors: as of `runEnsemble`.
 */
export async function fans(pool: Pool, request: FanRequest): Promise<Answer<Fan[]>> {
  const { text, vectors, of, seed, signal } = request;
  const answer = await runEnsemble(pool, request);
  if (!answer.ok) return answer;
  const count = answer.value[0]?.outputs.length ?? 0;
  const outputs = request.outputs ?? Array.from({ length: count }, (_, output) => output);
  const shares = Math.min(count, pool.workers);
  const answers = await Promise.all(
    Array.from({ length: shares }, (_, share) => share).map((share) =>
      pool.run(async (worker): Promise<Answer<Fan[]>> => {
        if (signal?.aborted === true) return { ok: false, issues: [] };
        const isOurs = (_: unknown, output: number): boolean => output % shares === share;
        const runs = answer.value.map((block) => part(block, isOurs));
        return worker.fans({ text, outputs: outputs.filter(isOurs), runs, vectors, ...(of ? { of } : {}), seed });
      }),
    ),
  );
  const failed = answers.find(({ ok }) => !ok);
  if (failed !== undefined && !failed.ok) return failed;
  const found = answers.flatMap((each) => (each.ok ? each.value : []));
  return { ok: true, value: found.sort((a, b) => a.output - b.output), issues: answer.issues };
}

/** A block with some of its outputs. */
function part(block: EnsembleBlock, isWanted: (table: Float64Array, output: number) => boolean): EnsembleBlock {
  const { outputs, baselines } = block;
  return { ...block, outputs: outputs.filter(isWanted), baselines: baselines?.filter(isWanted) ?? null };
}
