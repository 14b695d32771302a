// `sbc FILE`: simulation-based calibration of a sampler on a document: for each parameter, whether the ranks are uniform.

import type { SamplerName } from "../base/sampler-name.ts";
import { nodeHost } from "../node/host.ts";
import { makePool } from "../run/pool.ts";
import { evenness, ranksOnWorkers } from "../run/simulation-based-calibration.ts";
import { openFile, printIssues } from "./files.ts";
import { print, printError, table } from "./print.ts";

export interface SbcWords {
  readonly sampler: SamplerName | undefined;
  readonly simulations: number | undefined;
  readonly warmup: number | undefined;
  readonly draws: number | undefined;
  readonly seed: number | undefined;
  readonly workers: number | undefined;
  /** Breaks the sampler on purpose: the Jacobian is left out. */
  readonly withoutJacobian: boolean;
}

/** Chances below this, once in a thousand where all is well, count as a failure. */
const SMALLEST_CHANCE = 0.001;

/** @returns the exit code: 1 where a parameter's ranks are not uniform */
export async function calibrateSimulations(file: string, words: SbcWords): Promise<number> {
  const { opened } = await openFile(file);
  if (opened === undefined) return 1;
  const own = opened.model.calibration;
  const { simulations = 500, withoutJacobian } = words;
  const sampler = words.sampler ?? own.sampler;
  const seed = words.seed ?? own.seed;
  const plan = { warmup: words.warmup ?? own.warmup, draws: words.draws ?? own.draws };
  const pool = makePool(await nodeHost(words.workers));
  const request = { text: opened.text, sampler, ...plan, seed, first: 0, simulations, withoutJacobian };
  const begun = process.hrtime.bigint();
  const answer = await ranksOnWorkers(request, pool, told(simulations)).finally(() => pool.close());
  printIssues(answer.issues, file);
  if (!answer.ok) return 1;
  const { priors, parameters } = opened.model;
  const names = priors.map(({ parameter }) => parameters[parameter]?.name ?? "");
  const found = evenness(names, answer.value, opened.placed.kernel, seed);
  const rows = found.map(({ name, chiSquaredChance, bandChance, histogram }) => [
    name,
    chiSquaredChance.toFixed(4),
    bandChance.toFixed(4),
    histogram.join(" "),
  ]);
  print(table(["parameter", "chi-squared", "band", "ranks, in cells of equal chance"], rows));
  const seconds = Number((process.hrtime.bigint() - begun) / 1_000_000_000n);
  print(`${sampler}, ${simulations} simulations of ${plan.warmup} + ${plan.draws} rows, ${seconds} s`);
  const isUniform = found.every((each) => Math.min(each.chiSquaredChance, each.bandChance) > SMALLEST_CHANCE);
  print(isUniform ? "The ranks are uniform: the sampler draws from this posterior." : "The ranks are not uniform.");
  return isUniform ? 0 : 1;
}

/** Tells every fiftieth simulation. */
function told(simulations: number): (done: number) => void {
  return (done) => {
    if (done % 50 === 0 && done < simulations) printError(`${done} of ${simulations} simulations`);
  };
}
