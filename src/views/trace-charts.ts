// One trace per parameter, all chains in each, side by side.
import "./chart.ts";
import { html, nothing, type TemplateResult } from "lit";
import type { Label } from "../model/model.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { legend } from "./legend.ts";
import { traceSpec, type Traces } from "./traces.ts";

const memory = new WeakMap<Traces, { readonly parameters: readonly Label[]; readonly specs: readonly ChartSpec[] }>();

/** The same specs for the same traces: the page is drawn again at every move of a slider, the traces are not. */
function specsOf(traces: Traces, parameters: readonly Label[]): readonly ChartSpec[] {
  const known = memory.get(traces);
  const isSame = known?.parameters.every((parameter, index) => parameter.title === parameters[index]?.title);
  if (known && isSame && known.parameters.length === parameters.length) return known.specs;
  const specs = parameters.map(({ title, unit }, index) => traceSpec(traces, index, title, unit ?? ""));
  memory.set(traces, { parameters, specs });
  return specs;
}

/** @param parameters the calibrated ones, in the order of the draws */
export function traceCharts(traces: Traces, parameters: readonly Label[]): TemplateResult {
  const specs = specsOf(traces, parameters);
  const first = specs[0];
  return html`${first ? legend(first, null) : nothing}
    <div class="traces">
      ${specs.map(
        (spec, index) =>
          html`<figure>
            <figcaption>
              ${parameters[index]?.title} <span class="muted small">${parameters[index]?.unit ?? ""}</span>
            </figcaption>
            <epi-chart .spec=${spec} group="traces" .height=${170}></epi-chart>
          </figure>`,
      )}
    </div>`;
}
