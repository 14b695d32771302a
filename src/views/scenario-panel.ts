// The scenarios of a document: each with its title, when it begins and what it does, to be shown or hidden.
import "./controls.css";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Scenario } from "../model/model.ts";
import type { ShownModel } from "../model/shown.ts";
import { lineGlyph } from "./legend.ts";
import { startOf, styleOf } from "./scenario.ts";
import { timeAxis } from "./time-axis.ts";

/** In the `detail` of a `scenario-toggle` event. */
export interface ScenarioToggle {
  readonly name: string;
  readonly isShown: boolean;
}

/** Emits `scenario-toggle`. */
export class ScenarioPanel extends LitElement {
  static override properties = { model: { attribute: false }, shown: { attribute: false } };
  declare model: ShownModel | null;
  /** Names of the scenarios that are shown. */
  declare shown: readonly string[];

  constructor() {
    super();
    this.model = null;
    this.shown = [];
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    const { model } = this;
    const scenarios = model?.scenarios ?? [];
    if (!model || scenarios.length === 0) return nothing;
    return html`<section aria-labelledby="scenarios-title">
      <div class="panel-head">
        <h2 id="scenarios-title">Scenarios</h2>
        ${this.shown.length > 0 ? html`<button class="quiet" @click=${this.#hideAll}>Hide all</button>` : nothing}
      </div>
      <ul class="scenarios">
        ${scenarios.map((scenario) => this.#row(scenario, model))}
      </ul>
    </section>`;
  }

  #row(scenario: Scenario, model: ShownModel): TemplateResult {
    const { name, title, note } = scenario;
    const isShown = this.shown.includes(name);
    const id = `scenario-${name}`;
    const from = timeAxis(model.time, true).format(startOf(scenario, model));
    const words = `From ${from}.${note === undefined ? "" : ` ${note}`}`;
    return html`<li>
      <label>
        <input
          type="checkbox"
          .checked=${isShown}
          aria-describedby=${`${id}-note`}
          @change=${() => this.#tell(name, !isShown)}
        />
        ${lineGlyph(styleOf(model, name))}
        <span>${title}</span>
      </label>
      <p class="note" id=${`${id}-note`} title=${words}>${words}</p>
    </li>`;
  }

  #hideAll(): void {
    for (const name of this.shown) this.#tell(name, false);
  }

  #tell(name: string, isShown: boolean): void {
    const detail: ScenarioToggle = { name, isShown };
    this.dispatchEvent(new CustomEvent("scenario-toggle", { detail, bubbles: true }));
  }
}
customElements.define("epi-scenario-panel", ScenarioPanel);
