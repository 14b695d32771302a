// What a comparison of models says in words, before any figure.
import { formatFixed, plural } from "./format.ts";

/** One model on the data that all share. */
export interface ComparedRun {
  readonly id: string;
  readonly title: string;
  readonly elpd: number;
  readonly standardError: number;
  readonly effectiveParameters: number;
  readonly difference: number;
  readonly differenceError: number;
  readonly unreliable: readonly unknown[];
  readonly observations: number;
  readonly logEvidence: { readonly value: number; readonly standardError: number } | null;
}

/** Below so large a difference the error itself is not to be relied on (Sivula, Magnusson and Vehtari 2020). */
const SMALL = 4;

/** Which predicts better, in words: a difference counts from 4 on and from twice its standard error. */
export function comparisonWords(models: readonly ComparedRun[]): string {
  const [best, second] = models;
  if (best === undefined || second === undefined) return "";
  const behind = -second.difference;
  const by = `${formatFixed(behind, 1)} ± ${formatFixed(second.differenceError, 1)}`;
  const unsure = models.reduce((sum, { unreliable }) => sum + unreliable.length, 0);
  const note = unsure > 0 ? ` ${plural(unsure, "prediction")} could not be made firmly; the warnings name them.` : "";
  if (behind < SMALL)
    return `They predict about equally well: they differ by ${by}, and less than ${SMALL} says little.${note}`;
  if (behind < 2 * second.differenceError) {
    return `“${best.title}” predicts best, but its lead of ${by} may be chance.${note}`;
  }
  return `“${best.title}” predicts best, by ${by}.${note}`;
}
