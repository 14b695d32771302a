// The verdict of a calibration in words, before any figure.
import { html, nothing, type TemplateResult } from "lit";
import type { RunRecord } from "../store/record.ts";
import { formatCount, formatDuration, plural } from "./format.ts";

export function verdict(record: RunRecord): TemplateResult {
  const { usable, verdict: words } = record.diagnosis;
  const [head = words, rest = ""] = split(words);
  return html`<div class="verdict ${usable ? "usable" : "not-yet"}">
    <p class="verdict-head"><span aria-hidden="true">${usable ? "✓" : "!"}</span> ${head}</p>
    ${rest === "" ? nothing : html`<p>${rest}</p>`}
    <p class="muted small">${drawsWords(record)}</p>
  </div>`;
}

/** What the record rests on: chains, draws, failures, time. */
function drawsWords(record: RunRecord): string {
  const rows = record.chains.map((chain) => chain.logPosterior.length);
  const total = rows.reduce((sum, count) => sum + count, 0);
  const failures = record.chains.reduce((sum, chain) => sum + chain.failures, 0);
  const stopped = record.stopped ? `Stopped early: ` : "";
  const failed =
    failures > 0 ? ` The model had no finite answer for ${plural(failures, "proposal")}; each was rejected.` : "";
  return `${stopped}${formatCount(total)} draws from ${plural(record.chains.length, "chain")} in ${formatDuration(record.elapsedMs)}.${failed}`;
}

/** `Usable: …` and `Do not use yet: …` are read in two steps: the word, then the reason. */
function split(words: string): [string, string] {
  const colon = words.indexOf(": ");
  if (colon < 0 || colon > 20) return [words, ""];
  const rest = words.slice(colon + 2);
  return [words.slice(0, colon), rest.charAt(0).toUpperCase() + rest.slice(1)];
}
