// Fan charts: the bands of every output over the draws of a run, with and without observation noise.

import type { Kernel } from "../kernel/placed.ts";
import type { ChainDraws } from "../store/record.ts";
import { bandsOf } from "../trajectory/bands.ts";
import type { Difference } from "../trajectory/scenario.ts";
import { outputTimes, simulate } from "../trajectory/simulate.ts";
import { avertedBands } from "./averted.ts";
import { observationNoise } from "./noise.ts";
import type { Opened } from "./open.ts";
import { runScenario, type OpenedScenario } from "./scenario.ts";
import type { Fan, FanRequest } from "./worker-api.ts";

/** Fans of all outputs, of the baseline or a scenario, from `request.runs` draws chosen evenly over all chains. */
export function fanOf(opened: Opened, request: FanRequest, kernel: Kernel, scenario?: OpenedScenario): Fan[] {
  const { model, placed } = opened;
  const draws = chosenDraws(request.chains, model.priors.length, request.runs);
  const runs = draws.map((draw) => runAt(opened, draw, scenario));
  const differences = runs.map((run) => run.differences);
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
      ...(scenario === undefined ? {} : { averted: avertedBands(differences, output, count) }),
    };
  });
}

interface DrawRun {
  /** [parameter] of the baseline */
  readonly values: Float64Array;
  readonly outputs: readonly Float64Array[];
  /** Of a scenario. */
  readonly differences: readonly Difference[];
}

/** @param draw  [prior] */
function runAt(opened: Opened, draw: Float64Array, scenario: OpenedScenario | undefined): DrawRun {
  const { model, placed } = opened;
  const values = Float64Array.from(model.parameters, (parameter) => parameter.value);
  model.priors.forEach((prior, position) => (values[prior.parameter] = draw[position] ?? NaN));
  if (scenario === undefined) return { values, outputs: simulate(placed, values).outputs, differences: [] };
  const { trajectory, differences } = runScenario(opened, scenario, values);
  return { values, outputs: trajectory.outputs, differences };
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
