// Calibrations of this tab: the one that runs, kept as it goes, and the latest finished one of each document.
import type { Issue } from "../base/issue.ts";
import type { ShownModel } from "../model/shown.ts";
import type { GoOnOptions } from "../run/go-on.ts";
import type { RunAnswer } from "../run/job.ts";
import type { Fan } from "../run/worker-api.ts";
import { chosenDraws } from "../store/chosen-draws.ts";
import type { RunRecord } from "../store/record.ts";
import { activeOf, drawnOf, heed, rowsOf, type Active, type Drawn, type Work } from "./active.ts";
import { openStore } from "./store.ts";

/** Draws at which the fan is computed: its 95 % limits then stand on ten draws each side. */
export const FAN_RUNS = 400;

export interface Finished {
  readonly record: RunRecord;
  readonly model: ShownModel;
  readonly fans: readonly Fan[] | null;
  /** What went wrong on the way, such as a chain that died. */
  readonly issues: readonly Issue[];
  /** Where it is kept: a sentence for the reader. */
  readonly saved: { readonly isDurable: boolean; readonly words: string };
}

/** A run that is in the store, and how far it is. */
export interface Interrupted {
  readonly id: string;
  /** [chain] Rows so far, warm-up included. */
  readonly rows: readonly number[];
  readonly drawn: readonly Drawn[];
  /** How far it was, for the reader. */
  readonly note: string;
}

/** Milliseconds from one drawing of a running calibration to the next. */
const DRAWN_EVERY = 120;

/** Emits `change`. */
class Runs extends EventTarget {
  active: Active | null = null;
  readonly #finished = new Map<string | null, Finished>();
  readonly #failed = new Map<string | null, readonly Issue[]>();
  #stopper = new AbortController();
  readonly #urge = new EventTarget();
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
  async start(work: Work & { readonly text: string }): Promise<void> {
    const { text, settings, path } = work;
    const rows = Array.from({ length: settings.chains }, () => 0);
    await this.#work(activeOf(work, rows, [], ""), async (options) => {
      const { calibrate } = await import("../run/calibrate.ts");
      return calibrate({ text, settings, region: path, ...options });
    });
  }

  /** Goes on with an interrupted run. The model is that of its own document, whatever stands in the editor. */
  async resume(work: Work, { id, rows, drawn, note }: Interrupted): Promise<void> {
    await this.#work(activeOf(work, rows, drawn, note), async (options) => {
      const { resumeRun } = await import("../run/go-on.ts");
      return resumeRun(id, options);
    });
  }

  /** Makes a finished run longer by so many draws per chain, and first by those that it lacks because it was stopped. */
  async addDraws(record: RunRecord, work: Omit<Work, "settings">, more: number): Promise<void> {
    const settings = { ...record.settings, draws: record.settings.draws + more };
    await this.#work(activeOf({ ...work, settings }, rowsOf(record), drawnOf(record), ""), async (options) => {
      const { addDraws } = await import("../run/go-on.ts");
      return addDraws(record, more, options);
    });
  }

  /** Ends the present run and keeps its draws so far. */
  stop(): void {
    if (!this.active) return;
    this.active.isStopping = true;
    this.#stopper.abort();
    this.#changed();
  }

  /** Keeps what was drawn now, as the tab may be gone in a moment. */
  keepNow(): void {
    this.#urge.dispatchEvent(new Event("keep"));
  }

  /** Tries once more to keep the draws of a run that waits. */
  tryAgain(): void {
    this.active?.pause?.again();
  }

  /** Lets a run that waits go on unkept. */
  goWithout(): void {
    if (!this.active) return;
    this.active.isKept = false;
    this.active.pause?.without();
  }

  /** Forgets the latest run of a document where it is this one: it was deleted, or another tab has made it longer. */
  forget(id: string): void {
    for (const [path, { record }] of this.#finished) if (record.id === id) this.#finished.delete(path);
    this.#changed();
  }

  async #work(active: Active, run: (options: GoOnOptions) => Promise<RunAnswer>): Promise<void> {
    if (this.active) return;
    this.active = active;
    this.#stopper = new AbortController();
    this.#failed.delete(active.path);
    this.#changed();
    try {
      const answer = await run(await this.#options(active));
      if (!answer.ok) this.#failed.set(active.path, answer.issues);
      else this.#finished.set(active.path, await finish(answer.value, active.model, answer));
    } finally {
      this.active = null;
      this.#changed();
    }
  }

  async #options(active: Active): Promise<GoOnOptions> {
    const { browserHost } = await import("../browser/host.ts");
    const store = await openStore();
    active.isKept = store.durable;
    return {
      host: browserHost(numberAsked("workers", 64)),
      store,
      signal: this.#stopper.signal,
      urge: this.#urge,
      ...checkpointAsked(),
      onBegin: (id) => {
        active.id = id;
        this.#changed();
      },
      onProgress: (progress) => {
        heed(active, progress);
        this.#changedSoon();
      },
      onPause: (pause) => {
        active.pause = pause ?? null;
        this.#changed();
      },
    };
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

/** Fans of a new record, and words for where it is kept. */
async function finish(record: RunRecord, model: ShownModel, { issues, unsaved }: RunAnswer): Promise<Finished> {
  return { record, model, issues, saved: await savedWords(unsaved), fans: await fansOf(record) };
}

/** The fans of a record, or null where its document no longer runs. */
export async function fansOf(record: RunRecord): Promise<readonly Fan[] | null> {
  const { desk } = await import("./desk.ts");
  const { document: text, chains, settings } = record;
  const vectors = chosenDraws(chains, FAN_RUNS);
  const answer = await desk.fans({ text, vectors, of: "priors", seed: settings.seed });
  return answer.ok ? answer.value : null;
}

async function savedWords(unsaved: Issue | undefined): Promise<Finished["saved"]> {
  if (unsaved) {
    const { code, message, advice } = unsaved;
    return { isDurable: false, words: `Not saved: ${code} ${message} ${advice} Download the record to keep it.` };
  }
  const store = await openStore();
  if (store.durable) return { isDurable: true, words: "Saved in this browser." };
  return { isDurable: false, words: `Kept until this tab is closed. ${store.reason} Download the record to keep it.` };
}

/** `?workers=2` in the address sets how many workers run side by side; draws never depend on it. */
function numberAsked(name: string, most: number): number | undefined {
  const asked = Number(new URLSearchParams(location.search).get(name) ?? "");
  return Number.isInteger(asked) && asked >= 1 && asked <= most ? asked : undefined;
}

/** `?checkpoint=100` keeps a run more often than every 2,000 milliseconds; draws never depend on it either. */
function checkpointAsked(): { readonly checkpointEvery?: number } {
  const asked = numberAsked("checkpoint", 2000);
  return asked === undefined ? {} : { checkpointEvery: asked };
}
