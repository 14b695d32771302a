// The difference that scenarios make to an output over time.
import type { ShownModel } from "../model/shown.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { countedWords, outputAt, showFromOf } from "./output-spec.ts";
import { scenarioLines, scenarioRules, type ScenarioCurve } from "./scenario.ts";
import { timeAxis } from "./time-axis.ts";

export interface DifferenceFigure {
  readonly kind: "difference";
  readonly model: ShownModel;
  /** Position among the model's outputs. */
  readonly output: number;
  /** [T] */
  readonly times: Float64Array;
  /** `values` [T]: scenario − baseline. */
  readonly scenarios: readonly ScenarioCurve[];
  readonly asDates: boolean;
}

/** Scenario − baseline over time, with its own line at zero. */
export function differenceSpec(figure: DifferenceFigure): ChartSpec {
  const output = outputAt(figure.model, figure.output);
  return {
    title: `${output.title}: difference from the baseline`,
    x: figure.times,
    axis: timeAxis(figure.model.time, figure.asDates),
    ...showFromOf(figure.model.time),
    yTitle: `${countedWords(output, figure.model.time)}, scenario less baseline`.replace(/^, /, ""),
    // A difference has both signs.
    log: false,
    fromZero: true,
    settledFrom: Number.NEGATIVE_INFINITY,
    bands: [],
    lines: scenarioLines(figure.scenarios, figure.times),
    dots: [],
    spans: [],
    rules: [...scenarioRules(figure.scenarios), { axis: "y", at: 0, label: "" }],
    faded: false,
  };
}
