// The Calibrate panel: chains, warmup, draws and seed, and the button that starts. It never starts by itself.
import "./controls.css";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { CalibrationSettings } from "../model/model.ts";
import { SAMPLER_NAMES } from "../base/sampler-name.ts";
import {
  SAMPLER_TITLES,
  SETTING_FIELDS,
  settingProblem,
  settingsFrom,
  settingTexts,
  type SettingName,
  type SettingTexts,
} from "./calibration-settings.ts";
import { formatCount } from "./format.ts";

/** Emits `calibrate` with the settings in `detail`. */
export class CalibrationPanel extends LitElement {
  static override properties = {
    defaults: { attribute: false },
    running: { type: Boolean },
    obstacle: {},
    note: {},
    texts: { state: true },
  };
  /** The document's own settings. */
  declare defaults: CalibrationSettings | null;
  declare running: boolean;
  /** Why it cannot start, or an empty text. */
  declare obstacle: string;
  /** What the reader should know before starting, or an empty text. */
  declare note: string;
  /** What the fields say, once one was changed. */
  declare texts: SettingTexts | null;

  constructor() {
    super();
    this.defaults = null;
    this.running = false;
    this.obstacle = "";
    this.note = "";
    this.texts = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    if (!this.defaults) return nothing;
    const texts = this.texts ?? settingTexts(this.defaults);
    const settings = settingsFrom(texts);
    return html`<section aria-labelledby="calibrate-title">
      <div class="panel-head">
        <h2 id="calibrate-title">Calibrate</h2>
        ${
          this.texts
            ? html`<button class="quiet" @click=${() => (this.texts = null)}>The document's settings</button>`
            : nothing
        }
      </div>
      <form
        novalidate
        @submit=${(event: Event) => {
          event.preventDefault();
          if (settings && !this.running) this.#start(settings);
        }}
      >
        <div class="settings">
          ${SETTING_FIELDS.map(({ name, title, hint }) => this.#field(name, title, hint, texts))}
          ${this.#sampler(texts)}
        </div>
        ${
          this.running
            ? html`<button type="submit" class="primary" disabled>Calibrating …</button>`
            : html`<button type="submit" class="primary" ?disabled=${!settings || this.obstacle !== ""}>
                Calibrate
              </button>`
        }
        ${this.#foot(settings)}
      </form>
    </section>`;
  }

  #field(name: SettingName, title: string, hint: string, texts: SettingTexts): TemplateResult {
    const problem = settingProblem(name, texts[name]);
    return html`<label title=${hint}
      >${title}
      <input
        type="text"
        inputmode="numeric"
        autocomplete="off"
        name=${name}
        aria-invalid=${problem === "" ? "false" : "true"}
        .value=${live(texts[name])}
        ?disabled=${this.running}
        @input=${(event: Event) => this.#typed(event, name, texts)}
      />
      ${problem === "" ? nothing : html`<span class="problem">${problem}</span>`}
    </label>`;
  }

  #sampler(texts: SettingTexts): TemplateResult {
    return html`<label class="wide" title="how draws are made; the verdict says what was chosen, and why"
      >Sampler
      <select
        name="sampler"
        .value=${live(texts.sampler)}
        ?disabled=${this.running}
        @change=${(event: Event) => this.#typed(event, "sampler", texts)}
      >
        ${SAMPLER_NAMES.map(
          (name) => html`<option value=${name} ?selected=${name === texts.sampler}>${SAMPLER_TITLES[name]}</option>`,
        )}
      </select>
    </label>`;
  }

  #foot(settings: CalibrationSettings | undefined): TemplateResult {
    if (this.obstacle !== "") return html`<p class="panel-foot">${this.obstacle}</p>`;
    const total = settings ? `${formatCount(settings.chains * settings.draws)} draws in all. ` : "";
    return html`<p class="panel-foot">${total}${this.note}</p>`;
  }

  #typed(event: Event, name: SettingName | "sampler", texts: SettingTexts): void {
    // The listener stands on this very element.
    this.texts = { ...texts, [name]: (event.currentTarget as HTMLInputElement | HTMLSelectElement).value };
  }

  #start(settings: CalibrationSettings): void {
    this.dispatchEvent(new CustomEvent("calibrate", { detail: settings, bubbles: true }));
  }
}
customElements.define("epi-calibration-panel", CalibrationPanel);
