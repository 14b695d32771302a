// The reproduction number by the next-generation matrix, derived from a model.
//
//     x' = (F − V) x    infected compartments x at the present state, new infections F, everything else V
//     R  = spectral radius of F V⁻¹
//
// V⁻¹ is the time spent in each infected compartment by somebody who enters one; F V⁻¹ the infections caused meanwhile.
// F has the rank of the forces on groups: the matrix is taken between these, which has the same eigenvalues but 0.
//
// Source: Diekmann, Heesterbeek and Roberts, J. R. Soc. Interface 7 (2010) 873–885; van den Driessche and Watmough,
// Math. Biosci. 180 (2002) 29–48. At a state other than that without disease this is the effective reproduction number:
// susceptible and populations as they are, rates as they are at that moment.

import { strongComponents } from "./components.ts";
import { infectedCompartments, isInfection, isTransition } from "./infected.ts";
import { Measures, read, type Quantity } from "./measures.ts";
import {
  forceOn,
  measuredForce,
  prevalenceOf,
  type MeasuredForce,
  type Prevalence,
  type Spent,
} from "./reproduction-forces.ts";
import type { Formula, Model } from "./model.ts";
import { spectralRadius } from "./spectral-radius.ts";
import { TimeSpent, type Arrow } from "./time-spent.ts";

export interface ReproductionNumber {
  /** Infections that one infected person causes, on average over the generations that lead furthest. */
  readonly total: number;
  /** [force] counting the infections of this force of infection alone: those of a strain. */
  readonly byForce: readonly number[];
}

export interface ReproductionPlan {
  /** Positions of the infected compartments, increasing. */
  readonly infected: readonly number[];
  /** What must be known of a moment: formulas of outputs, without flows before them. */
  readonly measures: readonly Formula[];
  /** @param values  [measure] at one moment */
  at(values: ArrayLike<number>): ReproductionNumber;
}

/** A transition from an infected compartment, by positions among these; arrow −1 to any other place. */
interface Transition {
  readonly from: number;
  readonly arrow: number;
  readonly rate: Quantity;
}

interface Infection {
  /** Positions among the infected, −1 for a susceptible who is not one of them. */
  readonly from: number;
  readonly to: number;
  readonly susceptible: Quantity;
  readonly rate: Quantity;
  readonly force: number;
  readonly group: number;
  /** The place of force and group; −1 where nobody becomes infected. */
  readonly column: number;
}

/** A force on a group by which people are infected: a row and a column of the matrix. */
interface Place {
  readonly force: number;
  readonly group: number;
}

interface Parts {
  /** Number of infected compartments, and of arrows between them. */
  readonly count: number;
  readonly arrows: number;
  readonly chain: TimeSpent;
  readonly transitions: readonly Transition[];
  readonly infections: readonly Infection[];
  readonly places: readonly Place[];
  readonly forces: readonly (MeasuredForce | undefined)[];
}

/**
 * What the reproduction number of a model is made of.
 *
 * @param infected  positions of the infected compartments, where those found from the flows are not meant
 * Entries and absolute flows are left out: they neither are caused by an infected person nor end an infection.
 */
