// What an output chart can show: one output, the strata of a family, differences from the baseline, or a scenario with its bands.
import type { ChartSpec } from "./chart-spec.ts";
import { differenceSpec, type DifferenceFigure } from "./difference-spec.ts";
import { familySpec, type FamilyFigure } from "./family-spec.ts";
import { outputSpec, type OutputFigure } from "./output-spec.ts";
import { projectionSpec, type ProjectionFigure } from "./projection-spec.ts";

/** A figure without what the reader sets at the chart itself. */
export type Figure =
  | Omit<OutputFigure, "log" | "withNoise">
  | Omit<FamilyFigure, "log">
  | Omit<DifferenceFigure, "log">
  | ProjectionFigure;

export interface FigureChoices {
  readonly log: boolean;
  readonly withNoise: boolean;
}

export function specOf(figure: Figure, choices: FigureChoices): ChartSpec {
  switch (figure.kind) {
    case "output":
      return outputSpec({ ...figure, ...choices });
    case "family":
      return familySpec({ ...figure, log: choices.log });
    case "difference":
      return differenceSpec(figure);
    case "projection":
      return projectionSpec(figure, choices.log);
  }
}

/** Figures and curves are made anew at every drawing of the page; they count as changed where one of their parts is another. */
export function isSameData(next: unknown, before: unknown): boolean {
  return isSame(next, before, 3);
}

/** Parts of parts are compared too, but no arrays of numbers and nothing deeper than curves in a list. */
function isSame(next: unknown, before: unknown, depth: number): boolean {
  if (Object.is(next, before)) return true;
  if (depth === 0 || !isPlain(next) || !isPlain(before)) return false;
  const keys = Object.keys(next);
  return keys.length === Object.keys(before).length && keys.every((key) => isSame(next[key], before[key], depth - 1));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value);
}
