// The wide column of the workbench: what runs, what was found, what is wrong, and the charts.
import "../views/issue-list.ts";
import "./projection-section.ts";
import "./sbc-section.ts";
import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import type { ShownModel } from "../model/shown.ts";
import type { Fan } from "../views/fan.ts";
import { sourcesView } from "../views/sources.ts";
import { chartsView } from "./charts-view.ts";
import { emptyDocument } from "./editor-view.ts";
import { addressOf, interrupted } from "./interrupted.ts";
import { failureView, progressView } from "./progress-view.ts";
import { resultFoot, resultView } from "./result-view.ts";
import { runs, type Finished } from "./runs.ts";
import { scenarioRuns } from "./scenario-runs.ts";
import type { Good, Session } from "./session.ts";
import { unfinishedRuns } from "./unfinished.ts";
import { curveNote, staleReason } from "./words.ts";

export interface Results {
  readonly session: Session;
  /** The editor, which shows what it refused, is on screen. */
  readonly isEditing: boolean;
  readonly asDates: boolean;
  readonly onAxis: (asDates: boolean) => void;
  readonly isMoreOpen: boolean;
  readonly onMore: (isOpen: boolean) => void;
}

/** True while the document of this path is being calibrated. */
export function isRunning(path: string | null): boolean {
  return runs.active !== null && runs.active.path === path;
}

export function resultsView(results: Results): TemplateResult {
  const { session, isEditing } = results;
  const isBusy = isRunning(session.path);
  const finished = isBusy ? undefined : runs.finished(session.path);
  const reason = finished ? staleReason(session, finished.record) : "";
  const refused = isEditing ? [] : session.refused;
  return html`<div class="results" @add-draws=${(event: CustomEvent<number>) => addDraws(finished, event.detail)}>
    ${isBusy && runs.active ? progressView(runs.active) : failureView(session.path)}
    ${unfinishedRuns(interrupted.rows.filter(({ job, place }) => job.region === session.path && place !== "here"))}
    ${finished ? resultView({ ...finished, staleReason: reason }) : nothing}
    ${refused.length > 0 ? html`<epi-issue-list .issues=${refused}></epi-issue-list>` : nothing}
    ${curvesView(results, finished, reason !== "")}
    ${
      finished
        ? html`<epi-projection-section
              .record=${finished.record}
              .model=${finished.model}
              .fans=${finished.fans ?? []}
              .asDates=${results.asDates}
            ></epi-projection-section>
            ${resultFoot(finished.record, finished.model, results.asDates)}`
        : nothing
    }
  </div>`;
}

/** Makes the run on screen longer. */
function addDraws(finished: Finished | undefined, more: number): void {
  if (!finished) return;
  const { record, model } = finished;
  void runs.addDraws(record, { path: record.region, address: addressOf(record), model }, more);
}

function curvesView(results: Results, finished: Finished | undefined, isFaded: boolean): TemplateResult {
  const { session, asDates, onAxis, isMoreOpen, onMore } = results;
  const { good, trajectory, runIssues, chance } = session;
  const note = curveNote(session);
  const { times, outputs } = trajectory ?? {};
  return html`${note === "" ? nothing : html`<p class="notice warn">${note}</p>`}
  ${runIssues.length > 0 ? html`<epi-issue-list .issues=${runIssues}></epi-issue-list>` : nothing}
  ${
    good && times && outputs
      ? html`<div class=${note === "" ? "" : "is-stale"}>
            ${chartsView({
              model: good.model,
              times,
              outputs,
              fans: finished ? fansFor(finished, good.model) : (chance?.fans ?? null),
              fanOf: finished ? "draws" : "runs",
              scenarios: scenarioRuns(good.model, session.shown, session.scenarios),
              extinction: finished ? null : (chance?.extinction ?? null),
              isFaded,
              asDates,
              onAxis,
              isMoreOpen,
              onMore,
            })}
          </div>
          ${guard([good], () => sourcesSection(good))}
          <epi-sbc-section .text=${good.whole} .model=${good.model}></epi-sbc-section>`
      : nothingYet(session)
  }`;
}

/** Drawn once for each document: it does not move with the sliders. */
function sourcesSection({ model, origins }: Good): TemplateResult {
  return html`<details class="details sources">
    <summary>Where the numbers come from</summary>
    ${sourcesView(model, origins)}
  </details>`;
}

/** The fans of a run for the outputs of a document that may have changed since: by name, and only on the same times. */
function fansFor({ fans, model: old }: Finished, model: ShownModel): readonly Fan[] | null {
  const isSameGrid = (["start", "step", "count", "unit"] as const).every((part) => old.time[part] === model.time[part]);
  if (!fans || !isSameGrid) return null;
  return fans.flatMap((fan) => {
    const output = model.outputs.findIndex(({ name }) => name === old.outputs[fan.output]?.name);
    if (output === fan.output) return fan;
    return output < 0 ? [] : { ...fan, output };
  });
}

function nothingYet(session: Session): TemplateResult {
  if (session.isLoading) return html`<p class="muted">Opening …</p>`;
  if (session.text.trim() === "") return emptyDocument((text) => session.edit(text));
  return html`<p class="muted empty">The curves will stand here once the document has no errors.</p>`;
}
