// The list of unfinished runs on a page, wired to what takes them up.
import "../views/job-list.ts";
import { html, nothing, type TemplateResult } from "lit";
import type { JobRow } from "../views/job-list.ts";
import { addressOf, interrupted } from "./interrupted.ts";

/** @param rows those of `interrupted.rows` that the page is about */
export function unfinishedRuns(rows: readonly JobRow[]): TemplateResult | typeof nothing {
  const { note } = interrupted;
  if (rows.length === 0 && note === "") return nothing;
  return html`${note === "" ? nothing : html`<p class="notice warn" role="alert">${note}</p>`}
    <epi-job-list
      .jobs=${rows}
      @job-go-on=${(event: CustomEvent<string>) => void goOn(event.detail)}
      @job-keep=${(event: CustomEvent<string>) => void interrupted.keepDraws(event.detail)}
      @job-discard=${(event: CustomEvent<string>) => void interrupted.discard(event.detail)}
    ></epi-job-list>`;
}

/** The page of its region shows how far it is. */
async function goOn(id: string): Promise<void> {
  const row = interrupted.rows.find(({ job }) => job.id === id);
  if (row && (await interrupted.goOn(id))) location.hash = addressOf(row.job);
}
