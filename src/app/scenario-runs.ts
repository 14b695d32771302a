// The scenarios on screen with their curves and what they change.
import type { ShownModel } from "../model/shown.ts";
import type { ScenarioRun as Run } from "../run/worker-api.ts";
import { styleOf, type ScenarioRun } from "../views/scenario.ts";

/** @param shown names of scenarios; those without a curve yet are left out */
export function scenarioRuns(
  model: ShownModel,
  shown: readonly string[],
  runs: ReadonlyMap<string, Run>,
): ScenarioRun[] {
  return (model.scenarios ?? []).flatMap(({ name, title }): ScenarioRun[] => {
    const run = runs.get(name);
    if (!run || !shown.includes(name)) return [];
    const { from, trajectory, differences } = run;
    return [{ name, title, style: styleOf(model, name), from, outputs: trajectory.outputs, differences }];
  });
}
