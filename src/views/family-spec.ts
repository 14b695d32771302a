// All strata of an output in one chart, a line each.
import type { ShownModel } from "../model/shown.ts";
import type { ChartSpec, Line } from "./chart-spec.ts";
import { countedWords, outputAt, showFromOf } from "./output-spec.ts";
import { timeAxis } from "./time-axis.ts";

export interface FamilyFigure {
  readonly kind: "family";
  readonly model: ShownModel;
  /** Positions among the model's outputs. */
  readonly members: readonly [number, ...number[]];
  /** [T] */
  readonly times: Float64Array;
  /** [member][T] at the present values. */
  readonly curves: readonly Float64Array[];
  readonly log: boolean;
  readonly asDates: boolean;
}

export function familySpec(figure: FamilyFigure): ChartSpec {
  const { model, members } = figure;
  const first = outputAt(model, members[0]);
  return {
    title: first.family?.title ?? first.title,
    x: figure.times,
    axis: timeAxis(model.time, figure.asDates),
    ...showFromOf(model.time),
    yTitle: countedWords(first, model.time),
    ...(first.note === undefined ? {} : { note: first.note }),
    log: figure.log,
    fromZero: true,
    settledFrom: Number.NEGATIVE_INFINITY,
    bands: [],
    lines: members.flatMap((index, member): Line[] => {
      const values = figure.curves[member];
      const { family, title } = outputAt(model, index);
      const label = family?.stratum ?? title;
      const look = members.length <= 6 ? ({ heavy: true } as const) : {};
      return values ? [{ label: sentence(label), values, style: member, ...look }] : [];
    }),
    dots: [],
    spans: [],
    rules: [],
    faded: false,
  };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
