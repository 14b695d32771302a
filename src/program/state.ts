// Sums of compartments as slots: within the right-hand side, and as projections for the outputs.

import { OP_SUM_ROWS, OP_TOTAL, OP_WEIGH_ROWS } from "../../assembly/layout.ts";
import type { Sizes } from "./flow-sums.ts";
import type { Slot, Tables } from "./tables.ts";

/** Sums over compartments in the right-hand side: each distinct sum once per evaluation. */
export class RateSizes implements Sizes {
  private readonly known = new Map<string, Slot>();
  private readonly tables: Tables;

  constructor(tables: Tables) {
    this.tables = tables;
  }

  sum(compartments: readonly number[]): Slot {
    return this.remember(compartments.join(","), (slot) => emitSum(this.tables, "rate", slot, compartments));
  }

  weigh(rows: readonly number[], weights: readonly Slot[]): Slot {
    return this.remember(weighedKey(rows, weights), (slot) => emitWeighed(this.tables, "rate", slot, rows, weights));
  }

  private remember(key: string, emit: (slot: Slot) => void): Slot {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const slot = this.tables.one("rate");
    emit(slot);
    this.known.set(key, slot);
    return slot;
  }
}

/** Sums over compartments in the outputs: projections, which dense output interpolates. All stand side by side. */
export class Projections implements Sizes {
  private readonly known = new Map<string, { slot: Slot; emit: () => void }>();
  private readonly tables: Tables;

  constructor(tables: Tables) {
    this.tables = tables;
  }

  sum(compartments: readonly number[]): Slot {
    return this.remember(compartments.join(","), (slot) => emitSum(this.tables, "project", slot, compartments));
  }

  /** One row of the state, accumulators included. */
  row(row: number): Slot {
    return this.sum([row]);
  }

  /** Sum of rows weighed by slots known before the run: as linear in the state as a plain sum. */
  weigh(rows: readonly number[], weights: readonly Slot[]): Slot {
    return this.remember(weighedKey(rows, weights), (slot) => emitWeighed(this.tables, "project", slot, rows, weights));
  }

  private remember(key: string, emit: (slot: Slot) => void): Slot {
    const known = this.known.get(key);
    if (known !== undefined) return known.slot;
    const slot = this.tables.one("finish");
    this.known.set(key, { slot, emit: () => emit(slot) });
    return slot;
  }

  /** Emits all projections; `slots` are to be numbered side by side. */
  close(): readonly Slot[] {
    const all = [...this.known.values()];
    for (const { emit } of all) emit();
    return all.map(({ slot }) => slot);
  }
}

/** One slot = sum of compartments; consecutive ones are summed as a run. An empty sum is a single row weighed by zero. */
function emitSum(tables: Tables, section: "rate" | "project", slot: Slot, compartments: readonly number[]): void {
  if (compartments.length === 0) {
    tables.emit(section, OP_WEIGH_ROWS, 1, slot, 1, 0, tables.constant(0));
    return;
  }
  const runs = runsOf(compartments);
  if (runs.length * 2 > compartments.length) {
    tables.emit(section, OP_SUM_ROWS, 1, slot, compartments.length, ...compartments);
    return;
  }
  tables.emit(section, OP_TOTAL, slot, runs.length, ...runs.flatMap(({ first, rows }) => [rows, first]));
}

function weighedKey(rows: readonly number[], weights: readonly Slot[]): string {
  return rows.map((row, index) => `${row}*${weights[index]?.id ?? ""}`).join(",");
}

function emitWeighed(
  tables: Tables,
  section: "rate" | "project",
  slot: Slot,
  rows: readonly number[],
  weights: readonly Slot[],
): void {
  const terms = rows.flatMap((row, index) => [row, weights[index] ?? tables.constant(0)]);
  tables.emit(section, OP_WEIGH_ROWS, 1, slot, rows.length, ...terms);
}

function runsOf(rows: readonly number[]): { first: number; rows: number }[] {
  const runs: { first: number; rows: number }[] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.rows === row) last.rows += 1;
    else runs.push({ first: row, rows: 1 });
  }
  return runs;
}
