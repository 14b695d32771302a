// Workers of Node for cases that need more than one core, and parameter vectors for them.

import { bundle } from "../src/document/bundle.ts";
import { nodeHost } from "../src/node/host.ts";
import { documentValues } from "../src/run/desk.ts";
import { runEnsemble, seriesOf, type EnsembleRuns } from "../src/run/ensemble.ts";
import { openDocument, run, type Opened } from "../src/run/open.ts";
import { makePool, type Pool } from "../src/run/pool.ts";
import { benchKernel } from "./bench-kernel.ts";
import { refused, sourceOf } from "./document.ts";

export interface Region {
  readonly text: string;
  readonly opened: Opened;
}

/** A region's document with its files in one text, opened. @param name  below regions/, without its ending */
export function openRegion(name: string): Region {
  const { text, files } = sourceOf(`regions/${name}.yaml`);
  const whole = bundle(text, files);
  const opened = openDocument(whole, benchKernel());
  if (!opened.ok) throw refused(opened.issues);
  return { text: whole, opened: opened.value };
}

/** [run][P] Vectors around the document's values, as the draws of a narrow posterior would be, all different. */
export function vectorsAround({ opened }: Region, count: number): Float64Array[] {
  const values = documentValues(opened);
  const calibrated = opened.model.priors.map(({ parameter }) => parameter);
  return Array.from({ length: count }, (_, run) => {
    const vector = values.slice();
    calibrated.forEach((parameter, position) => {
      // Steps of the golden ratio spread evenly over an interval, however many there are.
      const share = ((run + 1) * (position + 1) * 0.618033988749895) % 1;
      vector[parameter] = (vector[parameter] ?? NaN) * (1 + 0.04 * (share - 0.5));
    });
    return vector;
  });
}

/** A pool with its workers started and the document open in each, as it is in a tab after its first use. */
export async function warmPool(workers: number, { text, opened }: Region): Promise<Pool> {
  const pool = makePool(await nodeHost(workers));
  await Promise.all(
    Array.from({ length: workers }, () =>
      pool.run(async (worker) => {
        const answer = await worker.open(text);
        if (!answer.ok) throw refused(answer.issues);
      }),
    ),
  );
  const warm = await runEnsemble(pool, { text, vectors: vectorsAround({ text, opened }, 16 * workers) });
  if (!warm.ok) throw refused(warm.issues);
  return pool;
}

/** Outputs with observations: what a posterior-predictive run is compared by. */
export function observedOutputs({ opened }: Region): number[] {
  return [...new Set(opened.model.targets.map(({ output }) => output))];
}

/**
 * Compares one run of an ensemble with the same vector run alone. Errors: an Error where a digit differs.
 *
 * @param found  by position of the output
 */
export function checkRun(
  { opened }: Region,
  vector: Float64Array,
  found: ReadonlyMap<number, ArrayLike<number>>,
): void {
  const { outputs } = run(opened, vector, { withoutReproduction: true });
  for (const [output, series] of found) {
    const isSame = outputs[output]?.every((value, time) => value === series[time]) === true;
    if (!isSame) throw new Error(`output ${output} differs between a run of the ensemble and the same alone`);
  }
}

/** One run of an ensemble as `checkRun` takes it. @param outputs  those that were asked for */
export function runAt(runs: EnsembleRuns, outputs: readonly number[], number: number): Map<number, ArrayLike<number>> {
  return new Map(outputs.map((output, position) => [output, seriesOf(runs, position)[number] ?? []]));
}
