// Checks stochastic runs against recorded moments of the same chain; format in test/reference/summer.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { formatNumber } from "../../base/text.ts";
import type { Kernel } from "../../kernel/placed.ts";
import { replicates } from "../../trajectory/replicates.ts";
import { worstOf, type ReferenceRow } from "./row.ts";
import { isStochasticFile, type AnalyticItem, type MonteCarloItem } from "./stochastic-format.ts";
import { stochasticModel } from "./stochastic-model.ts";
import { Moments, type Expected, type Quantity } from "./stochastic-moments.ts";
import { quantitiesOf } from "./stochastic-quantities.ts";

/** More than any recorded item has, so that what is compared is known as well as it can be. */
const LEAST_REPLICATES = 20_000;
/** Of the first item of a file, one more for each that follows; fixed, so that a failure is a change, never luck. */
const SEED = 1;
/** Standard errors that a mean or a probability may be off. Normal errors are once in 15,800 comparisons. */
const STANDARD_ERRORS = 4;
/** What a recorded standard deviation may be off, where its own sampling error is not larger. */
const SD_ALLOWANCE = 0.05;

/** One row per item of every file of the format; other files of the folder belong to another check. */
export function checkStochastic(folder: string, kernel: Kernel): ReferenceRow[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().flatMap((file): ReferenceRow[] => {
    const failed = (row: string, error: unknown): ReferenceRow => {
      return { file: row, worst: Infinity, limit: 0, note: error instanceof Error ? error.message : String(error) };
    };
    try {
      const content: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"));
      if (!isStochasticFile(content)) return [];
      return content.models.map((item, position) => {
        const row = `${file}: ${item.name}`;
        try {
          return { file: row, ...compare(item, SEED + position, kernel) };
        } catch (error) {
          return failed(row, error);
        }
      });
    } catch (error) {
      return [failed(file, error)];
    }
  });
}

type Comparison = Parameters<typeof worstOf>[0][number];

function compare(item: MonteCarloItem | AnalyticItem, seed: number, kernel: Kernel): Comparison {
  const model = stochasticModel(item.calls, kernel);
  const quantities = quantitiesOf(item, model).map((quantity) => ({
    quantity,
    moments: new Moments(quantity.mean.value),
  }));
  const count = Math.max(LEAST_REPLICATES, item.kind === "monte_carlo" ? item.runs : 0);
  for (const run of replicates(model.placed, [], { seed, count })) {
    const failure = run.issues.find(({ severity }) => severity === "error");
    if (failure !== undefined) throw new Error(failure.message);
    for (const { quantity, moments } of quantities) moments.add(quantity.of(run));
  }
  const comparisons = quantities.flatMap(({ quantity, moments }) => [
    compareMeans(quantity, moments),
    ...(quantity.sd === undefined ? [] : compareSds(quantity.label, quantity.sd, moments)),
  ]);
  const worst = worstOf(comparisons);
  return { ...worst, note: `${worst.note}; worst of ${comparisons.length} comparisons, ${count} runs` };
}

/** In standard errors of both sides together. */
function compareMeans({ label, mean: expected, isShare }: Quantity, moments: Moments): Comparison {
  const { count, mean, variance } = moments;
  const own = Math.sqrt(variance / count);
  const error = isShare === true ? shareError(expected, mean, count) : Math.hypot(own, expected.error);
  const distance = Math.abs(mean - expected.value);
  const note = `${isShare === true ? "probability" : "mean"} of ${label}: ${formatNumber(mean)}, expected ${formatNumber(expected.value)}`;
  return { worst: distance === 0 ? 0 : distance / error, limit: STANDARD_ERRORS, note };
}

/** Of the difference of two shares under the hypothesis that the probability is one and the same. */
function shareError({ value, runs }: Expected, found: number, count: number): number {
  if (runs === undefined) return Math.sqrt((value * (1 - value)) / count);
  const pooled = (value * runs + found * count) / (runs + count);
  return Math.sqrt(pooled * (1 - pooled) * (1 / runs + 1 / count));
}

/**
 * Relative. An exact standard deviation is met within four standard errors of ours; a recorded one within five per cent,
 * or four standard errors of both where that is more: when nearly all runs have died out, a handful of runs make it.
 */
function compareSds(label: string, { value, runs }: Expected, moments: Moments): Comparison[] {
  // Where all recorded runs agree the mean says it all.
  if (value === 0) return [];
  const found = Math.sqrt(moments.variance);
  const own = moments.sdError(moments.count);
  const both = STANDARD_ERRORS * (runs === undefined ? own : Math.hypot(own, moments.sdError(runs)));
  const note = `standard deviation of ${label}: ${formatNumber(found)}, expected ${formatNumber(value)}`;
  return [
    { worst: Math.abs(found - value) / value, limit: runs === undefined ? both : Math.max(SD_ALLOWANCE, both), note },
  ];
}
