// The parameters: a slider and a number field each, with unit, note and a way back to the document's value.
import "./controls.css";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Parameter } from "../model/model.ts";
import { fieldNumber, formatNumber } from "./format.ts";
import { snap, stepped } from "./slider.ts";

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
  };
  declare parameters: readonly Parameter[];
  /** [P] present values. */
  declare values: ArrayLike<number>;
  /** Positions of the parameters that have a prior. */
  declare calibrated: readonly number[];

  constructor() {
    super();
    this.parameters = [];
    this.values = [];
    this.calibrated = [];
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
          : html`<ul class="parameters">
              ${this.parameters.map((parameter, index) => this.#row(parameter, index))}
            </ul>`
      }
    </section>`;
  }

  #row(parameter: Parameter, index: number): TemplateResult {
    const value = this.values[index] ?? parameter.value;
    const id = `parameter-${parameter.name}`;
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
      <p class="note" id=${`${id}-note`} title=${noteOf(parameter)}>${noteOf(parameter)}</p>
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

function noteOf(parameter: Parameter): string {
  const source = parameter.source === undefined ? "" : `Source: ${parameter.source}`;
  return [parameter.note ?? "", source].filter((part) => part !== "").join(" ");
}
