// The paths of all chains through each parameter, as they come in: thinned to a grid that all chains share.
import type { ChartSpec, Line } from "./chart-spec.ts";
import { formatCount } from "./format.ts";
import { numberAxis } from "./time-axis.ts";

/** Positions that a trace keeps at most; more than a chart has pixels would only cost time. */
const CELLS = 600;

/** One report of a chain, as it comes from the worker. */
export interface TraceReport {
  readonly chain: number;
  /** Iteration of the first row. */
  readonly first: number;
  /** Iterations from row to row. */
  readonly thin: number;
  /** [row][parameter] */
  readonly values: ArrayLike<number>;
}

export interface Traces {
  readonly warmup: number;
  /** [cell], iteration at the start of each cell. */
  readonly iterations: Float64Array;
  /** [parameter][chain][cell]; null where nothing has come yet. */
  readonly paths: (number | null)[][][];
}

/** @param total iterations of each chain, warmup and draws */
export function emptyTraces(parameters: number, chains: number, total: number, warmup: number): Traces {
  const stride = Math.max(1, Math.ceil(total / CELLS));
  const cells = Math.max(1, Math.ceil(total / stride));
  return {
    warmup,
    iterations: Float64Array.from({ length: cells }, (_, cell) => cell * stride),
    paths: Array.from({ length: parameters }, () =>
      Array.from({ length: chains }, () => Array.from({ length: cells }, () => null)),
    ),
  };
}

/** Writes a report into `traces`, in place: ten come in a second and the paths may be long. */
export function addReport(traces: Traces, report: TraceReport): void {
  const width = traces.paths.length;
  const stride = (traces.iterations[1] ?? 1) - (traces.iterations[0] ?? 0);
  const rows = width === 0 ? 0 : Math.floor(report.values.length / width);
  for (let row = 0; row < rows; row++) {
    const cell = Math.floor((report.first + row * report.thin) / Math.max(stride, 1));
    for (let parameter = 0; parameter < width; parameter++) {
      const path = traces.paths[parameter]?.[report.chain];
      if (path && cell < path.length) path[cell] = report.values[row * width + parameter] ?? null;
    }
  }
}

/** Traces of draws that were kept, without their warmup. `chains`: [draw][parameter] each. */
export function tracesOfDraws(chains: readonly ArrayLike<number>[], parameters: number): Traces {
  const longest = Math.max(1, ...chains.map((values) => values.length / Math.max(parameters, 1)));
  const traces = emptyTraces(parameters, chains.length, longest, 0);
  chains.forEach((values, chain) => addReport(traces, { chain, first: 0, thin: 1, values }));
  return traces;
}

export function traceSpec(traces: Traces, parameter: number, title: string, unit: string): ChartSpec {
  const paths = traces.paths[parameter] ?? [];
  const { iterations, warmup } = traces;
  return {
    title: `Trace of ${title}`,
    x: iterations,
    axis: numberAxis(warmup > 0 ? "Iteration, warmup shaded" : "Draw", formatCount, formatCount),
    yTitle: unit,
    log: false,
    fromZero: false,
    settledFrom: warmup,
    bands: [],
    lines: paths.map((values, chain): Line => ({ label: `Chain ${chain + 1}`, values, style: chain })),
    dots: [],
    rules: [],
    spans: warmup > 0 ? [{ label: "warmup", from: 0, to: warmup }] : [],
    faded: false,
  };
}
