// The case `ensemble`: 4000 posterior-predictive runs of Malaysia core over all workers, and their bands with noise.

import { fans } from "../src/run/fan.ts";
import { runEnsemble, seriesOf } from "../src/run/ensemble.ts";
import type { Case } from "./case.ts";
import { refused } from "./document.ts";
import { cores, median, spread } from "./measure.ts";
import { checkRun, observedOutputs, openRegion, runAt, vectorsAround, warmPool } from "./node-pool.ts";
import type { Result } from "./result.ts";

const RUNS = 4000;
const MOST_ROUNDS = 3;

export const ensembleCase: Case = {
  name: "ensemble",
  summary: "4000 posterior-predictive runs of Malaysia core over all workers, wall time; with bands and noise",
  cores: "all",
  async run({ rounds }) {
    const region = openRegion("malaysia/covid-19-core");
    const { text } = region;
    const outputs = observedOutputs(region);
    const vectors = vectorsAround(region, RUNS);
    const workers = cores();
    const pool = await warmPool(workers, region);
    const times = { runs: [] as number[], bands: [] as number[] };
    try {
      for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round += 1) {
        const start = performance.now();
        const runs = await runEnsemble(pool, { text, vectors, outputs });
        times.runs.push(performance.now() - start);
        if (!runs.ok) throw refused(runs.issues);
        for (const number of [0, RUNS / 2 - 1, RUNS - 1]) {
          checkRun(region, vectors[number] ?? new Float64Array(), runAt(runs.value, outputs, number));
        }
        const again = performance.now();
        const bands = await fans(pool, { text, vectors, outputs, seed: 1 });
        times.bands.push(performance.now() - again);
        if (!bands.ok) throw refused(bands.issues);
        for (const { output, lower95, upper95 } of bands.value) {
          checkBand(seriesOf(runs.value, outputs.indexOf(output)), lower95, upper95);
        }
      }
    } finally {
      pool.close();
    }
    return [figure("runs alone", times.runs, workers), figure("runs and bands with noise", times.bands, workers)];
  },
};

/** A band of 95 % leaves a fortieth of the runs below and above, at every time. */
function checkBand(series: readonly Float64Array[], lower: Float64Array, upper: Float64Array): void {
  lower.forEach((low, time) => {
    const high = upper[time] ?? NaN;
    const below = series.filter((run) => (run[time] ?? NaN) < low).length;
    const above = series.filter((run) => (run[time] ?? NaN) > high).length;
    if (Math.max(below, above) <= Math.ceil(series.length / 40) && low <= high) return;
    if (Number.isNaN(low) && series.every((run) => Number.isNaN(run[time]))) return;
    throw new Error(`at time ${time}, ${below} and ${above} of ${series.length} runs lie outside a band of 95 %`);
  });
}

function figure(what: string, times: readonly number[], workers: number): Result {
  const each = times.map((time) => time / RUNS);
  return {
    case: "ensemble",
    what: `${RUNS} ${what}, per run`,
    lanes: 1,
    median_ms: median(each),
    spread: spread(each),
    value: median(times) / 1000,
    unit: `s of wall time for all, on ${workers} workers`,
  };
}
