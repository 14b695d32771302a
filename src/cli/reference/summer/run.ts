// Runs a replayed model through the line from Model to trajectory, and reads sizes, flows and computed values from it.

import { issueText } from "../../../base/issue.ts";
import type { Kernel } from "../../../kernel/placed.ts";
import { constant } from "../../../model/formula.ts";
import type { Formula, Integrator, Model, Output } from "../../../model/model.ts";
import { finish, type Finished } from "../../../model/structure-finish.ts";
import { selectFlows } from "../../../model/structure-flows.ts";
import { select, type Filter } from "../../../model/structure.ts";
import { lower } from "../../../program/lower.ts";
import { simulate } from "../../../trajectory/simulate.ts";
import type { SummerRequest } from "./format.ts";
import type { Replayed } from "./replay.ts";

export interface SummerRun {
  readonly times: Float64Array;
  /** [compartment][time] */
  readonly sizes: readonly Float64Array[];
  /** [time] by name, of the requests that the kernel answers: a flow's rate, a sum of sizes, a computed value. */
  readonly measured: ReadonlyMap<string, Float64Array>;
}

export interface RunOptions {
  readonly integrator: Integrator;
  /** Length of the grid's steps; the model's own timestep where absent. */
  readonly step?: number;
  /** Times at which a rate or its slope jumps. */
  readonly stops?: readonly number[];
  /** Sizes at the start, where they are not the structure's. */
  readonly initial?: readonly number[];
}

export const finished = (replayed: Replayed): Finished => finish(replayed.structure, { order: "document" }, refuse);

/** The outputs of a replayed model that the kernel computes: the size of each compartment, then these. */
interface Asked {
  readonly model: Model;
  readonly requests: readonly { readonly name: string; readonly measure: Measure }[];
}

/** The replayed calls as a model of ours. */
export function modelOf(replayed: Replayed, parts: Finished, options: RunOptions): Asked {
  const { integrator, step = replayed.timestep, stops = [], initial } = options;
  const [start, end] = replayed.times;
  const count = Math.round((end - start) / step) + 1;
  const requests = replayed.requests.flatMap((request) => {
    const measure = measureOf(request, replayed, parts);
    return measure === undefined ? [] : [{ name: request.name, measure }];
  });
  const model: Model = {
    ...EMPTY,
    ...parts,
    initial: initial === undefined ? parts.initial : initial.map(constant),
    time: { unit: "day", start, end, step: (end - start) / (count - 1), count },
    integrator,
    stops: stops.filter((time) => time > start && time < end),
    outputs: [
      ...parts.compartments.map((_, position) => output(`c${position}`, sizeOf([position]))),
      ...requests.map(({ measure }, index) => output(`r${index}`, measure)),
    ],
  };
  return { model, requests };
}

/** Errors: whatever the line reports as one. */
export function run(replayed: Replayed, parts: Finished, options: RunOptions, kernel: Kernel): SummerRun {
  const { model, requests } = modelOf(replayed, parts, options);
  const program = lower(model);
  if (!program.ok) throw new Error(program.issues.map((issue) => issueText(issue)).join("\n"));
  const trajectory = simulate(kernel.place(program.value, 1), []);
  trajectory.issues.forEach(refuse);
  const sizes = trajectory.outputs.slice(0, parts.compartments.length);
  const measured = requests.map(({ name }, index): [string, Float64Array] => [
    name,
    trajectory.outputs[sizes.length + index] ?? new Float64Array(),
  ]);
  return { times: trajectory.times, sizes, measured: new Map(measured) };
}

function refuse(issue: Parameters<typeof issueText>[0]): void {
  if (issue.severity === "error") throw new Error(issueText(issue, "model"));
}

const EMPTY = {
  title: "A replayed model",
  summary: "",
  parameters: [],
  series: [],
  priors: [],
  targets: [],
  calibration: { sampler: "adaptive_metropolis", chains: 1, warmup: 1, draws: 1, seed: 1 },
} as const;

type Measure =
  | { readonly kind: "formula"; readonly formula: Formula }
  | { readonly kind: "rate"; readonly flows: readonly number[] };

function output(name: string, measure: Measure): Output {
  return { name, title: name, measure: "expression", ...measure };
}

function sizeOf(compartments: readonly number[]): Measure {
  return { kind: "formula", formula: { kind: "sum", compartments } };
}

/** What the kernel is asked for; undefined for a request that is made of others. */
function measureOf(request: SummerRequest, replayed: Replayed, parts: Finished): Measure | undefined {
  switch (request.op) {
    case "request_output_for_flow": {
      const filters = { from: filterOf(request.source_strata), to: filterOf(request.dest_strata) };
      return { kind: "rate", flows: selectFlows(parts.flows, parts.compartments, [request.flow_name], filters) };
    }
    case "request_output_for_compartments": {
      const { compartments } = replayed.structure;
      return sizeOf(select(compartments, request.compartments, filterOf(request.strata)));
    }
    case "request_computed_value_output":
      return { kind: "formula", formula: replayed.formulas.computed(request.name) };
    default:
      return undefined;
  }
}

function filterOf(strata: Readonly<Record<string, string>> | null | undefined): Filter | undefined {
  if (!strata) return undefined;
  return Object.fromEntries(Object.entries(strata).map(([name, stratum]) => [name, [String(stratum)]]));
}
