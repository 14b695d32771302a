// Stochastic models and their replicates, for tests.

import type { Lanes } from "../../src/kernel/placed.ts";
import type { Integrator, Model } from "../../src/model/model.ts";
import { replicates } from "../../src/trajectory/replicates.ts";
import type { Trajectory } from "../../src/trajectory/trajectory.ts";
import { constant, moved, sir } from "./models.ts";
import { defaults, placed } from "./run.ts";

export const SEED = 20;

/** Random leaps, `substeps` of them from one output time to the next. */
export const leaps = (substeps = 1, seed = 1): Integrator => ({ method: "tau-leap", substeps, replicates: 10, seed });

export function runs(model: Model, lanes: Lanes, count: number, first = 0, seed = SEED): Trajectory[] {
  return [...replicates(placed(model, lanes), defaults(model), { seed, count, first })];
}

/** SIR with twenty first cases, from one of which the infection often dies out at once, and counts of both flows. */
export function stochasticSir(changes: Partial<Model> = {}): Model {
  const model = sir({ integrator: leaps(4), initial: [743, 20, 0].map(constant), ...changes });
  return { ...model, outputs: [...model.outputs, moved("count", 0), moved("count", 1)] };
}
