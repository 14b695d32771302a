// Forces of infection: pools of the infectious and of the population by group, prevalence, and mixing.
//
//     force[i] = Σ_j M[i][j] · (Σ infectiousness · infectious in j) / (population of j, for frequency)
//
// Row: the group infected; column: the group infecting. An empty group has prevalence 0.

import { OP_DIVIDE_OR_ZERO_ROWS, OP_SUM_ROWS, OP_WEIGH_ROWS } from "../../assembly/layout.ts";
import type { Force } from "../model/model.ts";
import type { Formulas, Place } from "./formulas.ts";
import type { Mixer } from "./mixing.ts";
import type { Slot, Tables } from "./tables.ts";

/** What the forces of a model are lowered with. */
export interface ForceContext {
  readonly tables: Tables;
  readonly formulas: Formulas;
  readonly place: Place;
  readonly mixer: Mixer;
  /** Sums of the population by group, by their compartments: strains that infect the same groups share them. */
  readonly populations: Map<string, readonly Slot[]>;
}

/** The slots, one per group, that hold the force of infection after the rates have been computed. */
export function lowerForce(force: Force, context: ForceContext): readonly Slot[] {
  const { tables, formulas, place, mixer } = context;
  const groups = force.groups;
  const infectious = tables.allocate(groups.length, "rate");
  const path = `infectious`;
  poolRows(
    tables,
    infectious,
    groups.map((group) =>
      group.infectious.map(({ compartment, weight }) => ({
        row: compartment,
        weight: formulas.slot(weight, place, path),
      })),
    ),
  );
  let prevalence: readonly Slot[] = infectious;
  if (force.mode === "frequency") {
    const population = populationOf(groups, context);
    prevalence = tables.allocate(groups.length, "rate");
    tables.emit("rate", OP_DIVIDE_OR_ZERO_ROWS, groups.length, first(prevalence), first(infectious), first(population));
  }
  return mixer.mix(force.mixing, prevalence, path);
}

function populationOf(groups: Force["groups"], { tables, populations }: ForceContext): readonly Slot[] {
  const key = groups.map(({ population }) => population.join(",")).join(";");
  const known = populations.get(key);
  if (known !== undefined) return known;
  const slots = tables.allocate(groups.length, "rate");
  const one = tables.constant(1);
  poolRows(
    tables,
    slots,
    groups.map(({ population }) => population.map((row) => ({ row, weight: one }))),
  );
  populations.set(key, slots);
  return slots;
}

interface Term {
  readonly row: number;
  readonly weight: Slot;
}

/**
 * dst[g] = sum over the group's terms of weight × row. Where term k of every group lies g rows after that of the first,
 * all groups are summed in one operation.
 */
function poolRows(tables: Tables, dst: readonly Slot[], groups: readonly (readonly Term[])[]): void {
  const [lead] = groups;
  const isRegular =
    lead !== undefined &&
    lead.length > 0 &&
    groups.every(
      (terms, group) =>
        terms.length === lead.length && terms.every((term, k) => term.row === (lead[k]?.row ?? NaN) + group),
    );
  if (isRegular) {
    const weights = lead.map((_, k) => groups.map((terms) => terms[k]?.weight ?? tables.constant(0)));
    emitPool(
      tables,
      dst,
      lead.map((term) => term.row),
      weights,
    );
    return;
  }
  groups.forEach((terms, group) => {
    const slot = dst[group];
    if (slot === undefined) return;
    const rows = terms.length === 0 ? [0] : terms.map((term) => term.row);
    const weights = terms.length === 0 ? [[tables.constant(0)]] : terms.map((term) => [term.weight]);
    emitPool(tables, [slot], rows, weights);
  });
}

function emitPool(tables: Tables, dst: readonly Slot[], rows: readonly number[], weights: readonly Slot[][]): void {
  if (weights.every((run) => run.every((weight) => weight.value === 1))) {
    tables.emit("rate", OP_SUM_ROWS, dst.length, first(dst), rows.length, ...rows);
    return;
  }
  const terms = rows.flatMap((row, k) => [row, first(tables.contiguous(weights[k] ?? []))]);
  tables.emit("rate", OP_WEIGH_ROWS, dst.length, first(dst), rows.length, ...terms);
}

function first(slots: readonly Slot[]): Slot {
  const [slot] = slots;
  if (slot === undefined) throw new Error("a force of infection has no group");
  return slot;
}
