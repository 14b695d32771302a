// Predictive checks and overlaps: what might have been observed beside what was, and what the data did to each prior.
import "./chart.ts";
import "./results.css";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { ShownModel } from "../model/shown.ts";
import { coverageWords, overlapWords, type CheckedParameter, type CheckedTarget } from "./check-words.ts";
import { checkSpec } from "./check-spec.ts";
import { formatShare, plural } from "./format.ts";
import { legend } from "./legend.ts";

export interface ShownChecks {
  readonly posterior: readonly CheckedTarget[];
  readonly prior: readonly CheckedTarget[];
  readonly overlaps: readonly CheckedParameter[];
  /** Draws from the priors at which the model did not run. */
  readonly priorFailures: number;
}

export class Checks extends LitElement {
  static override properties = {
    checks: { attribute: false },
    model: { attribute: false },
    asDates: { type: Boolean },
    fromPrior: { state: true },
  };
  declare checks: ShownChecks | null;
  declare model: ShownModel | null;
  declare asDates: boolean;
  /** The bands are those of the priors alone. */
  declare fromPrior: boolean;

  constructor() {
    super();
    this.checks = null;
    this.model = null;
    this.asDates = true;
    this.fromPrior = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    const { checks, model, fromPrior } = this;
    if (!checks || !model) return nothing;
    const targets = fromPrior ? checks.prior : checks.posterior;
    return html`${overlapTable(checks.overlaps, model)}
      <div class="axis-switch" role="group" aria-label="Bands">
        ${this.#choice(false, "After the data")} ${this.#choice(true, "Before the data")}
      </div>
      ${
        fromPrior && checks.priorFailures > 0
          ? html`<p class="muted small">
              The model did not run at ${plural(checks.priorFailures, "draw")} from the priors; they are left out.
            </p>`
          : nothing
      }
      ${targets.map((target) => this.#target(target, model))}`;
  }

  #choice(fromPrior: boolean, words: string): TemplateResult {
    return html`<button
      class="quiet"
      aria-pressed=${this.fromPrior === fromPrior ? "true" : "false"}
      @click=${() => (this.fromPrior = fromPrior)}
    >
      ${words}
    </button>`;
  }

  #target(target: CheckedTarget, model: ShownModel): TemplateResult {
    const spec = checkSpec(target, model, { asDates: this.asDates, fromPrior: this.fromPrior });
    return html`<figure class="output">
      <header>
        <div>
          <h3>${spec.title}</h3>
          <p>${this.fromPrior ? nothing : coverageWords(target)}</p>
        </div>
      </header>
      ${legend(spec, null)}
      <epi-chart .spec=${spec} group="checks" .height=${220}></epi-chart>
    </figure>`;
  }
}
customElements.define("epi-checks", Checks);

function overlapTable(overlaps: readonly CheckedParameter[], model: ShownModel): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Overlap of prior and posterior">
    <table class="overlaps">
      <caption>
        What the data did to each prior
      </caption>
      <thead>
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col">
            <abbr title="Area under both densities: 100 % where the data changed nothing">Overlap</abbr>
          </th>
          <th scope="col" class="words">In words</th>
        </tr>
      </thead>
      <tbody>
        ${overlaps.map(
          (overlap) =>
            html`<tr>
              <th scope="row">
                ${model.parameters.find(({ name }) => name === overlap.name)?.title ?? overlap.name}
                <span class="identifier muted">${overlap.name}</span>
              </th>
              <td>${formatShare(Number(overlap.share.toFixed(2)))}</td>
              <td class="words">${overlapWords(overlap)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
