// What scenarios avert with its uncertainty: each draw of a calibration through each scenario, beside its own baseline.
import "./output-chart.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { ShownModel } from "../model/shown.ts";
import type { Fan } from "./fan.ts";
import { formatNumber } from "./format.ts";
import type { OutputGroup } from "./output-groups.ts";
import { outputAt } from "./output-spec.ts";
import type { ProjectionFigure } from "./projection-spec.ts";
import { timeAxis } from "./time-axis.ts";

/** Bands over the draws of one quantity that a scenario averts: its middle and the limits of 95 per cent. */
interface Interval {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/** A scenario at all the draws that were projected. */
export interface ProjectedScenario {
  readonly name: string;
  readonly title: string;
  /** Colour and dashes, see `styleOf`. */
  readonly style: number;
  /** In the document's unit. */
  readonly from: number;
  /** One per output that was projected; each has what the scenario averts. */
  readonly fans: readonly Fan[];
}

export class Projection extends LitElement {
  static override properties = {
    model: { attribute: false },
    groups: { attribute: false },
    baseline: { attribute: false },
    scenarios: { attribute: false },
    asDates: { type: Boolean },
    height: { type: Number },
    chosenOutput: { state: true },
    chosenScenario: { state: true },
  };
  declare model: ShownModel | null;
  /** The outputs to choose from, and to list in the table. */
  declare groups: readonly OutputGroup[];
  /** Bands of the run without a scenario, at draws of the same calibration. */
  declare baseline: readonly Fan[];
  declare scenarios: readonly ProjectedScenario[];
  declare asDates: boolean;
  declare height: number;
  /** Names; empty for the first. */
  declare chosenOutput: string;
  declare chosenScenario: string;

  constructor() {
    super();
    this.model = null;
    this.groups = [];
    this.baseline = [];
    this.scenarios = [];
    this.asDates = true;
    this.height = 240;
    this.chosenOutput = "";
    this.chosenScenario = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    const { model, scenarios } = this;
    const listed = this.groups.flatMap(({ members }) => (members.length === 1 ? members[0] : []));
    const scenario = scenarios.find(({ name }) => name === this.chosenScenario) ?? scenarios[0];
    if (!model || !scenario || listed.length === 0) return nothing;
    const output = listed.find((index) => outputAt(model, index).name === this.chosenOutput) ?? listed[0] ?? 0;
    return html`${tableOf(model, scenarios, listed, this.asDates)} ${this.#chart(model, scenario, output, listed)}`;
  }

  #chart(model: ShownModel, scenario: ProjectedScenario, output: number, listed: readonly number[]): TemplateResult {
    const fanOf = (fans: readonly Fan[]): Fan | null => fans.find((fan) => fan.output === output) ?? null;
    const { title, style, from } = scenario;
    const figure: ProjectionFigure = {
      kind: "projection",
      model,
      output,
      baseline: fanOf(this.baseline),
      scenario: { title, style, from, fan: fanOf(scenario.fans) },
      asDates: this.asDates,
    };
    return html`${this.scenarios.length > 1 ? this.#scenarioChooser(scenario) : nothing}
      <epi-output-chart
        .figure=${figure}
        .height=${this.height}
        .choices=${listed.length > 1 ? listed.map((index) => choiceOf(model, index)) : []}
        .choice=${outputAt(model, output).name}
        @figure-choice=${(event: CustomEvent<string>) => (this.chosenOutput = event.detail)}
      ></epi-output-chart>`;
  }

  #scenarioChooser(shown: ProjectedScenario): TemplateResult {
    const choose = (event: Event): void => {
      // The listener stands on this very element.
      this.chosenScenario = (event.currentTarget as HTMLSelectElement).value;
    };
    return html`<label class="row scenario-choice"
      >Scenario in the chart
      <select @change=${choose}>
        ${this.scenarios.map(
          ({ name, title }) => html`<option value=${name} ?selected=${name === shown.name}>${title}</option>`,
        )}
      </select></label
    >`;
  }
}
customElements.define("epi-projection", Projection);

function choiceOf(model: ShownModel, index: number): { value: string; title: string } {
  const { name, title } = outputAt(model, index);
  return { value: name, title };
}

/** What a scenario averts of an output: persons over its whole period, else the difference at the end of the run. */
function avertedInterval(fan: Fan | undefined): (Interval & { readonly isTotal: boolean }) | null {
  const { averted } = fan ?? {};
  if (!averted) return null;
  const bands = averted.total ?? averted;
  const last = (values: Float64Array): number => values.at(-1) ?? Number.NaN;
  const interval = { median: last(bands.median), lower: last(bands.lower95), upper: last(bands.upper95) };
  return { ...interval, isTotal: averted.total !== null };
}

/** `10,100 to 15,000`, each figure with its own value behind it. */
function intervalWords({ lower, upper }: Interval): TemplateResult {
  const figure = (value: number): TemplateResult => html`<data value=${String(value)}>${formatNumber(value)}</data>`;
  return html`${figure(lower)} to ${figure(upper)}`;
}

function tableOf(
  model: ShownModel,
  scenarios: readonly ProjectedScenario[],
  listed: readonly number[],
  asDates: boolean,
): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table: what scenarios avert, with intervals">
    <table>
      <caption>
        Averted against the baseline, over the draws
      </caption>
      <thead>
        <tr>
          <th scope="col" class="words">Output</th>
          <th scope="col">Median (95 % interval)</th>
        </tr>
      </thead>
      ${scenarios.map(
        (scenario) =>
          html`<tbody>
            <tr>
              <th scope="rowgroup" colspan="2" class="words">${scenario.title}</th>
            </tr>
            ${listed.map((index) => row(model, scenario, index, asDates))}
          </tbody>`,
      )}
    </table>
  </div>`;
}

function row(
  model: ShownModel,
  scenario: ProjectedScenario,
  index: number,
  asDates: boolean,
): TemplateResult | typeof nothing {
  const fan = scenario.fans.find(({ output }) => output === index);
  const averted = avertedInterval(fan);
  if (!fan || !averted) return nothing;
  const axis = timeAxis(model.time, asDates);
  const end = axis.format(fan.times.at(-1) ?? model.time.end);
  const { title, unit } = outputAt(model, index);
  const over = averted.isTotal
    ? `from ${axis.format(scenario.from)} to ${end}`
    : [unit ?? "", `at ${end}`].filter(Boolean).join(", ");
  return html`<tr>
    <th scope="row" class="words">${title} <small class="muted">${over}</small></th>
    <td><data value=${String(averted.median)}>${formatNumber(averted.median)}</data> (${intervalWords(averted)})</td>
  </tr>`;
}
