// Fan charts: the bands of every output over the draws of a run, with and without observation noise.

import type { Kernel } from "../kernel/placed.ts";
import { quantile } from "../sampler/order.ts";
import type { ChainDraws } from "../store/record.ts";
import { outputTimes, simulate } from "../trajectory/simulate.ts";
import { observationNoise } from "./noise.ts";
import type { Opened } from "./open.ts";
import type { Bands, Fan, FanRequest } from "./worker-api.ts";

/** Fans of all outputs, from `request.runs` draws chosen evenly over all chains. */
export function fanOf(opened: Opened, request: FanRequest, kernel: Kernel): Fan[] {
  const { model, placed } = opened;
  const runs = chosenDraws(request.chains, model.priors.length, request.runs).map((draw) => {
    const values = Float64Array.from(model.parameters, (parameter) => parameter.value);
    model.priors.forEach((prior, position) => (values[prior.parameter] = draw[position] ?? NaN));
    return { values, outputs: simulate(placed, values).outputs };
  });
  const { count } = model.time;
  const times = outputTimes(placed);
  return model.outputs.map((_, output) => {
    const target = model.targets.findIndex((candidate) => candidate.output === output);
    const trajectories = runs.map((run) => run.outputs[output] ?? new Float64Array(count).fill(NaN));
    const observed =
      target < 0
        ? null
        : observationNoise({
            model,
            target,
            runs: runs.map(({ values }) => values),
            trajectories,
            seed: request.seed,
            kernel,
          });
    return {
      output,
      times,
      ...bandsOf(trajectories, count),
      noise: observed === null ? null : bandsOf(observed, count),
    };
  });
}

/** Draws evenly spaced over all chains' draws, one chain behind the other; all of them where there are no more. */
export function chosenDraws(chains: readonly ChainDraws[], width: number, runs: number): Float64Array[] {
  const all = chains.flatMap(({ values }) =>
    Array.from({ length: values.length / width }, (_, draw) => values.subarray(draw * width, (draw + 1) * width)),
  );
  const number = Math.min(runs, all.length);
  return Array.from({ length: number }, (_, run) => all[Math.floor(((run + 0.5) * all.length) / number)]).filter(
    (draw) => draw !== undefined,
  );
}

/** Quantiles over the runs at each time. Runs without a finite answer at a time are left out there. */
function bandsOf(trajectories: readonly Float64Array[], count: number): Bands {
  const bands = {
    median: new Float64Array(count),
    lower50: new Float64Array(count),
    upper50: new Float64Array(count),
    lower95: new Float64Array(count),
    upper95: new Float64Array(count),
  };
  for (let time = 0; time < count; time += 1) {
    const ordered = Float64Array.from(trajectories, (outputs) => outputs[time] ?? NaN)
      .filter((value) => Number.isFinite(value))
      .sort();
    bands.median[time] = quantile(ordered, 0.5);
    bands.lower50[time] = quantile(ordered, 0.25);
    bands.upper50[time] = quantile(ordered, 0.75);
    bands.lower95[time] = quantile(ordered, 0.025);
    bands.upper95[time] = quantile(ordered, 0.975);
  }
  return bands;
}
