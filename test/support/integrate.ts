// Integrates a model with the host's arithmetic and many fixed Runge–Kutta steps, independent of lowering and kernel.
// For comparison with published numbers only; products of the project never use it.

import type { Model, Output } from "../../src/model/model.ts";
import { flowsAt, initialSizes, netOf, valueOf, withFlows } from "./interpret.ts";

/** Sizes of the compartments, then persons moved by each flow so far; one Runge–Kutta step of length h. */
function step(
  model: Model,
  state: readonly number[],
  time: number,
  h: number,
  parameters: readonly number[],
): number[] {
  const count = model.compartments.length;
  const slope = (at: readonly number[], when: number): number[] => {
    const now = { time: when, sizes: at.slice(0, count), parameters, outputs: [], series: model.series };
    const moved = flowsAt(model, now);
    return [...netOf(model, moved), ...moved];
  };
  const along = (by: readonly number[], share: number): number[] =>
    state.map((value, row) => value + share * h * (by[row] ?? NaN));
  const k1 = slope(state, time);
  const k2 = slope(along(k1, 0.5), time + h / 2);
  const k3 = slope(along(k2, 0.5), time + h / 2);
  const k4 = slope(along(k3, 1), time + h);
  return state.map(
    (value, row) =>
      value + (h / 6) * ((k1[row] ?? NaN) + 2 * (k2[row] ?? NaN) + 2 * (k3[row] ?? NaN) + (k4[row] ?? NaN)),
  );
}

/** [time][output], with `substeps` Runge–Kutta steps from one output time to the next. */
export function integrate(model: Model, parameters: readonly number[], substeps: number): number[][] {
  const { start, step: interval, count } = model.time;
  let state = [...initialSizes(model, parameters), ...model.flows.map(() => 0)];
  let before = state;
  const rows: number[][] = [];
  return Array.from({ length: count }, (_, index) => {
    const time = start + index * interval;
    if (index > 0) before = state;
    for (let part = 0; index > 0 && part < substeps; part += 1) {
      state = step(model, state, time - interval + (part * interval) / substeps, interval / substeps, parameters);
    }
    rows.push(outputsAt(model, state, before, time, parameters, rows));
    return rows[index] ?? [];
  });
}

function outputsAt(
  model: Model,
  state: readonly number[],
  before: readonly number[],
  time: number,
  parameters: readonly number[],
  earlier: readonly (readonly number[])[],
): number[] {
  const count = model.compartments.length;
  const outputs: number[] = [];
  for (const output of model.outputs) {
    const now = { time, sizes: state.slice(0, count), parameters, outputs, series: model.series };
    if (output.kind === "formula") outputs.push(valueOf(output.formula, withFlows(model, now)));
    else if (output.kind === "count")
      outputs.push(
        output.flows.reduce((total, flow) => total + (state[count + flow] ?? NaN) - (before[count + flow] ?? NaN), 0),
      );
    else if (output.kind === "rate")
      outputs.push(output.flows.reduce((total, flow) => total + (flowsAt(model, now)[flow] ?? NaN), 0));
    else outputs.push(lookedBack(output, model, [...earlier, outputs]));
  }
  return outputs;
}

/** The value of an output that looks back on another one, from the rows so far, the present one last. */
function lookedBack(output: Output, model: Model, rows: readonly (readonly number[])[]): number {
  if (!("of" in output) || !("output" in output.of)) return NaN;
  const { output: source } = output.of;
  const values = rows.map((row) => row[source] ?? NaN);
  const { start, step } = model.time;
  if (output.kind === "cumulative") {
    return values.reduce((sum, value, row) => (start + row * step >= (output.from ?? start) ? sum + value : sum), 0);
  }
  if (output.kind === "rolling") {
    const latest = values.slice(-output.width);
    const sum = latest.reduce((total, value) => total + value, 0);
    return output.statistic === "sum" ? sum : sum / latest.length;
  }
  const weights = output.delay.kind === "weights" ? output.delay.weights : [];
  return values.toReversed().reduce((sum, value, lag) => sum + (weights[lag] ?? 0) * value, 0);
}
