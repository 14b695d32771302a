// How far each chain is, how long it will take, and the button that stops.
import "./results.css";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { formatCount, formatDuration } from "./format.ts";
import { shareDone } from "./share-done.ts";

/** How far one chain is, in iterations. */
export interface ChainState {
  readonly done: number;
  /** Warmup and draws. */
  readonly total: number;
  readonly warmup: number;
}

/** Emits `stop`; while it waits `continue` and `go-without` too. */
export class RunProgress extends LitElement {
  static override properties = {
    chains: { attribute: false },
    elapsedMs: { type: Number },
    stopping: { type: Boolean },
    doneBefore: { type: Number },
    note: { type: String },
    kept: { type: Boolean },
    pause: { type: String },
  };
  /** One entry per chain, in chain order. */
  declare chains: readonly ChainState[];
  declare elapsedMs: number;
  declare stopping: boolean;
  /** Share that was done when the run was last begun or taken up again, from 0 to 1. */
  declare doneBefore: number;
  /** What the reader should know of its past, or an empty text. */
  declare note: string;
  /** It is kept as it goes, and outlasts the tab. */
  declare kept: boolean;
  /** Why it waits, and what would do, or an empty text. */
  declare pause: string;

  constructor() {
    super();
    this.chains = [];
    this.elapsedMs = 0;
    this.stopping = false;
    this.doneBefore = 0;
    this.note = "";
    this.kept = false;
    this.pause = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    return html`<section class="progress" aria-label="Progress of the calibration">
      <div class="progress-head">
        <div>
          <h2>${this.#head()}</h2>
          ${this.note === "" ? nothing : html`<p>${this.note}</p>`}
          <p class="muted small">
            ${this.pause === "" ? timeLeft(this.chains, this.elapsedMs, this.doneBefore) : "Waiting for the browser to save what was drawn"}${
              this.kept && this.pause === "" ? " · kept every two seconds, so this tab may be closed" : nothing
            }
          </p>
        </div>
        <button @click=${() => this.#tell("stop")} ?disabled=${this.stopping}>Stop and keep the draws so far</button>
      </div>
      ${this.pause === "" ? nothing : this.#paused()}
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

  #head(): string {
    if (this.stopping) return "Stopping …";
    return this.pause === "" ? "Calibrating …" : "Paused";
  }

  #paused(): TemplateResult {
    return html`<div class="notice warn" role="alert">
      <p>${this.pause}</p>
      <p>Nothing that was drawn is lost; the run waits.</p>
      <p class="row">
        <button class="primary" @click=${() => this.#tell("continue")}>Try again and go on</button>
        <button @click=${() => this.#tell("go-without")}>Go on without saving</button>
      </p>
    </div>`;
  }

  #tell(what: "stop" | "continue" | "go-without"): void {
    this.dispatchEvent(new Event(what, { bubbles: true }));
  }
}
customElements.define("epi-run-progress", RunProgress);

/** `About 12 s left · 3 s so far`. @param before  share that was done when the time began */
export function timeLeft(chains: readonly ChainState[], elapsedMs: number, before = 0): string {
  const share = shareDone(chains);
  const soFar = `${formatDuration(elapsedMs)} so far`;
  if (share - before <= 0.02 || elapsedMs < 300) return `Estimating the time · ${soFar}`;
  return `About ${formatDuration((elapsedMs * (1 - share)) / (share - before))} left · ${soFar}`;
}

function stage(done: number, total: number, warmup: number): string {
  if (done === 0) return "waiting";
  if (done < warmup) return `warmup, ${formatCount(done)} of ${formatCount(warmup)}`;
  if (done < total) return `${formatCount(done - warmup)} of ${formatCount(total - warmup)} draws`;
  return `${formatCount(total - warmup)} draws, done`;
}
