// The object a worker exposes: opens documents, simulates, samples, draws fans and diagnoses, all in one kernel.

import type { Answer } from "../base/issue.ts";
import { provenance } from "../document/provenance.ts";
import type { Kernel } from "../kernel/placed.ts";
import { shownOf } from "../model/shown.ts";
import { averagedTargets } from "../posterior/observations.ts";
import { diagnose } from "../sampler/diagnose.ts";
import { SAMPLERS } from "../sampler/samplers.ts";
import { markAveraged } from "./averaged.ts";
import type { ChainDraws } from "../store/record.ts";
import { climb, startsOf } from "./analysis/climb.ts";
import { simulateEnsemble } from "./ensemble-block.ts";
import { fansOfRuns } from "./fan-of-runs.ts";
import { openDocument, run, type Opened } from "./open.ts";
import { extinctionOfInfection, fanOfReplicates } from "./replicate-fan.ts";
import { sampleChain } from "./sample-chain.ts";
import { openScenario, runScenario, runScenarioAlone, type OpenedScenario } from "./scenario.ts";
import { looAt } from "./analysis/loo.ts";
import { predictionAt } from "./analysis/predict.ts";
import { ranked } from "./analysis/rank.ts";
import { surveyAt } from "./analysis/survey.ts";
import { evennessWithBand } from "./simulation-based-calibration.ts";
import { ranksOfBlock, withoutJacobian } from "./simulation-ranks.ts";
import { moved, tablesOf } from "./transfer.ts";
import type { Desk, ScenarioRun, Surroundings } from "./worker-api.ts";

