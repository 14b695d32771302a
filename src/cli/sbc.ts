// `sbc FILE`: simulation-based calibration of a sampler on a document: for each parameter, whether the ranks are uniform.

import type { SamplerName } from "../base/sampler-name.ts";
import { ranksOf } from "../run/simulation-based-calibration.ts";
import { SAMPLERS } from "../sampler/samplers.ts";
import { openFile, printIssues } from "./files.ts";
import { print, table } from "./print.ts";

export interface SbcWords {
  readonly sampler: SamplerName | undefined;
  readonly simulations: number | undefined;
  readonly warmup: number | undefined;
  readonly draws: number | undefined;
  readonly seed: number | undefined;
}

/** Chances below this, once in a thousand where all is well, count as a failure. */
const SMALLEST_CHANCE = 0.001;

/** @returns the exit code: 1 where a parameter's ranks are not uniform */
export async function calibrateSimulations(file: string, words: SbcWords): Promise<number> {
  const { opened } = await openFile(file);
  if (opened === undefined) return 1;
  const own = opened.model.calibration;
  const answer = ranksOf({
    opened,
    kernel: opened.placed.kernel,
    sampler: SAMPLERS[words.sampler ?? own.sampler],
    plan: { warmup: words.warmup ?? own.warmup, draws: words.draws ?? own.draws },
    simulations: words.simulations ?? 500,
    seed: words.seed ?? own.seed,
  });
  printIssues(answer.issues, file);
  if (!answer.ok) return 1;
  const rows = answer.value.map(({ name, chiSquaredChance, bandChance, histogram }) => [
    name,
    chiSquaredChance.toFixed(4),
    bandChance.toFixed(4),
    histogram.join(" "),
  ]);
  print(table(["parameter", "chi-squared", "band", "ranks, in cells of equal chance"], rows));
  const isUniform = answer.value.every((each) => Math.min(each.chiSquaredChance, each.bandChance) > SMALLEST_CHANCE);
  print(isUniform ? "The ranks are uniform: the sampler draws from this posterior." : "The ranks are not uniform.");
  return isUniform ? 0 : 1;
}
