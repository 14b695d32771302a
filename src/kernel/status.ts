// Status of a run → issues a person can act on: by name of compartment, flow and output, with the time.

import * as layout from "../../assembly/layout.ts";
import type { Issue } from "../base/issue.ts";
import { formatNumber, listInWords, quote } from "../base/text.ts";
import { headerField } from "../program/program.ts";
import type { Placed } from "./placed.ts";

/**
 * What went wrong in a lane of the latest run, and what was done that the user should know.
 * Where a compartment is no longer finite, the run is made again with tracing to find the flow that did it; the
 * trajectory of such a run is lost anyway.
 */
export function runIssues(placed: Placed, lane: number): Issue[] {
  const { status } = placed.frame.status(lane);
  // A run from a bad start is no run: nothing else is worth saying of it.
  if (status === layout.STATUS_BAD_START) return [badStart(placed, lane)];
  const notices = movedKnots(placed, lane);
  if (status === layout.STATUS_OK) return [...notices, ...negatives(placed, lane), ...cutSizes(placed, lane)];
  // A run that failed has no sizes worth speaking of; one whose output is not finite has.
  const ended = status !== layout.STATUS_OUTPUT_NOT_FINITE;
  return [failure(placed, lane), ...notices, ...(ended ? [] : negatives(placed, lane))];
}

function failure(placed: Placed, lane: number): Issue {
  const { status, culprit, time } = placed.frame.status(lane);
  const { model } = placed.program;
  const when = `at time ${formatNumber(time)}`;
  const compartment = model.compartments[culprit]?.name;
  const fast = fastest(placed);
  const where =
    fast === undefined ? "" : `, where the largest rate is that of ${quote(fast.name)}, ${formatNumber(fast.rate)}`;
  switch (status) {
    case layout.STATUS_TOO_MANY_STEPS:
      return error(
        "K102",
        "integrator",
        `the adaptive integrator gave up ${when} after ${placed.frame.cost.accepted} steps${where}.`,
        "Raise integrator.max_steps, loosen rtol and atol, or look for a rate that is far too large.",
      );
    case layout.STATUS_STEP_TOO_SMALL:
      return error(
        "K103",
        fast === undefined ? "integrator" : `flows.${fast.name}.rate`,
        `the adaptive integrator's step shrank to nothing ${when}${where}.`,
        "Something changes too fast there: look for a division by zero or a rate that grows without bound, or loosen rtol and atol.",
      );
    case layout.STATUS_OUTPUT_NOT_FINITE:
      return outputFailure(placed, lane);
    case layout.STATUS_BAD_RATE:
      return badRate(placed, lane);
    default:
      return notFinite(placed, lane, compartment);
  }
}

/** The culprit of a stochastic run is the flow itself. */
function badRate(placed: Placed, lane: number): Issue {
  const { culprit, time } = placed.frame.status(lane);
  const flow = placed.program.model.flows[culprit]?.family ?? "";
  const rate = formatNumber(placed.frame.badRate(lane));
  return error(
    "K112",
    `flows.${flow}.rate`,
    `the rate of ${quote(flow)} is ${rate} at time ${formatNumber(time)}; a stochastic run wants finite rates, zero or more.`,
    "Persons who go the other way are a flow of their own; where(x > 0, …, 0) guards against a division by zero.",
  );
}

/** Initial sizes that are no whole numbers of persons, in a stochastic run; worse where nobody is left of them. */
function cutSizes(placed: Placed, lane: number): Issue[] {
  const { model } = placed.program;
  if (model.integrator.method !== "tau-leap") return [];
  const cut = model.compartments.flatMap(({ name }, index) => {
    const size = placed.frame.initial[index * placed.lanes + lane] ?? NaN;
    // As the kernel cuts them; what it takes for a whole number is not worth a word.
    const kept = Math.floor(size + 1e-12 * size);
    return size - kept > 1e-12 * size ? [{ name: quote(name), kept, lost: size - kept }] : [];
  });
  if (cut.length === 0) return [];
  const lost = cut.reduce((sum, part) => sum + part.lost, 0);
  const emptied = cut.filter(({ kept }) => kept === 0);
  const few = (parts: typeof cut): string => {
    const names = parts.map(({ name }) => name);
    return listInWords(names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names);
  };
  return [
    {
      code: "K113",
      severity: emptied.length > 0 ? "warning" : "notice",
      path: "initial",
      message:
        `a stochastic run begins with whole persons; ${formatNumber(lost)} were cut from ${few(cut)}.` +
        (emptied.length > 0 ? ` Nobody is left in ${few(emptied)}.` : ""),
      advice: "Give whole numbers where a few persons matter, above all for the first cases.",
    },
  ];
}

function badStart(placed: Placed, lane: number): Issue {
  const { culprit } = placed.frame.status(lane);
  const name = placed.program.model.compartments[culprit]?.name ?? "";
  const first = headerField(placed.program.buffer, layout.HEADER_INITIAL_SLOT);
  return error(
    "K104",
    `initial.${name}`,
    `the initial size of ${quote(name)} is ${formatNumber(placed.frame.slot(first + culprit, lane))}.`,
    "Every compartment starts with a finite number of people, zero or more: look at the parameters it is made of.",
  );
}

