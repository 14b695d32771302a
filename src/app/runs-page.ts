// All saved runs, and those that are not finished.
import "./comparison-section.ts";
import "../views/run-list.ts";
import { html, LitElement, nothing } from "lit";
import type { RunHeading } from "../store/record.ts";
import { interrupted } from "./interrupted.ts";
import { runs } from "./runs.ts";
import { openStore } from "./store.ts";
import { unfinishedRuns } from "./unfinished.ts";

export class RunsPage extends LitElement {
  static override properties = { headings: { state: true }, note: { state: true } };
  /** Null until the store has answered. */
  declare headings: readonly RunHeading[] | null;
  declare note: string;
  /** Other tabs put runs there, too. */
  readonly #changed = (): void => void this.#list();

  constructor() {
    super();
    this.headings = null;
    this.note = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = "Runs · Midsummer";
    interrupted.addEventListener("change", this.#changed);
    void this.#list();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    interrupted.removeEventListener("change", this.#changed);
  }

  override render() {
    return html`<div class="plain-page">
      <h1>Saved runs</h1>
      ${this.note === "" ? nothing : html`<p class="notice warn">${this.note}</p>`} ${unfinishedRuns(interrupted.rows)}
      ${
        this.headings === null
          ? html`<p class="muted">Looking for saved runs …</p>`
          : html`<epi-run-list .runs=${this.headings} @delete-run=${this.#delete}></epi-run-list>
              <epi-comparison-section .runs=${this.headings}></epi-comparison-section>`
      }
    </div>`;
  }

  async #list(): Promise<void> {
    const store = await openStore();
    this.note = store.durable ? "" : store.reason;
    this.headings = await store.list();
  }

  async #delete(event: CustomEvent<string>): Promise<void> {
    await (await openStore()).remove(event.detail);
    runs.forget(event.detail);
    // A run that waits for room may have it now.
    runs.tryAgain();
    await this.#list();
  }
}
customElements.define("epi-runs-page", RunsPage);
