// A figure over time, such as a curve or fan over the observations, with legend, log switch, table and saving.
import "./chart.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Chart } from "./chart.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { chartTable } from "./chart-table.ts";
import { isSameData, specOf, type Figure } from "./figure.ts";
import { legend } from "./legend.ts";
import { inTurn, RANK } from "./turns.ts";

/** What is to be saved as a picture, in the `detail` of a `save-chart` event. */
export interface ChartToSave {
  readonly spec: ChartSpec;
  readonly output: number;
  readonly format: "svg" | "png";
}

/** Emits `save-chart`, and `figure-choice` with the chosen value in `detail`. */
export class OutputChart extends LitElement {
  static override properties = {
    figure: { attribute: false, hasChanged: (next: unknown, before: unknown) => !isSameData(next, before) },
    height: { type: Number },
    choices: { attribute: false },
    choice: {},
    isLog: { state: true },
    withNoise: { state: true },
    hasTable: { state: true },
    isZoomed: { state: true },
    cursor: { state: true },
  };
  declare figure: Figure | null;
  declare height: number;
  /** What else the place of this chart can show; empty where there is nothing to choose. */
  declare choices: readonly { readonly value: string; readonly title: string }[];
  /** The `value` of what is shown. */
  declare choice: string;
  declare isLog: boolean;
  declare withNoise: boolean;
  declare hasTable: boolean;
  declare isZoomed: boolean;
  declare cursor: number | null;
  /** Made when something it shows changes, not at every move of the cursor. */
  #spec: ChartSpec | null = null;

  constructor() {
    super();
    this.figure = null;
    this.height = 320;
    this.choices = [];
    this.choice = "";
    this.isLog = false;
    this.withNoise = true;
    this.hasTable = false;
    this.isZoomed = false;
    this.cursor = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!this.figure) this.#spec = null;
    else if (changed.has("figure") || changed.has("isLog") || changed.has("withNoise")) {
      this.#spec = specOf(this.figure, { log: this.isLog, withNoise: this.withNoise });
    }
  }

  override render() {
    const spec = this.#spec;
    if (!spec) return nothing;
    return html`<figure class="output" @chart-cursor=${this.#onCursor} @chart-zoom=${this.#onZoom}>
      <header>
        <div>
          <h2>${spec.title}</h2>
          <p class="counted">${spec.yTitle}${this.isLog ? " · log scale, zeros at the foot" : ""}</p>
        </div>
        ${this.#tools(spec)}
      </header>
      ${spec.note === undefined ? nothing : html`<p class="counted">${spec.note}</p>`} ${legend(spec, this.cursor)}
      <epi-chart .spec=${spec} group="time" .height=${this.height}></epi-chart>
      ${this.hasTable ? chartTable(spec) : nothing}
    </figure>`;
  }

  #tools(spec: ChartSpec): TemplateResult {
    return html`<div class="tools" role="group" aria-label=${`Tools for ${spec.title}`}>
      ${this.choices.length > 0 ? this.#chooser(spec) : nothing}
      ${this.isZoomed ? html`<button class="quiet" @click=${this.#showAll}>Show all</button>` : nothing}
      ${
        this.figure?.kind === "difference"
          ? nothing
          : html`<label class="check"
              ><input type="checkbox" .checked=${this.isLog} @change=${() => (this.isLog = !this.isLog)} />Log
              scale</label
            >`
      }
      ${
        this.figure?.kind === "output" && this.figure.fan?.noise
          ? html`<label class="check" title="Bands for what would be counted, not only for what the model expects"
              ><input
                type="checkbox"
                .checked=${this.withNoise}
                @change=${() => (this.withNoise = !this.withNoise)}
              />Observation noise</label
            >`
          : nothing
      }
      <button class="quiet" aria-expanded=${this.hasTable} @click=${() => (this.hasTable = !this.hasTable)}>
        Table
      </button>
      <button class="quiet" aria-label=${`Save ${spec.title} as PNG`} @click=${() => this.#save(spec, "png")}>
        PNG
      </button>
      <button class="quiet" aria-label=${`Save ${spec.title} as SVG`} @click=${() => this.#save(spec, "svg")}>
        SVG
      </button>
    </div>`;
  }

  #chooser(spec: ChartSpec): TemplateResult {
    const tell = (event: Event): void => {
      // The listener stands on this very element.
      const detail = (event.currentTarget as HTMLSelectElement).value;
      this.dispatchEvent(new CustomEvent("figure-choice", { detail, bubbles: true }));
    };
    return html`<select class="chooser" aria-label=${`Shown in ${spec.title}`} @change=${tell}>
      ${this.choices.map(
        ({ value, title }) => html`<option value=${value} ?selected=${value === this.choice}>${title}</option>`,
      )}
    </select>`;
  }

  #save(spec: ChartSpec, format: "svg" | "png"): void {
    const { figure } = this;
    const output = figure?.kind === "family" ? figure.members[0] : (figure?.output ?? 0);
    const detail: ChartToSave = { spec, output, format };
    this.dispatchEvent(new CustomEvent("save-chart", { detail, bubbles: true }));
  }

  #showAll(): void {
    this.querySelector<Chart>("epi-chart")?.showAll();
  }

  #onCursor(event: CustomEvent<number | null>): void {
    event.stopPropagation();
    const { detail } = event;
    // All charts of a page have one cursor: those that nobody sees are told last.
    const isInSight = this.querySelector<Chart>("epi-chart")?.isInSight ?? false;
    inTurn(this, isInSight ? RANK.words : RANK.wordsOutOfSight, () => {
      this.cursor = detail;
      return this.updateComplete;
    });
  }

  #onZoom(): void {
    this.isZoomed = this.querySelector("epi-chart")?.hasAttribute("zoomed") ?? false;
  }
}
customElements.define("epi-output-chart", OutputChart);
