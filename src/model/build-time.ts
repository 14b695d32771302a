// The output times of the run, and how it is integrated.
import { formatDay } from "../base/day.ts";
import { countOf, formatNumber } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import type { Clock } from "./clock.ts";
import type { Integrator, TimeGrid, TimeUnit } from "./model.ts";

/** More output times than a run is kept for. */
const MAX_TIMES = 100_000;
/** A step divides a span where the quotient is this near to a whole number. */
const DIVISION_ERROR = 1e-6;

/** Output times start, start + step, …, end. Undefined, with the reason reported, where they cannot be. */
export function buildTime(document: Document, clock: Clock, report: Reporter): TimeGrid | undefined {
  const { time } = document.content;
  const start = clock.toTime(time.start, "time.start");
  const end = clock.toTime(time.end, "time.end");
  if (start === undefined || end === undefined) return undefined;
  if (!(end > start)) {
    const message = `The run ends at ${formatTime(end, clock)} and begins at ${formatTime(start, clock)}.`;
    report.error("E309", "time.end", message, "Let it end later than it begins.");
    return undefined;
  }
  const steps = Math.round((end - start) / time.step);
  if (steps < 1 || Math.abs((end - start) / time.step - steps) > DIVISION_ERROR) {
    const fitting = (end - start) / Math.ceil((end - start) / time.step);
    const message = `The step ${formatNumber(time.step)} does not divide the ${countOf(end - start, clock.unit)} of the run.`;
    const advice = `A step of ${formatNumber(fitting)} would; so would an end at ${formatNumber(start + Math.max(1, steps) * time.step)}.`;
    report.error("E308", document.places.values.has("time.step") ? "time.step" : "time", message, advice);
    return undefined;
  }
  if (steps >= MAX_TIMES) {
    const message = `The run has ${steps + 1} output times; up to ${MAX_TIMES} are kept.`;
    report.error(
      "E309",
      "time.step",
      message,
      "Take a longer step or a shorter run. The integrator chooses its own steps in between.",
    );
    return undefined;
  }
  const epoch = clock.epoch === undefined ? {} : { epoch: formatDay(clock.epoch) };
  const shown = shownFrom(document, clock, [start, end], report);
  return { unit: clock.unit, start, end, step: (end - start) / steps, count: steps + 1, ...epoch, ...shown };
}

function shownFrom(
  document: Document,
  clock: Clock,
  [start, end]: readonly [number, number],
  report: Reporter,
): { readonly showFrom?: number } {
  const { show_from: written } = document.content.time;
  const showFrom = written === undefined ? undefined : clock.toTime(written, "time.show_from");
  if (showFrom === undefined) return {};
  if (showFrom >= start && showFrom < end) return { showFrom };
  const message = `Charts are to begin at ${formatTime(showFrom, clock)}, which lies outside the run.`;
  report.error("E309", "time.show_from", message, "Write a time of the run before its end, or take it away.");
  return {};
}

/** A time as people read it: with its date where there is one. */
export function formatTime(time: number, clock: Pick<Clock, "unit" | "epoch">): string {
  if (clock.epoch === undefined) return formatNumber(time);
  const days = time * (clock.unit === "week" ? 7 : 1);
  return Math.abs(days - Math.round(days)) < DIVISION_ERROR
    ? `${formatNumber(time)} (${formatDay(clock.epoch + Math.round(days))})`
    : formatNumber(time);
}

/** Steps of the fixed methods unless told otherwise. */
const DEFAULT_STEPS: Readonly<Record<TimeUnit, number>> = { day: 1 / 2, week: 1 / 14, year: 1 / 100 };
/** Random leaps have an error of the order of their length, so they are shorter. */
const DEFAULT_LEAPS: Readonly<Record<TimeUnit, number>> = { day: 1 / 10, week: 1 / 70, year: 1 / 365 };
const DEFAULT_REPLICATES = 100;
const DEFAULT_RTOL = 1e-6;
/** Below this relative tolerance interpolation between steps is coarser than the steps. */
const LANDING_RTOL = 1e-9;
/** Default absolute tolerance as a share of the initial population, so that models of shares work like models of persons. */
const ATOL_SHARE = 1e-10;
const DEFAULT_MAX_STEPS = 100_000;

/** `population`: initial population for the document's parameter values; undefined where the kernel has to compute it. */
export function buildIntegrator(
  document: Document,
  grid: TimeGrid | undefined,
  population: number | undefined,
  report: Reporter,
): Integrator | undefined {
  const { method, step, rtol, atol, max_steps, dense, replicates, seed } = document.content.integrator;
  const isFixed = method !== "dopri5" && method !== "rodas5p";
  const idle = [
    ...(isFixed ? Object.entries({ rtol, atol, max_steps, dense }) : [["step", step] as const]),
    ...(method === "tau-leap" ? [] : Object.entries({ replicates, seed })),
  ];
  for (const [key, value] of idle) {
    if (value === undefined) continue;
    const fitting = key === "step" ? "rk4" : key === "replicates" || key === "seed" ? "tau-leap" : "dopri5";
    const advice = `Take it away, or set method: ${fitting}.`;
    report.error("E222", `integrator.${key}`, `The method ${method} has no ${key}.`, advice);
  }
  if (isFixed) {
    const substeps = grid === undefined ? undefined : fixedSteps(method, step, grid, report);
    if (substeps === undefined) return undefined;
    return method === "tau-leap"
      ? { method, substeps, replicates: replicates ?? DEFAULT_REPLICATES, seed: seed ?? 1 }
      : { method, substeps };
  }
  const relative = rtol ?? DEFAULT_RTOL;
  return {
    method,
    rtol: relative,
    atol: atol ?? ATOL_SHARE * (population !== undefined && population > 0 ? population : 1),
    maxSteps: max_steps ?? DEFAULT_MAX_STEPS,
    land: dense === false || relative < LANDING_RTOL,
  };
}

/** Steps from one output time to the next. */
function fixedSteps(
  method: "rk4" | "euler" | "tau-leap",
  step: number | undefined,
  grid: TimeGrid,
  report: Reporter,
): number | undefined {
  if (step === undefined) {
    const usual = (method === "tau-leap" ? DEFAULT_LEAPS : DEFAULT_STEPS)[grid.unit];
    return Math.max(1, Math.ceil(grid.step / usual - DIVISION_ERROR));
  }
  const substeps = Math.round(grid.step / step);
  if (substeps >= 1 && Math.abs(grid.step / step - substeps) <= DIVISION_ERROR) return substeps;
  const fitting = grid.step / Math.ceil(grid.step / step);
  const message = `The step ${formatNumber(step)} does not divide the ${formatNumber(grid.step)} between output times.`;
  report.error("E310", "integrator.step", message, `A step of ${formatNumber(fitting)} would.`);
  return undefined;
}
