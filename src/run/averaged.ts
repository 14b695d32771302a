// Marks a diagnosis whose likelihoods are averaged over points: every report of it says so.

import { listInWords, quote } from "../base/text.ts";
import type { Diagnosis } from "../sampler/diagnose.ts";

/** @param titles  of the targets with `over_points: mean` */
export function markAveraged(diagnosis: Diagnosis, titles: readonly string[]): Diagnosis {
  if (titles.length === 0) return diagnosis;
  const words = `The likelihood of ${listInWords(titles.map(quote))} is a mean over its points, as in estival, not the likelihood of the data: intervals are far wider than the data support.`;
  return { ...diagnosis, averaged: titles, verdict: `${diagnosis.verdict} ${words}` };
}