/** The flow with the largest rate where an adaptive run ended; adaptive runs have one lane. */
function fastest({ program, frame }: Placed): { name: string; rate: number } | undefined {
  const rates = program.flowSlots.map(({ name, slots }) => ({
    name,
    rate: Math.abs(slots.reduce((product, slot) => product * frame.slot(slot), 1)),
  }));
  return rates.reduce<{ name: string; rate: number } | undefined>(
    (most, each) => (each.rate > (most?.rate ?? 0) ? each : most),
    undefined,
  );
}

function outputFailure(placed: Placed, lane: number): Issue {
  const { culprit, time } = placed.frame.status(lane);
  const output = placed.program.model.outputs[culprit]?.name ?? "an output";
  return {
    ...error(
      "K105",
      `outputs.${output}`,
      `the output ${quote(output)} is not a finite number at time ${formatNumber(time)}.`,
      "Look for a division by zero or the logarithm of zero in its expression; where(x > 0, …, 0) guards against it.",
    ),
    severity: "warning",
  };
}

/** Runs the lane again, traced and alone, and names the flows whose rate was not finite first. */
function notFinite(placed: Placed, lane: number, compartment: string | undefined): Issue {
  const { kernel, program } = placed;
  const alone = withOneLane(placed);
  const values = program.model.parameters.map(
    (_, index) => placed.frame.parameters[index * placed.lanes + lane] ?? NaN,
  );
  const time = placed.frame.status(lane).time;
  alone.frame.parameters.set(values);
  alone.frame.tracing = true;
  kernel.exports.simulate(alone.frame.address, 1);
  const { caught } = alone.frame;
  const at = caught ? alone.frame.status(0).time : time;
  const flows = caught
    ? program.flowSlots.filter(({ slots }) => slots.some((slot) => !Number.isFinite(alone.frame.slot(slot))))
    : [];
  alone.frame.tracing = false;
  const names = [...new Set(flows.map(({ name }) => name))];
  const when = `at time ${formatNumber(at)}`;
  if (names.length === 0) {
    return error(
      "K101",
      compartment === undefined ? "" : `compartments.${compartment}`,
      `${compartment === undefined ? "the run" : quote(compartment)} is no longer a finite number ${when}.`,
      "A rate grows without bound, or the fixed step is too long for it: try `integrator: { method: dopri5 }`.",
    );
  }
  const values_ = flows[0]?.slots.map((slot) => alone.frame.slot(slot)) ?? [];
  const value = values_.find((part) => !Number.isFinite(part)) ?? NaN;
  return error(
    "K101",
    `flows.${names[0] ?? ""}.rate`,
    `the rate of ${listInWords(names.map(quote))} is ${formatNumber(value)} ${when}.`,
    "Look for a division by zero, the logarithm or root of a negative number, or an exp of something huge; where(x > 0, …, 0) guards against it.",
  );
}

const alones = new WeakMap<Placed, Placed>();

/** The same program with one lane, placed once: another failing run takes no more memory. */
function withOneLane(placed: Placed): Placed {
  if (placed.lanes === 1) return placed;
  const alone = alones.get(placed) ?? placed.kernel.place(placed.program, 1);
  alones.set(placed, alone);
  return alone;
}

/** Knots that a parameter moved off the step grid in this run. Constant ones are reported by the lowering. */
function movedKnots(placed: Placed, lane: number): Issue[] {
  const { start, end, step } = placed.program.model.time;
  return placed.program.knots.flatMap(({ path, written, used, isConstant }): Issue[] => {
    if (isConstant) return [];
    const [from, to] = [placed.frame.slot(written, lane), placed.frame.slot(used, lane)];
    if (!(from > start && from < end && Math.abs(from - to) > 1e-9 * step)) return [];
    return [
      {
        code: "K107",
        severity: "notice",
        path,
        message: `the time ${formatNumber(from)} lies between two fixed steps; it was moved to ${formatNumber(to)}.`,
        advice: "Shorten integrator.step, or use `integrator: { method: dopri5 }`, which stops at any time.",
      },
    ];
  });
}

/** A compartment below zero by more than rounding and the tolerance of the integrator. */
function negatives(placed: Placed, lane: number): Issue[] {
  const { size, compartment, time } = placed.frame.lowest(lane);
  if (!(size < 0)) return [];
  const { model } = placed.program;
  const sizes = placed.frame.vector(0).subarray(0, model.compartments.length * placed.lanes);
  const total = sizes.reduce((sum, part, at) => (at % placed.lanes === lane ? sum + Math.abs(part) : sum), 0);
  const allowed = Math.max(1e-9 * total, "atol" in model.integrator ? 100 * model.integrator.atol : 0);
  const name = model.compartments[compartment]?.name;
  if (name === undefined || !(size < -allowed)) return [];
  return [
    {
      code: "K106",
      severity: "warning",
      path: `compartments.${name}`,
      message: `${quote(name)} falls to ${formatNumber(size)} at time ${formatNumber(time)}.`,
      advice:
        "An absolute flow takes more people than there are, or a fixed step is too long: bound the flow, or shorten the step.",
    },
  ];
}

function error(code: string, path: string, message: string, advice: string): Issue {
  return { code, severity: "error", path, message, advice };
}
