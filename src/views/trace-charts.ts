// One trace per parameter, all chains in each, side by side.
import "./chart.ts";
import { html, nothing, type TemplateResult } from "lit";
import type { Label } from "../model/model.ts";
import { legend } from "./legend.ts";
import { traceSpec, type Traces } from "./traces.ts";

/** @param parameters the calibrated ones, in the order of the draws */
export function traceCharts(traces: Traces, parameters: readonly Label[]): TemplateResult {
  const specs = parameters.map((parameter, index) => traceSpec(traces, index, parameter.title, parameter.unit ?? ""));
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
