// Replicates of a stochastic document at any values of its parameters: bands of every output, and how often it dies out.

import type { Answer } from "../base/issue.ts";
import { infectedCompartments } from "../model/infected.ts";
import { lower } from "../program/lower.ts";
import {
  extinctionOf,
  fansOf,
  replicateFans,
  replicates,
  replicateSettings,
  watching,
} from "../trajectory/replicates.ts";
import { outputTimes } from "../trajectory/simulate.ts";
import { avertedBands } from "./averted.ts";
import { placeBeside, type Opened } from "./open.ts";
import { runScenario, type OpenedScenario } from "./scenario.ts";
import type { Fan, InfectionOver, ScenarioRun } from "./worker-api.ts";

/**
 * As many replicates as the document says, of its seed: the same values give the same fan. A replicate of a scenario
 * goes on from the same replicate of the baseline.
 *
 * @param values  [parameter] all parameters, on the natural scale
 * Errors: S108 for a document whose runs are all the same.
 */
export function fanOfReplicates(opened: Opened, values: Float64Array, scenario?: OpenedScenario): Answer<Fan[]> {
  const { model, placed } = opened;
  if (model.integrator.method !== "tau-leap") return NOT_STOCHASTIC;
  const runs = scenario === undefined ? [] : [...scenarioReplicates(opened, scenario, values)];
  const trajectories = runs.map(({ trajectory }) => trajectory);
  const { times, fans, issues } = scenario === undefined ? replicateFans(placed, values) : fansOf(trajectories, placed);
  const differences = runs.map((run) => run.differences);
  const averted = (output: number) =>
    scenario === undefined ? {} : { averted: avertedBands(differences, output, times.length) };
  const value = fans.map((bands, output) => ({ output, times, ...bands, noise: null, ...averted(output) }));
  return { ok: true, value, issues };
}

function* scenarioReplicates(opened: Opened, scenario: OpenedScenario, values: Float64Array): Generator<ScenarioRun> {
  const { seed, count } = replicateSettings(opened.model);
  const frames = [opened.placed.frame, scenario.placed.frame];
  for (let replicate = 0; replicate < count; replicate += 1) {
    for (const frame of frames) frame.setStreams(seed, () => replicate);
    yield runScenario(opened, scenario, values);
  }
  // A single run is the document's replicate 0 again.
  for (const frame of frames) frame.setStreams(seed, () => 0);
}

const watched = new WeakMap<Opened, Answer<Watched>>();

type Watched = { readonly placed: Opened["placed"]; readonly output: number; readonly compartments: readonly number[] };

/**
 * The share of the document's replicates in which nobody is infected any more, by each output time.
 *
 * @param values  [parameter] all parameters, on the natural scale
 * Errors: S108 for a document whose runs are all the same, or in which nobody infects; K110.
 */
export function extinctionOfInfection(opened: Opened, values: Float64Array): Answer<InfectionOver> {
  if (opened.model.integrator.method !== "tau-leap") return NOT_STOCHASTIC;
  const answer = watched.get(opened) ?? watch(opened);
  watched.set(opened, answer);
  if (!answer.ok) return answer;
  const { placed, output, compartments } = answer.value;
  const over = extinctionOf(replicates(placed, values), [output], placed.kernel.numeric);
  return { ok: true, value: { ...over, times: outputTimes(placed), compartments }, issues: [] };
}

/** The document's program with one output more, the number of the infected: what is drawn stays the same. */
function watch({ model, placed }: Opened): Answer<Watched> {
  const compartments = infectedCompartments(model);
  if (compartments.length === 0) return NOBODY_INFECTED;
  const seen = watching(model, compartments);
  const lowered = lower(seen.model);
  if (!lowered.ok) return lowered;
  const answer = placeBeside(placed.kernel, lowered.value);
  if (!answer.ok) return answer;
  return { ok: true, value: { placed: answer.value, output: seen.output, compartments }, issues: [] };
}

const NOBODY_INFECTED: Answer<never> = {
  ok: false,
  issues: [
    {
      code: "S108",
      severity: "error",
      path: "flows",
      message: "no flow of this document is an infection, so there is none to die out.",
      advice: "Give a flow `kind: infection`.",
    },
  ],
};

const NOT_STOCHASTIC: Answer<never> = {
  ok: false,
  issues: [
    {
      code: "S108",
      severity: "error",
      path: "integrator.method",
      message: "every run of this document is the same, so there are no replicates.",
      advice:
        "Take `integrator: { method: tau-leap, step: 0.1, replicates: 100 }` for runs of whole persons at random.",
    },
  ],
};
