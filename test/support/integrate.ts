// Integrates a model with the host's arithmetic, straight from the meaning of its parts: slow, plain, and independent of
// lowering and kernel. For comparison with published numbers only; products of the project never use it.
import type { Formula, Model } from "../../src/model/model.ts";

interface Moment {
  readonly time: number;
  readonly sizes: readonly number[];
  readonly parameters: readonly number[];
  readonly outputs: readonly number[];
}

export function valueOf(formula: Formula, now: Moment): number {
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "time":
      return now.time;
    case "parameter":
      return now.parameters[formula.parameter] ?? NaN;
    case "sum":
      return formula.compartments.reduce((total, position) => total + (now.sizes[position] ?? NaN), 0);
    case "output":
      return now.outputs[formula.output] ?? NaN;
    case "unary": {
      const operand = valueOf(formula.operand, now);
      if (formula.operator === "negate") return -operand;
      if (formula.operator === "exp") return Math.exp(operand);
      throw new Error(`${formula.operator} is not needed here`);
    }
    case "binary": {
      const [left, right] = [valueOf(formula.left, now), valueOf(formula.right, now)];
      if (formula.operator === "add") return left + right;
      if (formula.operator === "subtract") return left - right;
      if (formula.operator === "multiply") return left * right;
      if (formula.operator === "divide") return left / right;
      throw new Error(`${formula.operator} is not needed here`);
    }
    case "series":
    case "select":
      throw new Error(`${formula.kind} is not needed here`);
  }
}

/** Persons per time unit that each flow moves. */
function flowsAt(model: Model, now: Moment): number[] {
  return model.flows.map(({ from, rate, absolute, force }) => {
    const moved = valueOf(rate, now) * (absolute || from === null ? 1 : (now.sizes[from] ?? NaN));
    if (force === undefined) return moved;
    const { mode, groups } = model.forces[force.force] ?? { mode: "density", groups: [] };
    const group = groups[force.group];
    const infectious = (group?.infectious ?? []).reduce(
      (total, { compartment, weight }) => total + valueOf(weight, now) * (now.sizes[compartment] ?? NaN),
      0,
    );
    const population = (group?.population ?? []).reduce((total, position) => total + (now.sizes[position] ?? NaN), 0);
    return moved * (mode === "frequency" ? infectious / population : infectious);
  });
}

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
    const moved = flowsAt(model, { time: when, sizes: at.slice(0, count), parameters, outputs: [] });
    const change = model.compartments.map(() => 0);
    model.flows.forEach(({ from, to }, flow) => {
      if (from !== null) change[from] = (change[from] ?? NaN) - (moved[flow] ?? NaN);
      if (to !== null) change[to] = (change[to] ?? NaN) + (moved[flow] ?? NaN);
    });
    return [...change, ...moved];
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
  const nothing = { sizes: [], parameters, outputs: [] };
  let state = [
    ...model.initial.map((formula) => valueOf(formula, { time: start, ...nothing })),
    ...model.flows.map(() => 0),
  ];
  let before = state;
  return Array.from({ length: count }, (_, index) => {
    const time = start + index * interval;
    if (index > 0) before = state;
    for (let part = 0; index > 0 && part < substeps; part += 1) {
      state = step(model, state, time - interval + (part * interval) / substeps, interval / substeps, parameters);
    }
    return outputsAt(model, state, before, time, parameters);
  });
}

function outputsAt(
  model: Model,
  state: readonly number[],
  before: readonly number[],
  time: number,
  parameters: readonly number[],
): number[] {
  const count = model.compartments.length;
  const outputs: number[] = [];
  for (const output of model.outputs) {
    const now = { time, sizes: state.slice(0, count), parameters, outputs };
    if (output.kind === "formula") outputs.push(valueOf(output.formula, now));
    else if (output.kind === "count")
      outputs.push(
        output.flows.reduce((total, flow) => total + (state[count + flow] ?? NaN) - (before[count + flow] ?? NaN), 0),
      );
    else outputs.push(output.flows.reduce((total, flow) => total + (flowsAt(model, now)[flow] ?? NaN), 0));
  }
  return outputs;
}
