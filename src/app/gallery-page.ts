// The first page: regions to open, runs to go back to, a place for one's own document.
import { html, LitElement, nothing } from "lit";
import { regions } from "virtual:regions";
import type { RunHeading } from "../store/record.ts";
import { regionList } from "../views/region-list.ts";
import "../views/run-list.ts";
import { openFile, putOwnDocument } from "./open-file.ts";
import { interrupted } from "./interrupted.ts";
import { runs } from "./runs.ts";
import { openStore } from "./store.ts";
import { unfinishedRuns } from "./unfinished.ts";

/** Runs listed here; the page of runs has them all. */
const RUNS_SHOWN = 3;

export class GalleryPage extends LitElement {
  static override properties = { headings: { state: true }, storeNote: { state: true }, refusal: { state: true } };
  /** Null until the store has answered. */
  declare headings: readonly RunHeading[] | null;
  declare storeNote: string;
  declare refusal: string;
  /** Other tabs put runs there, too. */
  readonly #changed = (): void => void this.#list();

  constructor() {
    super();
    this.headings = null;
    this.storeNote = "";
    this.refusal = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = "Midsummer";
    interrupted.addEventListener("change", this.#changed);
    void this.#list();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    interrupted.removeEventListener("change", this.#changed);
  }

  override render() {
    return html`<div class="plain-page gallery">
      <h1>Open a region</h1>
      <p class="muted lead">
        Drag the parameters and see the curves follow; calibrate to the data in this tab. Nothing is installed, nothing
        is sent.
      </p>
      ${regionList(regions)}
      <section aria-labelledby="own-title">
        <h2 id="own-title">Your own document</h2>
        <p class="row">
          <label class="button file"
            >Open a file
            <input type="file" accept=".yaml,.yml,.json,.txt,.midsummer-run" @change=${this.#picked} />
          </label>
          <button @click=${this.#empty}>Start an empty one</button>
          <span class="muted small">a document, or a saved record; or drop it anywhere on the page</span>
        </p>
        ${this.refusal === "" ? nothing : html`<p class="notice bad" role="alert">${this.refusal}</p>`}
      </section>
      <section aria-labelledby="runs-title">
        <h2 id="runs-title">Saved runs</h2>
        ${this.storeNote === "" ? nothing : html`<p class="notice warn">${this.storeNote}</p>`}
        ${unfinishedRuns(interrupted.rows)}
        ${
          this.headings === null
            ? html`<p class="muted">Looking for saved runs …</p>`
            : html`<epi-run-list
                .runs=${this.headings.slice(0, RUNS_SHOWN)}
                @delete-run=${this.#delete}
              ></epi-run-list>`
        }
        ${
          (this.headings?.length ?? 0) > RUNS_SHOWN
            ? html`<p><a href="#/runs">All ${this.headings?.length} runs</a></p>`
            : nothing
        }
      </section>
    </div>`;
  }

  async #list(): Promise<void> {
    const store = await openStore();
    this.storeNote = store.durable ? "" : store.reason;
    this.headings = await store.list();
  }

  async #delete(event: CustomEvent<string>): Promise<void> {
    await (await openStore()).remove(event.detail);
    runs.forget(event.detail);
    runs.tryAgain();
    await this.#list();
  }

  async #picked(event: Event): Promise<void> {
    // The listener stands on this very element.
    const field = event.currentTarget as HTMLInputElement;
    const file = field.files?.[0];
    if (file) this.refusal = await openFile(file);
    field.value = "";
  }

  #empty(): void {
    putOwnDocument("");
    location.hash = "#/document";
  }
}
customElements.define("epi-gallery-page", GalleryPage);
