// One saved run, shown again from its record alone: the fan is computed anew from the stored draws.
import "./projection-section.ts";
import "./workbench.css";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Issue } from "../base/issue.ts";
import type { ShownModel } from "../model/shown.ts";
import type { Fan } from "../run/worker-api.ts";
import type { RunRecord } from "../store/record.ts";
import { formatInstant } from "../views/format.ts";
import { regionAddress } from "../views/region-list.ts";
import { chartsView } from "./charts-view.ts";
import { desk } from "./desk.ts";
import { putOwnDocument } from "./open-file.ts";
import { failureView, progressView } from "./progress-view.ts";
import { resultFoot, resultView } from "./result-view.ts";
import { fansOf, runs } from "./runs.ts";
import { openStore } from "./store.ts";

export class RunPage extends LitElement {
  static override properties = {
    runId: { attribute: false },
    record: { state: true },
    isMissing: { state: true },
    isDurable: { state: true },
    model: { state: true },
    fans: { state: true },
    issues: { state: true },
    asDates: { state: true },
    isMoreOpen: { state: true },
  };
  declare runId: string;
  declare record: RunRecord | null;
  declare isMissing: boolean;
  declare isDurable: boolean;
  declare model: ShownModel | null;
  declare fans: readonly Fan[] | null;
  /** Why the document of the record no longer runs. */
  declare issues: readonly Issue[];
  declare asDates: boolean;
  declare isMoreOpen: boolean;
  /** This run was being made longer when the page was last drawn. */
  #wasRunning = false;
  readonly #changed = (): void => this.#heed();

  constructor() {
    super();
    this.runId = "";
    this.record = null;
    this.isMissing = false;
    this.isDurable = true;
    this.model = null;
    this.fans = null;
    this.issues = [];
    this.asDates = true;
    this.isMoreOpen = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    runs.addEventListener("change", this.#changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    runs.removeEventListener("change", this.#changed);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("runId")) void this.#load(this.runId);
  }

  override render() {
    const { record, model } = this;
    if (this.isMissing) return missing();
    if (!record) return html`<div class="plain-page"><p class="muted">Opening the run …</p></div>`;
    document.title = `${record.title}, run · Midsummer`;
    return html`<div class="run-page">
      ${this.#head(record)}
      <div class="results" @add-draws=${(event: CustomEvent<number>) => this.#addDraws(record, event.detail)}>
        ${this.#isRunning() && runs.active ? progressView(runs.active) : failureView(record.region)}
        ${resultView({
          record,
          model,
          issues: this.issues,
          staleReason: "",
          saved: {
            isDurable: this.isDurable,
            words: this.isDurable ? "Saved in this browser." : "Kept until this tab is closed.",
          },
        })}
        ${model && this.fans ? this.#charts(model, this.fans) : html`<p class="muted">Drawing the fan from the draws …</p>`}
        <epi-projection-section
          .record=${record}
          .model=${model}
          .fans=${this.fans ?? []}
          .asDates=${this.asDates}
        ></epi-projection-section>
        ${resultFoot(record, model, this.asDates)}
      </div>
    </div>`;
  }

  #head(record: RunRecord): TemplateResult {
    return html`<div class="page-head">
      <div>
        <h1>${record.title}</h1>
        <p class="muted">Calibrated ${formatInstant(record.startedAt)}, seed ${record.settings.seed}</p>
      </div>
      <div class="row">
        ${
          record.region === null
            ? nothing
            : html`<a class="button" href=${regionAddress(record.region)}>Open the region</a>`
        }
        <button @click=${() => this.#openDocument(record)}>Open its document</button>
      </div>
    </div>`;
  }

  #isRunning(): boolean {
    return runs.active?.id === this.runId;
  }

  /** A run that has become longer is shown anew. */
  #heed(): void {
    const isRunning = this.#isRunning();
    if (this.#wasRunning && !isRunning) void this.#load(this.runId);
    this.#wasRunning = isRunning;
    this.requestUpdate();
  }

  #addDraws(record: RunRecord, more: number): void {
    const { model } = this;
    if (!model) return;
    void runs.addDraws(record, { path: record.region, address: `#/run/${record.id}`, model }, more);
    window.scrollTo({ top: 0 });
  }

  #charts(model: ShownModel, fans: readonly Fan[]): TemplateResult {
    return chartsView({
      model,
      times: fans[0]?.times ?? new Float64Array(),
      outputs: null,
      fans,
      fanOf: "draws",
      scenarios: [],
      extinction: null,
      isFaded: false,
      asDates: this.asDates,
      onAxis: (asDates) => (this.asDates = asDates),
      isMoreOpen: this.isMoreOpen,
      onMore: (isOpen) => (this.isMoreOpen = isOpen),
    });
  }

  async #load(id: string): Promise<void> {
    this.record = null;
    this.model = null;
    this.fans = null;
    this.isMissing = false;
    const store = await openStore();
    const record = await store.get(id);
    if (id !== this.runId) return;
    this.isDurable = store.durable;
    if (!record) {
      this.isMissing = true;
      return;
    }
    this.record = record;
    const opened = await desk.open(record.document);
    if (id !== this.runId) return;
    this.issues = opened.issues.filter((issue) => issue.severity === "error");
    if (!opened.ok) return;
    this.model = opened.value.model;
    this.fans = await fansOf(record);
  }

  /** The text of the run as the reader's own document; what stood there can be brought back. */
  #openDocument(record: RunRecord): void {
    putOwnDocument(record.document);
    location.hash = "#/document";
  }
}
customElements.define("epi-run-page", RunPage);

function missing(): TemplateResult {
  return html`<div class="plain-page">
    <h1>This run is not in this browser</h1>
    <p>
      Runs are kept in the browser that made them, until they are deleted there.
      <a href="#/runs">All runs that are here</a>
    </p>
  </div>`;
}
