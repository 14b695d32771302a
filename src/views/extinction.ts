// How likely the infection has died out by a time, over the runs of a stochastic document, with its standard error.
import { html, type TemplateResult } from "lit";
import type { TimeGrid } from "../model/model.ts";
import type { Extinction } from "../trajectory/replicates.ts";
import { formatCount, formatShare } from "./format.ts";
import { timeAxis } from "./time-axis.ts";

/** At the middle and the end of the run. */
export function extinctionView(
  extinction: Extinction & { readonly times: Float64Array },
  time: TimeGrid,
  asDates: boolean,
): TemplateResult {
  const { times, replicates } = extinction;
  const last = times.length - 1;
  return html`<dl class="readouts" aria-label="Extinction">
    ${[Math.floor(last / 2), last].map(
      (row) =>
        html`<div>
          <dt>Infection died out by ${timeAxis(time, asDates).format(times[row] ?? time.end)}</dt>
          <dd>${shareWords(extinction, row)}<small> of ${formatCount(replicates)} runs</small></dd>
        </div>`,
    )}
  </dl>`;
}

function shareWords({ probability, standardError, replicates }: Extinction, row: number): TemplateResult {
  const share = probability[row] ?? Number.NaN;
  const error = standardError[row] ?? Number.NaN;
  // Where all runs agree the standard error is 0 and says nothing: the rule of three does.
  const words =
    error > 0 ? `standard error ${formatShare(error)}` : `all runs agree: within ${formatShare(3 / replicates)}`;
  return html`<data value=${String(share)}>${formatShare(share)}</data> <small>(${words})</small>`;
}
