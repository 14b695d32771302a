// Best fits of this tab: the one that is sought, and the latest of each document.
import type { Issue } from "../base/issue.ts";
import type { BestFit, FitProgress } from "../run/analysis/best-fit.ts";

export interface Fit {
  /** The document it is of, with the files that it reads. */
  readonly text: string;
  readonly documentDigest: string;
  /** Null where none was found; the issues then say why. */
  readonly found: BestFit | null;
  readonly issues: readonly Issue[];
}

export interface FitStart {
  /** Path of the region, or null for the own document. */
  readonly path: string | null;
  readonly text: string;
  readonly documentDigest: string;
  readonly seed: number;
  /** One search from the document's values: enough to see what the data can tell. */
  readonly isCheck: boolean;
}

/** Emits `change`. */
class Fits extends EventTarget {
  /** Of the document that is being fitted. */
  active: { readonly path: string | null; progress: FitProgress } | null = null;
  readonly #latest = new Map<string | null, Fit>();
  #stopper = new AbortController();

  latest(path: string | null): Fit | undefined {
    return this.#latest.get(path);
  }

  /** Looks for a best fit; only one at a time. */
  async start({ path, text, documentDigest, seed, isCheck }: FitStart): Promise<void> {
    if (this.active) return;
    const active = { path, progress: { searches: 0, finished: 0, evaluations: 0, logDensity: -Infinity } };
    this.active = active;
    this.#stopper = new AbortController();
    this.#changed();
    try {
      const [{ bestFit }, { ensemblePool }] = await Promise.all([
        import("../run/analysis/best-fit.ts"),
        import("../browser/host.ts"),
      ]);
      const answer = await bestFit({
        text,
        seed,
        ...(isCheck && { searches: 1 }),
        pool: ensemblePool(),
        signal: this.#stopper.signal,
        onProgress: (progress) => {
          active.progress = progress;
          this.#changed();
        },
      });
      const found = answer.ok ? answer.value : null;
      this.#latest.set(path, { text, documentDigest, found, issues: answer.issues });
    } finally {
      this.active = null;
      this.#changed();
    }
  }

  /** Ends the search; the best point so far is kept. */
  stop(): void {
    this.#stopper.abort();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

export const fits = new Fits();
