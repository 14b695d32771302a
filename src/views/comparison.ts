// Runs to be compared, and the models beside one another: which predicts the same data better, and how sure that is.
import "./lists.css";
import "./results.css";
import "./issue-list.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Issue } from "../base/issue.ts";
import type { RunHeading } from "../store/record.ts";
import { comparisonWords, type ComparedRun } from "./comparison-words.ts";
import { formatCount, formatFixed, formatInstant } from "./format.ts";

/** Emits `compare-runs` with the ids in `detail`. */
export class Comparison extends LitElement {
  static override properties = {
    runs: { attribute: false },
    models: { attribute: false },
    issues: { attribute: false },
    isBusy: { type: Boolean },
    chosen: { state: true },
  };
  declare runs: readonly RunHeading[];
  /** The best first; null before anything was compared. */
  declare models: readonly ComparedRun[] | null;
  declare issues: readonly Issue[];
  declare isBusy: boolean;
  declare chosen: ReadonlySet<string>;

  constructor() {
    super();
    this.runs = [];
    this.models = null;
    this.issues = [];
    this.isBusy = false;
    this.chosen = new Set();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    if (this.runs.length < 2) return nothing;
    const ids = this.runs.map(({ id }) => id).filter((id) => this.chosen.has(id));
    return html`<section class="comparison" aria-labelledby="comparison-title">
      <h2 id="comparison-title">Compare models</h2>
      <p class="muted small">
        Choose runs of different models on the same data: each observation is predicted from the others, without
        calibrating anew.
      </p>
      <ul class="choices">
        ${this.runs.map((run) => this.#choice(run))}
      </ul>
      <button ?disabled=${ids.length < 2 || this.isBusy} @click=${() => this.#compare(ids)}>
        ${this.isBusy ? "Comparing …" : "Compare"}
      </button>
      <div role="status">
        ${this.models ? result(this.models) : nothing}
        ${this.issues.length > 0 ? html`<epi-issue-list .issues=${this.issues}></epi-issue-list>` : nothing}
      </div>
    </section>`;
  }

  #choice({ id, title, startedAt, settings }: RunHeading): TemplateResult {
    return html`<li>
      <label>
        <input
          type="checkbox"
          .checked=${this.chosen.has(id)}
          ?disabled=${this.isBusy}
          @change=${(event: Event) => {
            // The listener stands on this very element.
            const { checked } = event.currentTarget as HTMLInputElement;
            const others = [...this.chosen].filter((each) => each !== id);
            this.chosen = new Set(checked ? [...others, id] : others);
          }}
        />
        <span
          >${title}
          <span class="muted small">${formatInstant(startedAt)}, ${settings.sampler.replaceAll("_", " ")}</span></span
        >
      </label>
    </li>`;
  }

  #compare(ids: readonly string[]): void {
    this.dispatchEvent(new CustomEvent("compare-runs", { detail: ids, bubbles: true }));
  }
}
customElements.define("epi-comparison", Comparison);

function result(models: readonly ComparedRun[]): TemplateResult {
  const hasEvidence = models.some(({ logEvidence }) => logEvidence !== null);
  return html`<p class="verdict-words">${comparisonWords(models)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Comparison of models">
      <table class="compared">
        <caption>
          Leave-one-out prediction
        </caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">
              <abbr title="Expected log predictive density: the higher, the better it predicts what was left out"
                >elpd</abbr
              >
            </th>
            <th scope="col">
              <abbr title="elpd less that of the best, with its standard error">Behind the best</abbr>
            </th>
            <th scope="col"><abbr title="What the fit gains over prediction">Parameters in effect</abbr></th>
            <th scope="col"><abbr title="Observations with Pareto k of 0.7 or more">Unsure points</abbr></th>
            ${hasEvidence ? html`<th scope="col">Log evidence</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${models.map((model, rank) => row(model, rank, hasEvidence))}
        </tbody>
      </table>
    </div>`;
}

function row(model: ComparedRun, rank: number, hasEvidence: boolean): TemplateResult {
  const { elpd, standardError, difference, differenceError, effectiveParameters, unreliable, observations } = model;
  const { logEvidence } = model;
  return html`<tr>
    <th scope="row"><a href=${`#/run/${model.id}`}>${model.title}</a></th>
    <td>${formatFixed(elpd, 1)} ± ${formatFixed(standardError, 1)}</td>
    <td>${rank === 0 ? "best" : `${formatFixed(difference, 1)} ± ${formatFixed(differenceError, 1)}`}</td>
    <td>${formatFixed(effectiveParameters, 1)}</td>
    <td>${formatCount(unreliable.length)} of ${formatCount(observations)}</td>
    ${
      hasEvidence
        ? html`<td>
            ${logEvidence ? `${formatFixed(logEvidence.value, 2)} ± ${formatFixed(logEvidence.standardError, 2)}` : "–"}
          </td>`
        : nothing
    }
  </tr>`;
}
