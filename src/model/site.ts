// Where an expression stands, and what it may depend on there.
import type { Expression } from "../document/expression.ts";
import type { Divisions } from "./divisions.ts";
import type { Formula, Series } from "./model.ts";
import type { Kind, Names } from "./names.ts";
import type { SeriesForm } from "./series-form.ts";
import type { Filter, Strata } from "./structure.ts";
import type { Table, TableCell } from "./table-data.ts";

/** What an expression may depend on: numbers alone, parameters, the present time and sizes, or outputs as well. */
export type Reach = "numbers" | "parameters" | "present" | "outputs";

export const KINDS: Readonly<Record<Reach, readonly Kind[]>> = {
  numbers: [],
  parameters: ["parameter", "table", "quantity"],
  present: ["parameter", "table", "series", "quantity", "compartment"],
  outputs: ["parameter", "table", "series", "quantity", "compartment", "output"],
};
export const REACH_IN_WORDS: Readonly<Record<Reach, string>> = {
  numbers: "only numbers may stand here",
  parameters: "this is fixed before the run, so only numbers and parameters may stand here",
  present: "only expressions of outputs may use outputs",
  outputs: "",
};

/** Where an expression stands: its path, its whole text, and how far it may reach. */
export interface Site {
  readonly path: string;
  readonly text: string;
  readonly reach: Reach;
  /** Columns to add where the expression is a part of a longer text, such as a prior's argument. */
  readonly offset: number;
  /** Present stratum by stratification, where there is one. */
  readonly present: Strata;
}

/** What is known about where an expression stands, beside its path. */
export interface Surroundings {
  /** The whole text, and where in it the expression begins, if it is a part. */
  readonly whole?: string;
  readonly offset?: number;
  readonly present?: Strata;
}

/** What the parts of the resolver need of the whole. */
export interface Resolving {
  readonly names: Names;
  readonly divisions: Divisions;
  readonly tables: ReadonlyMap<string, Table>;
  readonly series: ReadonlyMap<string, SeriesForm>;
  /** The curves of `series` that are lines or steps, by position. */
  readonly points: readonly Series[];
  /** Positions of those whose earlier values are used. */
  readonly shifted: Set<number>;
  fail(site: Site, at: number, code: string, message: string, advice: string): undefined;
  resolve(expression: Expression, site: Site): Formula | undefined;
  sum(bases: readonly string[] | undefined, filter: Filter): Formula & { kind: "sum" };
  entry(cell: TableCell, site: Site, strata: Strata): Formula | undefined;
  quantityHere(name: string, at: number, site: Site): Formula | undefined;
  outputHere(name: string, at: number, site: Site): Formula | undefined;
  flowOf(family: string): Formula;
}
