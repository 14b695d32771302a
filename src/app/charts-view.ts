// All outputs of a model: figures for the constant ones, a chart for each of the others.
import "../views/output-chart.ts";
import { html, nothing, type TemplateResult } from "lit";
import type { Model } from "../model/model.ts";
import type { Fan } from "../views/fan.ts";
import type { ChartToSave } from "../views/output-chart.ts";
import { countedWords, isConstant, outputAt, outputOrder, sourceWords } from "../views/output-spec.ts";
import { readouts } from "../views/readouts.ts";
import { downloadChart } from "./download.ts";

export interface Charts {
  readonly model: Model;
  /** [T] */
  readonly times: Float64Array;
  /** [output][T] at the present values, or null. */
  readonly outputs: readonly Float64Array[] | null;
  readonly fans: readonly Fan[] | null;
  readonly isFaded: boolean;
  readonly asDates: boolean;
  readonly onAxis: (asDates: boolean) => void;
}

export function chartsView(charts: Charts): TemplateResult {
  const { model, times, outputs, fans, isFaded, asDates } = charts;
  const drawn = outputOrder(model).filter((output) => !isConstant(model, output));
  return html`<section
    class="charts"
    aria-label="Charts"
    @save-chart=${(event: CustomEvent<ChartToSave>) => save(event, model)}
  >
    ${model.time.epoch === undefined ? nothing : axisSwitch(model, asDates, charts.onAxis)}
    ${drawn.map(
      (output, position) =>
        html`<epi-output-chart
          .figure=${{
            model,
            output,
            times,
            current: outputs?.[output] ?? null,
            fan: fans?.find((fan) => fan.output === output) ?? null,
            faded: isFaded,
            asDates,
          }}
          .height=${heightOf(position)}
        ></epi-output-chart>`,
    )}
    ${readouts(model, outputs, fans, isFaded)}
  </section>`;
}

function axisSwitch(model: Model, asDates: boolean, onAxis: (asDates: boolean) => void): TemplateResult {
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

function save(event: CustomEvent<ChartToSave>, model: Model): void {
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
