// What is told of a running chain: at most ten reports a second, each with at most 200 of the rows since the last.

import type { ChainProgress, ChainRequest } from "./worker-api.ts";

/** Milliseconds between reports. */
const INTERVAL = 100;
const MOST_ROWS = 200;

export interface ProgressLog {
  /** Notes the chain's next row, warm-up included. @param values [parameter], copied */
  note(values: Float64Array): void;
  /** The report that is due, or undefined where the last one is too fresh; `final` does not wait. */
  report(now: number, final?: boolean): ChainProgress | undefined;
}

/** @param rowsBefore  that the chain had before */
export function progressLog(request: ChainRequest, rowsBefore: number, now: number): ProgressLog {
  let last = now;
  let reported = rowsBefore;
  let rows: Float64Array[] = [];
  return {
    note(values) {
      rows.push(values.slice());
    },
    report(now, final = false) {
      if (!final && (now - last < INTERVAL || rows.length === 0)) return undefined;
      const thin = Math.max(1, Math.ceil(rows.length / MOST_ROWS));
      const kept = rows.filter((_, row) => row % thin === 0);
      const width = kept[0]?.length ?? 0;
      const values = new Float64Array(kept.length * width);
      kept.forEach((row, position) => values.set(row, position * width));
      const { chain, warmup, draws } = request;
      const progress = {
        chain,
        done: reported + rows.length,
        total: warmup + draws,
        warmup,
        first: reported,
        thin,
        values,
      };
      last = now;
      reported += rows.length;
      rows = [];
      return progress;
    },
  };
}
