// Small models as plain data, for tests below the document.

import type { Formula, Integrator, Model, Output } from "../../src/model/model.ts";

export const constant = (value: number): Formula => ({ kind: "constant", value });
export const parameter = (index: number): Formula => ({ kind: "parameter", parameter: index });
export const size = (...compartments: number[]): Formula => ({ kind: "sum", compartments });
export const times = (left: Formula, right: Formula): Formula => ({ kind: "binary", operator: "multiply", left, right });

export const RK4: Integrator = { method: "rk4", substeps: 2 };
export const TIGHT: Integrator = { method: "dopri5", rtol: 1e-12, atol: 1e-12, maxSteps: 100000, land: true };

/** Output of a compartment's size. */
export function prevalence(name: string, index: number): Output {
  return { name, title: name, measure: "prevalence", kind: "formula", formula: size(index) };
}

/** Closed SIR with frequency transmission: parameters contact rate (1.7) and recovery rate (0.5), 763 people. */
export function sir(changes: Partial<Model> = {}): Model {
  const names = ["susceptible", "infectious", "recovered"];
  return {
    title: "SIR",
    summary: "",
    time: { unit: "day", start: 0, end: 14, step: 1, count: 15 },
    integrator: RK4,
    compartments: names.map((name) => ({ name, title: name, strata: {} })),
    initial: [constant(762), constant(1), constant(0)],
    parameters: [
      { name: "contact_rate", title: "Contact rate", value: 1.7, min: 0, max: 4 },
      { name: "recovery_rate", title: "Recovery rate", value: 0.5, min: 0, max: 2 },
    ],
    series: [],
    forces: [
      {
        name: "infection",
        mode: "frequency",
        groups: [{ population: [0, 1, 2], infectious: [{ compartment: 1, weight: constant(1) }] }],
        mixing: [[1]],
      },
    ],
    flows: [
      {
        name: "infection",
        title: "Infection",
        family: "infection",
        from: 0,
        to: 1,
        rate: parameter(0),
        absolute: false,
        force: { force: 0, group: 0 },
      },
      { name: "recovery", title: "Recovery", family: "recovery", from: 1, to: 2, rate: parameter(1), absolute: false },
    ],
    outputs: names.map(prevalence),
    priors: [],
    targets: [],
    calibration: { sampler: "adaptive_metropolis", chains: 4, warmup: 100, draws: 100, seed: 1 },
    ...changes,
  };
}
