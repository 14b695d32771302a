// Checks one recorded model of summer: structure, initial population, sizes, derived outputs, and fixed-step runs.

import { createHash } from "node:crypto";
import type { Kernel } from "../../../kernel/placed.ts";
import { evaluate } from "../../../model/formula.ts";
import type { Integrator } from "../../../model/model.ts";
import type { Finished } from "../../../model/structure-finish.ts";
import { select, type Structure, type StructureFlow } from "../../../model/structure.ts";
import { compareExactly, compareSeries, type Comparison } from "./compare.ts";
import { derivedOutputs, savedNames, type Baseline } from "./derived.ts";
import { serialised } from "./ends.ts";
import type { Series, SummerFile } from "./format.ts";
import { replay, type Replayed } from "./replay.ts";
import { finished, run, type RunOptions, type SummerRun } from "./run.ts";

/** All comparisons of a file. Errors: calls that cannot be replayed or run. */
export function checkSummerFile(file: SummerFile, kernel: Kernel): Comparison[] {
  kernel.clear();
  const replayed = replay(file.calls);
  const parts = finished(replayed);
  const before = file.baseline === undefined ? undefined : runBaseline(file.baseline, replayed, kernel);
  const initial = before?.initial ?? parts.initial.map((formula) => evaluate(formula, []) ?? NaN);
  const total = initial.reduce((sum, size) => sum + size, 0);
  const options = { ...tight(total), stops: file.breakpoints ?? [], initial };
  const result = run(replayed, parts, options, kernel);
  const derived = derivedOutputs(replayed, result, kernel.exports, before?.baseline);
  return [
    ...structureChecks(file, replayed.structure),
    ...(file.initial_population === undefined
      ? []
      : [compareSeries("initial population", initial, file.initial_population, names(replayed.structure), total)]),
    ...sizeChecks(file, result, names(replayed.structure), total),
    ...derivedChecks(file, replayed, derived, result, total),
    ...checkpointChecks(file, replayed.structure, result, total),
    ...fixedStepChecks(file, replayed, parts, initial, kernel),
  ];
}

/** What `npm run reference` states: relative tolerance 1e-10. */
const RTOL = 1e-10;
const MAX_STEPS = 10_000_000;

/** The absolute tolerance is far below the floor of the comparison, for it acts in every step. */
function tight(total: number): { integrator: Integrator } {
  return { integrator: { method: "dopri5", rtol: RTOL, atol: 1e-14 * total, maxSteps: MAX_STEPS, land: true } };
}

/** The sizes and outputs at which a scenario takes over: the baseline's last time that is not after its start. */
function runBaseline(
  file: NonNullable<SummerFile["baseline"]>,
  scenario: Replayed,
  kernel: Kernel,
): { initial: number[]; baseline: Baseline } {
  const replayed = replay(file.calls);
  const parts = finished(replayed);
  const total = parts.initial.reduce((sum, formula) => sum + (evaluate(formula, []) ?? NaN), 0);
  const result = run(replayed, parts, { ...tight(total), stops: file.breakpoints ?? [] }, kernel);
  const [start] = scenario.times;
  const index = result.times.findLastIndex((time) => time <= start + 1e-9 * Math.max(1, Math.abs(start)));
  return {
    initial: result.sizes.map((size) => size[index] ?? NaN),
    baseline: { derived: derivedOutputs(replayed, result, kernel.exports), index },
  };
}

function names(structure: Structure): string[] {
  return structure.compartments.map(serialised);
}

function structureChecks(file: SummerFile, structure: Structure): Comparison[] {
  const found = names(structure);
  const flows = recordedFlows(structure);
  const checks = [compareExactly("number of flows", flows.length, file.flow_count)];
  if (file.compartment_names !== undefined)
    checks.push(compareExactly("compartment names", found.join(), file.compartment_names.join()));
  if (file.compartment_count !== undefined)
    checks.push(compareExactly("number of compartments", found.length, file.compartment_count));
  if (file.compartment_names_sha256 !== undefined) {
    const hash = createHash("sha256").update(found.join("\n")).digest("hex");
    checks.push(compareExactly("hash of the compartment names", hash, file.compartment_names_sha256));
  }
  if (file.flows !== undefined) {
    const expected = file.flows.map(({ name, source, dest }) => `${name}: ${source ?? ""} → ${dest ?? ""}`);
    checks.push(compareExactly("flows", flows.join(", "), expected.join(", ")));
  }
  return checks;
}

/** Flows in summer's order: exits, entries, transitions with infections, flows of absolute size. */
function recordedFlows({ flows, compartments }: Structure): string[] {
  const rank = ({ kind }: StructureFlow): number => {
    if (kind === "exit") return 0;
    if (kind === "absolute") return 3;
    return kind === "transition" || kind === "infection" ? 2 : 1;
  };
  const name = (position: number | null): string => serialised(compartments[position ?? -1]);
  return flows
    .toSorted((a, b) => rank(a) - rank(b))
    .map((flow) => `${flow.family}: ${name(flow.from)} → ${name(flow.to)}`);
}

