// Makes a finished run longer: how many draws more for each chain, and the button that starts.
import "./controls.css";
import { html, LitElement, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { formatCount } from "./format.ts";

/** Emits `add-draws` with the number of draws per chain in `detail`; 0 only finishes a run that was stopped. */
export class AddDraws extends LitElement {
  static override properties = {
    missing: { type: Number },
    most: { type: Number },
    obstacle: { type: String },
    text: { state: true },
  };
  /** Draws of all chains that a run lacks because it was stopped. */
  declare missing: number;
  /** The most that may be added to each chain. */
  declare most: number;
  /** Why none can be added, or an empty text. */
  declare obstacle: string;
  declare text: string;

  constructor() {
    super();
    this.missing = 0;
    this.most = 0;
    this.obstacle = "";
    this.text = "1000";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    if (this.obstacle !== "") return html`<p class="muted small">No draws can be added: ${this.obstacle}</p>`;
    return this.missing > 0 ? this.#finish() : this.#more();
  }

  #finish(): TemplateResult {
    return html`<p class="row">
      <button @click=${() => this.#tell(0)}>Finish the run</button>
      <span class="small muted">${formatCount(this.missing)} draws are missing, as it was stopped.</span>
    </p>`;
  }

  #more(): TemplateResult {
    const more = Number(this.text);
    const isGood = Number.isInteger(more) && more >= 1 && more <= this.most;
    return html`<form class="row add-draws" @submit=${(event: Event) => this.#submit(event, isGood ? more : null)}>
      <label>
        Draws to add to each chain
        <input
          type="text"
          inputmode="numeric"
          autocomplete="off"
          aria-invalid=${isGood ? "false" : "true"}
          .value=${live(this.text)}
          @input=${(event: Event) => {
            // The listener stands on this very element.
            this.text = (event.currentTarget as HTMLInputElement).value;
          }}
        />
      </label>
      <button ?disabled=${!isGood}>Add draws</button>
      <span class="small ${isGood ? "muted" : "problem"}">
        ${
          isGood
            ? "The result is that of one longer run, to the last digit."
            : `A whole number from 1 to ${formatCount(this.most)}.`
        }
      </span>
    </form>`;
  }

  #submit(event: Event, more: number | null): void {
    event.preventDefault();
    if (more !== null) this.#tell(more);
  }

  #tell(more: number): void {
    this.dispatchEvent(new CustomEvent("add-draws", { detail: more, bubbles: true }));
  }
}
customElements.define("epi-add-draws", AddDraws);