export function reproductionPlan(
  model: Model,
  infected: readonly number[] = infectedCompartments(model),
): ReproductionPlan {
  const sorted = [...new Set(infected)].sort((a, b) => a - b);
  const position = new Map(sorted.map((compartment, index) => [compartment, index]));
  const at = (compartment: number | null): number => (compartment === null ? -1 : (position.get(compartment) ?? -1));
  const measures = new Measures();
  const arrows = new Numbering<Arrow>();
  const places = new Numbering<Place>();
  const transitions: Transition[] = [];
  const infections: Infection[] = [];
  for (const flow of model.flows) {
    const [from, to] = [at(flow.from), at(flow.to)];
    if (flow.from === null || flow.from === flow.to || (from < 0 && to < 0)) continue;
    if (isTransition(flow) && from >= 0) {
      const arrow = to < 0 ? -1 : arrows.of(`${from}:${to}`, { from, to });
      transitions.push({ from, arrow, rate: measures.of(flow.rate) });
    }
    if (!isInfection(flow) || flow.force === undefined) continue;
    const { force, group } = flow.force;
    const column = to < 0 ? -1 : places.of(`${force}:${group}`, { force, group });
    const susceptible = measures.size([flow.from]);
    infections.push({ from, to, susceptible, rate: measures.of(flow.rate), force, group, column });
  }
  const entries = infections.flatMap(({ to, column }) => (to < 0 ? [] : [{ node: to, column }]));
  const chain = new TimeSpent(arrows.all, orderOf(sorted.length, arrows.all), entries);
  const forces = measuredForces(model, infections, at, measures);
  const counts = { count: sorted.length, arrows: arrows.all.length };
  const parts: Parts = { ...counts, chain, transitions, infections, places: places.all, forces };
  return { infected: sorted, measures: measures.formulas, at: (values) => reproductionAt(parts, values) };
}

function measuredForces(
  model: Model,
  infections: readonly Infection[],
  at: (compartment: number | null) => number,
  measures: Measures,
): (MeasuredForce | undefined)[] {
  // The present force shortens an infection only where the infected can be infected anew.
  const isPresentWanted = infections.some(({ from }) => from >= 0);
  const used = new Set(infections.map(({ force }) => force));
  return model.forces.map((force, index) =>
    used.has(index) ? measuredForce(force, at, measures, isPresentWanted) : undefined,
  );
}

/** Different things by key, numbered as they come. */
class Numbering<T> {
  readonly all: T[] = [];
  private readonly known = new Map<string, number>();

  of(key: string, thing: T): number {
    const number = this.known.get(key) ?? this.all.push(thing) - 1;
    this.known.set(key, number);
    return number;
  }
}

/** Upstream first, whatever the rates are: so the removal of a compartment adds few transitions. */
function orderOf(count: number, arrows: readonly Arrow[]): number[] {
  const targets: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of arrows) targets[from]?.push(to);
  return strongComponents(count, (node) => targets[node] ?? []).flat();
}

function reproductionAt(parts: Parts, values: ArrayLike<number>): ReproductionNumber {
  const { places, forces } = parts;
  const prevalences = forces.map((force) => (force === undefined ? undefined : prevalenceOf(force, values)));
  const spent = timesSpent(parts, prevalences, values);
  const matrix = places.map(({ force, group }) => prevalences[force]?.caused(group, spent) ?? []);
  const total = spectralRadius(matrix);
  const byForce = forces.map((_, index) => {
    const own = places.flatMap(({ force }, column) => (force === index ? [column] : []));
    if (own.length === places.length) return total;
    return spectralRadius(own.map((row) => own.map((column) => matrix[row]?.[column] ?? 0)));
  });
  return { total, byForce };
}

/** [infected][place] time spent in each infected compartment by those whom a unit of force on a group infects. */
function timesSpent(
  { count, arrows, chain, transitions, infections, places }: Parts,
  prevalences: readonly (Prevalence | undefined)[],
  values: ArrayLike<number>,
): Spent {
  const columns = places.length;
  const rates = new Float64Array(arrows);
  const away = new Float64Array(count);
  for (const { from, arrow, rate } of transitions) {
    const present = read(rate, values);
    if (arrow >= 0) rates[arrow] = (rates[arrow] ?? 0) + present;
    else away[from] = (away[from] ?? 0) + present;
  }
  const spent = new Float64Array(count * columns);
  for (const { from, to, column, susceptible, rate, force, group } of infections) {
    const share = read(rate, values);
    const at = to * columns + column;
    if (column >= 0) spent[at] = (spent[at] ?? 0) + share * read(susceptible, values);
    const prevalence = prevalences[force];
    if (from >= 0 && prevalence !== undefined) away[from] = (away[from] ?? 0) + share * forceOn(prevalence, group);
  }
  chain.solve(rates, away, spent, columns);
  return { time: spent, columns, first: chain.first, last: chain.last };
}
