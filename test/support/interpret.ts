// Evaluates a model with the host's arithmetic, straight from the meaning of its parts: slow, plain, and independent of
// lowering and kernel. For comparison only; products of the project never use it.

import type { BinaryOperator, Force, Formula, Model, Series, UnaryOperator } from "../../src/model/model.ts";

export interface Moment {
  readonly time: number;
  readonly sizes: ArrayLike<number>;
  readonly parameters: readonly number[];
  /** Values of the outputs so far. */
  readonly outputs: readonly number[];
  readonly series: readonly Series[];
}

const UNARY: Record<UnaryOperator, (x: number) => number> = {
  negate: (x) => -x,
  abs: Math.abs,
  sqrt: Math.sqrt,
  floor: Math.floor,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  not: (x) => Number(x === 0),
};

const BINARY: Record<BinaryOperator, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  power: (a, b) => a ** b,
  min: Math.min,
  max: Math.max,
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
};

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
    case "series":
      return seriesAt(now.series[formula.series], now.time);
    case "unary":
      return UNARY[formula.operator](valueOf(formula.operand, now));
    case "binary":
      return BINARY[formula.operator](valueOf(formula.left, now), valueOf(formula.right, now));
    case "select":
      return valueOf(valueOf(formula.condition, now) === 0 ? formula.no : formula.yes, now);
  }
}

function seriesAt(series: Series | undefined, time: number): number {
  const { times, values, interpolation } = series ?? { times: [], values: [], interpolation: "step" };
  const next = times.findIndex((knot) => knot > time);
  if (next === -1) return values.at(-1) ?? NaN;
  const [before, after] = [values[Math.max(0, next - 1)] ?? NaN, values[next] ?? NaN];
  if (next === 0 || interpolation === "step") return before;
  const [from, to] = [times[next - 1] ?? NaN, times[next] ?? NaN];
  return before + ((time - from) / (to - from)) * (after - before);
}

/** [group] the force of infection: mixing × infectious, over the population of the infecting group where frequency. */
function forceAt({ mode, groups, mixing }: Force, now: Moment): number[] {
  const prevalence = groups.map(({ population, infectious }) => {
    const pool = infectious.reduce(
      (total, { compartment, weight }) => total + valueOf(weight, now) * (now.sizes[compartment] ?? NaN),
      0,
    );
    const people = population.reduce((total, position) => total + (now.sizes[position] ?? NaN), 0);
    return mode === "density" ? pool : people === 0 ? 0 : pool / people;
  });
  return mixing.map((row) => row.reduce((total, contact, group) => total + contact * (prevalence[group] ?? NaN), 0));
}

/** [flow] persons per time unit that each flow moves. */
export function flowsAt(model: Model, now: Moment): number[] {
  const forces = model.forces.map((force) => forceAt(force, now));
  return model.flows.map(({ from, rate, absolute, force }) => {
    const share = valueOf(rate, now) * (force === undefined ? 1 : (forces[force.force]?.[force.group] ?? NaN));
    return absolute || from === null ? share : share * (now.sizes[from] ?? NaN);
  });
}

/** [compartment] persons per time unit that each compartment gains. */
export function netOf(model: Model, moved: readonly number[]): number[] {
  const change = model.compartments.map(() => 0);
  model.flows.forEach(({ from, to }, flow) => {
    if (from !== null) change[from] = (change[from] ?? NaN) - (moved[flow] ?? NaN);
    if (to !== null) change[to] = (change[to] ?? NaN) + (moved[flow] ?? NaN);
  });
  return change;
}

/** [compartment] the initial sizes. */
export function initialSizes(model: Model, parameters: readonly number[]): number[] {
  const now = { time: model.time.start, sizes: [], parameters, outputs: [], series: model.series };
  return model.initial.map((formula) => valueOf(formula, now));
}
