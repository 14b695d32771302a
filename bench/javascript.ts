// A plain JavaScript kernel for the problems of limit/: flows in typed arrays, one after the other. What every machine can
// run, and so what figures can be compared with where there is no C compiler.
//
// `as number` in the loops: every index lies within its array, and asking at run time would slow the comparator down.

import type { Problem } from "./problem.ts";

export interface JavaScriptKernel {
  /** dy[c] = net flow into each compartment at time t, persons a day. */
  rightHandSide(t: number, y: Float64Array, dy: Float64Array): void;
  /** Classical Runge–Kutta over the whole problem; the state of every day is stored. Returns the last one. */
  run(stepsADay: number): Float64Array;
}

/** What a flow's rate is multiplied with, besides its source. */
const PLAIN = 0;
const FACTOR = 1;
const FORCE = 2;
const INFLOW = 3;

export function javascriptKernel(problem: Problem): JavaScriptKernel {
  const size = problem.compartments.length;
  const flows = flowTable(problem);
  const factors = factorTable(problem);
  const force = forceOf(problem, factors.now);
  const rightHandSide = (t: number, y: Float64Array, dy: Float64Array): void => {
    factors.set(t);
    force.set(y);
    dy.fill(0);
    const { kind, from, to, rate, index } = flows;
    for (let n = 0; n < kind.length; n += 1) {
      const source = from[n] as number;
      const dest = to[n] as number;
      const what = kind[n];
      let moved = rate[n] as number;
      if (what !== INFLOW) moved *= y[source] as number;
      if (what === FACTOR) moved *= factors.now[index[n] as number] as number;
      else if (what === FORCE) moved *= force.now[index[n] as number] as number;
      if (what !== INFLOW) (dy[source] as number) -= moved;
      (dy[dest] as number) += moved;
    }
  };
  const daily = Array.from({ length: problem.days + 1 }, () => new Float64Array(size));
  return {
    rightHandSide,
    run(stepsADay) {
      const step = rungeKutta(size, rightHandSide);
      const y = Float64Array.from(problem.initialState);
      const h = 1 / stepsADay;
      daily[0]?.set(y);
      for (let day = 0; day < problem.days; day += 1) {
        for (let part = 0; part < stepsADay; part += 1) step(day + part * h, h, y);
        daily[day + 1]?.set(y);
      }
      return y;
    },
  };
}

function rungeKutta(
  size: number,
  f: JavaScriptKernel["rightHandSide"],
): (t: number, h: number, y: Float64Array) => void {
  const [k, trial, sum] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const stage = (weight: number, reach: number, y: Float64Array): void => {
    for (let i = 0; i < size; i += 1) {
      sum[i] = (sum[i] as number) + weight * (k[i] as number);
      trial[i] = (y[i] as number) + reach * (k[i] as number);
    }
  };
  return (t, h, y) => {
    sum.set(y);
    f(t, y, k);
    stage(h / 6, h / 2, y);
    f(t + h / 2, trial, k);
    stage(h / 3, h / 2, y);
    f(t + h / 2, trial, k);
    stage(h / 3, h, y);
    f(t + h, trial, k);
    for (let i = 0; i < size; i += 1) y[i] = (sum[i] as number) + (h / 6) * (k[i] as number);
  };
}

function flowTable(problem: Problem) {
  const names = Object.keys(problem.knots);
  const at = indexOf(problem);
  const groups = problem.infection.groups.map(({ name }) => name);
  const rows = problem.flows.map(({ kind, from, to, group, rate }) => {
    const ends = { from: from === null ? 0 : at(from), to: at(to) };
    if (kind === "infection") {
      if (typeof rate !== "number") throw new Error("a susceptibility is a number");
      return { ...ends, kind: FORCE, rate, index: groups.indexOf(group ?? "") };
    }
    const plain = kind === "inflow" ? INFLOW : PLAIN;
    if (typeof rate === "number") return { ...ends, kind: plain, rate, index: 0 };
    if ("parameter" in rate) return { ...ends, kind: plain, rate: problem.parameters[rate.parameter] ?? NaN, index: 0 };
    return { ...ends, kind: FACTOR, rate: rate.value, index: names.indexOf(rate.knots) };
  });
  return {
    kind: Int32Array.from(rows, (row) => row.kind),
    from: Int32Array.from(rows, (row) => row.from),
    to: Int32Array.from(rows, (row) => row.to),
    rate: Float64Array.from(rows, (row) => row.rate),
    index: Int32Array.from(rows, (row) => row.index),
  };
}

/** The factors of time: `set` interpolates all of them into `now`. */
function factorTable(problem: Problem) {
  const all = Object.values(problem.knots).map(({ times, values }) => ({ times, values, last: 0 }));
  const now = new Float64Array(all.length);
  const set = (t: number): void => {
    all.forEach((factor, n) => {
      const { times, values } = factor;
      let k = t < (times[factor.last] as number) ? 0 : factor.last;
      while (k < times.length - 2 && t >= (times[k + 1] ?? Infinity)) k += 1;
      factor.last = k;
      const share = (t - (times[k] as number)) / ((times[k + 1] as number) - (times[k] as number));
      now[n] = (values[k] as number) + share * ((values[k + 1] as number) - (values[k] as number));
    });
  };
  return { now, set };
}

/** The force of infection on each group: `set` computes it into `now`. */
function forceOf(problem: Problem, factors: Float64Array) {
  const { groups, mixing, infectiousness, transmission, timeFactor } = problem.infection;
  const at = indexOf(problem);
  const pools = groups.map(({ population, infectious }) => ({
    population: Int32Array.from(population, at),
    infectious: Int32Array.from(infectious, at),
    weights: Float64Array.from(infectious, (name) => infectiousness[name] ?? NaN),
  }));
  const matrix = Float64Array.from(mixing.flat());
  const factor = Object.keys(problem.knots).indexOf(timeFactor);
  const [prevalence, now] = [new Float64Array(groups.length), new Float64Array(groups.length)];
  const set = (y: Float64Array): void => {
    pools.forEach(({ population, infectious, weights }, group) => {
      let ill = 0;
      let people = 0;
      for (let n = 0; n < infectious.length; n += 1)
        ill += (weights[n] as number) * (y[infectious[n] as number] as number);
      for (let n = 0; n < population.length; n += 1) people += y[population[n] as number] as number;
      prevalence[group] = ill / people;
    });
    const everywhere = (problem.parameters[transmission] ?? NaN) * (factors[factor] ?? NaN);
    for (let row = 0; row < now.length; row += 1) {
      let sum = 0;
      for (let column = 0; column < now.length; column += 1) {
        sum += (matrix[row * now.length + column] as number) * (prevalence[column] as number);
      }
      now[row] = sum * everywhere;
    }
  };
  return { now, set };
}

function indexOf(problem: Problem): (name: string) => number {
  const index = new Map(problem.compartments.map(({ name }, position) => [name, position]));
  return (name) => index.get(name) ?? -1;
}
