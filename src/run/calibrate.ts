// The whole line once, on one page: a document's text → chains side by side in workers → a run record.

import type { Answer } from "../base/issue.ts";
import { bundle } from "../document/bundle.ts";
import type { Files } from "../document/document.ts";
import type { ShownModel } from "../model/shown.ts";
import { digestOfText } from "../program/digest.ts";
import type { Job } from "../store/job.ts";
import type { RunSettings } from "../store/record.ts";
import { runJob, type RunAnswer, type RunOptions } from "./job.ts";
import { makePool } from "./pool.ts";
import { settingsIssues } from "./settings.ts";

export interface Calibration extends RunOptions {
  readonly text: string;
  /** Where the files come from that the document reads and does not carry; the record's document carries them. */
  readonly files?: Files;
  readonly settings: RunSettings;
  /** Path of the region document in regions/, or null. */
  readonly region: string | null;
}

/**
 * Calibrates a document. The draws depend on the document, the seed and each chain's number alone.
 *
 * Errors: those of the document, and of `runJob`; S104 settings out of range.
 */
export async function calibrate(calibration: Calibration): Promise<RunAnswer> {
  const wrong = settingsIssues(calibration.settings);
  if (wrong.length > 0) return { ok: false, issues: wrong };
  const pool = calibration.pool ?? makePool(calibration.host);
  try {
    const job = await newJob({ ...calibration, pool });
    if (!job.ok) return job;
    return await runJob({ job: job.value, chains: new Map(), elapsedMs: 0, isNew: true }, { ...calibration, pool });
  } finally {
    if (calibration.pool === undefined) pool.close();
  }
}

async function newJob({ text, files, settings, region, host, pool }: Calibration): Promise<Answer<Job>> {
  const document = files === undefined ? text : bundle(text, files);
  const startedAt = new Date(host.now()).toISOString();
  const opened = await pool?.run((worker) => worker.open(document));
  if (opened?.ok !== true) return { ok: false, issues: opened?.issues ?? [] };
  const { model, documentDigest, programDigest } = opened.value;
  const work = { documentDigest, settings, version: host.version, commit: host.commit };
  const job = {
    id: `${startedAt.replaceAll(/[-:.]/g, "")}-${workKey(work).slice(0, 8)}`,
    title: model.title,
    region,
    document,
    documentDigest,
    programDigest,
    settings,
    startedAt,
    version: host.version,
    commit: host.commit,
    parameters: calibratedNames(model),
    before: Array.from({ length: settings.chains }, () => 0),
  };
  return { ok: true, value: job, issues: [] };
}

/** Names what is run: two runs of the same key have the same draws. */
export function workKey(work: Pick<Job, "documentDigest" | "settings" | "version" | "commit">): string {
  const { sampler, chains, warmup, draws, seed } = work.settings;
  const parts = [work.documentDigest, sampler, chains, warmup, draws, seed, work.version, work.commit];
  return digestOfText(parts.join("\n"));
}

/** Names of the calibrated parameters, in the order of the draws. */
export function calibratedNames(model: ShownModel): string[] {
  return model.priors.map((prior) => model.parameters[prior.parameter]?.name ?? "");
}
