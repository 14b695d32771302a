// A region or the reader's own document: charts, parameters, calibration and the editor, wired to the desk and the runs.
import "../views/parameter-panel.ts";
import "../views/scenario-panel.ts";
import "../views/calibration-panel.ts";
import "../views/document-editor.ts";
import "./workbench.css";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Place } from "../base/issue.ts";
import type { CalibrationSettings } from "../model/model.ts";
import type { ShownModel } from "../model/shown.ts";
import type { RunHeading } from "../store/record.ts";
import type { DocumentEditor } from "../views/document-editor.ts";
import type { ParameterInput } from "../views/parameter-panel.ts";
import { regionAddress } from "../views/region-list.ts";
import type { ScenarioToggle } from "../views/scenario-panel.ts";
import { editorView } from "./editor-view.ts";
import { findFit, fitView, isFitted } from "./fit-view.ts";
import { fits } from "./fits.ts";
import { interrupted } from "./interrupted.ts";
import { isRunning, resultsView } from "./results-view.ts";
import { runs } from "./runs.ts";
import { savedRuns } from "./saved-runs.ts";
import { Session } from "./session.ts";
import { bar, sheetHead, type Sheet } from "./sheet.ts";
import { openStore } from "./store.ts";
import { calibrationNote, calibrationObstacle, statusWords } from "./words.ts";

export class Workbench extends LitElement {
  static override properties = {
    path: { attribute: false },
    isEditing: { state: true },
    sheet: { state: true },
    asDates: { state: true },
    isMoreOpen: { state: true },
    saved: { state: true },
  };
  /** Of a region below regions/, or null for the reader's own document. */
  declare path: string | null;
  declare isEditing: boolean;
  /** On a narrow screen: which controls stand above the charts. */
  declare sheet: Sheet | null;
  declare asDates: boolean;
  /** The charts that are folded away at first are shown. */
  declare isMoreOpen: boolean;
  /** Runs of this document that the store has, the latest first. */
  declare saved: readonly RunHeading[];
  #session = new Session(null);
  readonly #draw = (): void => this.requestUpdate();
  /** A run has begun or ended, here or in another tab. */
  readonly #relist = (): void => void this.#listRuns(this.path).then(this.#draw);
  readonly #replaced = (): void => this.#start();

