// Small models as plain data, for tests below the document.

import type {
  BinaryOperator,
  Flow,
  Formula,
  Integrator,
  Model,
  Output,
  Target,
  UnaryOperator,
} from "../../src/model/model.ts";

export const constant = (value: number): Formula => ({ kind: "constant", value });
export const parameter = (index: number): Formula => ({ kind: "parameter", parameter: index });
export const size = (...compartments: number[]): Formula => ({ kind: "sum", compartments });
export const seriesValue = (index: number): Formula => ({ kind: "series", series: index });
export const outputValue = (index: number): Formula => ({ kind: "output", output: index });
export const time: Formula = { kind: "time" };
export const op = (operator: BinaryOperator, left: Formula, right: Formula): Formula => ({
  kind: "binary",
  operator,
  left,
  right,
});
export const of = (operator: UnaryOperator, operand: Formula): Formula => ({ kind: "unary", operator, operand });
export const times = (left: Formula, right: Formula): Formula => op("multiply", left, right);
export const where = (condition: Formula, yes: Formula, no: Formula): Formula => ({
  kind: "select",
  condition,
  yes,
  no,
});

export const flowOf = (...flows: number[]): Formula => ({ kind: "flow", flows });
export const interpolated = (
  interpolation: "linear" | "step",
  at: Formula,
  knots: readonly (readonly [time: Formula | number, value: Formula | number])[],
): Formula => ({
  kind: "interpolate",
  at,
  times: knots.map(([when]) => asFormula(when)),
  values: knots.map(([, value]) => asFormula(value)),
  interpolation,
});

export const RK4: Integrator = { method: "rk4", substeps: 2 };
export const TIGHT = { method: "dopri5", rtol: 1e-12, atol: 1e-12, maxSteps: 100000, land: true } satisfies Integrator;
/** The same with outputs by interpolation inside the steps. */
export const DENSE = { ...TIGHT, land: false } satisfies Integrator;

/** Output of a compartment's size. */
export function prevalence(name: string, index: number): Output {
  return { name, title: name, measure: "prevalence", kind: "formula", formula: size(index) };
}

/** Output of a formula. */
export function expression(name: string, formula: Formula): Output {
  return { name, title: name, measure: "expression", kind: "formula", formula };
}

/** Output of persons moved by flows: in the interval that ends at a time, or per time unit at it. */
export function moved(kind: "count" | "rate", ...flows: number[]): Output {
  const name = `${kind}_${flows.join("_")}`;
  return { name, title: name, measure: kind === "count" ? "incidence" : "rate", kind, flows };
}

/** A time grid from 0. */
export function grid(end: number, step = 1): Model["time"] {
  return { unit: "day", start: 0, end, step, count: Math.round(end / step) + 1 };
}

interface FlowSketch {
  readonly from?: number;
  readonly to?: number;
  readonly rate: Formula | number;
  readonly absolute?: boolean;
  readonly force?: readonly [force: number, group: number];
  readonly name?: string;
}

/** What sets a model apart; the rest is as in every small model. */
export interface Sketch extends Partial<Omit<Model, "flows" | "initial" | "parameters">> {
  /** Initial size of each compartment. */
  readonly initial: readonly (Formula | number)[];
  readonly flows: readonly FlowSketch[];
  readonly parameters?: Readonly<Record<string, number>>;
}

const asFormula = (part: Formula | number): Formula => (typeof part === "number" ? constant(part) : part);

function sketchedFlow({ from, to, rate, absolute, force, name }: FlowSketch, index: number): Flow {
  const known = name ?? `flow_${index}`;
  return {
    name: known,
    title: known,
    family: known,
    from: from ?? null,
    to: to ?? null,
    rate: asFormula(rate),
    absolute: absolute ?? from === undefined,
    ...(force === undefined ? {} : { force: { force: force[0], group: force[1] } }),
  };
}

/** A model from a sketch: compartments a, b, c, …, each an output. Flows without a source are absolute. */
export function modelOf(sketch: Sketch): Model {
  const names = sketch.initial.map((_, index) => (index < 26 ? String.fromCharCode(97 + index) : `c${index}`));
  const parameters = Object.entries(sketch.parameters ?? {});
  return {
    title: "Sketch",
    summary: "",
    time: grid(10),
    integrator: RK4,
    compartments: names.map((name) => ({ name, title: name, strata: {} })),
    series: [],
    forces: [],
    outputs: names.map(prevalence),
    priors: [],
    targets: [],
    calibration: { sampler: "adaptive_metropolis", chains: 4, warmup: 100, draws: 100, seed: 1 },
    ...sketch,
    initial: sketch.initial.map(asFormula),
    flows: sketch.flows.map(sketchedFlow),
    parameters: parameters.map(([name, value]) => ({
      name,
      title: name,
      value,
      min: 0,
      max: 10 * Math.abs(value) + 1,
    })),
  };
}

/** Closed SIR with frequency transmission: parameters contact rate (1.7) and recovery rate (0.5), 763 people. */
export function sir(changes: Partial<Model> = {}): Model {
  const names = ["susceptible", "infectious", "recovered"];
  const model = modelOf({
    title: "SIR",
    time: grid(14),
    initial: [762, 1, 0],
    parameters: { contact_rate: 1.7, recovery_rate: 0.5 },
    forces: [wholePopulation([0, 1, 2], 1)],
    flows: [
      { name: "infection", from: 0, to: 1, rate: parameter(0), force: [0, 0] },
      { name: "recovery", from: 1, to: 2, rate: parameter(1) },
    ],
  });
  return {
    ...model,
    compartments: names.map((name) => ({ name, title: name, strata: {} })),
    outputs: names.map(prevalence),
    ...changes,
  };
}

/** SIR with priors on both parameters and daily counts of the infectious, twelve of them known. */
export function calibratedSir(changes: Partial<Model> = {}): Model {
  return sir({
    priors: [
      { parameter: 0, family: "truncated_normal", arguments: [2, 1, 0, Infinity], lower: 0, upper: Infinity },
      { parameter: 1, family: "uniform", arguments: [0.1, 2], lower: 0.1, upper: 2 },
    ],
    targets: [
      {
        name: "in_bed",
        title: "In bed",
        output: 1,
        timeIndices: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        values: [3, 8, 26, 76, 225, 298, 258, 233, 189, 128, 68, 29],
        likelihood: "negative_binomial",
        argument: constant(8),
      },
    ],
    ...changes,
  });
}

/** A target of one observation, 0, at the start; normal with sd 1. */
export const target = (changes: Partial<Target>): Target => ({
  name: "seen",
  title: "Seen",
  output: 0,
  timeIndices: [0],
  values: [0],
  likelihood: "normal",
  argument: constant(1),
  ...changes,
});

/** The force of infection of one group that mixes with itself, one compartment infectious. */
export function wholePopulation(
  population: readonly number[],
  infectious: number,
  mode: "frequency" | "density" = "frequency",
): Model["forces"][number] {
  const groups = [{ population, infectious: [{ compartment: infectious, weight: constant(1) }] }];
  return { name: "infection", mode, groups, mixing: { kind: "fixed", matrix: [[1]] } };
}
