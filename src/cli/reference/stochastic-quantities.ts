// What the items of a stochastic reference tell about a run, as numbers that every run of ours gives too.

import type { Trajectory } from "../../trajectory/trajectory.ts";
import type { AnalyticItem, MonteCarloItem } from "./stochastic-format.ts";
import type { StochasticModel } from "./stochastic-model.ts";
import type { Expected, Quantity } from "./stochastic-moments.ts";

export function quantitiesOf(item: MonteCarloItem | AnalyticItem, model: StochasticModel): Quantity[] {
  return item.kind === "monte_carlo" ? ofMonteCarlo(item, model) : ofAnalytic(item, model);
}

const exact = (value: number): Expected => ({ value, runs: undefined, error: 0 });

function ofMonteCarlo(item: MonteCarloItem, model: StochasticModel): Quantity[] {
  const { runs } = item;
  if (String(item.compartment_names) !== String(model.compartments))
    throw new Error(`the compartments are ${model.compartments.join(", ")}, not ${item.compartment_names.join(", ")}`);
  const infected = positionsOf(item.infected_compartments, model);
  const estimate = (value: number, error: number): Expected => ({ value, runs, error });
  const sizes = item.times.flatMap((time, at) =>
    model.compartments.map((name, compartment): Quantity => {
      const cell = (table: readonly (readonly number[])[]): number => table[at]?.[compartment] ?? NaN;
      return {
        label: `${name} at ${time}`,
        of: sizeAt(compartment, model.indexOf(time)),
        mean: estimate(cell(item.mean), cell(item.standard_error_of_mean)),
        sd: estimate(cell(item.sd), NaN),
      };
    }),
  );
  const extinct = item.times.map((time, at) =>
    noneLeft(infected, time, model, estimate(item.probability_no_infected[at] ?? NaN, NaN)),
  );
  const peaks = ([0, 1] as const).map((which): Quantity => {
    const { mean, sd } = which === 0 ? item.peak_infected : item.time_of_peak;
    return {
      label: which === 0 ? "peak of the infected" : "time of the peak",
      of: (run) => peakOf(run, infected)[which],
      mean: estimate(mean, sd / Math.sqrt(runs)),
      sd: estimate(sd, NaN),
    };
  });
  return [...sizes, ...extinct, ...peaks];
}

function ofAnalytic(item: AnalyticItem, model: StochasticModel): Quantity[] {
  const quantities = (item.moments ?? []).flatMap(({ time, ...moments }) => {
    const at = model.indexOf(time);
    const { mean, sd } = moments;
    // A model of one compartment does not name it.
    const named =
      typeof mean === "number" && typeof sd === "number" ? { [model.compartments[0] ?? ""]: { mean, sd } } : moments;
    return Object.entries(named).flatMap(([name, moment]) => {
      if (typeof moment === "number")
        return name.startsWith("cov_") ? [covariance(name, moment, named, time, model)] : [];
      const size = sizeAt(positionsOf([name], model)[0] ?? NaN, at);
      return [{ label: `${name} at ${time}`, of: size, mean: exact(moment.mean), sd: exact(moment.sd) }];
    });
  });
  const { probability_no_infected_at_t1: none, mean_new_infections: mean, sd_new_infections: sd } = item;
  const infectious = positionsOf(model.infectious, model);
  if (none !== undefined)
    quantities.push(noneLeft(infectious, model.placed.program.model.time.end, model, exact(none)));
  if (mean !== undefined) {
    const of = sizeAt(model.infections, 1);
    quantities.push({ label: "new infections", of, mean: exact(mean), sd: exact(sd ?? NaN) });
  }
  if (quantities.length === 0) throw new Error(`${item.name} has nothing that is known here`);
  return quantities;
}

/** Product of the distances of two sizes from their exact means: its mean is their covariance. */
function covariance(
  name: string,
  value: number,
  moments: Readonly<Record<string, number | { readonly mean: number }>>,
  time: number,
  model: StochasticModel,
): Quantity {
  const pair = name.slice("cov_".length).split("_");
  const parts = pair.map((compartment) => {
    const moment = moments[compartment];
    const mean = typeof moment === "object" ? moment.mean : NaN;
    return { mean, of: sizeAt(positionsOf([compartment], model)[0] ?? NaN, model.indexOf(time)) };
  });
  return {
    label: `${name} at ${time}`,
    of: (run) => parts.reduce((product, { mean, of }) => product * (of(run) - mean), 1),
    mean: exact(value),
  };
}

/** Positions of compartments by full or unstratified name. */
function positionsOf(names: readonly string[], { compartments }: StochasticModel): number[] {
  const wanted = new Set(names);
  return compartments.flatMap((name, position) =>
    wanted.has(name) || wanted.has(name.split("X")[0] ?? "") ? [position] : [],
  );
}

function sizeAt(output: number, time: number): (run: Trajectory) => number {
  return ({ outputs }) => outputs[output]?.[time] ?? NaN;
}

function noneLeft(compartments: readonly number[], time: number, model: StochasticModel, mean: Expected): Quantity {
  const at = model.indexOf(time);
  const of = ({ outputs }: Trajectory): number => Number(compartments.every((output) => outputs[output]?.[at] === 0));
  return { label: `nobody infected at ${time}`, of, mean, isShare: true };
}

/** Largest number of infected at an output time, and the first time it is reached. */
function peakOf({ times, outputs }: Trajectory, infected: readonly number[]): readonly [number, number] {
  let [peak, when] = [-Infinity, NaN];
  times.forEach((time, at) => {
    const persons = infected.reduce((sum, output) => sum + (outputs[output]?.[at] ?? NaN), 0);
    if (persons > peak) [peak, when] = [persons, time];
  });
  return [peak, when];
}
