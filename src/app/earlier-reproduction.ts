// While a slider moves, reproduction numbers stay as they were; they follow once it rests.
import type { ShownModel } from "../model/shown.ts";
import type { ScenarioRun } from "../run/worker-api.ts";
import type { Trajectory } from "../trajectory/trajectory.ts";
import type { Simulated } from "./desk.ts";

export function hasReproduction({ outputs }: ShownModel): boolean {
  return outputs.some(({ kind }) => kind === "reproduction");
}

/** What was on screen before. */
interface Earlier {
  readonly trajectory: Trajectory | null;
  readonly scenarios: ReadonlyMap<string, ScenarioRun>;
}

/** An answer without reproduction numbers, with those of the answer before it. */
export function withEarlierReproduction(answer: Simulated, earlier: Earlier, model: ShownModel): Simulated {
  const mended = (after: Trajectory, before: Trajectory | null | undefined): Trajectory => ({
    ...after,
    outputs: after.outputs.map((series, index) =>
      model.outputs[index]?.kind === "reproduction" ? (before?.outputs[index] ?? series) : series,
    ),
  });
  const { baseline } = answer;
  const scenarios = [...answer.scenarios].map(([name, run]): [string, ScenarioRun] => {
    const before = earlier.scenarios.get(name);
    const trajectory = mended(run.trajectory, before?.trajectory);
    return [name, { ...run, trajectory, baseline: mended(run.baseline, before?.baseline) }];
  });
  return {
    ...answer,
    baseline: baseline.ok ? { ...baseline, value: mended(baseline.value, earlier.trajectory) } : baseline,
    scenarios: new Map(scenarios),
  };
}