export function makeDesk(kernel: Kernel, surroundings: Surroundings): Desk {
  let current: { readonly text: string; readonly opened: Opened } | undefined;
  let stopping = false;
  let isUrged = false;

  /** Opens a document, or answers with the one that is open where the text is the same. */
  function opened(text: string): Answer<Opened> {
    if (current?.text === text) return { ok: true, value: current.opened, issues: current.opened.issues };
    const answer = openDocument(text, kernel);
    if (answer.ok) current = { text, opened: answer.value };
    else if (current !== undefined && answer.issues.some(({ code }) => code === TOO_LARGE)) restore(current.text);
    return answer;
  }

  /** A program that did not fit into memory may have overwritten part of the one before it: that one is placed anew. */
  function restore(text: string): void {
    const before = openDocument(text, kernel);
    current = before.ok ? { text, opened: before.value } : undefined;
  }

  /** Runs a scenario of the document that is open. */
  function within<T>(name: string, run: (opened: Opened, scenario: OpenedScenario) => Answer<T>): Answer<T> {
    if (current === undefined) return NOTHING_OPEN;
    const scenario = openScenario(current.opened, name);
    if (!scenario.ok) return scenario;
    return run(current.opened, scenario.value);
  }

  return {
    open(text) {
      const answer = opened(text);
      if (!answer.ok) return answer;
      const { model, program, document, documentDigest } = answer.value;
      const trajectory = run(answer.value, documentValues(answer.value));
      const origins = model.parameters.map(({ name }) => provenance(document, `parameters.${name}`));
      const value = {
        model: shownOf(model),
        documentDigest,
        programDigest: program.digest,
        trajectory,
        provenance: origins,
      };
      return moved({ ok: true, value, issues: [...answer.issues, ...trajectory.issues] }, trajectory.outputs);
    },
    simulate(values, scenario, options) {
      if (current === undefined) return NOTHING_OPEN;
      if (scenario !== undefined) {
        return within(scenario, (opened, other) => {
          const value = runScenarioAlone(opened, other, values, options);
          return moved({ ok: true, value, issues: [...other.issues, ...value.issues] }, value.outputs);
        });
      }
      const trajectory = run(current.opened, values, options);
      return moved({ ok: true, value: trajectory, issues: trajectory.issues }, trajectory.outputs);
    },
    compare: (values, name, options) =>
      within(name, (opened, scenario): Answer<ScenarioRun> => {
        const value = runScenario(opened, scenario, values, options);
        const { trajectory, baseline, differences } = value;
        const arrays = differences.flatMap(({ absolute, relative, averted }) => [absolute, relative, averted]);
        const issues = [...scenario.issues, ...trajectory.issues];
        return moved({ ok: true, value, issues }, [...trajectory.outputs, ...baseline.outputs, ...arrays]);
      }),
    async sampleChain(request, onProgress, onCheckpoint) {
      stopping = false;
      isUrged = false;
      const answer = opened(request.text);
      if (!answer.ok) return answer;
      const urged = () => {
        const was = isUrged;
        isUrged = false;
        return was;
      };
      const hears = { onProgress, ...(onCheckpoint && { onCheckpoint }), stopped: () => stopping, urged };
      const draws = await sampleChain({ request, opened: answer.value, kernel, surroundings, ...hears });
      if (!draws.ok) return draws;
      const { values, logPosterior, logWeights } = draws.value;
      return moved(draws, logWeights === undefined ? [values, logPosterior] : [values, logPosterior, logWeights]);
    },
    starts(request) {
      const answer = opened(request.text);
      return answer.ok ? startsOf(answer.value, kernel, request) : answer;
    },
    async climb(request, onProgress) {
      stopping = false;
      const answer = opened(request.text);
      if (!answer.ok) return answer;
      return climb({ request, opened: answer.value, kernel, surroundings, onProgress, stopped: () => stopping });
    },
    survey(text, z) {
      const answer = opened(text);
      if (!answer.ok) return answer;
      const survey = surveyAt(answer.value, kernel, z);
      // The survey leaves a program of its own beside the document's: the next question places the document anew.
      current = undefined;
      return survey;
    },
    loo(request) {
      const answer = opened(request.text);
      return answer.ok ? looAt(answer.value, kernel, request) : answer;
    },
    predict(request) {
      const answer = opened(request.text);
      return answer.ok ? predictionAt(answer.value, kernel, request) : answer;
    },
    rank: (entries) => ({ ok: true, value: ranked(entries, kernel.numeric), issues: [] }),
    stop() {
      stopping = true;
    },
    keep() {
      isUrged = true;
    },
    ensemble(request) {
      const answer = opened(request.text);
      if (!answer.ok) return answer;
      const block = simulateEnsemble(answer.value, request);
      return block.ok ? moved(block, tablesOf([block.value])) : block;
    },
    fans(request) {
      const answer = opened(request.text);
      return answer.ok ? { ok: true, value: fansOfRuns(answer.value, request, kernel), issues: [] } : answer;
    },
    replicates(values, scenario) {
      if (current === undefined) return NOTHING_OPEN;
      if (scenario === undefined) return fanOfReplicates(current.opened, values);
      return within(scenario, (opened, other) => fanOfReplicates(opened, values, other));
    },
    extinction(values) {
      return current === undefined ? NOTHING_OPEN : extinctionOfInfection(current.opened, values);
    },
    evenness: (names, ranks, seed) => ({
      ok: true,
      value: evennessWithBand(names, ranks, kernel, seed),
      issues: [],
    }),
    ranks(request) {
      const answer = opened(request.text);
      if (!answer.ok) return answer;
      const { sampler: name, withoutJacobian: isBroken } = request;
      const flaw = isBroken === true ? { distort: withoutJacobian } : {};
      const ranks = ranksOfBlock({
        ...request,
        ...flaw,
        plan: request,
        opened: answer.value,
        kernel,
        sampler: SAMPLERS[name],
      });
      // The simulations cleared the kernel: the next question places the document anew.
      current = undefined;
      return ranks;
    },
    diagnose(names, chains) {
      const titles = names.map((name) => titleOf(name, current?.opened));
      const values = chains.map((chain: ChainDraws) => chain.values);
      const logWeights = chains.map((chain) => chain.logWeights);
      const given = { names, titles, chains: values, logWeights, reports: chains };
      const averaged = current === undefined ? [] : averagedTargets(current.opened.model);
      return { ok: true, value: markAveraged(diagnose(given, kernel.numeric), averaged), issues: [] };
    },
  };
}

/** The one issue of a document that is found only once it takes the place of the one before. */
const TOO_LARGE = "K110";

/** [parameter] The values that stand in the document. */
export function documentValues({ model }: Opened): Float64Array {
  return Float64Array.from(model.parameters, (parameter) => parameter.value);
}

function titleOf(name: string, opened: Opened | undefined): string {
  const parameter = opened?.model.parameters.find((candidate) => candidate.name === name);
  return parameter?.title ?? name.replaceAll("_", " ");
}

const NOTHING_OPEN: Answer<never> = {
  ok: false,
  issues: [
    {
      code: "S106",
      severity: "error",
      path: "",
      message: "no document is open in this worker.",
      advice: "Open a document before running it with other values.",
    },
  ],
};
