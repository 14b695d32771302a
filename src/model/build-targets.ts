// Targets: observations matched with output times, and how they scatter around an output.
import { countOf, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { averaged } from "./build-series.ts";
import { formatTime } from "./build-time.ts";
import type { Clock } from "./clock.ts";
import type { LikelihoodFamily, Output, Target, TimeGrid } from "./model.ts";
import { adviseNames } from "./names.ts";
import type { Names } from "./names.ts";
import { periodOf } from "./period.ts";
import type { Period, PeriodKind } from "./period.ts";
import type { Resolver } from "./resolve.ts";
import { readPoints } from "./target-points.ts";
import type { TargetEntry, TargetPoints } from "./target-points.ts";
import { timeIndices, windowsOf } from "./target-times.ts";
import type { Observation } from "./target-times.ts";
import { buildScatter, checkValues, isOfOutput } from "./target-values.ts";
import { buildWeights } from "./target-weights.ts";

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
  const { outputs, report, resolver } = around;
  const path = `targets.${name}`;
  const position = outputAt(entry.output ?? name, entry.output === undefined ? path : `${path}.output`, around);
  const points = readPoints(entry, path, around.document, report);
  const output = outputs[position ?? -1];
  if (points === undefined) return undefined;
  const observed = observations(entry, points, path, around);
  if (observed === undefined) return undefined;
  const scatter = buildScatter(entry, points, observed, { path, resolver, report });
  const areValues = checkValues(entry, points, observed, { path, report });
  const weights = buildWeights(entry, points, observed, path, report);
  const times = output === undefined ? undefined : timesOf(entry, points, observed, output, around);
  if (position === undefined || output === undefined || times === undefined || !areValues) return undefined;
  if (scatter === undefined || weights === undefined || !isFitting(output, times, observed, points, path, around))
    return undefined;
  const [argument, ...further] = scatter;
  return {
    name,
    title: entry.title ?? output.title,
    output: position,
    ...times,
    values: observed.map(({ value }) => value),
    // The schema offers exactly the families of the model.
    likelihood: entry.likelihood satisfies LikelihoodFamily,
    ...(argument === undefined ? {} : { argument }),
    ...(further.length === 0 ? {} : { further }),
    ...(isOfOutput(entry, points) ? { ofOutput: true as const } : {}),
    ...weights,
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

function periodKind({ aggregate }: TargetEntry): PeriodKind | undefined {
  return typeof aggregate === "object" ? aggregate.over : aggregate;
}

/** The observations that are there, in order; undefined, with the reasons reported, where times make no sense or none is left. */
function observations(
  entry: TargetEntry,
  points: TargetPoints,
  path: string,
  { clock, report }: TargetSurroundings,
): readonly Observation[] | undefined {
  const kind = periodKind(entry);
  const spans = points.times.map((time, index): Pick<Observation, "time"> & { period?: Period } => {
    const at = points.timePath(index);
    if (kind === undefined) return { time: clock.toTime(time, at) ?? NaN };
    const period = periodOf(time, kind, clock, at, report);
    return period === undefined ? { time: NaN } : { time: period.start, period };
  });
  if (spans.some(({ time }) => Number.isNaN(time)) || !areInOrder(spans, points, clock, report)) return undefined;
  const values = smoothed(points.values, entry);
  const from = timeLimit(entry.from, `${path}.from`, -Infinity, clock);
  const to = timeLimit(entry.to, `${path}.to`, Infinity, clock);
  if (from === undefined || to === undefined) return undefined;
  const kept = spans
    .map((span, index) => ({ ...span, index, value: values[index] ?? null }))
    .filter(({ time }) => time >= from && time <= to)
    .filter((_, position) => position % (entry.every ?? 1) === 0);
  const there = kept.flatMap(({ value, ...one }) => (value === null ? [] : [{ ...one, value }]));
  if (there.length === 0) {
    const reason = kept.length === 0 ? `from and to leave none of ${values.length}` : "all are missing (null)";
    report.error("E320", path, `The target has no observation: ${reason}.`, "Give it one, or take the target away.");
    return undefined;
  }
  if (there.length < kept.length) reportMissing(kept.length - there.length, entry, path, report);
  return there;
}

function reportMissing(missing: number, entry: TargetEntry, path: string, report: Reporter): void {
  const message = `${countOf(missing, "value is", "values are")} missing (${entry.data === undefined ? "null" : "an empty cell"}) and skipped.`;
  const at = entry.data === undefined ? `${path}.values` : `${path}.data`;
  report.notice("E223", at, message, "Nothing to do if that is meant.");
}

function timeLimit(
  point: number | string | undefined,
  path: string,
  otherwise: number,
  clock: Clock,
): number | undefined {
  return point === undefined ? otherwise : clock.toTime(point, path);
}

/** Reports the first time that is not later than the one before it. */
function areInOrder(
  spans: readonly { readonly time: number; readonly period?: Period }[],
  points: TargetPoints,
  clock: Clock,
  report: Reporter,
): boolean {
  const index = spans.findIndex(({ time }, position) => position > 0 && time <= (spans[position - 1]?.time ?? NaN));
  if (index < 0) return true;
  const words = (position: number): string =>
    spans[position]?.period?.name ?? formatTime(spans[position]?.time ?? NaN, clock);
  const message = `The time ${words(index)} follows ${words(index - 1)}.`;
  report.error("E214", points.timePath(index), message, "Write times in increasing order, each once.");
  return false;
}

/** Moving averages of what is there; what is missing stays missing. */
function smoothed(values: readonly (number | null)[], entry: TargetEntry): readonly (number | null)[] {
  if (entry.moving_average === undefined) return values;
  const there = values.filter((value) => value !== null);
  const means = averaged(there, entry.moving_average);
  let next = 0;
  return values.map((value) => (value === null ? null : (means[next++] ?? null)));
}

/** Positions among the output times, or the windows of periods; undefined, with the reasons reported, where they fail. */
function timesOf(
  entry: TargetEntry,
  points: TargetPoints,
  observed: readonly Observation[],
  output: Output,
  { grid, clock, report }: TargetSurroundings,
): Pick<Target, "timeIndices" | "windows"> | undefined {
  if (grid === undefined) return undefined;
  const around = { grid, clock, report, timePath: (index: number) => points.timePath(index) };
  const kind = periodKind(entry);
  if (kind === undefined) {
    const positions = timeIndices(observed, around);
    return positions === undefined ? undefined : { timeIndices: positions };
  }
  const statistic = typeof entry.aggregate === "object" ? entry.aggregate.statistic : undefined;
  const windows = windowsOf(observed, output, kind, statistic, around);
  if (windows === undefined) return undefined;
  const middles = windows.first.map((first, index) => first + Math.floor(((windows.count[index] ?? 1) - 1) / 2));
  return { timeIndices: middles, windows };
}

/** Reports outputs that no observation can be of, and counts at the first output time. */
function isFitting(
  output: Output,
  { timeIndices: positions, windows }: Pick<Target, "timeIndices" | "windows">,
  observed: readonly Observation[],
  points: TargetPoints,
  path: string,
  { clock, report }: TargetSurroundings,
): boolean {
  if (output.intermediate === true) {
    const message = `The output ${quote(output.name)} is hidden, so its observations could not be seen.`;
    report.error("E262", path, message, "Take “hidden” away from the output.");
    return false;
  }
  if (output.kind === "reproduction") {
    const message = "The reproduction number is computed after the run, and no target can use it.";
    report.error("E264", path, message, "Make a target of what was observed, such as cases.");
    return false;
  }
  if (windows === undefined && output.kind === "count" && positions[0] === 0) {
    const message = `The output counts persons since the output time before, and ${formatTime(observed[0]?.time ?? 0, clock)} is the first.`;
    report.error(
      "E313",
      points.timePath(observed[0]?.index ?? 0),
      message,
      "Drop this observation, or start the run one step earlier.",
    );
    return false;
  }
  return true;
}
