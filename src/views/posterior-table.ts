// The posterior: one row per calibrated parameter, with its diagnostics and a small picture of prior and posterior.
import "./results.css";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Label, Prior } from "../model/model.ts";
import type { RunRecord } from "../store/record.ts";
import { formatCount, formatError, formatFixed, formatWithError } from "./format.ts";
import { priorPicture, priorWords } from "./prior-picture.ts";

/** Below this R̂ the chains agree. */
const GOOD_RHAT = 1.01;
/** From this effective sample size the figures are firm. */
const GOOD_SIZE = 400;

export interface PosteriorRow {
  readonly summary: RunRecord["diagnosis"]["parameters"][number];
  readonly label: Label;
  readonly prior: Prior | null;
  /** All chains together. */
  readonly draws: readonly number[];
}

export class PosteriorTable extends LitElement {
  static override properties = { rows: { attribute: false } };
  declare rows: readonly PosteriorRow[];

  constructor() {
    super();
    this.rows = [];
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Posterior of the parameters">
      <table class="posterior">
        <caption>
          Posterior
        </caption>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Mean</th>
            <th scope="col"><abbr title="Standard deviation">SD</abbr></th>
            <th scope="col">5 %</th>
            <th scope="col">50 %</th>
            <th scope="col">95 %</th>
            <th scope="col"><abbr title="Do the chains agree? Good below 1.01">R̂</abbr></th>
            <th scope="col">
              <abbr title="Effective sample size for the middle of the distribution; good from 400">Bulk ESS</abbr>
            </th>
            <th scope="col"><abbr title="Effective sample size for the tails; good from 400">Tail ESS</abbr></th>
            <th scope="col"><abbr title="Monte Carlo standard error of the mean">MC error</abbr></th>
            <th scope="col">Prior and posterior</th>
          </tr>
        </thead>
        <tbody>
          ${this.rows.map(tableRow)}
        </tbody>
      </table>
    </div>`;
  }
}
customElements.define("epi-posterior-table", PosteriorTable);

function tableRow({ summary, label, prior, draws }: PosteriorRow): TemplateResult {
  const { mean, sd, q05, q50, q95, mcseMean } = summary;
  return html`<tr>
    <th scope="row">
      ${label.title}${label.unit ? html` <span class="muted small">${label.unit}</span>` : nothing}
      <span class="identifier muted">${label.name}</span>
    </th>
    ${[mean, sd, q05, q50, q95].map((value) => figure(value, formatWithError(value, mcseMean)))}
    ${judged(summary.rhat, formatFixed(summary.rhat, 3), summary.rhat !== null && summary.rhat < GOOD_RHAT)}
    ${[summary.essBulk, summary.essTail].map((size) =>
      judged(size, size === null ? "–" : formatCount(size), size !== null && size >= GOOD_SIZE),
    )}
    ${figure(mcseMean, mcseMean === null ? "–" : formatError(mcseMean))}
    <td class="picture" title=${prior ? `Prior: ${priorWords(prior)}` : ""}>
      ${prior ? priorPicture(prior, draws, label.title) : nothing}
    </td>
  </tr>`;
}

function figure(value: number | null, text: string): TemplateResult {
  return html`<td><data value=${String(value ?? "")}>${text}</data></td>`;
}

/** Not by colour alone: what falls short has a mark and words. */
function judged(value: number | null, text: string, isGood: boolean): TemplateResult {
  const mark = isGood
    ? nothing
    : html`<span class="short" title="Not good enough yet" aria-label="not good enough yet"> !</span>`;
  return html`<td class=${isGood ? "" : "short"}><data value=${String(value ?? "")}>${text}</data>${mark}</td>`;
}
