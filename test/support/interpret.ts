// Evaluates a model with the host's arithmetic, straight from the meaning of its parts: slow, plain, and independent of
// lowering and kernel. For comparison only; products of the project never use it.

import type { BinaryOperator, Force, Formula, Mixing, Model, Series, UnaryOperator } from "../../src/model/model.ts";

export interface Moment {
  readonly time: number;
  readonly sizes: ArrayLike<number>;
  readonly parameters: readonly number[];
  /** Values of the outputs so far. */
  readonly outputs: readonly number[];
  readonly series: readonly Series[];
  /** Persons per time unit that a flow moves, by its position. */
  readonly flow?: (index: number) => number;
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
      return between(now.series[formula.series] ?? NOTHING, now.time);
    case "flow":
      return formula.flows.reduce((total, index) => total + (now.flow?.(index) ?? NaN), 0);
    case "interpolate": {
      const [times, values] = [formula.times, formula.values].map((parts) => parts.map((part) => valueOf(part, now)));
      const knots = { times: times ?? [], values: values ?? [], interpolation: formula.interpolation };
      return between(knots, valueOf(formula.at, now));
    }
    case "unary":
      return UNARY[formula.operator](valueOf(formula.operand, now));
    case "binary":
      return BINARY[formula.operator](valueOf(formula.left, now), valueOf(formula.right, now));
    case "select":
      return valueOf(valueOf(formula.condition, now) === 0 ? formula.no : formula.yes, now);
  }
}

type Knots = Pick<Series, "times" | "values" | "interpolation">;

const NOTHING: Knots = { times: [], values: [], interpolation: "step" };

function between({ times, values, interpolation }: Knots, time: number): number {
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
  const matrix = matrixAt(mixing, now);
  return matrix.map((row) => row.reduce((total, contact, group) => total + contact * (prevalence[group] ?? NaN), 0));
}

function matrixAt(mixing: Mixing, now: Moment): readonly (readonly number[])[] {
  if (mixing.kind === "fixed") return mixing.matrix;
  if (mixing.kind === "entries") return mixing.entries.map((row) => row.map((entry) => valueOf(entry, now)));
  const scales = mixing.terms.map(({ scale }) => valueOf(scale, now));
  const [first] = mixing.terms;
  return (first?.matrix ?? []).map((row, i) =>
    row.map((_, j) =>
      mixing.terms.reduce((sum, { matrix }, k) => sum + (scales[k] ?? NaN) * (matrix[i]?.[j] ?? NaN), 0),
    ),
  );
}

/** [flow] persons per time unit that each flow moves. */
export function flowsAt(model: Model, moment: Moment): number[] {
  const now = withFlows(model, moment);
  return model.flows.map((_, index) => now.flow?.(index) ?? NaN);
}

/** The same moment, at which the flows can be looked up too. */
export function withFlows(model: Model, moment: Moment): Moment {
  const known = new Map<number, number>();
  const now: Moment = { ...moment, flow: (index) => flow(index) };
  const flow = (index: number): number => {
    const value = known.get(index) ?? flowAt(model, index, now);
    known.set(index, value);
    return value;
  };
  return now;
}

function flowAt(model: Model, index: number, now: Moment): number {
  const flow = model.flows[index];
  if (flow === undefined) return NaN;
  const { from, rate, absolute, force } = flow;
  const by = force === undefined ? undefined : model.forces[force.force];
  const share = valueOf(rate, now) * (by === undefined ? 1 : (forceAt(by, now)[force?.group ?? NaN] ?? NaN));
  return absolute || from === null ? share : share * (now.sizes[from] ?? NaN);
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
