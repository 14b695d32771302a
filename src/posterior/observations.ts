// What the latest evaluation says of each observation: its log likelihood, what is impossible, and what might have been seen.
//
// All read the lane that `Posterior.evaluate` or `terms` has just run: evaluate first, then ask.

import type { Random } from "../base/numeric.ts";
import { formatNumber, quote } from "../base/text.ts";
import type { Placed } from "../kernel/placed.ts";
import type { Model } from "../model/model.ts";

/** An observation that the model says cannot be. */
export interface Impossible {
  /** Position of the target, and of the observation within it. */
  readonly target: number;
  readonly point: number;
  /** Time of the observation, in the document's unit; of the middle of its period. */
  readonly time: number;
  readonly observed: number;
  /** The model's value beside it. */
  readonly modelled: number;
}

/** [target][point] log likelihood of each observation, without weights; −Infinity for what is impossible. */
export function pointLogLikelihoods({ kernel, frame, program, lanes }: Placed, lane = 0): Float64Array[] {
  return program.model.targets.map(({ values }, target) =>
    Float64Array.from(values, (_, point) =>
      kernel.exports.pointLogLikelihood(frame.address, lanes, lane, target, point),
    ),
  );
}

/** [target][point] the model's value beside each observation. */
export function modelledValues({ kernel, frame, program, lanes }: Placed, lane = 0): Float64Array[] {
  return program.model.targets.map(({ values }, target) =>
    Float64Array.from(values, (_, point) => kernel.exports.pointModelled(frame.address, lanes, lane, target, point)),
  );
}

/**
 * [target][point] one simulated observation each, in the order of the document: what might have been seen, were the
 * parameters true. NaN where the model's value makes no distribution, and for targets of an output's own distribution.
 */
export function simulateObservations(placed: Placed, random: Random, lane = 0): Float64Array[] {
  const { kernel, frame, program, lanes } = placed;
  return program.model.targets.map(({ values }, target) =>
    Float64Array.from(values, (_, point) =>
      kernel.exports.pointQuantile(frame.address, lanes, lane, target, point, random.uniform()),
    ),
  );
}

/** The observations that have weight and no likelihood, in the order of the document. */
export function impossibleObservations(placed: Placed, lane = 0): Impossible[] {
  const { model } = placed.program;
  const modelled = modelledValues(placed, lane);
  return pointLogLikelihoods(placed, lane).flatMap((logs, target) => {
    const { timeIndices, values, weights = 1 } = model.targets[target] ?? { timeIndices: [], values: [] };
    return [...logs].flatMap((log, point): Impossible[] => {
      const weight = typeof weights === "number" ? weights : (weights[point] ?? 0);
      if (log !== -Infinity || weight === 0) return [];
      return [
        {
          target,
          point,
          time: model.time.start + (timeIndices[point] ?? NaN) * model.time.step,
          observed: values[point] ?? NaN,
          modelled: modelled[target]?.[point] ?? NaN,
        },
      ];
    });
  });
}

/** Which observation cannot be, in words; `time` as a person reads it. */
export function impossibleInWords(model: Model, { target, observed, modelled }: Impossible, time: string): string {
  const { title = "", likelihood = "normal" } = model.targets[target] ?? {};
  return `${quote(title)} at time ${time}: ${formatNumber(observed)} was observed, the model says ${formatNumber(modelled)}, and a ${likelihood} likelihood makes that impossible`;
}

/** Targets whose log likelihood is an average over points, as estival's: no likelihood of the data, and to be named so. */
export function averagedTargets(model: Pick<Model, "targets">): string[] {
  return model.targets.flatMap(({ title, overPoints }) => (overPoints === "mean" ? [title] : []));
}
