// Outputs that look back on others: running sums, and sums and means over the latest output times.
import type { Document, Reporter } from "../document/document.ts";
import type { Clock } from "./clock.ts";
import type { Label, LookedBackOn, Output } from "./model.ts";

/** What is needed of an output of the document. */
interface Looking {
  readonly entry: Document["content"]["outputs"][string];
  readonly path: string;
}

/** A running sum, from a time on or from the start. */
export function cumulativeOutput({ entry, path }: Looking, of: LookedBackOn, words: Label, clock: Clock): Output {
  const { cumulative } = entry;
  const from =
    typeof cumulative === "boolean" || cumulative === undefined
      ? undefined
      : clock.toTime(cumulative, `${path}.cumulative`);
  const unit = words.unit?.replace(/ per (?:\d\S* )?(?:day|week|year)s?$/, "");
  const known = unit === undefined ? words : { ...words, unit };
  return { ...known, measure: "expression", kind: "cumulative", of, ...(from === undefined ? {} : { from }) };
}

/** A sum or mean over the latest output times; undefined, with the reason reported, where it is not said which. */
export function rollingOutput(
  { entry, path }: Looking,
  of: LookedBackOn,
  words: Label,
  report: Reporter,
): Output | undefined {
  const { sum, mean } = entry.rolling ?? {};
  const width = sum ?? mean;
  if (width === undefined || (sum !== undefined && mean !== undefined)) {
    const message = `The key “rolling” has ${width === undefined ? "neither sum nor mean" : "both sum and mean"}.`;
    report.error("E212", `${path}.rolling`, message, "Write rolling: { mean: 7 } or rolling: { sum: 7 }.");
    return undefined;
  }
  return {
    ...words,
    measure: "expression",
    kind: "rolling",
    of,
    width,
    statistic: sum === undefined ? "mean" : "sum",
  };
}
