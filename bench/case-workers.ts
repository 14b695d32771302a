// The case `workers`: the same ensemble on one worker and on two, in turns, by the clock: both cores have to be free.

import { runEnsemble } from "../src/run/ensemble.ts";
import type { Pool } from "../src/run/pool.ts";
import type { Case } from "./case.ts";
import { refused } from "./document.ts";
import { median } from "./measure.ts";
import { checkRun, observedOutputs, openRegion, runAt, vectorsAround, warmPool, type Region } from "./node-pool.ts";
import type { Result } from "./result.ts";
import { figures } from "./turns.ts";

/** Runs that take some seconds on one worker. */
const REGIONS = [
  { name: "england-1978/influenza", runs: 20_000 },
  { name: "malaysia/covid-19-core", runs: 160 },
] as const;

export const workersCase: Case = {
  name: "workers",
  summary: "the same ensemble on two workers and on one: wall time per run",
  cores: "all",
  async run({ rounds }) {
    const results: Result[] = [];
    for (const { name, runs } of REGIONS) results.push(await measure(name, runs, rounds));
    return results;
  },
};

async function measure(name: string, count: number, rounds: number): Promise<Result> {
  const region = openRegion(name);
  const vectors = vectorsAround(region, count);
  const [one, two] = [await warmPool(1, region), await warmPool(2, region)];
  const times = new Map<string, number[]>([
    ["one", []],
    ["two", []],
  ]);
  try {
    for (let round = 0; round < rounds; round += 1) {
      times.get("one")?.push((await timed(one, region, vectors)) / count);
      times.get("two")?.push((await timed(two, region, vectors)) / count);
    }
  } finally {
    one.close();
    two.close();
  }
  const pairs = (times.get("one") ?? []).map((time, round) => time / (times.get("two")?.[round] ?? NaN));
  const against = { name: "one", label: "one worker" };
  const throughput = { value: median(pairs), unit: "× the throughput of one" };
  return {
    case: name,
    what: "ensemble on two workers, per run",
    lanes: 1,
    ...figures(times, "two", against),
    ...throughput,
  };
}

async function timed(pool: Pool, region: Region, vectors: readonly Float64Array[]): Promise<number> {
  const outputs = observedOutputs(region);
  const start = performance.now();
  const runs = await runEnsemble(pool, { text: region.text, vectors, outputs });
  const time = performance.now() - start;
  if (!runs.ok) throw refused(runs.issues);
  const last = vectors.length - 1;
  checkRun(region, vectors[last] ?? new Float64Array(), runAt(runs.value, outputs, last));
  return time;
}
