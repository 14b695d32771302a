// A region document through the whole line, beside the figures that summer recorded for the same model.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { read } from "../../src/model/build.ts";
import type { Model, Output } from "../../src/model/model.ts";
import type { Trajectory } from "../../src/trajectory/trajectory.ts";
import { run } from "../support/run.ts";

/** The part of a recorded file that is used here; see test/reference/summer/README.md. */
export interface Recorded {
  readonly times: readonly number[];
  readonly time_indices: readonly number[] | null;
  readonly compartment_names: readonly string[];
  readonly compartments: readonly { readonly name: string; readonly strata: Readonly<Record<string, string>> }[];
  readonly initial_population: readonly number[];
  readonly outputs: readonly (readonly number[])[];
  readonly flow_count: number;
  readonly derived_outputs: Readonly<Record<string, readonly number[]>>;
  readonly derived_series: {
    readonly times: readonly number[];
    readonly values: Readonly<Record<string, readonly number[]>>;
  } | null;
}

export function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(`test/reference/summer/${name}.json`, "utf8")) as Recorded; // as its README says
}

/** The model of a region document that must be good, such as kiribati/tuberculosis.yaml; of one of its scenarios. */
export function regionModel(path: string, scenario?: string): Model {
  return layeredModel(path, readFileSync(join("regions", path), "utf8"), scenario);
}

/** As `regionModel`, of a text that stands in place of the document, or extends it. */
export function layeredModel(path: string, text: string, scenario?: string): Model {
  const files = (name: string): string => readFileSync(join("regions", dirname(path), name), "utf8");
  const answer = read(text, { files, ...(scenario === undefined ? {} : { scenario }) });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues, null, 2));
  return answer.value.model;
}

/** The model with steps so small that what is left of the error is that of the recorded figures. */
export function tightened(model: Model): Model {
  const integrator = { method: "dopri5", rtol: 1e-9, atol: 1e-8, maxSteps: 1_000_000, land: true } as const;
  return { ...model, integrator };
}

/** An output beside those of the document: the rate of flows by family, from the strata given. */
export function flowRate(
  model: Model,
  name: string,
  families: readonly string[],
  strata: Readonly<Record<string, string>> = {},
): Output {
  return { name, title: name, measure: "rate", kind: "rate", flows: flowsOf(model, families, strata) };
}

/** An output beside those of the document: persons moved by flows since the output time before. */
export function persons(model: Model, name: string, families: readonly string[]): Output {
  return { name, title: name, measure: "incidence", kind: "count", flows: flowsOf(model, families, {}) };
}

function flowsOf(model: Model, families: readonly string[], strata: Readonly<Record<string, string>>): number[] {
  return model.flows.flatMap(({ family, from }, position) => {
    const source = model.compartments[from ?? -1]?.strata ?? {};
    const isMeant = Object.entries(strata).every(([name, stratum]) => source[name] === stratum);
    return families.includes(family) && isMeant ? [position] : [];
  });
}

/** A run of a region; outputs by name. */
export class RegionRun {
  readonly model: Model;
  readonly trajectory: Trajectory;

  constructor(model: Model, values?: readonly number[]) {
    this.model = model;
    this.trajectory = values === undefined ? run(model) : run(model, values);
  }

  /** Position of a time on the grid of output times. */
  at(time: number): number {
    return Math.round((time - this.model.time.start) / this.model.time.step);
  }

  values(name: string): Float64Array {
    const found = this.trajectory.outputs[this.model.outputs.findIndex((output) => output.name === name)];
    if (found === undefined) throw new Error(`there is no output ${name}`);
    return found;
  }

  value(name: string, time: number): number {
    return this.values(name)[this.at(time)] ?? NaN;
  }

  /** summer's output of a flow, as persons per time unit: mean of the rates at both ends of the output step. */
  flowOutput(name: string, index: number): number {
    const rates = this.values(name);
    return ((rates[index - 1] ?? 0) + (rates[index] ?? NaN)) / 2;
  }
}

/** The largest difference relative to the recorded value, or to `floor` where that is more. */
export function worst(found: readonly number[], expected: readonly number[], floor: number): number {
  if (found.length !== expected.length || found.length === 0) return NaN;
  return Math.max(
    ...expected.map((value, index) => Math.abs((found[index] ?? NaN) - value) / Math.max(Math.abs(value), floor)),
  );
}
