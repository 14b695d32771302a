// The recorded calls of one item as a stochastic model with an output for every compartment.

import { issueText } from "../../base/issue.ts";
import type { Kernel } from "../../kernel/placed.ts";
import type { Placed } from "../../kernel/placed.ts";
import type { Model, Output } from "../../model/model.ts";
import { lower } from "../../program/lower.ts";
import type { SummerCall } from "./summer/format.ts";
import { serialised } from "./summer/ends.ts";
import { replay } from "./summer/replay.ts";
import { finished } from "./summer/run.ts";

export interface StochasticModel {
  readonly placed: Placed;
  /** As summer writes them: name, then `Xstratification_stratum` for each stratification. */
  readonly compartments: readonly string[];
  readonly infectious: readonly string[];
  /** Position of the output that counts new infections since the output time before. */
  readonly infections: number;
  /** Position of the output time nearest to a time. */
  indexOf(time: number): number;
}

/** Eight runs side by side. */
const LANES = 8;

/** Errors: whatever the line reports as one. */
export function stochasticModel(calls: readonly SummerCall[], kernel: Kernel): StochasticModel {
  const replayed = replay(calls);
  const parts = finished(replayed);
  const [start, end] = replayed.times;
  const count = Math.round((end - start) / replayed.timestep) + 1;
  const step = (end - start) / (count - 1);
  const infections = parts.flows.flatMap(({ force }, flow) => (force === undefined ? [] : [flow]));
  const label = (name: string) => ({ name, title: name, measure: "expression" }) as const;
  const outputs: Output[] = parts.compartments.map((_, position) => ({
    ...label(`c${position}`),
    kind: "formula",
    formula: { kind: "sum", compartments: [position] },
  }));
  const model: Model = {
    ...parts,
    title: "A replayed model",
    summary: "",
    time: { unit: "day", start, end, step, count },
    integrator: { method: "tau-leap", substeps: 1, replicates: 1, seed: 0 },
    parameters: [],
    series: [],
    outputs: [...outputs, { ...label("infections"), kind: "count", flows: infections }],
    priors: [],
    targets: [],
    calibration: { sampler: "adaptive_metropolis", chains: 1, warmup: 1, draws: 1, seed: 1 },
  };
  const program = lower(model);
  if (!program.ok) throw new Error(program.issues.map((issue) => issueText(issue)).join("\n"));
  const opening = calls.find((call) => call.op === "CompartmentalModel");
  kernel.clear();
  return {
    placed: kernel.place(program.value, LANES),
    compartments: replayed.structure.compartments.map((compartment) => serialised(compartment)),
    infectious: opening?.infectious_compartments ?? [],
    infections: outputs.length,
    indexOf: (time) => Math.round((time - start) / step),
  };
}
