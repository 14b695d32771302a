// The case `memory`: what a worker adds to the memory of the process, with a document open and run at eight vectors.

import { nodeHost } from "../src/node/host.ts";
import { runEnsemble } from "../src/run/ensemble.ts";
import { makePool } from "../src/run/pool.ts";
import type { Case } from "./case.ts";
import { refused } from "./document.ts";
import { median } from "./measure.ts";
import { checkRun, observedOutputs, openRegion, runAt, vectorsAround } from "./node-pool.ts";
import type { Result } from "./result.ts";

const REGIONS = ["england-1978/influenza", "malaysia/covid-19-core", "malaysia/covid-19"];
/** Workers one after the other; the figure is the median, for the first brings what all share. */
const WORKERS = 3;

export const memoryCase: Case = {
  name: "memory",
  summary: "memory of one more worker with a document open: England 1978, Malaysia core and complete",
  cores: "all",
  async run() {
    const results: Result[] = [];
    for (const name of REGIONS) results.push(await measure(name));
    return results;
  },
};

async function measure(name: string): Promise<Result> {
  const region = openRegion(name);
  const vectors = vectorsAround(region, 8);
  const outputs = observedOutputs(region);
  const grown: number[] = [];
  const pools = [];
  try {
    for (let worker = 0; worker < WORKERS; worker += 1) {
      const before = process.memoryUsage.rss();
      const pool = makePool(await nodeHost(1));
      pools.push(pool);
      const runs = await runEnsemble(pool, { text: region.text, vectors, outputs });
      if (!runs.ok) throw refused(runs.issues);
      grown.push((process.memoryUsage.rss() - before) / 2 ** 20);
      checkRun(region, vectors[0] ?? new Float64Array(), runAt(runs.value, outputs, 0));
    }
  } finally {
    for (const pool of pools) pool.close();
  }
  return { case: name, what: "memory of a worker", lanes: 1, value: median(grown), unit: "MiB" };
}
