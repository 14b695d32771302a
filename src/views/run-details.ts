// Where a run comes from: everything that is needed to make it again.
import "./results.css";
import { html, type TemplateResult } from "lit";
import type { RunRecord } from "../store/record.ts";
import { formatCount, formatDuration, formatInstant, formatShare } from "./format.ts";

export function runDetails(record: RunRecord): TemplateResult {
  const { settings } = record;
  return html`<details class="details">
    <summary>Where this comes from</summary>
    <dl>
      ${entry("Document", record.region === null ? `${record.title} (your own document)` : `${record.title}, ${record.region}`)}
      ${entry("Started", formatInstant(record.startedAt))} ${entry("Took", formatDuration(record.elapsedMs))}
      ${entry("Sampler", record.chains[0]?.chosen?.reason ?? settings.sampler.replaceAll("_", " "))}
      ${entry(
        "Settings",
        `${formatCount(settings.chains)} chains × (${formatCount(settings.warmup)} warmup + ${formatCount(settings.draws)} draws)`,
      )}
      ${entry("Seed", String(settings.seed))}
      ${entry("Accepted", record.chains.map((chain) => formatShare(chain.acceptance)).join(", "))}
      ${digest("Draws digest", record.drawsDigest)} ${digest("Document digest", record.documentDigest)}
      ${digest("Program digest", record.programDigest)}
      ${entry("Version", `Midsummer ${record.version}, commit ${record.commit}`)}
    </dl>
  </details>`;
}

function entry(term: string, text: string): TemplateResult {
  return html`<div>
    <dt>${term}</dt>
    <dd>${text}</dd>
  </div>`;
}

function digest(term: string, text: string): TemplateResult {
  return html`<div>
    <dt>${term}</dt>
    <dd><code>${text}</code></dd>
  </div>`;
}
