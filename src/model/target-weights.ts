// Weights of a target and of its observations, and whether its likelihood is summed or averaged over them.
import { countOf, formatNumber, quote } from "../base/text.ts";
import type { Reporter } from "../document/document.ts";
import type { Target } from "./model.ts";
import type { TargetEntry, TargetPoints } from "./target-points.ts";
import type { Observation } from "./target-times.ts";

/** Undefined, with the reason reported, where a weight is negative or all are 0. */
export function buildWeights(
  entry: TargetEntry,
  { weights }: TargetPoints,
  observed: readonly Observation[],
  path: string,
  report: Reporter,
): Pick<Target, "weights" | "overPoints"> | undefined {
  const { weight = 1 } = entry;
  const used = weights === undefined ? undefined : observed.map(({ index }) => weights[index] ?? NaN);
  const at = entry.data === undefined ? `${path}.weights` : `${path}.data.weights`;
  const isGood =
    checkWeight(weight, `${path}.weight`, report) &&
    (used === undefined || used.map((one) => checkWeight(one, at, report)).every(Boolean));
  if (!isGood) return undefined;
  const total = used === undefined ? observed.length : used.reduce((sum, one) => sum + one, 0);
  if (weight === 0 || (total === 0 && observed.length > 0)) {
    const message = weight === 0 ? "The weight is 0." : "All weights are 0.";
    report.error("E321", weight === 0 ? `${path}.weight` : at, message, "Take the target away, or give it weight.");
    return undefined;
  }
  if (entry.over_points === "sum") {
    if (used === undefined) return weight === 1 ? {} : { weights: weight };
    return { weights: used.map((one) => weight * one) };
  }
  const name = path.slice("targets.".length);
  const message = `The log likelihood of ${quote(name)} is the mean over its ${countOf(observed.length, "observation")}, not their sum.`;
  const advice =
    "Intervals then come out far wider than the data support, as in estival, and results are marked so. For the likelihood of the data, take over_points away.";
  report.warning("E326", `${path}.over_points`, message, advice);
  const scaled = used === undefined ? weight / total : used.map((one) => (weight * one) / total);
  return { weights: scaled, overPoints: "mean" };
}

function checkWeight(weight: number, path: string, report: Reporter): boolean {
  if (Number.isFinite(weight) && weight >= 0) return true;
  const message = `A weight is ${formatNumber(weight)}.`;
  report.error("E321", path, message, "Write numbers of 0 or more; 0 leaves an observation out.");
  return false;
}
