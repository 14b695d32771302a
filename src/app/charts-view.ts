// All outputs of a model: figures for the constant ones, a chart for each of the others, the less asked for folded away.
import "../views/differences.ts";
import "../views/output-group.ts";
import { html, nothing, type TemplateResult } from "lit";
import type { ShownModel } from "../model/shown.ts";
import type { InfectionOver } from "../run/worker-api.ts";
import type { ChartToSave } from "../views/output-chart.ts";
import type { Curves } from "../views/output-group.ts";
import { groupOutputs, type GroupedOutputs, type OutputGroup } from "../views/output-groups.ts";
import { countedWords, outputAt, sourceWords } from "../views/output-spec.ts";
import { extinctionView } from "../views/extinction.ts";
import { readouts } from "../views/readouts.ts";
import { downloadChart } from "./download.ts";

export interface Charts extends Curves {
  /** Over the runs of a stochastic document. */
  readonly extinction: InfectionOver | null;
  readonly onAxis: (asDates: boolean) => void;
  /** The charts that are folded away at first are drawn only when they are asked for. */
  readonly isMoreOpen: boolean;
  readonly onMore: (isOpen: boolean) => void;
}

const memory = new WeakMap<ShownModel, GroupedOutputs>();

export function chartsView(charts: Charts): TemplateResult {
  const { model, outputs, fans, isFaded, asDates } = charts;
  const { first, more } = groupsOf(model);
  const curves = curvesOf(charts);
  return html`<section
    class="charts"
    aria-label="Charts"
    @save-chart=${(event: CustomEvent<ChartToSave>) => save(event, model)}
  >
    ${model.time.epoch === undefined ? nothing : axisSwitch(model, asDates, charts.onAxis)}
    ${first.map((group, position) => chart(curves, group, heightOf(position)))}
    ${charts.extinction ? extinctionView(charts.extinction, model.time, asDates) : nothing}
    <epi-differences .curves=${curves} .groups=${first} .height=${heightOf(1)}></epi-differences>
    ${readouts(model, outputs, fans, isFaded)} ${more.length === 0 ? nothing : moreView(charts, more)}
  </section>`;
}

/** Made once for each model: the page is drawn again at every move of a slider. */
function groupsOf(model: ShownModel): GroupedOutputs {
  const known = memory.get(model) ?? groupOutputs(model);
  memory.set(model, known);
  return known;
}

/** The curves alone: the rest is made anew at each drawing, and would make all charts of it look changed. */
function curvesOf({ model, times, outputs, fans, fanOf, scenarios, isFaded, asDates }: Charts): Curves {
  return { model, times, outputs, fans, fanOf, scenarios, isFaded, asDates };
}

function chart(curves: Curves, group: OutputGroup, height: number): TemplateResult {
  return html`<epi-output-group .curves=${curves} .group=${group} .height=${height}></epi-output-group>`;
}

function moreView(charts: Charts, more: readonly OutputGroup[]): TemplateResult {
  const toggled = (event: Event): void => {
    // The listener stands on this very element.
    charts.onMore((event.currentTarget as HTMLDetailsElement).open);
  };
  return html`<details class="more" ?open=${charts.isMoreOpen} @toggle=${toggled}>
    <summary>
      <h2>More outputs</h2>
      <span class="muted small">${more.length}</span>
    </summary>
    ${charts.isMoreOpen ? more.map((group) => chart(curvesOf(charts), group, heightOf(1))) : nothing}
  </details>`;
}

function axisSwitch(model: ShownModel, asDates: boolean, onAxis: (asDates: boolean) => void): TemplateResult {
  const unit = { day: "Days", week: "Weeks", year: "Years" }[model.time.unit];
  const choice = (title: string, dates: boolean): TemplateResult =>
    html`<button class="quiet" aria-pressed=${asDates === dates ? "true" : "false"} @click=${() => onAxis(dates)}>
      ${title}
    </button>`;
  return html`<div class="axis-switch" role="group" aria-label="Time axis">
    ${choice("Dates", true)}${choice(unit, false)}
  </div>`;
}

/** The first chart is the page; on a narrow screen it leaves room for the sheet below it. */
function heightOf(position: number): number {
  if (window.matchMedia("(max-width: 860px)").matches) return position === 0 ? 230 : 190;
  return position === 0 ? 340 : 240;
}

function save(event: CustomEvent<ChartToSave>, model: ShownModel): void {
  const { spec, output, format } = event.detail;
  const source = sourceWords(model, output);
  const notes = {
    subtitle: [model.title, countedWords(outputAt(model, output), model.time)]
      .filter((part) => part !== "")
      .join(" · "),
    source: `${source === "" ? "" : `Data: ${source}. `}Midsummer ${__MIDSUMMER_VERSION__} (${__MIDSUMMER_COMMIT__.slice(0, 12)})`,
  };
  void downloadChart(spec, notes, format);
}
