// Calibrations of this tab: the one that runs, and the latest finished one of each document.
import type { Issue } from "../base/issue.ts";
import type { CalibrationSettings } from "../model/model.ts";
import type { ShownModel } from "../model/shown.ts";
import type { Fan } from "../run/worker-api.ts";
import { chosenDraws } from "../store/chosen-draws.ts";
import type { RunRecord } from "../store/record.ts";
import { addReport, emptyTraces, type Traces } from "../views/traces.ts";
import { openStore } from "./store.ts";

/** Draws at which the fan is computed: its 95 % limits then stand on ten draws each side. */
export const FAN_RUNS = 400;

export interface Active {
  /** Path of the region, or null for the own document. */
  readonly path: string | null;
  readonly address: string;
  readonly model: ShownModel;
  readonly chains: { done: number; readonly total: number; readonly warmup: number }[];
  readonly traces: Traces;
  readonly startedAt: number;
  isStopping: boolean;
}

export interface Finished {
  readonly record: RunRecord;
  readonly model: ShownModel;
  readonly fans: readonly Fan[] | null;
  /** What went wrong on the way, such as a chain that died. */
  readonly issues: readonly Issue[];
  /** Where it is kept: a sentence for the reader. */
  readonly saved: { readonly isDurable: boolean; readonly words: string };
}

export interface Start {
  readonly path: string | null;
  readonly address: string;
  readonly text: string;
  readonly model: ShownModel;
  readonly settings: CalibrationSettings;
}

/** Milliseconds from one drawing of a running calibration to the next. */
const DRAWN_EVERY = 120;

/** Emits `change`. */
class Runs extends EventTarget {
  active: Active | null = null;
  readonly #finished = new Map<string | null, Finished>();
  readonly #failed = new Map<string | null, readonly Issue[]>();
  #stopper = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The latest run of a document in this tab. */
  finished(path: string | null): Finished | undefined {
    return this.#finished.get(path);
  }

  /** Why the latest run of a document ended without draws. */
  failed(path: string | null): readonly Issue[] {
    return this.#failed.get(path) ?? [];
  }

  /** Runs a calibration; only one at a time, as each takes all cores. */
  async start(start: Start): Promise<void> {
    if (this.active) return;
    const { chains, warmup, draws } = start.settings;
    const total = warmup + draws;
    const active: Active = {
      path: start.path,
      address: start.address,
      model: start.model,
      chains: Array.from({ length: chains }, () => ({ done: 0, total, warmup })),
      traces: emptyTraces(start.model.priors.length, chains, total, warmup),
      startedAt: performance.now(),
      isStopping: false,
    };
    this.active = active;
    this.#stopper = new AbortController();
    this.#failed.delete(start.path);
    this.#changed();
    try {
      await this.#run(start, active);
    } finally {
      this.active = null;
      this.#changed();
    }
  }

  /** Ends the present run and keeps its draws so far. */
  stop(): void {
    if (!this.active) return;
    this.active.isStopping = true;
    this.#stopper.abort();
    this.#changed();
  }

  async #run(start: Start, active: Active): Promise<void> {
    const [{ calibrate }, { browserHost }] = await Promise.all([
      import("../run/calibrate.ts"),
      import("../browser/host.ts"),
    ]);
    const answer = await calibrate({
      text: start.text,
      settings: start.settings,
      region: start.path,
      host: browserHost(workersAsked()),
      signal: this.#stopper.signal,
      onProgress: (progress) => {
        const chain = active.chains[progress.chain];
        if (chain) chain.done = progress.done;
        addReport(active.traces, progress);
        this.#changedSoon();
      },
    });
    if (!answer.ok) this.#failed.set(start.path, answer.issues);
    else this.#finished.set(start.path, await finish(answer.value, start.model, answer.issues));
  }

  /** Many chains report at once; the page is drawn for all of them together. */
  #changedSoon(): void {
    this.#timer ??= setTimeout(() => this.#changed(), DRAWN_EVERY);
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;

    this.dispatchEvent(new Event("change"));
  }
}

export const runs = new Runs();

/** Fans and a place in the store for a new record. */
async function finish(record: RunRecord, model: ShownModel, issues: readonly Issue[]): Promise<Finished> {
  const saved = await save(record);
  return { record, model, issues, saved, fans: await fansOf(record) };
}

/** The fans of a record, or null where its document no longer runs. */
export async function fansOf(record: RunRecord): Promise<readonly Fan[] | null> {
  const { desk } = await import("./desk.ts");
  const { document: text, chains, settings } = record;
  const vectors = chosenDraws(chains, FAN_RUNS);
  const answer = await desk.fans({ text, vectors, of: "priors", seed: settings.seed });
  return answer.ok ? answer.value : null;
}

async function save(record: RunRecord): Promise<Finished["saved"]> {
  try {
    const store = await openStore();
    await store.put(record);
    if (store.durable) return { isDurable: true, words: "Saved in this browser." };
    return {
      isDurable: false,
      words: `Kept until this tab is closed. ${store.reason} Download the record to keep it.`,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { isDurable: false, words: `Not saved: ${why} Download the record to keep it.` };
  }
}

/** `?workers=2` in the address sets how many workers run side by side; draws never depend on it. */
function workersAsked(): number | undefined {
  const asked = Number(new URLSearchParams(location.search).get("workers") ?? "");
  return Number.isInteger(asked) && asked >= 1 && asked <= 64 ? asked : undefined;
}