  constructor() {
    super();
    this.path = null;
    this.isEditing = false;
    this.sheet = null;
    this.asDates = true;
    this.isMoreOpen = false;
    this.saved = [];
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    runs.addEventListener("change", this.#draw);
    fits.addEventListener("change", this.#draw);
    interrupted.addEventListener("change", this.#relist);
    window.addEventListener("document-replaced", this.#replaced);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    runs.removeEventListener("change", this.#draw);
    fits.removeEventListener("change", this.#draw);
    interrupted.removeEventListener("change", this.#relist);
    window.removeEventListener("document-replaced", this.#replaced);
    this.#session.removeEventListener("change", this.#draw);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("path")) this.#start();
  }

  override render() {
    const session = this.#session;
    const title = session.good?.model.title ?? (this.path === null ? "Your own document" : "");
    document.title = title === "" ? "Midsummer" : `${title} · Midsummer`;
    const hasScenarios = (session.good?.model.scenarios ?? []).length > 0;
    if (session.failure !== "") {
      return html`<div class="plain-page">
        <h1>This region did not open</h1>
        <p class="notice bad" role="alert">${session.failure}</p>
        <p><a href="#/">All regions</a></p>
      </div>`;
    }
    return html`<div
      class="workbench ${this.isEditing ? "is-editing" : ""}"
      data-sheet=${this.sheet ?? "none"}
      @keydown=${(event: KeyboardEvent) => (event.key === "Escape" && this.sheet ? this.#showSheet(null) : undefined)}
    >
      <div class="page-head">
        <div>
          <h1>${title === "" ? "Opening …" : title}</h1>
          <p class="muted">${session.good?.model.summary ?? ""}</p>
        </div>
        ${
          session.good
            ? html`<button
                class="wide-only"
                aria-expanded=${this.isEditing ? "true" : "false"}
                @click=${() => (this.isEditing = !this.isEditing)}
              >
                ${this.isEditing ? "Close the document" : "Edit document"}
              </button>`
            : nothing
        }
      </div>
      ${this.#controls()} ${this.#results()} ${bar(this.sheet, hasScenarios, (sheet) => this.#showSheet(sheet))}
      <p class="spoken" role="status">${statusWords(runs.active, runs.finished(this.path), this.path)}</p>
    </div>`;
  }

  #controls(): TemplateResult {
    const session = this.#session;
    const model = session.good?.model;
    const isDocument = this.isEditing || this.sheet === "document";
    return html`<aside class="controls" aria-label="Controls">
      ${sheetHead(this.sheet, () => this.#showSheet(null))}
      ${
        isDocument
          ? html`<div
              class="control-document"
              @jump=${this.#jump}
              @document-input=${this.#edited}
              @document-refused=${this.#refused}
            >
              ${editorView(session, (text) => session.edit(text))}
            </div>`
          : nothing
      }
      ${model ? this.#panels(model) : nothing}
    </aside>`;
  }

  #panels(model: ShownModel): TemplateResult {
    const session = this.#session;
    const hasScenarios = (model.scenarios ?? []).length > 0;
    return html`${
        hasScenarios
          ? html`<div class="control-scenarios" @scenario-toggle=${this.#toggled}>
              <epi-scenario-panel .model=${model} .shown=${session.shown}></epi-scenario-panel>
            </div>`
          : nothing
      }
      <div class="control-parameters" @parameter-input=${this.#moved} @parameters-reset=${() => session.resetValues()}>
        <epi-parameter-panel
          .parameters=${model.parameters}
          .values=${session.values}
          .calibrated=${model.priors.map((prior) => prior.parameter)}
          .origins=${session.good?.origins ?? []}
        ></epi-parameter-panel>
      </div>
      <div class="control-calibrate" @calibrate=${this.#calibrate}>
        ${fitView(session, calibrationObstacle(session, null, this.path))}
        <epi-calibration-panel
          .defaults=${model.calibration}
          .running=${isRunning(this.path)}
          .obstacle=${calibrationObstacle(session, runs.active, this.path)}
          .note=${calibrationNote(session)}
        ></epi-calibration-panel>
        ${savedRuns(this.saved)}
      </div>`;
  }

  #results(): TemplateResult {
    return resultsView({
      session: this.#session,
      isEditing: this.isEditing,
      asDates: this.asDates,
      onAxis: (asDates) => (this.asDates = asDates),
      isMoreOpen: this.isMoreOpen,
      onMore: (isOpen) => (this.isMoreOpen = isOpen),
    });
  }

  #start(): void {
    this.#session.removeEventListener("change", this.#draw);
    this.#session = new Session(this.path);
    this.#session.addEventListener("change", this.#draw);
    this.isEditing = this.path === null;
    this.isMoreOpen = false;
    void this.#session.load();
    void this.#listRuns(this.path);
    this.requestUpdate();
  }

  async #listRuns(path: string | null): Promise<void> {
    const headings = await (await openStore()).list();
    if (path === this.path) this.saved = headings.filter(({ region }) => region === path);
  }

  #moved(event: CustomEvent<ParameterInput>): void {
    this.#session.setValue(event.detail.index, event.detail.value);
  }

  #toggled(event: CustomEvent<ScenarioToggle>): void {
    this.#session.showScenario(event.detail.name, event.detail.isShown);
  }

  #edited(event: CustomEvent<string>): void {
    this.#session.edit(event.detail);
  }

  #refused(event: CustomEvent<string>): void {
    this.#session.refuse(event.detail);
  }

  #calibrate(event: CustomEvent<CalibrationSettings>): void {
    const { good } = this.#session;
    if (!good) return;
    const address = this.path === null ? "#/document" : regionAddress(this.path);
    this.#showSheet(null);
    const start = { path: this.path, address, text: good.whole, model: good.model, settings: event.detail };
    // Whether the data can tell the parameters is worth knowing while the chains still run.
    if (!isFitted(this.path, good)) void findFit(this.path, good, true);
    void runs.start(start).then(() => this.#listRuns(start.path));
    // In the next frame, which lays the page out anyway.
    requestAnimationFrame(() => window.scrollTo({ top: 0 }));
  }

  #jump(event: CustomEvent<Place>): void {
    this.querySelector<DocumentEditor>("epi-document-editor")?.jumpTo(event.detail);
  }

  #showSheet(sheet: Sheet | null): void {
    this.sheet = sheet;
    if (sheet === null) return;
    void this.updateComplete.then(() => {
      this.querySelector<HTMLElement>(".sheet-head button")?.focus();
      // The curve stays in sight above the sheet while its parameters move.
      if (sheet === "parameters" || sheet === "scenarios")
        this.querySelector(".output")?.scrollIntoView({ block: "start" });
    });
  }
}
customElements.define("epi-workbench", Workbench);
