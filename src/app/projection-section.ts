// The scenarios of a calibrated document at the draws of a run: begun by a button, for every draw runs twice in each.
import "../views/projection.ts";
import "../views/issue-list.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Issue } from "../base/issue.ts";
import type { ShownModel } from "../model/shown.ts";
import { chosenDraws } from "../store/chosen-draws.ts";
import type { RunRecord } from "../store/record.ts";
import type { Fan } from "../views/fan.ts";
import { plural } from "../views/format.ts";
import { groupOutputs } from "../views/output-groups.ts";
import type { ProjectedScenario } from "../views/projection.ts";
import { startOf, styleOf } from "../views/scenario.ts";
import { FAN_RUNS } from "./runs.ts";

/** How far the projection of one run has come. */
interface State {
  readonly done: readonly ProjectedScenario[];
  /** Title of the scenario that is being run, or an empty text. */
  readonly running: string;
  readonly issues: readonly Issue[];
}

const NOTHING: State = { done: [], running: "", issues: [] };

/** By record: it is shown again on the page of the run, and when the region is opened again. */
const memory = new WeakMap<RunRecord, State>();

export class ProjectionSection extends LitElement {
  static override properties = {
    record: { attribute: false },
    model: { attribute: false },
    fans: { attribute: false },
    asDates: { type: Boolean },
    state: { state: true },
  };
  declare record: RunRecord | null;
  declare model: ShownModel | null;
  /** Of the run without a scenario. */
  declare fans: readonly Fan[];
  declare asDates: boolean;
  declare state: State;
  #stopper = new AbortController();

  constructor() {
    super();
    this.record = null;
    this.model = null;
    this.fans = [];
    this.asDates = true;
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
    if (!changed.has("record")) return;
    this.#stopper.abort();
    this.state = (this.record && memory.get(this.record)) ?? NOTHING;
  }

  override render() {
    const { record, model, state } = this;
    if (!record || !model || (model.scenarios ?? []).length === 0) return nothing;
    return html`<section class="projection" aria-label="Scenarios with their uncertainty">
      <h2>Scenarios with their uncertainty</h2>
      ${state.done.length === 0 && state.running === "" ? invitation(model) : nothing} ${this.#action(record, model)}
      ${state.issues.length > 0 ? html`<epi-issue-list .issues=${state.issues}></epi-issue-list>` : nothing}
      <epi-projection
        .model=${model}
        .groups=${groupOutputs(model).first}
        .baseline=${this.fans}
        .scenarios=${state.done}
        .asDates=${this.asDates}
      ></epi-projection>
    </section>`;
  }

  #action(record: RunRecord, model: ShownModel): TemplateResult | typeof nothing {
    const { running, done } = this.state;
    const scenarios = model.scenarios ?? [];
    if (running !== "") {
      return html`<div class="row" role="status">
        <span>Running “${running}”, ${done.length + 1} of ${plural(scenarios.length, "scenario")} …</span>
        <button @click=${() => this.#stopper.abort()}>Stop</button>
      </div>`;
    }
    if (done.length === scenarios.length) return nothing;
    const words = done.length > 0 ? "Go on with the other scenarios" : "Run the scenarios at the draws";
    return html`<p><button @click=${() => void this.#run(record, model)}>${words}</button></p>`;
  }

  async #run(record: RunRecord, model: ShownModel): Promise<void> {
    this.#stopper = new AbortController();
    const { signal } = this.#stopper;
    const { desk } = await import("./desk.ts");
    const vectors = chosenDraws(record.chains, FAN_RUNS);
    for (const scenario of model.scenarios ?? []) {
      const { done } = this.state;
      const { name, title } = scenario;
      if (done.some((each) => each.name === name)) continue;
      this.#take(record, { done, running: title, issues: [] });
      const answer = await desk.fans({
        text: record.document,
        vectors,
        of: "priors",
        scenario: name,
        seed: null,
        signal,
      });
      const isOver = signal.aborted || !answer.ok;
      const fans = answer.ok ? answer.value : [];
      const found = { name, title, style: styleOf(model, name), from: startOf(scenario, model), fans };
      const issues = answer.issues.filter(({ severity }) => severity === "error");
      this.#take(record, { done: isOver ? done : [...done, found], running: "", issues: signal.aborted ? [] : issues });
      if (isOver) return;
    }
  }

  #take(record: RunRecord, state: State): void {
    memory.set(record, { ...state, running: "" });
    if (record === this.record) this.state = state;
  }
}
customElements.define("epi-projection-section", ProjectionSection);

function invitation(model: ShownModel): TemplateResult {
  const scenarios = plural(model.scenarios?.length ?? 0, "scenario");
  return html`<p class="muted">
    What the ${scenarios} would avert, with intervals: each draw of the calibration is run with and without each
    scenario, side by side. It takes about as long as ${FAN_RUNS} runs of the model for each.
  </p>`;
}
