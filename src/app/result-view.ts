// A finished calibration: verdict, where it is kept, posterior, traces, provenance.
import "../views/add-draws.ts";
import "../views/posterior-table.ts";
import "../views/issue-list.ts";
import { html, nothing, type TemplateResult } from "lit";
import type { Issue } from "../base/issue.ts";
import type { Label } from "../model/model.ts";
import type { ShownModel } from "../model/shown.ts";
import { chosenDraws } from "../store/chosen-draws.ts";
import { goOnIssue } from "../run/go-on-issue.ts";
import { SETTING_LIMITS } from "../run/settings.ts";
import type { RunRecord } from "../store/record.ts";
import type { PosteriorRow } from "../views/posterior-table.ts";
import { chainTable } from "../views/chain-table.ts";
import { runDetails } from "../views/run-details.ts";
import { traceCharts } from "../views/trace-charts.ts";
import { tracesOfDraws, type Traces } from "../views/traces.ts";
import { verdict } from "../views/verdict.ts";
import "./checks-section.ts";
import { downloadDraws, downloadRecord } from "./download.ts";
import { interrupted } from "./interrupted.ts";
import { runs } from "./runs.ts";

export interface Result {
  readonly record: RunRecord;
  /** Null where the document no longer makes a model. */
  readonly model: ShownModel | null;
  readonly issues: readonly Issue[];
  readonly saved: { readonly isDurable: boolean; readonly words: string };
  /** Why the result no longer belongs to what is on screen, or an empty text. */
  readonly staleReason: string;
}

export function resultView(result: Result): TemplateResult {
  const { record, saved, staleReason } = result;
  const isStale = staleReason !== "";
  return html`<section class="result" aria-label="Calibration">
    ${isStale ? html`<p class="notice warn">${staleReason}</p>` : nothing}
    <div class=${isStale ? "is-stale" : ""}>${verdict(record)}</div>
    <div class="row saved">
      <span class="small ${saved.isDurable ? "muted" : "warn"}">${saved.words}</span>
      <button class="quiet" @click=${() => void downloadRecord(record)}>Download the record</button>
      <button class="quiet" @click=${() => void downloadDraws(record)}>Draws as CSV</button>
    </div>
    <epi-add-draws
      .missing=${missingDraws(record)}
      .most=${SETTING_LIMITS.draws.most - record.settings.draws}
      .obstacle=${addingObstacle(record)}
    ></epi-add-draws>
    ${result.issues.length > 0 ? html`<epi-issue-list .issues=${result.issues}></epi-issue-list>` : nothing}
    <div class=${isStale ? "is-stale" : ""}>
      <epi-posterior-table .rows=${rowsOf(record, result.model)}></epi-posterior-table>
    </div>
  </section>`;
}

/** Draws of all chains that a run lacks because it was stopped. */
function missingDraws({ chains, settings }: RunRecord): number {
  const drawn = chains.reduce((sum, { logPosterior }) => sum + logPosterior.length, 0);
  return Math.max(0, settings.chains * settings.draws - drawn);
}

/** Why a run cannot be made longer here, or an empty text. */
function addingObstacle(record: RunRecord): string {
  if (runs.active) return "another calibration is running.";
  if (interrupted.rows.some(({ job }) => job.id === record.id)) return "it is being made longer already.";
  const issue = goOnIssue(record, { version: __MIDSUMMER_VERSION__, commit: __MIDSUMMER_COMMIT__ });
  return issue ? `${issue.message} ${issue.advice}` : "";
}

/** What stands below the charts: how the chains ran, and where all of it comes from. */
export function resultFoot(record: RunRecord, model: ShownModel | null, asDates: boolean): TemplateResult {
  return html`<epi-checks-section .record=${record} .model=${model} .asDates=${asDates}></epi-checks-section>
    <section class="result-foot" aria-label="Behind the calibration">
      <h2>How the chains ran</h2>
      ${traceCharts(tracesOf(record), labelsOf(record, model))} ${chainTable(record)} ${runDetails(record)}
    </section>`;
}

/** Names and titles of the calibrated parameters, in the order of the draws. */
export function calibratedLabels(model: ShownModel): Label[] {
  return model.priors.flatMap((prior) => model.parameters[prior.parameter] ?? []);
}

const traceMemory = new WeakMap<RunRecord, Traces>();

/** Made once for each record: a page is drawn again at every move of a slider. */
function tracesOf(record: RunRecord): Traces {
  const known = traceMemory.get(record);
  if (known) return known;
  const values = record.chains.map((chain) => chain.values);
  const traces = tracesOfDraws(values, record.parameters.length);
  traceMemory.set(record, traces);
  return traces;
}

const rowMemory = new WeakMap<RunRecord, PosteriorRow[]>();

function rowsOf(record: RunRecord, model: ShownModel | null): PosteriorRow[] {
  const known = rowMemory.get(record);
  if (known) return known;
  const labels = labelsOf(record, model);
  const chosen = chosenDraws(record.chains, Infinity);
  const rows = record.diagnosis.parameters.map((summary, index): PosteriorRow => {
    const prior = model?.priors.find((each) => model.parameters[each.parameter]?.name === summary.name) ?? null;
    const draws = chosen.map((draw) => draw[index] ?? Number.NaN);
    return { summary, prior, draws, label: labels[index] ?? { name: summary.name, title: summary.name } };
  });
  // Without its model the rows lack titles and priors: those are made again when it comes.
  if (model) rowMemory.set(record, rows);
  return rows;
}

function labelsOf(record: RunRecord, model: ShownModel | null): Label[] {
  return record.parameters.map(
    (name) =>
      model?.parameters.find((parameter) => parameter.name === name) ?? { name, title: name.replaceAll("_", " ") },
  );
}
