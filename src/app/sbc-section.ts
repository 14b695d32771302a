// Simulation-based calibration of an open document: begun by a button, in workers, stopped without losing what is done.
import "../views/issue-list.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Issue } from "../base/issue.ts";
import type { ShownModel } from "../model/shown.ts";
import { FEWEST_SIMULATIONS } from "../views/evenness-words.ts";
import { rankHistograms, type ShownEvenness } from "../views/rank-histograms.ts";

interface State {
  readonly evenness: ShownEvenness | null;
  /** Simulations done; null while none are running. */
  readonly done: number | null;
  readonly issues: readonly Issue[];
}

const NOTHING: State = { evenness: null, done: null, issues: [] };
const CHOICES = [FEWEST_SIMULATIONS, 200, 500];

export class SbcSection extends LitElement {
  static override properties = {
    text: { attribute: false },
    model: { attribute: false },
    simulations: { state: true },
    state: { state: true },
  };
  /** The document, with the files that it reads. */
  declare text: string;
  declare model: ShownModel | null;
  declare simulations: number;
  declare state: State;
  #stopper = new AbortController();

  constructor() {
    super();
    this.text = "";
    this.model = null;
    this.simulations = FEWEST_SIMULATIONS;
    this.state = NOTHING;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopper.abort();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("text")) return;
    this.#stopper.abort();
    this.state = NOTHING;
  }

  override render() {
    const { model, state } = this;
    if (!model || model.priors.length === 0 || model.targets.length === 0) return nothing;
    const titles = new Map(model.parameters.map(({ name, title }) => [name, title]));
    return html`<details class="details sbc">
      <summary>Test the sampler on this document</summary>
      <p class="muted small">
        Parameters are drawn from the priors, data made from them by the model, and calibrated: in the long run each
        true value must come to every place among its draws equally often.
      </p>
      ${state.done === null ? this.#begin(model) : this.#progress(state.done)}
      <div role="status">
        ${state.evenness ? rankHistograms(state.evenness, titles) : nothing}
        ${state.issues.length > 0 ? html`<epi-issue-list .issues=${state.issues}></epi-issue-list>` : nothing}
      </div>
    </details>`;
  }

  #begin(model: ShownModel): TemplateResult {
    return html`<div class="row">
      <label>
        Simulations
        <select
          @change=${(event: Event) => {
            // The listener stands on this very element.
            this.simulations = Number((event.currentTarget as HTMLSelectElement).value);
          }}
        >
          ${CHOICES.map((count) => html`<option value=${count} ?selected=${count === this.simulations}>${count}</option>`)}
        </select>
      </label>
      <button @click=${() => void this.#run(model)}>Simulate and calibrate</button>
    </div>`;
  }

  #progress(done: number): TemplateResult {
    return html`<div class="row">
        <span class="small">${done} of ${this.simulations} simulations done</span>
        <button @click=${() => this.#stopper.abort()}>Stop and look at these</button>
      </div>
      <progress max=${this.simulations} .value=${done} aria-label="Simulations"></progress>`;
  }

  async #run({ calibration, priors, parameters }: ShownModel): Promise<void> {
    const { text, simulations } = this;
    this.#stopper = new AbortController();
    const { signal } = this.#stopper;
    this.state = { evenness: null, done: 0, issues: [] };
    const [{ ranksOnWorkers }, { ensemblePool }] = await Promise.all([
      import("../run/simulation-based-calibration.ts"),
      import("../browser/host.ts"),
    ]);
    const pool = ensemblePool();
    const { sampler, warmup, draws, seed } = calibration;
    const request = { text, sampler, warmup, draws, seed, first: 0, simulations, withoutJacobian: false };
    const hear = (done: number) => this.#take(text, { ...this.state, done });
    const ranks = await ranksOnWorkers(request, pool, hear, signal);
    if (!ranks.ok) return this.#take(text, { ...NOTHING, issues: ranks.issues });
    if (ranks.value.length === 0) return this.#take(text, NOTHING);
    const names = priors.map(({ parameter }) => parameters[parameter]?.name ?? "");
    const answer = await pool.run((worker) => worker.evenness(names, ranks.value, seed));
    this.#take(text, { evenness: answer.ok ? answer.value : null, done: null, issues: answer.issues });
  }

  /** The answer belongs to the document that was asked about, whichever is open by now. */
  #take(text: string, state: State): void {
    if (text === this.text) this.state = state;
  }
}
customElements.define("epi-sbc-section", SbcSection);