/** Position in the run of each recorded time. */
function positionsOf(file: SummerFile, result: SummerRun): number[] {
  return [...(file.time_indices ?? file.times?.map((_, index) => index) ?? [])].map((index) =>
    index < result.times.length ? index : NaN,
  );
}

function sizeChecks(file: SummerFile, result: SummerRun, found: readonly string[], total: number): Comparison[] {
  const checks = [compareExactly("number of model times", result.times.length, file.number_of_model_times)];
  const { outputs, times = [], state } = file;
  if (outputs !== undefined) {
    const positions = positionsOf(file, result);
    found.forEach((name, compartment) => {
      // summer keeps no size below zero in its outputs.
      const sizes = taken(result.sizes[compartment] ?? [], positions).map((size) => Math.max(0, size));
      const expected = outputs.map((row) => row[compartment] ?? NaN);
      checks.push(compareSeries(name, sizes, expected, times, total));
    });
  }
  if (state !== undefined) {
    const at = indexOf(result.times, state.time);
    const sizes = result.sizes.map((size) => Math.max(0, size[at] ?? NaN));
    checks.push(compareSeries(`state at ${state.time}`, sizes, state.values, found, total));
  }
  return checks;
}

function taken(values: ArrayLike<number>, positions: readonly number[]): number[] {
  return positions.map((position) => values[position] ?? NaN);
}

function indexOf(times: Float64Array, time: number): number {
  return times.findIndex((candidate) => Math.abs(candidate - time) <= 1e-9 * Math.max(1, Math.abs(time)));
}

function derivedChecks(
  file: SummerFile,
  replayed: Replayed,
  derived: ReadonlyMap<string, Float64Array>,
  result: SummerRun,
  total: number,
): Comparison[] {
  const checks: Comparison[] = [];
  const add = (name: string, expected: readonly number[], positions: readonly number[], times: readonly number[]) => {
    checks.push(compareSeries(name, taken(derived.get(name) ?? [], positions), expected, times, total));
  };
  const { derived_outputs: outputs, derived_series: series, times = [] } = file;
  if (outputs !== undefined) {
    const saved = Object.keys(outputs).sort();
    // A file with a separate series keeps all outputs there.
    if (saved.length > 0)
      checks.push(compareExactly("derived outputs", savedNames(replayed).sort().join(), saved.join()));
    const positions = positionsOf(file, result);
    for (const [name, values] of Object.entries(outputs)) add(name, values, positions, times);
  }
  if (series !== undefined) {
    const positions = series.times.map((time) => indexOf(result.times, time));
    for (const [name, values] of Object.entries(series.values)) add(name, values, positions, series.times);
  }
  return checks;
}

/** Sums over compartments with one name, or one name and one stratum: `late_active|clinical=icu`. */
function checkpointChecks(file: SummerFile, structure: Structure, result: SummerRun, total: number): Comparison[] {
  const checkpoints: Series | undefined = file.checkpoints;
  if (checkpoints === undefined) return [];
  const positions = checkpoints.times.map((time) => indexOf(result.times, time));
  return Object.entries(checkpoints.values).map(([key, expected]) => {
    const [base = "", ...strata] = key.split("|");
    const filter = Object.fromEntries(
      strata.map((part) => {
        const [name = "", stratum = ""] = part.split("=");
        return [name, [stratum]];
      }),
    );
    const members = select(structure.compartments, [base], filter);
    const sums = positions.map((at) => members.reduce((sum, member) => sum + (result.sizes[member]?.[at] ?? NaN), 0));
    return compareSeries(key, sums, expected, checkpoints.times, total);
  });
}

/** summer's fixed steps are exact to rounding, but for a jump: there a step of ours ends, and summer's looks across. */
function fixedStepChecks(
  file: SummerFile,
  replayed: Replayed,
  parts: Finished,
  initial: readonly number[],
  kernel: Kernel,
): Comparison[] {
  const { summer_runs: runs = [], breakpoints, times = [] } = file;
  if ((breakpoints ?? []).length > 0) return [];
  return runs.flatMap(({ solver, step_size: step = 0.1, column, values }) => {
    if (solver !== "euler" && solver !== "rk4") return [];
    const options: RunOptions = { integrator: { method: solver, substeps: 1 }, step, initial };
    const result = run(replayed, parts, options, kernel);
    const sizes = result.sizes[names(replayed.structure).indexOf(column)] ?? [];
    const total = initial.reduce((sum, size) => sum + size, 0);
    const found = times.map((time) => interpolated(result.times, sizes, time));
    return [compareSeries(`${column} by ${solver}`, found, values, times, total)];
  });
}

function interpolated(times: Float64Array, values: ArrayLike<number>, time: number): number {
  const step = (times[1] ?? NaN) - (times[0] ?? NaN);
  const at = (time - (times[0] ?? NaN)) / step;
  const nearest = Math.round(at);
  if (Math.abs(at - nearest) < 1e-6) return values[nearest] ?? NaN;
  const low = Math.floor(at);
  return (values[low] ?? NaN) + (at - low) * ((values[low + 1] ?? NaN) - (values[low] ?? NaN));
}
