// Mixing matrices to code: fixed ones as shared constants, the others as slots that are computed when they change.

import { OP_BLEND, OP_MIX, OP_MIX_SLOTS } from "../../assembly/layout.ts";
import type { Mixing } from "../model/model.ts";
import type { Formulas, Place } from "./formulas.ts";
import { sectionOf } from "./formulas.ts";
import { latest, type Slot, type Tables, type Word } from "./tables.ts";

type Matrix = readonly (readonly number[])[];

/** Mixes vectors over groups. Matrices shared between forces, as the same objects, are stored and computed once. */
export class Mixer {
  private readonly fixed = new Map<Matrix, { rows: number; columns: number }>();
  private readonly varying = new Map<Mixing, readonly Slot[]>();
  private readonly tables: Tables;
  private readonly formulas: Formulas;
  private readonly place: Place;

  constructor(tables: Tables, formulas: Formulas, place: Place) {
    this.tables = tables;
    this.formulas = formulas;
    this.place = place;
  }

  /** Σ_j M[i][j] · x[j] for every group i: slots side by side, known with the rates. */
  mix(mixing: Mixing, x: readonly Slot[], path: string): readonly Slot[] {
    const [lead] = x;
    if (lead === undefined) throw new Error("a force of infection has no group");
    if (mixing.kind === "fixed" && x.length === 1 && mixing.matrix[0]?.[0] === 1) return x;
    const matrix = mixing.kind === "fixed" ? this.share(mixing.matrix) : this.slots(mixing, x.length, path);
    const result = this.tables.allocate(x.length, "rate");
    const dst = result[0] ?? lead;
    if ("rows" in matrix) this.tables.emit("rate", OP_MIX, x.length, dst, lead, matrix.rows, matrix.columns);
    else this.tables.emit("rate", OP_MIX_SLOTS, x.length, dst, lead, matrix[0] ?? lead);
    return result;
  }

  /** The matrix among the shared constants: row by row, and column by column. */
  private share(matrix: Matrix): { rows: number; columns: number } {
    let shared = this.fixed.get(matrix);
    if (shared === undefined) {
      shared = { rows: this.tables.share(matrix.flat()), columns: this.tables.share(byColumns(matrix)) };
      this.fixed.set(matrix, shared);
    }
    return shared;
  }

  /** The matrix in slots side by side, column by column. */
  private slots(mixing: Exclude<Mixing, { kind: "fixed" }>, groups: number, path: string): readonly Slot[] {
    let slots = this.varying.get(mixing);
    if (slots === undefined) {
      slots =
        mixing.kind === "sum"
          ? this.blend(mixing.terms, groups, path)
          : this.tables.contiguous(
              byColumns(mixing.entries).map((entry) => this.formulas.slot(entry, this.place, path)),
            );
      this.varying.set(mixing, slots);
    }
    return slots;
  }

  /** Σ scale · matrix, as soon as all scales are known. */
  private blend(terms: Extract<Mixing, { kind: "sum" }>["terms"], groups: number, path: string): readonly Slot[] {
    const scales = terms.map(({ scale }) => this.formulas.slot(scale, this.place, path));
    const level = latest(["setup", ...scales.map((slot) => slot.level)]);
    const slots = this.tables.allocate(groups * groups, level);
    const [first] = slots;
    if (first === undefined || scales.length === 0) throw new Error(`${path} sums no matrices`);
    const operands = terms.flatMap(({ matrix }, k): Word[] => [scales[k] ?? first, this.share(matrix).columns]);
    this.tables.emit(sectionOf(level), OP_BLEND, slots.length, first, terms.length, ...operands);
    return slots;
  }
}

function byColumns<T>(matrix: readonly (readonly T[])[]): T[] {
  return matrix.flatMap((_, column) =>
    matrix.map((row) => {
      const entry = row[column];
      if (entry === undefined) throw new Error("a mixing matrix is not square");
      return entry;
    }),
  );
}
