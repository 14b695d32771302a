// One target with the bands of what might have been observed, as a chart.
import type { ShownModel } from "../model/shown.ts";
import type { CheckedTarget } from "./check-words.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { countedWords, outputAt, showFromOf } from "./output-spec.ts";
import { timeAxis } from "./time-axis.ts";

/** @param choices.fromPrior  the bands are those of the priors alone */
export function checkSpec(
  target: CheckedTarget,
  model: ShownModel,
  { asDates, fromPrior }: { readonly asDates: boolean; readonly fromPrior: boolean },
): ChartSpec {
  const of = fromPrior ? "of what the priors expect" : "of what the draws expect";
  return {
    title: target.title,
    x: target.times,
    axis: timeAxis(model.time, asDates),
    ...showFromOf(model.time),
    yTitle: countedWords(outputAt(model, target.output), model.time),
    log: false,
    fromZero: true,
    settledFrom: Number.NEGATIVE_INFINITY,
    bands: [
      { label: `95 % ${of}, with observation noise`, level: 95, lower: target.lower95, upper: target.upper95 },
      { label: "50 %", level: 50, lower: target.lower50, upper: target.upper50 },
    ],
    lines: [{ label: "Median", values: target.median, style: "median" }],
    dots: [{ label: "Observed", values: target.observed, fitted: true }],
    spans: [],
    rules: [],
    faded: false,
  };
}
