// The worker's part of a fan chart: bands of outputs over the runs of an ensemble, with and without observation noise.

import type { Kernel } from "../kernel/placed.ts";
import type { Output } from "../model/model.ts";
import { bandsOf } from "../trajectory/bands.ts";
import { differencesOf } from "../trajectory/scenario.ts";
import { avertedBands } from "./averted.ts";
import { parameterVector } from "./ensemble-block.ts";
import { baselinesOf, seriesOf, type EnsembleRuns } from "./ensemble.ts";
import { observationNoise } from "./noise.ts";
import type { Opened } from "./open.ts";
import type { Fan, FansOfRuns } from "./worker-api.ts";

/** The bands of each output of some runs, in one kernel. */
export function fansOfRuns({ model }: Opened, given: FansOfRuns, kernel: Kernel): Fan[] {
  const { outputs, runs, vectors, of, seed } = given;
  const times = runs[0]?.times ?? new Float64Array();
  const values = seed === null ? [] : vectors.map((vector) => parameterVector(model, vector, of));
  return outputs.flatMap((output, position): Fan[] => {
    const described = model.outputs[output];
    if (described === undefined) return [];
    const trajectories = seriesOf(runs, position);
    const target = seed === null ? -1 : model.targets.findIndex((candidate) => candidate.output === output);
    const observed =
      seed === null || target < 0
        ? null
        : observationNoise({ model, target, runs: values, trajectories, seed, kernel });
    return [
      {
        output,
        times,
        ...bandsOf(trajectories, times.length),
        noise: observed === null ? null : bandsOf(observed, times.length),
        ...avertedOf(described, runs, position),
      },
    ];
  });
}

/** Of a scenario's runs: what it averts. */
function avertedOf(output: Output, runs: EnsembleRuns, position: number): Pick<Fan, "averted"> {
  const first = runs[0];
  if (first === undefined || first.baselines === null) return {};
  const baselines = baselinesOf(runs, position);
  const differences = seriesOf(runs, position).map((scenario, run) =>
    differencesOf([output], [baselines[run] ?? new Float64Array()], [scenario], first.row),
  );
  return { averted: avertedBands(differences, 0, first.times.length) };
}
