// Predictive checks of a run: begun by a button, for every draw runs once more, and as many from the priors.
import "../views/checks.ts";
import "../views/issue-list.ts";
import { html, LitElement, nothing } from "lit";
import type { Issue } from "../base/issue.ts";
import type { ShownModel } from "../model/shown.ts";
import { chosenDraws } from "../store/chosen-draws.ts";
import type { RunRecord } from "../store/record.ts";
import type { ShownChecks } from "../views/checks.ts";
import { FAN_RUNS } from "./runs.ts";

interface State {
  readonly checks: ShownChecks | null;
  readonly isBusy: boolean;
  readonly issues: readonly Issue[];
}

const NOTHING: State = { checks: null, isBusy: false, issues: [] };

/** By record: it is shown again when the page is drawn again. */
const memory = new WeakMap<RunRecord, State>();

export class ChecksSection extends LitElement {
  static override properties = {
    record: { attribute: false },
    model: { attribute: false },
    asDates: { type: Boolean },
    state: { state: true },
  };
  declare record: RunRecord | null;
  declare model: ShownModel | null;
  declare asDates: boolean;
  declare state: State;

  constructor() {
    super();
    this.record = null;
    this.model = null;
    this.asDates = true;
    this.state = NOTHING;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("record")) this.state = (this.record && memory.get(this.record)) ?? NOTHING;
  }

  override render() {
    const { record, model, state } = this;
    if (!record || !model) return nothing;
    return html`<section class="checks" aria-label="Checks against the data">
      <h2>Checks against the data</h2>
      ${
        state.checks
          ? nothing
          : html`<p class="muted small">
                How many observations lie where the model expects them, and what the data did to each prior.
              </p>
              <button ?disabled=${state.isBusy} @click=${() => void this.#check(record)}>
                ${state.isBusy ? "Checking …" : "Check the predictions"}
              </button>`
      }
      ${state.issues.length > 0 ? html`<epi-issue-list .issues=${state.issues}></epi-issue-list>` : nothing}
      <epi-checks .checks=${state.checks} .model=${model} .asDates=${this.asDates}></epi-checks>
    </section>`;
  }

  async #check(record: RunRecord): Promise<void> {
    this.#take(record, { checks: null, isBusy: true, issues: [] });
    const { ensemblePool } = await import("../browser/host.ts");
    const pool = ensemblePool();
    const { document: text, chains, settings } = record;
    const request = { text, seed: settings.seed, count: FAN_RUNS };
    const draws = chosenDraws(chains, FAN_RUNS);
    const [posterior, prior] = await Promise.all([
      pool.run((worker) => worker.predict({ ...request, draws })),
      pool.run((worker) => worker.predict({ ...request, draws: null })),
    ]);
    if (!posterior.ok || !prior.ok) {
      return this.#take(record, { checks: null, isBusy: false, issues: [...posterior.issues, ...prior.issues] });
    }
    const checks = {
      posterior: posterior.value.targets,
      prior: prior.value.targets,
      overlaps: posterior.value.overlaps,
      priorFailures: prior.value.failures,
    };
    this.#take(record, { checks, isBusy: false, issues: [] });
  }

  /** The answer belongs to the record that was asked about, whichever is shown by now. */
  #take(record: RunRecord, state: State): void {
    memory.set(record, state);
    if (record === this.record) this.state = state;
  }
}
customElements.define("epi-checks-section", ChecksSection);
