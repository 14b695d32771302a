// The parameters: a slider and a number field each, with unit, note and a way back to the document's value.
import "./controls.css";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import type { Parameter } from "../model/model.ts";
import { fieldNumber, formatNumber } from "./format.ts";
import { snap, stepped } from "./slider.ts";

/** With more parameters than these there is a search field, and those that are not calibrated are folded away. */
const MOST_WITHOUT_SEARCH = 10;

/** In the `detail` of a `parameter-input` event. */
export interface ParameterInput {
  readonly index: number;
  readonly value: number;
}

/** Emits `parameter-input` while a value moves, and `parameters-reset`. */
export class ParameterPanel extends LitElement {
  static override properties = {
    parameters: { attribute: false },
    values: { attribute: false },
    calibrated: { attribute: false },
    origins: { attribute: false },
    wanted: { state: true },
    isOpen: { state: true },
  };
  declare parameters: readonly Parameter[];
  /** [P] present values. */
  declare values: ArrayLike<number>;
  /** Positions of the parameters that have a prior. */
  declare calibrated: readonly number[];
  /** [P] where each value comes from, such as `0.031 from regions/malaysia/covid-19.yaml`; may be empty. */
  declare origins: readonly string[];
  /** What is searched for. */
  declare wanted: string;
  /** The parameters that are not calibrated are unfolded. */
  declare isOpen: boolean;

  constructor() {
    super();
    this.parameters = [];
    this.values = [];
    this.calibrated = [];
    this.origins = [];
    this.wanted = "";
    this.isOpen = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    const moved = this.parameters.some((parameter, index) => this.values[index] !== parameter.value);
    return html`<section aria-labelledby="parameters-title">
      <div class="panel-head">
        <h2 id="parameters-title">Parameters</h2>
        <button class="quiet" ?disabled=${!moved} @click=${this.#resetAll}>Reset all</button>
      </div>
      ${
        this.parameters.length === 0
          ? html`<p class="muted small">
              This document has no parameters. Name them under “parameters:” to get sliders here.
            </p>`
          : this.parameters.length > MOST_WITHOUT_SEARCH
            ? this.#searchable()
            : this.#list(this.#inOrder())
      }
    </section>`;
  }

