// How a series of the document is written as a formula: lines and steps as such, smooth curves put together from steps.
import { binary, constant, interpolate, select } from "./formula.ts";
import { sigmoidBetween } from "./functions.ts";
import type { Formula } from "./model.ts";

/** One formula, or one for each stratum of a stratification. */
export type SeriesForm =
  | { readonly by?: undefined; readonly formula: Formula }
  | { readonly by: string; readonly formulas: ReadonlyMap<string, Formula> };

const TIME: Formula = { kind: "time" };

/** An S from point to point, flat outside. */
export function sigmoidSeries(times: readonly number[], values: readonly number[]): Formula {
  return sigmoidBetween(TIME, times.map(constant), values.map(constant));
}

/**
 * A smooth curve through points that rises and falls only where they do, flat outside: cubic Hermite pieces.
 * Source: F. N. Fritsch and R. E. Carlson, SIAM J. Numer. Anal. 17 (1980) 238; the slopes are those of F. N. Fritsch and
 * J. Butland, SIAM J. Sci. Stat. Comput. 5 (1984) 300, which need no square root and keep to the same bounds.
 */
export function monotoneSeries(times: readonly number[], values: readonly number[]): Formula {
  const [first] = times;
  if (first === undefined || times.length < 2) return constant(values[0] ?? 0);
  const pieces = monotonePieces(times, values);
  const points = times.map(constant);
  const step = (list: readonly number[]): Formula => interpolate(TIME, points, list.map(constant), "step");
  const since = binary("subtract", TIME, step(times));
  const horner = [pieces.square, pieces.slope, pieces.value].reduce<Formula>(
    (sum, list) => binary("add", step(list), binary("multiply", since, sum)),
    step(pieces.cube),
  );
  return select(binary("less", TIME, constant(first)), constant(values[0] ?? 0), horner);
}

/** Coefficients of each piece in powers of the time since its point; the last piece is flat. */
export interface Pieces {
  readonly value: readonly number[];
  readonly slope: readonly number[];
  readonly square: readonly number[];
  readonly cube: readonly number[];
}

export function monotonePieces(times: readonly number[], values: readonly number[]): Pieces {
  const last = times.length - 1;
  const widths = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const chords = widths.map((width, index) => ((values[index + 1] ?? 0) - (values[index] ?? 0)) / width);
  const slopes = times.map((_, index) => {
    // Flat outside, so flat at both ends: no bend there.
    if (index === 0 || index === last) return 0;
    const before = chords[index - 1] ?? 0;
    const after = chords[index] ?? 0;
    if (before * after <= 0) return 0;
    const left = widths[index - 1] ?? 1;
    const right = widths[index] ?? 1;
    const total = 3 * (left + right);
    return total / ((2 * right + left) / before + (right + 2 * left) / after);
  });
  const square = widths.map((width, index) => {
    return (3 * (chords[index] ?? 0) - 2 * (slopes[index] ?? 0) - (slopes[index + 1] ?? 0)) / width;
  });
  const cube = widths.map((width, index) => {
    return ((slopes[index] ?? 0) + (slopes[index + 1] ?? 0) - 2 * (chords[index] ?? 0)) / (width * width);
  });
  return { value: values, slope: slopes.with(last, 0), square: [...square, 0], cube: [...cube, 0] };
}
