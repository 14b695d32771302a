// One block of an ensemble: runs of an opened document at many parameter vectors, in one kernel, on lanes.

import type { Answer, Issue } from "../base/issue.ts";
import { together, widest } from "../kernel/widest.ts";
import type { Placed } from "../kernel/placed.ts";
import type { Model } from "../model/model.ts";
import { outputTimes, simulateMany } from "../trajectory/simulate.ts";
import type { RunOptions } from "../trajectory/trajectory.ts";
import { locate, type Opened } from "./open.ts";
import type { BlockRequest, EnsembleBlock } from "./worker-api.ts";
import { openScenario, runScenario, type OpenedScenario } from "./scenario.ts";

/**
 * Runs a block. A run's digits depend on its vector, and of a stochastic document on its number, alone.
 * Errors: those of the scenario.
 */
export function simulateEnsemble(opened: Opened, request: BlockRequest): Answer<EnsembleBlock> {
  const vectors = request.vectors.map((vector) => parameterVector(opened.model, vector, request.of));
  if (request.scenario === undefined) return done(baselineBlock(opened, request, vectors));
  const scenario = openScenario(opened, request.scenario);
  return scenario.ok ? done(scenarioBlock(opened, request, vectors, scenario.value)) : scenario;
}

/** [P] A vector of all parameters: those that are not calibrated have the document's values. */
export function parameterVector(model: Model, vector: Float64Array, of: BlockRequest["of"]): Float64Array {
  if (of !== "priors") return vector;
  const values = Float64Array.from(model.parameters, ({ value }) => value);
  model.priors.forEach(({ parameter }, position) => (values[parameter] = vector[position] ?? NaN));
  return values;
}

function done(value: EnsembleBlock): Answer<EnsembleBlock> {
  return { ok: true, value, issues: value.issues };
}

function baselineBlock(opened: Opened, request: BlockRequest, vectors: readonly Float64Array[]): EnsembleBlock {
  const { placed, document, model } = opened;
  const wanted = request.outputs ?? model.outputs.map((_, output) => output);
  const options = optionsFor(wanted, model);
  const into = tables(wanted, vectors.length, model);
  const issues = new Map<string, Issue>();
  const wide = widest(placed);
  for (let run = 0; run < vectors.length;) {
    const count = together(vectors.length - run, wide.lanes);
    const used = count === 1 ? placed : wide;
    const trajectories = withReplicates(used, request.first + run, () =>
      simulateMany(used, vectors.slice(run, run + count), options),
    );
    trajectories.forEach((trajectory, lane) => {
      wanted.forEach((output, n) => write(into[n], run + lane, trajectory.outputs[output]));
      note(issues, trajectory.issues);
    });
    run += count;
  }
  const found = locate(document, [...issues.values()]);
  const { first } = request;
  const times = outputTimes(placed);
  return { first, runs: vectors.length, times, outputs: into, baselines: null, row: 0, issues: found };
}

function scenarioBlock(
  opened: Opened,
  request: BlockRequest,
  vectors: readonly Float64Array[],
  scenario: OpenedScenario,
): EnsembleBlock {
  const { model, placed } = opened;
  const wanted = request.outputs ?? model.outputs.map((_, output) => output);
  const options = optionsFor(wanted, model);
  const [outputs, baselines] = [tables(wanted, vectors.length, model), tables(wanted, vectors.length, model)];
  const issues = new Map<string, Issue>();
  note(issues, scenario.issues);
  vectors.forEach((vector, run) => {
    const { trajectory, baseline } = withReplicates(placed, request.first + run, () =>
      withReplicates(scenario.placed, request.first + run, () => runScenario(opened, scenario, vector, options)),
    );
    wanted.forEach((output, n) => {
      write(outputs[n], run, trajectory.outputs[output]);
      write(baselines[n], run, baseline.outputs[output]);
    });
    note(issues, trajectory.issues);
  });
  const { first } = request;
  const times = outputTimes(placed);
  return { first, runs: vectors.length, times, outputs, baselines, row: scenario.row, issues: [...issues.values()] };
}

/** Reproduction numbers cost more than the runs: they are computed where they are wanted. */
function optionsFor(wanted: readonly number[], { outputs }: Model): RunOptions {
  return { withoutReproduction: !wanted.some((output) => outputs[output]?.kind === "reproduction") };
}

/** Gives the lanes of a stochastic program replicates from `first` on, while `run` runs; a single run is replicate 0. */
function withReplicates<T>({ frame, program }: Placed, first: number, run: () => T): T {
  const { integrator } = program.model;
  if (integrator.method !== "tau-leap") return run();
  frame.setStreams(integrator.seed, (lane) => first + lane);
  const answer = run();
  frame.setStreams(integrator.seed, () => 0);
  return answer;
}

function tables(outputs: readonly number[], runs: number, { time }: Model): Float64Array[] {
  return outputs.map(() => new Float64Array(runs * time.count));
}

function write(into: Float64Array | undefined, run: number, series: Float64Array | undefined): void {
  if (into !== undefined && series !== undefined) into.set(series, run * series.length);
}

function note(known: Map<string, Issue>, issues: readonly Issue[]): void {
  for (const issue of issues) {
    const key = `${issue.code} ${issue.path}`;
    if (!known.has(key)) known.set(key, issue);
  }
}
