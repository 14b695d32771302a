// summer's derived outputs, by its rules: they depend on the length of the model's timestep.

import type { Formula } from "../../../model/model.ts";
import { formulaOf } from "./expression.ts";
import type { SummerRequest } from "./format.ts";
import { valueOf, type Functions } from "./value.ts";
import type { Replayed } from "./replay.ts";
import type { SummerRun } from "./run.ts";

export interface Baseline {
  readonly derived: ReadonlyMap<string, ArrayLike<number>>;
  /** Position among the baseline's times of the scenario's start. */
  readonly index: number;
}

/** All requests by name, also those that are not saved, at the run's times. */
export function derivedOutputs(
  replayed: Replayed,
  run: SummerRun,
  functions: Functions,
  baseline?: Baseline,
): Map<string, Float64Array> {
  const derived = new Map<string, Float64Array>();
  const get = (name: string): Float64Array => {
    const values = derived.get(name) ?? run.measured.get(name);
    if (values === undefined) throw new Error(`there is no derived output ${name}`);
    return values;
  };
  for (const request of replayed.requests)
    derived.set(request.name, make(request, { timestep: replayed.timestep, run, get, functions, baseline }));
  return derived;
}

/** Names that summer keeps in its results: of a whitelist, also what the listed ones are made of. */
export function savedNames({ requests, whitelist }: Replayed): string[] {
  const saved = requests.filter(({ save_results: isSaved }) => isSaved !== false);
  if (whitelist === undefined || whitelist.length === 0) return saved.map(({ name }) => name);
  const wanted = new Set(whitelist);
  // A request is made of earlier ones only.
  for (const request of requests.toReversed())
    if (wanted.has(request.name)) sourcesOf(request).forEach((name) => wanted.add(name));
  return saved.map(({ name }) => name).filter((name) => wanted.has(name));
}

function sourcesOf(request: SummerRequest): readonly string[] {
  if ("sources" in request) return request.sources;
  return "source" in request ? [request.source] : [];
}

interface Ingredients {
  readonly timestep: number;
  readonly run: SummerRun;
  readonly get: (name: string) => Float64Array;
  readonly functions: Functions;
  readonly baseline: Baseline | undefined;
}

function make(request: SummerRequest, { timestep, run, get, functions, baseline }: Ingredients): Float64Array {
  switch (request.op) {
    case "request_output_for_flow": {
      const moved = get(request.name).map((rate) => rate * timestep);
      return request.raw_results === true ? moved : meansOfNeighbours(moved);
    }
    case "request_output_for_compartments":
    case "request_computed_value_output":
      return get(request.name);
    case "request_aggregate_output":
      return run.times.map((_, time) => request.sources.reduce((sum, name) => sum + (get(name)[time] ?? NaN), 0));
    case "request_cumulative_output":
      return cumulative(request, run.times, get(request.source), baseline);
    case "request_function_output": {
      const names = new Map(
        request.args.map((name, parameter): [string, Formula] => [name, { kind: "parameter", parameter }]),
      );
      const formula = formulaOf(request.expr, { names, call: () => undefined });
      const sources = request.sources.map(get);
      return run.times.map((_, time) =>
        valueOf(
          formula,
          sources.map((source) => source[time] ?? NaN),
          functions,
        ),
      );
    }
  }
}

/** The first as it is, then the mean of each value and the one before. */
function meansOfNeighbours(values: Float64Array): Float64Array {
  return values.map((value, time) => (time === 0 ? value : (value + (values[time - 1] ?? NaN)) / 2));
}

/** Zero before the start time; a scenario goes on from the baseline, so that its first step is counted twice. */
function cumulative(
  request: Extract<SummerRequest, { op: "request_cumulative_output" }>,
  times: Float64Array,
  source: Float64Array,
  baseline: Baseline | undefined,
): Float64Array {
  const start = request.start_time ?? times[0] ?? 0;
  const before = baseline?.derived.get(request.name);
  let total = before === undefined || baseline === undefined ? 0 : (before[baseline.index] ?? NaN);
  return source.map((value, time) => {
    if ((times[time] ?? NaN) < start - 1e-9 * Math.max(1, Math.abs(start))) return 0;
    total += value;
    return total;
  });
}
