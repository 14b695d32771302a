// The whole line once, on one page: a document's text → chains side by side in workers → a run record.

import type { Answer, Issue } from "../base/issue.ts";
import { bundle } from "../document/bundle.ts";
import type { Files } from "../document/document.ts";
import type { ShownModel } from "../model/shown.ts";
import { drawsDigest } from "../store/digest.ts";
import type { ChainDraws, RunRecord, RunSettings } from "../store/record.ts";
import type { Host, StopSignal } from "./host.ts";
import { makePool, type Pool } from "./pool.ts";
import { settingsIssues } from "./settings.ts";
import type { ChainProgress, OpenedRegion } from "./worker-api.ts";

export interface Calibration {
  readonly text: string;
  /** Where the files come from that the document reads and does not carry; the record's document carries them. */
  readonly files?: Files;
  readonly settings: RunSettings;
  /** Path of the region document in regions/, or null. */
  readonly region: string | null;
  readonly host: Host;
  /** Workers to use; without it the run makes its own and ends them. */
  readonly pool?: Pool;
  readonly onProgress?: (progress: ChainProgress) => void;
  /** Ends the run; the record then holds the draws so far. */
  readonly signal?: StopSignal;
}

/**
 * Calibrates a document. The draws depend on the document, the seed and each chain's number alone. A chain that fails
 * leaves the others as they are: the record holds those that have draws, and the issues say what became of the rest.
 *
 * Errors: those of the document; S101 and S102 of the chains; S103 where a worker died; S104 settings out of range;
 * S105 where no chain has a draw.
 */
export async function calibrate(given: Calibration): Promise<Answer<RunRecord>> {
  const text = given.files === undefined ? given.text : bundle(given.text, given.files);
  const calibration = { ...given, text };
  const { settings, host } = calibration;
  const wrong = settingsIssues(settings);
  if (wrong.length > 0) return { ok: false, issues: wrong };
  const pool = calibration.pool ?? makePool(host);
  try {
    const startedAt = host.now();
    const opened = await pool.run((worker) => worker.open(text));
    if (!opened.ok) return opened;
    const answers = await Promise.all(numbers(settings.chains).map((chain) => sample(calibration, pool, chain)));
    const issues = answers.flatMap((answer) => answer.issues);
    const chains = answers.flatMap((answer) =>
      answer.ok && answer.value.logPosterior.length > 0 ? [answer.value] : [],
    );
    if (chains.length === 0) return { ok: false, issues: issues.length > 0 ? issues : [NO_DRAWS] };
    const record = await recordOf(calibration, pool, opened.value, chains, startedAt);
    return record.ok ? { ...record, issues } : record;
  } finally {
    if (calibration.pool === undefined) pool.close();
  }
}

/** One chain on the next free worker; none where the run was stopped before its turn. */
function sample(calibration: Calibration, pool: Pool, chain: number): Promise<Answer<ChainDraws>> {
  const { text, settings, signal } = calibration;
  return pool.run(async (worker) => {
    if (signal?.aborted === true) return { ok: false, issues: [] };
    const stop = () => void worker.stop();
    signal?.addEventListener("abort", stop);
    try {
      const { sampler, seed, warmup, draws } = settings;
      const answer = await worker.sampleChain({ text, sampler, seed, chain, warmup, draws }, (progress) => {
        calibration.onProgress?.(progress);
      });
      return answer.ok ? answer : { ok: false, issues: answer.issues.map((issue) => ofChain(issue, chain)) };
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  });
}

async function recordOf(
  calibration: Calibration,
  pool: Pool,
  opened: OpenedRegion,
  chains: readonly ChainDraws[],
  startedAt: number,
): Promise<Answer<RunRecord>> {
  const { host, settings, text, region } = calibration;
  const parameters = calibratedNames(opened.model);
  const diagnosis = await pool.run(async (worker) => {
    // Another worker than the first may answer; the titles in the verdict are the document's.
    const again = await worker.open(text);
    return again.ok ? worker.diagnose(parameters, chains) : again;
  });
  if (!diagnosis.ok) return diagnosis;
  const digest = drawsDigest(chains);
  const record: RunRecord = {
    format: 2,
    id: `${new Date(startedAt).toISOString().replaceAll(/[-:.]/g, "")}-${digest.slice(0, 8)}`,
    title: opened.model.title,
    region,
    document: text,
    documentDigest: opened.documentDigest,
    programDigest: opened.programDigest,
    settings,
    startedAt: new Date(startedAt).toISOString(),
    elapsedMs: host.now() - startedAt,
    version: host.version,
    commit: host.commit,
    parameters,
    chains,
    drawsDigest: digest,
    diagnosis: diagnosis.value,
    stopped: chains.length < settings.chains || chains.some((chain) => chain.logPosterior.length < settings.draws),
  };
  return { ok: true, value: record, issues: [] };
}

/** Names of the calibrated parameters, in the order of the draws. */
export function calibratedNames(model: ShownModel): string[] {
  return model.priors.map((prior) => model.parameters[prior.parameter]?.name ?? "");
}

function ofChain(issue: Issue, chain: number): Issue {
  return { ...issue, message: `chain ${chain + 1}: ${issue.message}` };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}

const NO_DRAWS: Issue = {
  code: "S105",
  severity: "error",
  path: "",
  message: "the run was stopped before a chain had finished its warm-up, so there are no draws to keep.",
  advice: "Let it run longer, or ask for a shorter warm-up.",
};
