// Runs that are not finished: how far each is, where it runs, and what can be done with it.
import "./lists.css";
import "./results.css";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { shareOf, type JobHeading } from "../store/job.ts";
import { formatCount, formatInstant, plural } from "./format.ts";

/** Where a job is: it waits, runs in this tab or in another one, or was begun with another version. */
export type JobPlace = "waiting" | "here" | "elsewhere" | "other-version";

export interface JobRow {
  readonly job: JobHeading;
  readonly place: JobPlace;
}

/** Emits `job-go-on`, `job-keep` and `job-discard` with the id in `detail`. */
export class JobList extends LitElement {
  static override properties = { jobs: { attribute: false }, asked: { state: true } };
  declare jobs: readonly JobRow[];
  /** Id of the job that is about to be discarded. */
  declare asked: string | null;

  constructor() {
    super();
    this.jobs = [];
    this.asked = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    if (this.jobs.length === 0) return nothing;
    return html`<section aria-label="Unfinished runs">
      <h2>${plural(this.jobs.length, "unfinished run")}</h2>
      <ul class="rows">
        ${this.jobs.map((row) => this.#row(row))}
      </ul>
    </section>`;
  }

  #row({ job, place }: JobRow): TemplateResult {
    const { chains, warmup, draws, seed } = job.settings;
    const share = shareOf(job);
    return html`<li class="run job">
      <div class="row-link">
        <span class="row-title">${job.title}</span>
        <span class="badge ${place === "here" || place === "elsewhere" ? "good" : "warn"}"
          >${Math.floor(100 * share)} % done</span
        >
        <progress class="row-text" aria-label="Done" max="1" .value=${share}></progress>
        <span class="small row-text">${placeWords(place)}</span>
        <span class="muted small row-text">
          Begun ${formatInstant(job.startedAt)} · ${formatCount(chains)} × (${formatCount(warmup)} +
          ${formatCount(draws)}), seed ${seed}
        </span>
      </div>
      ${place === "waiting" || place === "other-version" ? this.#choices(job, place) : nothing}
    </li>`;
  }

  #choices(job: JobHeading, place: JobPlace): TemplateResult {
    if (this.asked === job.id) {
      return html`<div class="row" role="group" aria-label="Discard this run?">
        <span class="small">Discard what it has drawn?</span>
        <button class="danger" @click=${() => this.#tell("job-discard", job.id)}>Discard</button>
        <button @click=${() => (this.asked = null)}>Keep it</button>
      </div>`;
    }
    return html`<div class="row">
      ${
        place === "waiting"
          ? html`<button class="primary" @click=${() => this.#tell("job-go-on", job.id)}>Go on</button>`
          : nothing
      }
      ${
        hasDraws(job)
          ? html`<button @click=${() => this.#tell("job-keep", job.id)}>Keep the draws so far</button>`
          : nothing
      }
      <button class="quiet" @click=${() => (this.asked = job.id)}>Discard</button>
    </div>`;
  }

  #tell(what: "job-go-on" | "job-keep" | "job-discard", id: string): void {
    this.asked = null;
    this.dispatchEvent(new CustomEvent(what, { detail: id, bubbles: true }));
  }
}
customElements.define("epi-job-list", JobList);

function hasDraws({ rows, settings }: JobHeading): boolean {
  return rows.some((done) => done > settings.warmup);
}

function placeWords(place: JobPlace): string {
  switch (place) {
    case "waiting":
      return "Interrupted. It goes on from here to the same digits as if nothing had happened.";
    case "here":
      return "Running in this tab.";
    case "elsewhere":
      return "Running in another tab. If that tab closes, this one takes over.";
    case "other-version":
      return "Begun with another version of Midsummer, whose digits may differ, so it cannot go on here.";
  }
}
