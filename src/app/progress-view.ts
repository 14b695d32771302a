// A calibration while it runs: how far each chain is and their paths; why it waits, or why it left nothing.
import "../views/issue-list.ts";
import "../views/run-progress.ts";
import { html, nothing, type TemplateResult } from "lit";
import { traceCharts } from "../views/trace-charts.ts";
import type { Active } from "./active.ts";
import { calibratedLabels } from "./result-view.ts";
import { runs } from "./runs.ts";

export function progressView(active: Active): TemplateResult {
  const { pause } = active;
  return html`<epi-run-progress
      .chains=${[...active.chains]}
      .elapsedMs=${performance.now() - active.startedAt}
      .stopping=${active.isStopping}
      .doneBefore=${active.doneBefore}
      .note=${active.note}
      .kept=${active.isKept}
      .pause=${pause ? `${pause.issue.code}: ${pause.issue.message} ${pause.issue.advice}` : ""}
      @stop=${() => runs.stop()}
      @continue=${() => runs.tryAgain()}
      @go-without=${() => runs.goWithout()}
    ></epi-run-progress>
    ${traceCharts({ ...active.traces }, calibratedLabels(active.model))}`;
}

/** Why the latest calibration of a document ended without a result. */
export function failureView(path: string | null): TemplateResult | typeof nothing {
  const failed = runs.failed(path);
  if (failed.length === 0) return nothing;
  return html`<div class="notice bad">
    <p><strong>The calibration left no draws.</strong></p>
    <epi-issue-list .issues=${failed}></epi-issue-list>
  </div>`;
}
