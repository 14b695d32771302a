// `fit FILE`: the best fit of a document, what Laplace's approximation makes of it, and what the data cannot tell.

import { writeFile } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import { nodeHost } from "../node/host.ts";
import { bestFit, type BestFit } from "../run/analysis/best-fit.ts";
import type { OptimiserName } from "../run/analysis/fit-api.ts";
import { fitLayer } from "../run/analysis/fit-layer.ts";
import { makePool } from "../run/pool.ts";
import { openFile, printIssues } from "./files.ts";
import { print, table } from "./print.ts";

export interface FitWords {
  readonly optimiser: OptimiserName | undefined;
  readonly searches: number | undefined;
  readonly seed: number | undefined;
  readonly workers: number | undefined;
  /** A document to be written: the best fit as a layer. */
  readonly out: string | undefined;
}

/** @returns the exit code */
export async function fitFile(file: string, words: FitWords): Promise<number> {
  const { opened } = await openFile(file);
  if (opened === undefined) return 1;
  const host = await nodeHost(words.workers);
  const pool = makePool(host);
  const { optimiser, searches } = words;
  const answer = await bestFit({
    text: opened.text,
    seed: words.seed ?? opened.model.calibration.seed,
    ...(optimiser && { optimiser }),
    ...(searches && { searches }),
    pool,
  });
  pool.close();
  printIssues(answer.issues, file);
  if (!answer.ok) return 1;
  print(asText(answer.value));
  if (words.out === undefined) return 0;
  const layer = fitLayer(answer.value.parameters, {
    title: opened.model.title,
    extended: relative(dirname(words.out), file).split(sep).join("/"),
    digest: opened.documentDigest,
    by: `Midsummer ${host.version}, ${new Date(host.now()).toISOString().slice(0, 10)}`,
  });
  await writeFile(words.out, layer);
  print(`wrote ${words.out}`);
  return 0;
}

function asText(fit: BestFit): string {
  const digits = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(5))) : "");
  const head = ["parameter", "best fit", "2.5 %", "97.5 %", "of the prior's width"];
  const rows = fit.parameters.map(({ name, value, lower, upper, narrowing }) => [
    name,
    ...[value, lower, upper].map(digits),
    Number.isFinite(narrowing) ? `${(100 * narrowing).toFixed(0)} %` : "",
  ]);
  const { logPrior, logLikelihood, logEvidence, agreed, searches, evaluations, optimiser } = fit;
  return [
    `Best fit: log posterior ${(logPrior + logLikelihood).toFixed(4)} (prior ${logPrior.toFixed(4)}, likelihood ${logLikelihood.toFixed(4)})`,
    `${agreed} of ${searches} searches came to it; ${evaluations} evaluations by ${optimiser}`,
    "",
    table(head, rows),
    "",
    logEvidence === null ? "no evidence: see the warnings" : `log evidence ${logEvidence.toFixed(3)}`,
    "Intervals and evidence are Laplace's approximation, the normal distribution at the best fit: sample before relying on them.",
  ].join("\n");
}
