// One output under a scenario and without it, over the draws of a calibration: the baseline's fan, the scenario's bands.
import type { ShownModel } from "../model/shown.ts";
import type { Band, ChartSpec, Line } from "./chart-spec.ts";
import type { Fan } from "./fan.ts";
import { countedWords, outputAt, showFromOf } from "./output-spec.ts";
import { scenarioLines, scenarioRules } from "./scenario.ts";
import { timeAxis } from "./time-axis.ts";

export interface ProjectionFigure {
  readonly kind: "projection";
  readonly model: ShownModel;
  /** Position among the model's outputs. */
  readonly output: number;
  readonly baseline: Fan | null;
  readonly scenario: {
    readonly title: string;
    readonly style: number;
    readonly from: number;
    readonly fan: Fan | null;
  };
  readonly asDates: boolean;
}

/** The scenario's bands in its place from where it begins; the baseline as its median alone, so that both can be read. */
export function projectionSpec(figure: ProjectionFigure, log: boolean): ChartSpec {
  const { model, baseline, scenario } = figure;
  const output = outputAt(model, figure.output);
  const times = scenario.fan?.times ?? new Float64Array();
  const curve = { ...scenario, values: scenario.fan?.median ?? new Float64Array() };
  return {
    title: `${output.title}: ${scenario.title}`,
    x: times,
    axis: timeAxis(model.time, figure.asDates),
    ...showFromOf(model.time),
    yTitle: countedWords(output, model.time),
    log,
    fromZero: true,
    settledFrom: Number.NEGATIVE_INFINITY,
    bands: scenario.fan ? bandsOf(scenario.fan, scenario.title) : [],
    lines: [
      ...baselineLine(baseline),
      ...scenarioLines([{ ...curve, title: `${scenario.title}, median of the draws` }], times),
    ],
    dots: [],
    spans: [],
    rules: scenarioRules([curve]),
    faded: false,
  };
}

function baselineLine(baseline: Fan | null): Line[] {
  if (!baseline) return [];
  return [{ label: "Baseline, median of the draws", values: baseline.median, style: "baseline" }];
}

function bandsOf(fan: Fan, title: string): Band[] {
  return [
    { label: `${title}, 95 % of draws, without observation noise`, level: 95, lower: fan.lower95, upper: fan.upper95 },
    { label: "50 %", level: 50, lower: fan.lower50, upper: fan.upper50 },
  ];
}
