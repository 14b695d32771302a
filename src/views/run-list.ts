// Saved runs in the order given; each opens, and can be deleted after a question.
import "./lists.css";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { RunHeading } from "../store/record.ts";
import { formatCount, formatInstant } from "./format.ts";

/** Emits `delete-run` with the id in `detail`. */
export class RunList extends LitElement {
  static override properties = { runs: { attribute: false }, asked: { state: true } };
  declare runs: readonly RunHeading[];
  /** Id of the run whose deletion is being confirmed. */
  declare asked: string | null;

  constructor() {
    super();
    this.runs = [];
    this.asked = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    if (this.runs.length === 0) {
      return html`<p class="muted">
        No runs yet. Open a region and press Calibrate; every finished run is kept here and opens again after a reload.
      </p>`;
    }
    return html`<ul class="rows">
      ${this.runs.map((run) => this.#row(run))}
    </ul>`;
  }

  #row(run: RunHeading): TemplateResult {
    const { chains, warmup, draws, seed } = run.settings;
    return html`<li class="run">
      <a class="row-link" href=${`#/run/${run.id}`}>
        <span class="row-title">${run.title}</span>
        <span class="badge ${run.usable ? "good" : "warn"}">${run.usable ? "✓ Usable" : "! Not yet"}</span>
        <span class="muted small row-text">
          ${formatInstant(run.startedAt)} · ${formatCount(chains)} × (${formatCount(warmup)} + ${formatCount(draws)}),
          seed ${seed}${run.stopped ? ", stopped early" : ""}
        </span>
      </a>
      ${this.asked === run.id ? this.#question(run) : this.#ask(run)}
    </li>`;
  }

  #ask(run: RunHeading): TemplateResult {
    const label = `Delete the run of ${run.title}, ${formatInstant(run.startedAt)}`;
    return html`<button class="quiet" aria-label=${label} @click=${() => (this.asked = run.id)}>Delete</button>`;
  }

  #question(run: RunHeading): TemplateResult | typeof nothing {
    return html`<div class="row" role="group" aria-label="Delete this run?">
      <span class="small">Delete for good?</span>
      <button class="danger" @click=${() => this.#delete(run.id)}>Delete</button>
      <button @click=${() => (this.asked = null)}>Keep</button>
    </div>`;
  }

  #delete(id: string): void {
    this.asked = null;
    this.dispatchEvent(new CustomEvent("delete-run", { detail: id, bubbles: true }));
  }
}
customElements.define("epi-run-list", RunList);
