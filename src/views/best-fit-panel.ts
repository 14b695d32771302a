// The best fit: the button that looks for it, how far it is, what it found, and what the data cannot tell.
import "./controls.css";
import "./results.css";
import "./issue-list.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Issue } from "../base/issue.ts";
import { formatCount, formatNumber, plural } from "./format.ts";

/** One calibrated parameter at the best fit, on the natural scale. */
export interface FittedValue {
  readonly name: string;
  readonly title: string;
  readonly value: number;
  /** Ends of a 95 % interval by Laplace's approximation; NaN where there is none. */
  readonly lower: number;
  readonly upper: number;
}

export interface ShownFit {
  readonly parameters: readonly FittedValue[];
  readonly logPrior: number;
  readonly logLikelihood: number;
  readonly logEvidence: number | null;
  readonly searches: number;
  readonly agreed: number;
  readonly evaluations: number;
}

export interface FitUnderWay {
  /** Searches in all; 0 while the points to begin from are sought. */
  readonly searches: number;
  readonly finished: number;
  readonly evaluations: number;
}

/** Emits `find-fit`, `stop-fit`, `apply-fit` and `save-fit`. */
export class BestFitPanel extends LitElement {
  static override properties = {
    fit: { attribute: false },
    issues: { attribute: false },
    underWay: { attribute: false },
    obstacle: {},
    staleReason: {},
    isApplied: { type: Boolean },
  };
  declare fit: ShownFit | null;
  /** What was found on the way, and what the data cannot tell. */
  declare issues: readonly Issue[];
  /** Null while nothing is sought. */
  declare underWay: FitUnderWay | null;
  /** Why it cannot be sought now, or an empty text. */
  declare obstacle: string;
  /** Why the fit no longer belongs to the document, or an empty text. */
  declare staleReason: string;
  /** The sliders stand at the fit. */
  declare isApplied: boolean;

  constructor() {
    super();
    this.fit = null;
    this.issues = [];
    this.underWay = null;
    this.obstacle = "";
    this.staleReason = "";
    this.isApplied = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    return html`<section class="best-fit" aria-labelledby="best-fit-title">
      ${this.#head()} ${this.underWay ? progress(this.underWay) : nothing}
      <div class=${this.staleReason === "" ? "" : "is-stale"} role="status">${this.#found()}</div>
      ${this.#foot()}
    </section>`;
  }

  #head(): TemplateResult {
    return html`<div class="panel-head">
      <h2 id="best-fit-title">Best fit</h2>
      ${
        this.underWay
          ? html`<button class="quiet" @click=${() => this.#emit("stop-fit")}>Stop</button>`
          : html`<button ?disabled=${this.obstacle !== ""} @click=${() => this.#emit("find-fit")}>
              Find best fit
            </button>`
      }
    </div>`;
  }

  #found(): TemplateResult {
    const { fit } = this;
    return html`${fit ? table(fit.parameters) : nothing}
    ${
      fit
        ? html`<div class="row">
            <button ?disabled=${this.isApplied || this.staleReason !== ""} @click=${() => this.#emit("apply-fit")}>
              ${this.isApplied ? "In the sliders" : "Put in the sliders"}
            </button>
            <button class="quiet" @click=${() => this.#emit("save-fit")}>Save as a layer</button>
          </div>`
        : nothing
    }
    ${
      this.issues.length > 0
        ? html`<epi-issue-list .issues=${this.issues}></epi-issue-list>`
        : fit
          ? html`<p class="small">
              <span class="good" aria-hidden="true">✓</span> The data can tell all of them apart.
            </p>`
          : nothing
    }`;
  }

  #foot(): TemplateResult | typeof nothing {
    const { fit } = this;
    if (this.staleReason !== "") return html`<p class="panel-foot">${this.staleReason}</p>`;
    if (!fit && !this.underWay && this.issues.length === 0) {
      return html`<p class="panel-foot">
        ${this.obstacle === "" ? "The most probable values, and whether the data can tell them: worth a look before calibrating." : this.obstacle}
      </p>`;
    }
    return fit ? html`<p class="panel-foot">${restsOn(fit)}</p>` : nothing;
  }

  #emit(name: string): void {
    this.dispatchEvent(new Event(name, { bubbles: true }));
  }
}
customElements.define("epi-best-fit-panel", BestFitPanel);

function progress({ searches, finished, evaluations }: FitUnderWay): TemplateResult {
  const words =
    searches === 0
      ? "Looking where to begin …"
      : `${formatCount(finished)} of ${plural(searches, "search", "searches")} done, ${plural(evaluations, "evaluation")}`;
  return html`<progress max=${Math.max(searches, 1)} .value=${finished} aria-label="Best fit"></progress>
    <p class="muted small">${words}</p>`;
}

function table(parameters: readonly FittedValue[]): TemplateResult {
  return html`<table class="fitted">
    <thead>
      <tr>
        <th scope="col">Parameter</th>
        <th scope="col">Value</th>
        <th scope="col"><abbr title="95 % interval by the normal distribution at the best fit">95 %</abbr></th>
      </tr>
    </thead>
    <tbody>
      ${parameters.map(
        ({ name, title, value, lower, upper }) =>
          html`<tr>
            <th scope="row" title=${name}>${title}</th>
            <td><data value=${String(value)}>${formatNumber(value)}</data></td>
            <td>${Number.isFinite(lower + upper) ? `${formatNumber(lower)} to ${formatNumber(upper)}` : "–"}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** What the fit is worth, in a sentence or two. */
function restsOn({ searches, agreed, logPrior, logLikelihood, logEvidence }: ShownFit): string {
  const all = agreed === searches ? "all came" : `${formatCount(agreed)} came`;
  const found = searches === 1 ? "One search." : `Of ${plural(searches, "search", "searches")} ${all} to it.`;
  const posterior = `Log posterior ${formatNumber(logPrior + logLikelihood, 5)}`;
  const evidence = logEvidence === null ? "" : `, log evidence ${formatNumber(logEvidence, 5)}`;
  return `${found} ${posterior}${evidence}. The intervals are a first guess: calibrate before relying on them.`;
}
