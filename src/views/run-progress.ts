// How far each chain is, how long it will take, and the button that stops.
import "./results.css";
import { html, LitElement } from "lit";
import { formatCount, formatDuration } from "./format.ts";
import { shareDone } from "./share-done.ts";

/** How far one chain is, in iterations. */
export interface ChainState {
  readonly done: number;
  /** Warmup and draws. */
  readonly total: number;
  readonly warmup: number;
}

/** Emits `stop`. */
export class RunProgress extends LitElement {
  static override properties = {
    chains: { attribute: false },
    elapsedMs: { type: Number },
    stopping: { type: Boolean },
  };
  /** One entry per chain, in chain order. */
  declare chains: readonly ChainState[];
  declare elapsedMs: number;
  declare stopping: boolean;

  constructor() {
    super();
    this.chains = [];
    this.elapsedMs = 0;
    this.stopping = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    return html`<section class="progress" aria-label="Progress of the calibration">
      <div class="progress-head">
        <div>
          <h2>${this.stopping ? "Stopping …" : "Calibrating …"}</h2>
          <p class="muted small">${timeLeft(this.chains, this.elapsedMs)}</p>
        </div>
        <button @click=${this.#stop} ?disabled=${this.stopping}>Stop and keep the draws so far</button>
      </div>
      <ol class="bars">
        ${this.chains.map(
          ({ done, total, warmup }, chain) =>
            html`<li>
              <label for=${`chain-${chain}`}>Chain ${chain + 1}</label>
              <progress id=${`chain-${chain}`} max=${Math.max(total, 1)} .value=${done}></progress>
              <span class="muted">${stage(done, total, warmup)}</span>
            </li>`,
        )}
      </ol>
    </section>`;
  }

  #stop(): void {
    this.dispatchEvent(new Event("stop", { bubbles: true }));
  }
}
customElements.define("epi-run-progress", RunProgress);

/** `About 12 s left · 3 s so far`. */
export function timeLeft(chains: readonly ChainState[], elapsedMs: number): string {
  const share = shareDone(chains);
  const soFar = `${formatDuration(elapsedMs)} so far`;
  if (share <= 0.02 || elapsedMs < 300) return `Estimating the time · ${soFar}`;
  return `About ${formatDuration((elapsedMs * (1 - share)) / share)} left · ${soFar}`;
}

function stage(done: number, total: number, warmup: number): string {
  if (done === 0) return "waiting";
  if (done < warmup) return `warmup, ${formatCount(done)} of ${formatCount(warmup)}`;
  if (done < total) return `${formatCount(done - warmup)} of ${formatCount(total - warmup)} draws`;
  return `${formatCount(total - warmup)} draws, done`;
}
