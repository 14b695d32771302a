// Forces of infection at one moment, as the next-generation matrix needs them: who causes how much of them.

import type { Measures, Quantity } from "./measures.ts";
import { read } from "./measures.ts";
import type { Force, Mixing } from "./model.ts";

interface MeasuredGroup {
  /** The population that prevalence is a share of; none where numbers count. */
  readonly population: Quantity | undefined;
  readonly infectious: readonly {
    /** Position among the infected, −1 for a source that is not one of them. */
    readonly at: number;
    readonly weight: Quantity;
    /** Its size; only where the present force is wanted. */
    readonly size: Quantity | undefined;
  }[];
}

/** Time spent in each infected compartment, 0 but for the columns from `first` on and before `last`. */
export interface Spent {
  /** [infected][column] */
  readonly time: Float64Array;
  readonly columns: number;
  /** [infected] */
  readonly first: Int32Array;
  readonly last: Int32Array;
}

export interface MeasuredForce {
  readonly groups: readonly MeasuredGroup[];
  /** Entry [infected][infecting] of the mixing matrix. */
  readonly mixing: (row: number, column: number, values: ArrayLike<number>) => number;
}

/** A force at one moment. */
export interface Prevalence {
  /** The present prevalence of each group. */
  readonly present: readonly number[];
  /** Mixing matrix entry. */
  readonly mixing: (row: number, column: number) => number;
  /** The force on a group, once for each column: that which the infected cause in the time they spend. */
  caused(group: number, spent: Spent): Float64Array;
}

export function measuredForce(
  force: Force,
  at: (compartment: number) => number,
  measures: Measures,
  isPresentWanted: boolean,
): MeasuredForce {
  return {
    groups: force.groups.map(({ population, infectious }) => ({
      population: force.mode === "frequency" ? measures.size(population) : undefined,
      infectious: infectious.map(({ compartment, weight }) => ({
        at: at(compartment),
        weight: measures.of(weight),
        size: isPresentWanted ? measures.size([compartment]) : undefined,
      })),
    })),
    mixing: measuredMixing(force.mixing, measures),
  };
}

function measuredMixing(mixing: Mixing, measures: Measures): MeasuredForce["mixing"] {
  if (mixing.kind === "fixed") return (row, column) => mixing.matrix[row]?.[column] ?? 0;
  if (mixing.kind === "entries") {
    const entries = mixing.entries.map((row) => row.map((entry) => measures.of(entry)));
    return (row, column, values) => {
      const entry = entries[row]?.[column];
      return entry === undefined ? 0 : read(entry, values);
    };
  }
  const terms = mixing.terms.map(({ matrix, scale }) => ({ matrix, scale: measures.of(scale) }));
  return (row, column, values) =>
    terms.reduce((sum, { matrix, scale }) => sum + read(scale, values) * (matrix[row]?.[column] ?? 0), 0);
}

/** The force at the moment of these values. An empty group has prevalence 0. */
export function prevalenceOf({ groups, mixing }: MeasuredForce, values: ArrayLike<number>): Prevalence {
  const weights = groups.map(({ population, infectious }) => {
    const people = population === undefined ? 1 : read(population, values);
    return infectious.map(({ at, weight, size }) => ({
      at,
      weight: people === 0 ? 0 : read(weight, values) / people,
      size: size === undefined ? 0 : read(size, values),
    }));
  });
  let pools: Float64Array[] | undefined;
  return {
    present: weights.map((members) => members.reduce((sum, { weight, size }) => sum + weight * size, 0)),
    mixing: (row, column) => mixing(row, column, values),
    caused(group, spent) {
      const { columns } = spent;
      pools ??= weights.map((members) => poolOf(members, spent));
      const force = new Float64Array(columns);
      pools.forEach((pool, other) => {
        const contacts = mixing(group, other, values);
        if (contacts === 0) return;
        for (let n = 0; n < columns; n += 1) force[n] = (force[n] ?? NaN) + contacts * (pool[n] ?? NaN);
      });
      return force;
    },
  };
}

/** The present force on a group. */
export function forceOn({ present, mixing }: Prevalence, group: number): number {
  return present.reduce((sum, prevalence, other) => sum + mixing(group, other) * prevalence, 0);
}

function poolOf(members: readonly { readonly at: number; readonly weight: number }[], spent: Spent): Float64Array {
  const { time, columns, first, last } = spent;
  const pool = new Float64Array(columns);
  for (const { at, weight } of members) {
    if (at < 0 || weight === 0) continue;
    for (let n = first[at] ?? 0; n < (last[at] ?? 0); n += 1) {
      pool[n] = (pool[n] ?? NaN) + weight * (time[at * columns + n] ?? NaN);
    }
  }
  return pool;
}
