// Reads a benchmark problem (format in limit/README.md) as a model, so that it is run by the real lowering and kernel.

import { readFileSync } from "node:fs";
import type { Formula, Integrator, Model, Output } from "../src/model/model.ts";

type Rate = number | { readonly parameter: string } | { readonly value: number; readonly knots: string };

export interface Problem {
  readonly days: number;
  readonly compartments: readonly { name: string; type: string; strata: Record<string, string> }[];
  readonly parameters: Readonly<Record<string, number>>;
  readonly knots: Readonly<Record<string, { times: number[]; values: number[] }>>;
  readonly infection: {
    readonly transmission: string;
    readonly timeFactor: string;
    readonly groups: readonly { name: string; population: string[]; infectious: string[] }[];
    readonly mixing: readonly (readonly number[])[];
    readonly infectiousness: Readonly<Record<string, number>>;
  };
  readonly flows: readonly {
    name: string;
    kind: "transition" | "infection" | "inflow";
    from: string | null;
    to: string;
    group?: string;
    rate: Rate;
  }[];
  readonly initialState: readonly number[];
  readonly reference: {
    readonly dailyTotals: Readonly<Record<string, readonly number[]>>;
    readonly finalState: readonly number[];
  };
}

export function readProblem(name: "big" | "small"): Problem {
  // The files are ours, described in limit/README.md and checked against their own solutions below.
  return JSON.parse(readFileSync(new URL(`limit/${name}.json`, import.meta.url), "utf8")) as Problem;
}

const constant = (value: number): Formula => ({ kind: "constant", value });
const product = (left: Formula, right: Formula): Formula => ({ kind: "binary", operator: "multiply", left, right });

/** The problem as a model whose outputs are the daily totals by type of compartment. */
export function modelOf(problem: Problem, integrator: Integrator): Model {
  const index = new Map(problem.compartments.map(({ name }, position) => [name, position]));
  const at = (name: string): number => index.get(name) ?? -1;
  const parameters = Object.entries(problem.parameters);
  const parameter = (name: string): Formula => ({
    kind: "parameter",
    parameter: parameters.findIndex(([key]) => key === name),
  });
  const series = Object.entries(problem.knots);
  const factor = (name: string): Formula => ({ kind: "series", series: series.findIndex(([key]) => key === name) });
  const formula = (rate: Rate): Formula => {
    if (typeof rate === "number") return constant(rate);
    return "parameter" in rate ? parameter(rate.parameter) : product(constant(rate.value), factor(rate.knots));
  };
  const { infection } = problem;
  const everywhere = product(parameter(infection.transmission), factor(infection.timeFactor));
  const types = [...new Set(problem.compartments.map(({ type }) => type))];
  return {
    title: "benchmark",
    summary: "",
    time: { unit: "day", start: 0, end: problem.days, step: 1, count: problem.days + 1 },
    integrator,
    compartments: problem.compartments.map(({ name, strata }) => ({ name, title: name, strata })),
    initial: problem.initialState.map(constant),
    parameters: parameters.map(([name, value]) => ({ name, title: name, value, min: 0, max: 2 * value })),
    series: series.map(([name, { times, values }]) => ({ name, title: name, times, values, interpolation: "linear" })),
    forces: [
      {
        name: "infection",
        mode: "frequency",
        groups: infection.groups.map((group) => ({
          population: group.population.map(at),
          infectious: group.infectious.map((name) => ({
            compartment: at(name),
            weight: constant(infection.infectiousness[name] ?? NaN),
          })),
        })),
        mixing: { kind: "fixed", matrix: infection.mixing },
      },
    ],
    flows: problem.flows.map(({ name, kind, from, to, group, rate }) => {
      const common = { name, title: name, family: name, from: from === null ? null : at(from), to: at(to) };
      if (kind !== "infection") return { ...common, rate: formula(rate), absolute: kind === "inflow" };
      const member = infection.groups.findIndex((candidate) => candidate.name === group);
      return {
        ...common,
        rate: product(formula(rate), everywhere),
        absolute: false,
        force: { force: 0, group: member },
      };
    }),
    outputs: types.map((type): Output => {
      const members = problem.compartments.flatMap((compartment, position) =>
        compartment.type === type ? [position] : [],
      );
      return {
        name: type,
        title: type,
        measure: "prevalence",
        kind: "formula",
        formula: { kind: "sum", compartments: members },
      };
    }),
    priors: [],
    targets: [],
    calibration: { sampler: "adaptive_metropolis", chains: 1, warmup: 1, draws: 1, seed: 1 },
  };
}