  /** Positions, the calibrated parameters first. */
  #inOrder(): number[] {
    const all = this.parameters.map((_, index) => index);
    const isCalibrated = (index: number): boolean => this.calibrated.includes(index);
    return [...all.filter(isCalibrated), ...all.filter((index) => !isCalibrated(index))];
  }

  #list(positions: readonly number[]): TemplateResult {
    return html`<ul class="parameters">
      ${repeat(
        positions,
        (index) => this.parameters[index]?.name,
        (index) => this.#row(index),
      )}
    </ul>`;
  }

  #searchable(): TemplateResult {
    const wanted = this.wanted.trim().toLowerCase();
    const found = this.#inOrder().filter((index) => matches(this.parameters[index], wanted));
    return html`<input
        type="search"
        class="search"
        placeholder=${`Search ${this.parameters.length} parameters`}
        aria-label="Search parameters"
        .value=${live(this.wanted)}
        @input=${(event: Event) => {
          // The listener stands on this very element.
          this.wanted = (event.currentTarget as HTMLInputElement).value;
        }}
      />
      ${wanted === "" ? this.#folded() : this.#list(found)}
      ${
        wanted !== "" && found.length === 0
          ? html`<p class="muted small" role="status">No parameter has “${this.wanted.trim()}” in its name.</p>`
          : nothing
      }`;
  }

  /** The calibrated ones in sight, the others behind one line that says how many have been moved. */
  #folded(): TemplateResult {
    const order = this.#inOrder();
    const shown = order.slice(0, this.calibrated.length);
    const others = order.slice(this.calibrated.length);
    const moved = others.filter((index) => this.values[index] !== this.parameters[index]?.value).length;
    const isOpen = this.isOpen || shown.length === 0;
    return html`${this.#list(shown)}
      <details class="more" ?open=${isOpen} @toggle=${this.#unfolded}>
        <summary>
          ${shown.length === 0 ? "All" : "Other"} parameters
          <span class="muted small">${others.length}${moved > 0 ? `, ${moved} moved` : ""}</span>
        </summary>
        ${isOpen ? this.#list(others) : nothing}
      </details>`;
  }

  #unfolded(event: Event): void {
    // The listener stands on this very element.
    this.isOpen = (event.currentTarget as HTMLDetailsElement).open;
  }

  #row(index: number): TemplateResult | typeof nothing {
    const parameter = this.parameters[index];
    if (!parameter) return nothing;
    const value = this.values[index] ?? parameter.value;
    const id = `parameter-${parameter.name}`;
    const origin = this.origins[index] ?? "";
    return html`<li>
      <div class="name">
        <label for=${id}>${parameter.title}</label>
        ${parameter.unit ? html`<span class="muted small">${parameter.unit}</span>` : nothing}
      </div>
      <div class="value">
        <input
          type="number"
          step="any"
          aria-label=${`${parameter.title}, value${parameter.unit ? ` in ${parameter.unit}` : ""}`}
          .value=${live(fieldNumber(value))}
          @change=${(event: Event) => this.#typed(event, index)}
        />
      </div>
      <input
        id=${id}
        type="range"
        step="any"
        min=${parameter.min}
        max=${parameter.max}
        .value=${live(String(value))}
        aria-describedby=${`${id}-note`}
        aria-valuetext=${`${formatNumber(value)} ${parameter.unit ?? ""}`}
        @input=${(event: Event) => this.#dragged(event, index)}
        @keydown=${(event: KeyboardEvent) => this.#keyed(event, index)}
      />
      ${this.#foot(parameter, index, value)}
      <p class="note" id=${`${id}-note`} title=${noteOf(parameter, origin)}>${noteOf(parameter, origin)}</p>
    </li>`;
  }

  #foot(parameter: Parameter, index: number, value: number): TemplateResult {
    const published = fieldNumber(parameter.value);
    const reset = html`<button
      class="quiet"
      aria-label=${`Reset ${parameter.title} to ${published}, the document's value`}
      @click=${() => this.#tell(index, parameter.value)}
    >
      Reset to ${published}
    </button>`;
    return html`<div class="foot">
      <span class="identifier">${parameter.name}</span>
      ${
        this.calibrated.includes(index)
          ? html`<span class="mark" title="Has a prior: estimated by Calibrate">calibrated</span>`
          : nothing
      }
      ${value === parameter.value ? nothing : reset}
    </div>`;
  }

  #dragged(event: Event, index: number): void {
    // The listener stands on this very element.
    const field = event.currentTarget as HTMLInputElement;
    const { min, max } = this.#range(index);
    this.#tell(index, snap(Number(field.value), min, max));
  }

  #typed(event: Event, index: number): void {
    // The listener stands on this very element.
    const field = event.currentTarget as HTMLInputElement;
    if (field.value.trim() !== "" && Number.isFinite(Number(field.value))) this.#tell(index, Number(field.value));
    else this.requestUpdate();
  }

  #keyed(event: KeyboardEvent, index: number): void {
    const { min, max } = this.#range(index);
    const next = stepped(event.key, this.values[index] ?? min, min, max);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#tell(index, next);
  }

  #range(index: number): { min: number; max: number } {
    const parameter = this.parameters[index];
    return { min: parameter?.min ?? 0, max: parameter?.max ?? 1 };
  }

  #tell(index: number, value: number): void {
    const detail: ParameterInput = { index, value };
    this.dispatchEvent(new CustomEvent("parameter-input", { detail, bubbles: true }));
  }

  #resetAll(): void {
    this.dispatchEvent(new Event("parameters-reset", { bubbles: true }));
  }
}
customElements.define("epi-parameter-panel", ParameterPanel);

function noteOf(parameter: Parameter, origin: string): string {
  const source = parameter.source === undefined ? "" : sentence(`Source: ${parameter.source}`);
  return [parameter.note ?? "", source, origin === "" ? "" : sentence(`Value: ${origin}`)]
    .filter((part) => part !== "")
    .join(" ");
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function matches(parameter: Parameter | undefined, wanted: string): boolean {
  return parameter !== undefined && `${parameter.title} ${parameter.name}`.toLowerCase().includes(wanted);
}
