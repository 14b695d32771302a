// Targets: observations matched with output times, and how they scatter around an output.
import { countOf, listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { checkIncreasing, checkLengths } from "./build-parameters.ts";
import { formatTime } from "./build-time.ts";
import type { Clock } from "./clock.ts";
import type { LikelihoodFamily, Output, Target, TimeGrid } from "./model.ts";
import { adviseNames } from "./names.ts";
import type { Names } from "./names.ts";
import type { Resolver } from "./resolve.ts";
import { buildScatter, checkValues } from "./target-values.ts";
import type { Observation, TargetEntry } from "./target-values.ts";

/** What the targets are built from. */
export interface TargetSurroundings {
  readonly document: Document;
  readonly names: Names;
  readonly outputs: readonly Output[];
  readonly grid: TimeGrid | undefined;
  readonly clock: Clock;
  readonly resolver: Resolver;
  readonly report: Reporter;
}

/** Targets in the order of the document. Those that make no sense are reported and left out. */
export function buildTargets(around: TargetSurroundings): Target[] {
  return Object.entries(around.document.content.targets).flatMap(([name, entry]) => {
    const target = buildTarget(name, entry, around);
    return target === undefined ? [] : [target];
  });
}

function buildTarget(name: string, entry: TargetEntry, around: TargetSurroundings): Target | undefined {
  const { clock, outputs, report } = around;
  const path = `targets.${name}`;
  const output = outputAt(entry.output ?? name, entry.output === undefined ? path : `${path}.output`, around);
  const areEqual = checkLengths(entry.times.length, entry.values.length, path, report);
  const times = entry.times.map((time, index) => clock.toTime(time, `${path}.times.${index}`) ?? NaN);
  const areTimes = checkIncreasing(times, path, report) && !times.some(Number.isNaN);
  const observed = observations(times, entry.values, path, report);
  const scatter = buildScatter(entry, observed, path, around.resolver, report);
  const areValues = checkValues(entry, observed, path, report);
  const positions = areTimes && areEqual ? timeIndices(observed, path, around) : undefined;
  if (output === undefined || positions === undefined || scatter === undefined || !areValues) return undefined;
  // Nothing but missing values, which the notice has told.
  if (observed.length === 0) return undefined;
  if (outputs[output]?.kind === "reproduction") {
    const message = "The reproduction number is computed after the run, and no target can use it.";
    report.error("E264", path, message, "Make a target of what was observed, such as cases.");
    return undefined;
  }
  if (outputs[output]?.kind === "count" && positions[0] === 0) {
    const message = `The output counts persons since the output time before, and ${formatTime(observed[0]?.time ?? 0, clock)} is the first.`;
    report.error(
      "E313",
      `${path}.times.${observed[0]?.index ?? 0}`,
      message,
      "Drop this observation, or start the run one step earlier.",
    );
    return undefined;
  }
  return {
    name,
    title: entry.title ?? outputs[output]?.title ?? name,
    output,
    timeIndices: positions,
    values: observed.map(({ value }) => value),
    // The schema offers exactly the families of the model.
    likelihood: entry.likelihood satisfies LikelihoodFamily,
    ...(scatter.argument === undefined ? {} : { argument: scatter.argument }),
    ...(entry.source === undefined ? {} : { source: entry.source }),
  };
}

function outputAt(name: string, path: string, { names, outputs, report }: TargetSurroundings): number | undefined {
  const position = outputs.findIndex((output) => output.name === name);
  if (position >= 0) return position;
  const definition = names.definitions.get(name);
  // An output that is defined and yet absent was reported itself.
  if (definition?.kind === "output" || names.missing.has(name)) return undefined;
  const known = outputs.map((output) => output.name);
  report.error("E206", path, `There is no output ${quote(name)}.`, adviseNames(name, ["output"], known));
  return undefined;
}

function observations(
  times: readonly number[],
  values: readonly (number | null)[],
  path: string,
  report: Reporter,
): readonly Observation[] {
  const all = values.slice(0, times.length).map((value, index) => ({ index, time: times[index] ?? NaN, value }));
  const there = all.flatMap(({ index, time, value }) => (value === null ? [] : [{ index, time, value }]));
  const missing = all.length - there.length;
  if (missing > 0) {
    const message = `${countOf(missing, "value is", "values are")} missing (null) and skipped.`;
    report.notice("E223", `${path}.values`, message, "Nothing to do if that is meant.");
  }
  return there;
}

/** Positions of the observations among the output times; undefined, with the reasons reported, where some have none. */
function timeIndices(observed: readonly Observation[], path: string, around: TargetSurroundings): number[] | undefined {
  const { clock, grid, report } = around;
  if (grid === undefined) return undefined;
  const tolerance = 1e-9 * grid.step;
  const isOutside = ({ time }: Observation): boolean => time < grid.start - tolerance || time > grid.end + tolerance;
  const outside = observed.filter(isOutside);
  if (outside.length > 0) reportOutside(outside, observed.length, path, grid, around);
  const positions = observed.map(({ time }) => Math.round((time - grid.start) / grid.step));
  const between = observed.filter((one, index) => {
    const nearest = grid.start + (positions[index] ?? 0) * grid.step;
    // A time far from 0 is itself known to no more than its last bits.
    return !isOutside(one) && Math.abs(one.time - nearest) > Math.max(tolerance, 4e-16 * Math.abs(one.time));
  });
  const [first] = between;
  if (first !== undefined) {
    const nearest = grid.start + Math.round((first.time - grid.start) / grid.step) * grid.step;
    const count = between.length === 1 ? "This time is" : `This time and ${between.length - 1} more are`;
    const message = `${count} no output time: ${formatTime(first.time, clock)}.`;
    const advice = `The nearest output time is ${formatTime(nearest, clock)}; a smaller time.step gives more of them.`;
    report.error("E312", `${path}.times.${first.index}`, message, advice);
  }
  return outside.length + between.length > 0 ? undefined : positions;
}

function reportOutside(
  outside: readonly Observation[],
  count: number,
  path: string,
  grid: TimeGrid,
  { clock, report }: TargetSurroundings,
): void {
  const shown = outside.slice(0, 3).map(({ time }) => formatTime(time, clock));
  const rest = outside.length > 3 ? `${listInWords([...shown, `${outside.length - 3} more`])}` : listInWords(shown);
  const run = `from ${formatTime(grid.start, clock)} to ${formatTime(grid.end, clock)}`;
  const lie = outside.length === 1 ? "lies" : "lie";
  const message = `${outside.length} of ${countOf(count, "observation")} ${lie} outside the run, which goes ${run}: at ${rest}.`;
  const isBefore = outside.some(({ time }) => time < grid.start);
  const isAfter = outside.some(({ time }) => time > grid.end);
  const change = [...(isBefore ? ["start the run earlier"] : []), ...(isAfter ? ["let it end later"] : [])].join(
    " and ",
  );
  const advice = `${change.charAt(0).toUpperCase()}${change.slice(1)}, or drop these observations.`;
  report.error("E311", `${path}.times.${outside[0]?.index ?? 0}`, message, advice);
}
