// A calibration while it runs, as the page shows it: how far each chain is, their paths, and why it waits where it does.
import type { CalibrationSettings } from "../model/model.ts";
import type { ShownModel } from "../model/shown.ts";
import type { Pause } from "../run/keeper.ts";
import type { ChainProgress } from "../run/worker-api.ts";
import type { RunRecord } from "../store/record.ts";
import { shareDone } from "../views/share-done.ts";
import { addReport, emptyTraces, type Traces } from "../views/traces.ts";

export interface Active {
  /** The run's name in the store; null until it is there. */
  id: string | null;
  /** Path of the region, or null for the own document. */
  readonly path: string | null;
  readonly address: string;
  readonly model: ShownModel;
  readonly chains: { done: number; readonly total: number; readonly warmup: number }[];
  readonly traces: Traces;
  readonly startedAt: number;
  /** Share that was done when this sitting began. */
  readonly doneBefore: number;
  /** What the reader should know of its past, or an empty text. */
  readonly note: string;
  /** What is drawn outlasts the tab. */
  isKept: boolean;
  isStopping: boolean;
  /** While it waits because the browser refuses to keep its draws. */
  pause: Pause | null;
}

/** What is to be run. */
export interface Work {
  /** Path of the region, or null for the own document. */
  readonly path: string | null;
  readonly address: string;
  readonly model: ShownModel;
  readonly settings: CalibrationSettings;
}

/** Draws of one chain that there are already: [draw][parameter], natural scale. */
export interface Drawn {
  readonly chain: number;
  /** Row of the first of them, warm-up included. */
  readonly first: number;
  readonly values: Float64Array;
}

/**
 * @param rows   [chain] rows that there are already, warm-up included
 * @param drawn  what was drawn in earlier sittings
 */
export function activeOf(work: Work, rows: readonly number[], drawn: readonly Drawn[], note: string): Active {
  const { path, address, model, settings } = work;
  const { warmup, draws } = settings;
  const total = warmup + draws;
  const chains = rows.map((done) => ({ done, total, warmup }));
  const traces = emptyTraces(model.priors.length, rows.length, total, warmup);
  for (const report of drawn) addReport(traces, { ...report, thin: 1 });
  return {
    id: null,
    path,
    address,
    model,
    chains,
    traces,
    startedAt: performance.now(),
    doneBefore: shareDone(chains),
    note,
    isKept: true,
    isStopping: false,
    pause: null,
  };
}

/** [chain] Rows of a record, of which the warm-up is complete where there is a draw. */
export function rowsOf({ chains, settings }: RunRecord): number[] {
  return Array.from({ length: settings.chains }, (_, number) => {
    const chain = chains.find((each) => each.chain === number);
    return chain ? settings.warmup + chain.logPosterior.length : 0;
  });
}

/** The draws of a record. */
export function drawnOf({ chains, settings }: RunRecord): Drawn[] {
  return chains.map(({ chain, values }) => ({ chain, first: settings.warmup, values }));
}

/** Writes a worker's report into what is shown. */
export function heed(active: Active, progress: ChainProgress): void {
  const chain = active.chains[progress.chain];
  if (chain) chain.done = progress.done;
  addReport(active.traces, progress);
}
