// What scenarios change: the difference over time of one output in a chart, and what they avert in a table.
import "./output-chart.ts";
import { html, nothing, type TemplateResult } from "lit";
import type { ShownModel } from "../model/shown.ts";
import { countsPersons, type Difference } from "../trajectory/scenario.ts";
import { isSameData, type Figure } from "./figure.ts";
import { formatNumber, formatShare } from "./format.ts";
import type { Curves } from "./output-group.ts";
import type { OutputGroup } from "./output-groups.ts";
import { isReproduction, outputAt } from "./output-spec.ts";
import type { ScenarioRun } from "./scenario.ts";
import { timeAxis } from "./time-axis.ts";
import { TurnElement } from "./turn-element.ts";

export class Differences extends TurnElement {
  static override properties = {
    curves: { attribute: false, hasChanged: (next: unknown, before: unknown) => !isSameData(next, before) },
    groups: { attribute: false },
    height: { type: Number },
    chosen: { state: true },
  };
  declare curves: Curves | null;
  /** The outputs to choose from, and to list in the table. */
  declare groups: readonly OutputGroup[];
  declare height: number;
  /** Name of the output in the chart; empty for the first. */
  declare chosen: string;

  constructor() {
    super();
    this.curves = null;
    this.groups = [];
    this.height = 240;
    this.chosen = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    const { curves } = this;
    if (!curves || curves.scenarios.length === 0) return nothing;
    const single = this.groups.flatMap(({ members }) => (members.length === 1 ? members[0] : []));
    // Infections per case are nothing that is averted.
    const listed = single.filter((index) => !isReproduction(outputAt(curves.model, index)));
    const named = listed.find((index) => outputAt(curves.model, index).name === this.chosen);
    const output = named ?? mostTelling(curves.model, listed);
    if (output === undefined) return nothing;
    const choices = listed.map((index) => {
      const { name, title } = outputAt(curves.model, index);
      return { value: name, title };
    });
    return html`<section class="differences" aria-label="Differences from the baseline">
      <epi-output-chart
        .figure=${figureOf(curves, output)}
        .height=${this.height}
        .choices=${choices.length > 1 ? choices : []}
        .choice=${outputAt(curves.model, output).name}
        @figure-choice=${(event: CustomEvent<string>) => (this.chosen = event.detail)}
      ></epi-output-chart>
      ${tableOf(curves, [...new Set(listed.map((index) => countedIn(curves.model, index)))])}
    </section>`;
  }
}
customElements.define("epi-differences", Differences);

/** Counts before sizes: a population hardly changes, whatever a scenario does. */
function mostTelling(model: ShownModel, listed: readonly number[]): number | undefined {
  const isOf = (...measures: readonly string[]) =>
    listed.find((index) => measures.includes(outputAt(model, index).measure));
  return isOf("incidence") ?? isOf("rate", "expression") ?? listed[0];
}

/** Of a moving sum or mean of a count the count itself, whose total says what is averted; otherwise the output. */
function countedIn(model: ShownModel, index: number): number {
  const output = outputAt(model, index);
  const source = output.kind === "rolling" && "output" in output.of ? output.of.output : undefined;
  return source !== undefined && countsPersons(outputAt(model, source)) ? source : index;
}

function figureOf({ model, times, scenarios, asDates }: Curves, output: number): Figure {
  const curves = scenarios.map(({ title, style, from, differences }) => {
    return { title, style, from, values: differences[output]?.absolute ?? new Float64Array() };
  });
  return { kind: "difference", model, output, times, scenarios: curves, asDates };
}

/** Persons counted over the scenario's period; for what is not counted, the value at the end of the run. */
function tableOf(curves: Curves, listed: readonly number[]): TemplateResult {
  const { model, times, scenarios, asDates } = curves;
  const end = timeAxis(model.time, asDates).format(times.at(-1) ?? model.time.end);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table: what scenarios avert">
    <table>
      <caption>
        Averted against the baseline
      </caption>
      <thead>
        <tr>
          <th scope="col" class="words">Output</th>
          <th scope="col">Baseline</th>
          <th scope="col">Scenario</th>
          <th scope="col">Averted</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      ${scenarios.map(
        (scenario) =>
          html`<tbody>
            <tr>
              <th scope="rowgroup" colspan="5" class="words">${scenario.title}</th>
            </tr>
            ${listed.map((index) => row(curves, scenario, index, end))}
          </tbody>`,
      )}
    </table>
  </div>`;
}

function row({ model, asDates }: Curves, scenario: ScenarioRun, index: number, end: string): TemplateResult {
  const difference = scenario.differences[index];
  const figures = difference?.total ?? atEnd(scenario, index, difference);
  const { title, unit } = outputAt(model, index);
  const from = timeAxis(model.time, asDates).format(scenario.from);
  const over = difference?.total ? `from ${from} to ${end}` : [unit ?? "", `at ${end}`].filter(Boolean).join(", ");
  return html`<tr>
    <th scope="row" class="words">${title} <small class="muted">${over}</small></th>
    <td>${figure(figures.baseline)}</td>
    <td>${figure(figures.scenario)}</td>
    <td>${figure(figures.averted)}</td>
    <td><data value=${String(figures.relative)}>${signed(figures.relative)}</data></td>
  </tr>`;
}

/** The last of each, which the desk has computed for every output time. */
function atEnd({ outputs }: ScenarioRun, index: number, difference: Difference | undefined) {
  const last = (values: Float64Array | undefined): number => values?.at(-1) ?? Number.NaN;
  const scenario = last(outputs[index]);
  const averted = last(difference?.averted);
  return { baseline: scenario + averted, scenario, averted, relative: last(difference?.relative) };
}

function figure(value: number): TemplateResult {
  return html`<data value=${String(value)}>${formatNumber(value)}</data>`;
}

function signed(share: number): string {
  return share > 0 ? `+${formatShare(share)}` : formatShare(share);
}
